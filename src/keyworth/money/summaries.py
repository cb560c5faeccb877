"""What the report tells about money beyond the keyword table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.money.cost import fees_of, spread_cost
from keyworth.money.funnel import funnel
from keyworth.money.kpis import dead_weight, kpis
from keyworth.money.link import match_rates
from keyworth.money.money_flow import money_flow
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
    touched_pages: Sequence[str] = (),
) -> dict[str, pd.DataFrame]:
    """Return the summary tables by name.

    Returns
    -------
    dict of str to DataFrame
        ``totals`` (``totals.totals``), ``money_flow`` (``flow.money_flow``),
        ``funnel`` (``funnel.funnel``), ``channels`` (claimed
        beside traced), ``months`` (match rate by month), ``models`` (the envelope over the
        attribution models), ``kpis`` and ``dead_weight`` (``kpis``).
    """
    brand = brand.set_axis(keywords.index)
    sums = totals(keywords, money, links, settings.interval)
    return {
        "totals": sums,
        "money_flow": money_flow(keywords, brand, links, credits, files, fees_of(keywords, settings), settings),
        "funnel": funnel(keywords, sales, links, pages, settings),
        "channels": channels(keywords, links, credits, sums, settings),
        "months": months(links),
        "models": models(credits, links),
        "kpis": kpis(keywords, sales, links, credits, settings),
        "dead_weight": dead_weight(keywords, credits, money, pages, set(touched_pages)),
    }


def channels(
    keywords: pd.DataFrame, links: pd.DataFrame, credits: pd.DataFrame, sums: pd.DataFrame, settings: Money
) -> pd.DataFrame:
    """Return by channel what the agency claims and what was traced, with the range the clicks support.

    ``expected_low`` and ``expected_high`` bound what the channel's clicks are expected to bring (``totals.totals``).
    """
    rows = credits[credits["attribution_model"].eq(settings.attribution_model)]
    rows = rows[rows["sale_id"].isin(links.loc[links["repeat_of"].eq(""), "sale_id"])]
    won = rows["sale_id"].isin(links.loc[links["stage"].eq("won"), "sale_id"])
    traced = rows.assign(leads=rows["credit"], conversions=rows["credit"].where(won, 0.0), revenue=rows["amount"])
    out = traced.groupby("channel")[["leads", "conversions", "revenue"]].sum().add_prefix("traced_")
    own = keywords.assign(channel=_search(keywords["channel"]), spread_cost=spread_cost(keywords, settings))
    said = own.groupby("channel").agg(
        cost=("cost", "sum"), spread_cost=("spread_cost", "sum"), clicks=("clicks", "sum"),
        claimed_conversions=("claimed_conversions", "sum"), claimed_value=("claimed_value", "sum"),
    )  # fmt: skip
    ends = sums[sums["by"].eq("channel")].assign(channel=lambda f: _search(f["group"])).set_index("channel")
    said["expected_low"], said["expected_high"] = ends["expected_revenue_low"], ends["expected_revenue_high"]
    stated = own.groupby("channel")[["claimed_conversions", "claimed_value", "cost"]].count().gt(0)
    said = said.mask(stated.reindex(columns=said.columns, fill_value=True).eq(False))
    sales = links[links["repeat_of"].eq("")].groupby("channel").size().rename("sales")
    both = pd.concat([said, out, sales], axis=1).sort_index()
    return both.rename_axis("channel").reset_index()


def _search(channel: pd.Series) -> pd.Series:
    """The touchpoints' word for a keyword row's channel."""
    return channel.map({"organic": "organic_search"}).fillna("paid_search").astype("str")


def months(links: pd.DataFrame) -> pd.DataFrame:
    """Return the match rate by month, all channels together and each apart (``channel`` ``""`` is all)."""
    by_channel = match_rates(links)
    numbers = ["sales", "tied", "matched", "value", "value_matched"]
    whole = by_channel.groupby("month")[numbers].sum().reset_index().assign(channel="")
    whole["match_rate"] = whole["matched"] / whole["sales"].where(whole["sales"] > 0)
    return pd.concat([whole, by_channel], ignore_index=True)[["month", "channel", *numbers, "match_rate"]]


def models(credits: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return revenue and sales by attribution model and channel, keyword rows apart from the rest."""
    rows = credits[credits["sale_id"].isin(links.loc[links["stage"].eq("won"), "sale_id"])]
    rows = rows.assign(keyword=rows["keyword_id"].ge(0))
    by = ["attribution_model", "channel", "keyword"]
    out = rows.groupby(by)[["credit", "amount"]].sum().reset_index()
    return out.rename(columns={"credit": "conversions", "amount": "revenue", "keyword": "to_keyword"})
