"""What the report tells about money beyond the keyword table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.money.funnel import funnel
from keyworth.money.kpis import dead_weight, kpis
from keyworth.money.link import match_rates
from keyworth.money.money_flow import money_flow
from keyworth.money.money_ledger import in_parts, money_ledger, search_channel
from keyworth.money.totals import totals

if TYPE_CHECKING:
    from keyworth.settings import Money


def summarise_money(
    keywords: pd.DataFrame,
    sales: pd.DataFrame,
    links: pd.DataFrame,
    credits: pd.DataFrame,
    money: pd.DataFrame,
    pages: pd.DataFrame,
    settings: Money,
    files: pd.DataFrame,
    brand: pd.Series,
    counted: pd.DataFrame,
    touched_pages: Sequence[str] = (),
) -> dict[str, pd.DataFrame]:
    """Return the summary tables by name.

    Returns
    -------
    dict of str to DataFrame
        ``totals`` (``totals.totals``), ``money_ledger``, ``money_flow`` (its parts),
        ``funnel`` (``funnel.funnel``), ``channels`` (claimed
        beside traced), ``months`` (match rate by month), ``models`` (the envelope over the
        attribution models), ``kpis`` and ``dead_weight`` (``kpis``).
    """
    brand = brand.set_axis(keywords.index)
    sums = totals(keywords, money, links, settings.interval)
    entries = money_ledger(keywords, brand, credits, counted, files, settings)
    own = in_parts(credits[credits["attribution_model"].eq(settings.attribution_model)], keywords, brand)
    won = credits[credits["sale_id"].isin(links.loc[links["stage"].eq("won"), "sale_id"])]
    return {
        "totals": sums,
        "money_ledger": entries,
        "money_flow": money_flow(entries),
        "funnel": funnel(keywords, sales, links, own, pages, settings),
        "channels": channels(keywords, entries, sums),
        "months": months(links),
        "models": models(in_parts(won, keywords, brand)),
        "kpis": kpis(keywords, sales, links, own, settings),
        "dead_weight": dead_weight(keywords, credits, money, pages, set(touched_pages)),
    }


def channels(keywords: pd.DataFrame, entries: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """Return by channel what the agency claims and what was traced, with the range the clicks support.

    The sums are of ``money_ledger``; what was traced to nothing stands under ``unmatched``, whatever channel the CRM
    names. ``expected_low`` and ``expected_high`` bound what the channel's clicks are expected to bring
    (``totals.totals``).
    """
    spend, won = entries[entries["side"].eq("spend")], entries[entries["side"].eq("revenue")]
    won = won[won["part"].ne("existing") & won["rows"].notna() & (won["leads"].gt(0) | won["amount"].ne(0))]
    won = won.assign(channel=won["channel"].mask(won["part"].eq("unmatched"), "unmatched"))
    names = {"leads": "traced_leads", "sales": "traced_conversions", "amount": "traced_revenue"}
    out = won.groupby("channel")[list(names)].sum().rename(columns=names)
    own = keywords.assign(channel=search_channel(keywords["channel"]))
    said = own.groupby("channel").agg(
        clicks=("clicks", "sum"), claimed_conversions=("claimed_conversions", "sum"),
        claimed_value=("claimed_value", "sum"),
    )  # fmt: skip
    fees = spend["part"].isin(["agency_fee", "content_cost"])
    said["cost"] = spend[spend["part"].isin(["visible", "brand"])].groupby("channel")["amount"].sum()
    said["spread_cost"] = spend[fees].groupby("channel")["amount"].sum()
    said["spread_cost"] = said["spread_cost"].fillna(0.0)
    ends = sums[sums["by"].eq("channel")].assign(channel=lambda f: search_channel(f["group"])).set_index("channel")
    said["expected_low"], said["expected_high"] = ends["expected_revenue_low"], ends["expected_revenue_high"]
    stated = own.groupby("channel")[["claimed_conversions", "claimed_value", "cost"]].count().gt(0)
    said = said.mask(stated.reindex(columns=said.columns, fill_value=True).eq(False))
    return pd.concat([said, out], axis=1).sort_index().rename_axis("channel").reset_index()


def months(links: pd.DataFrame) -> pd.DataFrame:
    """Return the match rate by month, all channels together and each apart (``channel`` ``""`` is all)."""
    by_channel = match_rates(links)
    numbers = ["sales", "tied", "matched", "value", "value_matched"]
    whole = by_channel.groupby("month")[numbers].sum().reset_index().assign(channel="")
    whole["match_rate"] = whole["matched"] / whole["sales"].where(whole["sales"] > 0)
    return pd.concat([whole, by_channel], ignore_index=True)[["month", "channel", *numbers, "match_rate"]]


def models(rows: pd.DataFrame) -> pd.DataFrame:
    """Return revenue and sales by attribution model and channel, keyword rows apart: of won sales' credits in parts."""
    channel = rows["channel"].mask(rows["part"].eq("unmatched"), "unmatched")
    rows = rows.assign(keyword=rows["keyword_id"].ge(0), channel=channel)
    by = ["attribution_model", "channel", "keyword"]
    out = rows.groupby(by)[["credit", "amount"]].sum().reset_index()
    return out.rename(columns={"credit": "conversions", "amount": "revenue", "keyword": "to_keyword"})
