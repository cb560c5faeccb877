"""From visit to sale, stage by stage: counts, rates with their ranges, and n beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.money.intervals import rate_range

if TYPE_CHECKING:
    from keyworth.settings import Money

FUNNEL = ("visit", "lead", "appointment", "opportunity", "won")
ALL = ""


def funnel(
    keywords: pd.DataFrame, sales: pd.DataFrame, links: pd.DataFrame, pages: pd.DataFrame, settings: Money
) -> pd.DataFrame:
    """Count every stage, for all, by channel, by product, and by product and channel.

    Parameters
    ----------
    keywords, sales, links, pages : DataFrame
        `sales` and `links` as ``clean.usable_sales`` and ``link.link_sales`` return them.
    settings : Money

    Returns
    -------
    DataFrame
        ``channel, product`` (``""`` for all), ``stage``, ``count``, ``of`` (the stage before),
        ``rate``, ``low``, ``high``, ``cost`` (click cost of the visits) and ``note``.
    """
    rows = sales.merge(links[["sale_id", "channel", "repeat_of"]], on="sale_id", suffixes=("_said", ""))
    rows = rows[rows["repeat_of"].eq("")]
    clicks = visits(keywords, pages)
    parts = [_counted(rows, clicks, ALL, ALL, settings)]
    for channel in sorted(set(rows["channel"]) | set(clicks.index) - {ALL}):
        parts.append(_counted(rows[rows["channel"].eq(channel)], clicks, channel, ALL, settings))
    named = rows[rows["product"].ne("")]
    for product in sorted(named["product"].unique()):
        own = named[named["product"].eq(product)]
        parts.append(_counted(own, clicks, ALL, product, settings))
        parts += [
            _counted(own[own["channel"].eq(c)], clicks, c, product, settings) for c in sorted(set(own["channel"]))
        ]
    return pd.concat(parts, ignore_index=True)


def visits(keywords: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """Return clicks and click cost by channel (``""`` for all); organic ones from pages, where those hold more."""
    organic = keywords["channel"].eq("organic")
    shown = float(keywords.loc[organic, "clicks"].sum())
    whole = float(pages.loc[pages["query"].eq(""), "clicks"].sum())
    paid = float(keywords.loc[~organic, "clicks"].sum())
    out = {
        "paid_search": (paid, float(keywords.loc[~organic, "cost"].sum())),
        "organic_search": (max(shown, whole), 0.0),
    }
    out = {name: pair for name, pair in out.items() if pair[0] > 0}
    out[ALL] = (sum(p[0] for p in out.values()), sum(p[1] for p in out.values()))
    return pd.DataFrame(out.values(), index=list(out), columns=["clicks", "cost"])


def _counted(rows: pd.DataFrame, clicks: pd.DataFrame, channel: str, product: str, settings: Money) -> pd.DataFrame:
    known = clicks.to_dict("index").get(channel, {}) if product == ALL else {}
    counts = [known.get("clicks", float("nan"))]
    counts += [float(rows["reached"].ge(i).sum()) for i in range(4)]
    of = [float("nan"), *counts[:-1]]
    low, high = rate_range(np.minimum(counts, of), of, settings.interval)
    lost = int((rows["stage"].eq("lost") & rows["furthest"].eq("")).sum())
    note = f"{lost} lost deals do not say how far they got: counted as leads" if lost else ""
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.asarray(counts) / np.asarray(of)
    return pd.DataFrame(
        {
            "channel": channel, "product": product, "stage": list(FUNNEL), "count": counts, "of": of,
            "rate": np.where(np.isfinite(rate), rate, np.nan), "low": low, "high": high,
            "cost": [known.get("cost", float("nan")), *[float("nan")] * 4],
            "value": [float("nan")] * 4 + [float(rows.loc[rows["stage"].eq("won"), "amount"].sum())], "note": note,
        }
    )  # fmt: skip
