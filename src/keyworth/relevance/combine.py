"""A keyword's final relevance: of its text, what its searchers typed, where its clicks land, what its leads asked for.

Text alone cannot tell that "artisan maker module" is how an agency says "art studio". Both kinds
of evidence move a score in log-odds by bounded steps; neither makes one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.landing_page_evidence import landing_products
from keyworth.relevance.lead_evidence import hear_leads
from keyworth.relevance.search_term_evidence import NAMED, bridge_keywords
from keyworth.relevance.status import RETIRED_FLOOR, outcome
from keyworth.schema import RELEVANCE, conform

# Log-odds: an advertiser whose page shows a product is taken to be e times as likely to be right as wrong.
STEP = 1.0
DECIMALS = 6


def combine_evidence(
    scored: pd.DataFrame,
    keywords: pd.DataFrame,
    searches: pd.DataFrame,
    leads: pd.DataFrame,
    catalogue: pd.DataFrame,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
) -> pd.DataFrame:
    """Return each keyword's final relevance, product and status: of its text, its searchers, its page and its leads.

    Parameters
    ----------
    scored : DataFrame
        ``schema.RELEVANCE`` of `score_keywords`, from the texts alone.
    keywords : DataFrame
        Keyword rows of ``schema.KEYWORDS``, with ``sales_knowable``.
    searches, leads, catalogue : DataFrame
        Tables of ``schema``.
    settings, engine, progress
        As for `score_keywords`.

    Returns
    -------
    DataFrame
        ``schema.RELEVANCE``, with what each kind of evidence said.
    """
    out = bridge_keywords(scored, keywords, searches, catalogue, settings, engine, progress)
    out = out.assign(text_relevance=scored["product_relevance"])
    out = _landed(out, keywords, catalogue, settings)
    out = hear_leads(out, keywords, leads, catalogue, settings)
    return conform(out, RELEVANCE)


def _landed(relevance: pd.DataFrame, keywords: pd.DataFrame, catalogue: pd.DataFrame, settings: Any) -> pd.DataFrame:
    shown = landing_products(keywords, catalogue)
    gone = (catalogue["status"] == "retired").to_numpy()
    kinds = {key: "retired" if gone[at].all() else "current" for key, at in shown.items()}
    out = relevance.copy()
    out["landing_shows"] = out["keyword_key"].map(kinds).astype(object).fillna("").astype("str")
    current, retired = (out["landing_shows"] == kind for kind in ("current", "retired"))
    # A page of a range speaks for what is left of it no more than for the better answer that was on it and is gone.
    current &= ~(_shows_it(out, shown, catalogue) & (out["retired_relevance"] > out["product_relevance"]))
    # Where the text names the retired product itself, or a part for the thing, no page makes the thing sold.
    named = (out["product_status"] == "retired") & (out["retired_relevance"] >= NAMED)
    current &= ~named & ~(out["accessory_relevance"] > 0)
    out["product_relevance"] = _moved(out["product_relevance"], STEP * (current.astype(float) - retired.astype(float)))
    out["retired_relevance"] = _moved(out["retired_relevance"], STEP * retired.astype(float))
    return _settled(out, current, named, settings)


def _shows_it(relevance: pd.DataFrame, shown: dict[str, np.ndarray], catalogue: pd.DataFrame) -> pd.Series:
    """Return for which keywords the page is one of the retired product that answers."""
    ids = catalogue["product_id"].to_numpy()
    pairs = zip(relevance["keyword_key"], relevance["retired_id"], strict=True)
    return pd.Series([bool((ids[shown.get(key, [])] == gone).any()) for key, gone in pairs], relevance.index)


def _settled(out: pd.DataFrame, current: pd.Series, named: pd.Series, settings: Any) -> pd.DataFrame:
    """Let the status follow where a score has crossed a floor."""
    was = out["retired_relevance"] >= np.maximum(out["product_relevance"], RETIRED_FLOOR)
    open_ = out["product_status"].isin(["none", "unclear", "active", "out_of_stock"])
    weak = (out["product_status"] == "retired") & ~named & current
    # Page and text disagree: that is no ground to call it retired, so it is held at the floor.
    floor = settings.relevance_floor
    out.loc[weak, "product_relevance"] = out.loc[weak, "product_relevance"].clip(lower=floor)
    out.loc[weak, ["product_id", "product_title"]] = ""  # what is gone answers nothing, and no other is known
    told = pd.Series(outcome(out["product_relevance"], settings), out.index)
    out.loc[(told == "answered") & (weak | out["product_status"].isin(["none", "unclear"])), "product_status"] = (
        "active"
    )
    out.loc[(told == "unclear") & (weak | open_), "product_status"] = "unclear"
    off = (told == "not answered") & open_
    out.loc[off & was, "product_status"] = "retired"
    out.loc[off & ~was, "product_status"] = "none"
    old = out["product_status"] == "retired"
    for name in ("id", "title"):
        out.loc[old, f"product_{name}"] = out.loc[old, f"retired_{name}"]
    return out


def _moved(probability: pd.Series, step: pd.Series) -> np.ndarray:
    p = probability.to_numpy(float)
    inside = np.clip(np.nan_to_num(p, nan=0.5), 1e-9, 1 - 1e-9)
    moved = 1 / (1 + np.exp(-(np.log(inside / (1 - inside)) + step.to_numpy(float))))
    return np.where(np.isnan(p) | (step.to_numpy(float) == 0), p, np.round(moved, DECIMALS))
