"""The figures a sales and a marketing team share, and what never met a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from keyworth.money.intervals import rate_range
from keyworth.money.keyword_resolution import mapped
from keyworth.text.urls import page_of

if TYPE_CHECKING:
    from keyworth.settings import Money


def kpis(
    keywords: pd.DataFrame, sales: pd.DataFrame, links: pd.DataFrame, own: pd.DataFrame, settings: Money
) -> pd.DataFrame:
    """Tell conversion, win rate, deal size and cycle by channel, month, product and keyword group.

    ``own`` are the credits of the settings' attribution model, as ``money_ledger.in_parts`` returns them.

    Returns
    -------
    DataFrame
        ``by`` (all, channel, month, product, campaign), ``group``, counts (fractions of a sale where
        its credit is shared), ``lead_conversion`` (leads that became appointments or more),
        ``opportunity_conversion`` (leads that became opportunities or more), ``win_rate`` (won of
        won and lost) with ``win_low`` and ``win_high``, ``deal_size``, ``cycle_days`` (median),
        ``revenue``, ``goal`` and ``against_goal``.
    """
    rows = sales.drop(columns="channel", errors="ignore").merge(links[["sale_id", "month", "repeat_of"]], on="sale_id")
    rows = rows[rows["repeat_of"].eq("")].assign(weight=1.0, all="all")
    tied = own[own["keyword_id"].ge(0)].merge(keywords[["keyword_id", "campaign"]], on="keyword_id")
    parts = []
    for by, shares in (("all", None), ("channel", own), ("month", None), ("product", None), ("campaign", tied)):
        split = rows
        if shares is not None:
            share = shares.groupby(["sale_id", by])["credit"].sum().rename("weight").reset_index()
            split = rows.drop(columns="weight").merge(share, on="sale_id")
        parts.append(_render(split, by, by, settings))
    return pd.concat(parts, ignore_index=True)


def _render(rows: pd.DataFrame, by: str, column: str, settings: Money) -> pd.DataFrame:
    rows = rows[rows[column].ne("")]
    weight, won = rows["weight"], rows["stage"].eq("won")
    value = weight * rows["amount"]
    days = (rows["closed_at"] - rows["created_at"]).dt.total_seconds() / 86400.0
    frame = pd.DataFrame({
        "group": rows[column], "leads": weight, "appointments": weight.where(rows["reached"].ge(1), 0.0),
        "opportunities": weight.where(rows["reached"].ge(2), 0.0), "won": weight.where(won, 0.0),
        "lost": weight.where(rows["stage"].eq("lost"), 0.0), "revenue": value.where(won).fillna(0.0),
        "valued": weight.where(won & rows["amount"].notna(), 0.0),
    })  # fmt: skip
    out = frame.groupby("group").sum()
    out["lead_conversion"] = out["appointments"] / out["leads"]
    out["opportunity_conversion"] = out["opportunities"] / out["leads"]
    closed = out["won"] + out["lost"]
    out["win_rate"] = out["won"] / closed.where(closed > 0)
    out["win_low"], out["win_high"] = rate_range(out["won"], closed, settings.interval)
    out["deal_size"] = out["revenue"] / out["valued"].where(out["valued"] > 0)
    out["cycle_days"] = days[won].groupby(rows.loc[won, column]).median().reindex(out.index)
    goal = settings.revenue_goal if by == "all" and settings.revenue_goal else float("nan")
    out["goal"] = goal
    out["against_goal"] = out["revenue"] / goal
    return out.drop(columns="valued").reset_index().assign(by=by)[["by", "group", *out.columns.drop("valued")]]


def dead_weight(
    keywords: pd.DataFrame, credits: pd.DataFrame, money: pd.DataFrame, pages: pd.DataFrame, touched: set[str]
) -> pd.DataFrame:
    """List keywords and pages that never met a click, lead, call or sale, with what they cost.

    Parameters
    ----------
    keywords, credits, money, pages : DataFrame
    touched : set of str
        Landing pages (as ``page_of`` writes them) that stand on the path of a lead.

    Returns
    -------
    DataFrame
        ``kind`` (keyword, page), ``keyword_id``, ``name``, ``campaign``, ``clicks``, ``cost``
        (fees spread included), ``never`` (the first thing it never met), dearest first.
    """
    met = set(credits.loc[credits["keyword_id"].ge(0), "keyword_id"])
    won = set(credits.loc[credits["keyword_id"].ge(0) & credits["amount"].notna(), "keyword_id"])
    rows = keywords[["keyword_id", "keyword", "campaign", "clicks", "cost"]].rename(columns={"keyword": "name"})
    rows = rows.merge(money[["keyword_id", "spread_cost"]], on="keyword_id", how="left")
    rows["cost"] = rows["cost"].fillna(0.0) + rows["spread_cost"].fillna(0.0)
    clicked = rows["clicks"].fillna(0.0).gt(0)
    lead, sale = rows["keyword_id"].isin(met), rows["keyword_id"].isin(won)
    rows["never"] = (
        pd.Series("", index=rows.index).mask(~sale, "sale").mask(~lead, "lead or call").mask(~lead & ~clicked, "click")
    )
    rows = rows[rows["never"].ne("")].assign(kind="keyword")
    paths = pd.DataFrame({"name": mapped(pages["page"], page_of), "clicks": pages["clicks"], "query": pages["query"]})
    paths = paths[paths["query"].eq("")].groupby("name")["clicks"].sum().reset_index()
    listed = mapped(keywords["landing_page"], page_of)
    for name in sorted(set(listed) - set(paths["name"]) - {""}):
        paths.loc[len(paths)] = [name, float(keywords.loc[listed.eq(name), "clicks"].sum())]
    idle = paths[~paths["name"].isin(touched)].assign(kind="page", keyword_id=-1, campaign="", never="lead or call")
    spent = (keywords["cost"].fillna(0.0)).groupby(listed).sum()
    idle = idle.assign(cost=idle["name"].map(spent.to_dict()).astype("float64").fillna(0.0))
    idle["never"] = idle["never"].mask(idle["clicks"].fillna(0.0).le(0), "click")
    both = pd.concat([rows, idle], ignore_index=True)
    both = both.sort_values(["kind", "cost", "name", "keyword_id"], ascending=[True, False, True, True], kind="stable")
    return both[["kind", "keyword_id", "name", "campaign", "clicks", "cost", "never"]].reset_index(drop=True)
