"""The truth of an account, drawn before any file is written: what each keyword's clicks bring."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.tracking_worlds.kinds import Kind

CAMPAIGNS = 8
MARGIN = 0.4
DAYS = 180
START = pd.Timestamp("2026-01-01", tz="UTC")
NOUNS = ("garden office", "log cabin", "summer house", "potting shed", "carport", "bike store", "pergola", "gazebo")
STYLES = (
    "insulated", "oak", "cedar", "painted", "corner", "small", "large", "double", "modern", "rustic", "fitted",
    "bespoke", "timber", "metal", "pitched", "flat roof", "glazed", "open", "tall", "narrow", "wide", "heavy duty",
    "pent", "apex", "lined", "raised", "grey", "green", "black", "white", "larch", "pine", "spruce", "composite",
    "curved", "hipped", "folding", "portable", "secure", "arched", "lean to", "panelled", "shingled", "slatted",
    "two storey", "octagonal", "hexagonal", "round", "square", "extended",
)  # fmt: skip
VALUES = (600.0, 1400.0, 2500.0, 4500.0)
INVOICES = 6  # the most that are on file of a customer


def draw_keywords(kind: Kind, rng: np.random.Generator) -> pd.DataFrame:
    """Return the account's rows with what is true of each.

    Returns
    -------
    DataFrame
        ``keyword, campaign, match_type, clicks, cost`` as the agency will list them, and ``noun``, ``lead`` (leads a
        click), ``win`` (of a lead), ``value`` (pounds a customer), ``expected_sales``, ``expected_revenue`` and
        ``loses``.
    """
    names = [(n, f"{style} {noun}") for n, noun in enumerate(NOUNS) for style in STYLES]
    picked = np.sort(rng.choice(len(names), kind.keywords, replace=False)) if kind.keywords < len(names) else None
    names = names if picked is None else [names[i] for i in picked]
    rows = pd.DataFrame(names, columns=["noun", "keyword"])
    rows["campaign"] = rows["noun"].map(lambda n: f"{NOUNS[n].title()} | Search")
    rows["match_type"] = rng.choice(["exact", "phrase", "broad"], len(rows))
    rows["effect"] = np.where(rng.random(len(rows)) < 0.25, 0.0, np.exp(rng.normal(-0.3, 0.8, len(rows))))
    rows = _with_twins(rows, kind, rng)
    n = len(rows)
    rows["clicks"] = np.maximum(np.round(np.exp(rng.normal(np.log(kind.clicks), 1.1, n))), 1)
    group = np.exp(rng.normal(0.0, kind.unlike, CAMPAIGNS))
    group[CAMPAIGNS - kind.dead :] = 0.0
    broad = rows["match_type"].map({"exact": 1.25, "phrase": 1.0, "broad": 0.8})
    rows["lead"] = np.minimum(kind.lead_rate * group[rows["noun"]] * rows["effect"] * broad, 0.6)
    rows["win"] = rng.beta(8, 18, CAMPAIGNS)[rows["noun"]]
    rows["value"] = np.array(VALUES)[rows["noun"] % len(VALUES)]
    if kind.invoices:
        rows["value"] /= INVOICES
    worth = rows["lead"] * rows["win"] * rows["value"]
    rows["cost"] = rows["clicks"] * MARGIN * worth[worth > 0].median() * np.exp(rng.normal(0.0, 0.7, n))
    rows["cost"] = rows["cost"].round(2) + 0.01
    return rows.reset_index(drop=True)


def _with_twins(rows: pd.DataFrame, kind: Kind, rng: np.random.Generator) -> pd.DataFrame:
    """List a share of the keywords twice, in exact and in broad match, at rates that differ."""
    chosen = rng.random(len(rows)) < kind.twins
    if not chosen.any():
        return rows
    twin = rows[chosen].assign(match_type="broad")
    twin["effect"] *= np.exp(rng.normal(0.0, 0.5, len(twin)))
    rows.loc[chosen, "match_type"] = "exact"
    return pd.concat([rows, twin]).sort_index(kind="stable").reset_index(drop=True)


def with_expectation(rows: pd.DataFrame, sales: float, revenue: float) -> pd.DataFrame:
    """Return the rows with what their clicks are expected to bring, and which lose.

    Parameters
    ----------
    rows : DataFrame
        As `draw_keywords` returns it.
    sales, revenue : float
        Sales a win, and pounds a pound of ``value``, of this kind of world.
    """
    wins = rows["clicks"] * rows["lead"] * rows["win"]
    out = rows.assign(expected_sales=wins * sales, expected_revenue=wins * rows["value"] * revenue)
    return out.assign(loses=MARGIN * out["expected_revenue"] < out["cost"])
