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
    keywords: pd.DataFrame,
    sales: pd.DataFrame,
    links: pd.DataFrame,
    own: pd.DataFrame,
    pages: pd.DataFrame,
    settings: Money,
) -> pd.DataFrame:
    """Count every stage, for all, by channel, by product, and by product and channel.

    Parameters
    ----------
    keywords, sales, links, pages : DataFrame
        `sales` and `links` as ``sale_history.usable_sales`` and ``link.link_sales`` return them.
    own : DataFrame
        Credits of the settings' attribution model, as ``money_ledger.in_parts`` returns them: a channel has its
        share of a sale, as in the ledger.
    settings : Money

    Returns
    -------
    DataFrame
        ``channel, product`` (``""`` for all), ``stage``, ``count``, ``of`` (the stage before),
        ``rate``, ``low``, ``high``, ``cost`` (click cost of the visits) and ``note``.
    """
    first = links.loc[links["repeat_of"].eq(""), "sale_id"]
    rows = sales[sales["sale_id"].isin(first)].drop(columns="channel", errors="ignore").assign(weight=1.0)
    share = own.groupby(["sale_id", "channel"])["credit"].sum().reset_index()
    split = rows.drop(columns="weight").merge(share.rename(columns={"credit": "weight"}), on="sale_id")
    clicks = visits(keywords, pages)
    parts = [_counted(rows, clicks, ALL, ALL, settings)]
    for channel in sorted(set(split["channel"]) | set(clicks.index) - {ALL}):
        parts.append(_counted(split[split["channel"].eq(channel)], clicks, channel, ALL, settings))
    for product in sorted(set(rows["product"]) - {""}):
        parts.append(_counted(rows[rows["product"].eq(product)], clicks, ALL, product, settings))
        of_it = split[split["product"].eq(product)]
        parts += [
            _counted(of_it[of_it["channel"].eq(c)], clicks, c, product, settings) for c in sorted(set(of_it["channel"]))
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
    counts += [float(rows.loc[rows["reached"].ge(i), "weight"].sum()) for i in range(4)]
    of = [float("nan"), *counts[:-1]]
    low, high = rate_range(np.minimum(counts, of), of, settings.interval)
    lost = round(float(rows.loc[rows["stage"].eq("lost") & rows["furthest"].eq(""), "weight"].sum()))
    won = rows[rows["stage"].eq("won")]
    note = f"{lost} lost deals do not say how far they got: counted as leads" if lost else ""
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.asarray(counts) / np.asarray(of)
    return pd.DataFrame(
        {
            "channel": channel, "product": product, "stage": list(FUNNEL), "count": counts, "of": of,
            "rate": np.where(np.isfinite(rate), rate, np.nan), "low": low, "high": high,
            "cost": [known.get("cost", float("nan")), *[float("nan")] * 4],
            "value": [float("nan")] * 4 + [float((won["weight"] * won["amount"]).sum())], "note": note,
        }
    )  # fmt: skip
