"""The ledger of money: every pound of the period once, by part and channel; what people read are sums of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.money.channels import ORGANIC, PAID
from keyworth.money.cost import fees_of, spread_cost
from keyworth.money.intervals import to_the_penny
from keyworth.schema import MONEY_LEDGER, conform, rounding_allowance

if TYPE_CHECKING:
    from keyworth.settings import Money

SPEND_PARTS = {
    "visible": "clicks on keyword rows",
    "brand": "clicks on brand keywords",
    "hidden": "in the export's total row, on no keyword row",
    "agency_fee": "the agency's fee for the period (from settings)",
    "content_cost": "content for the period (from settings)",
}
NO_ORGANIC = "content for the period (from settings): on no keyword row, as no organic rows were supplied"
REVENUE_PARTS = {
    "visible": "traced to a keyword row",
    "brand": "traced to a brand keyword",
    "existing": "bought again: counted with no keyword",
    "hidden": "traced to search, but to no keyword that the report shows",
    "other": "traced to another channel",
    "unmatched": "traced to nothing",
}


def money_ledger(
    keywords: pd.DataFrame,
    brand: pd.Series,
    credits: pd.DataFrame,
    counted: pd.DataFrame,
    files: pd.DataFrame | None,
    settings: Money,
) -> pd.DataFrame:
    """Enter every pound spent and won, every lead and every sale, once.

    Parameters
    ----------
    keywords, credits : DataFrame
    brand : Series of bool
        By row of `keywords`.
    counted : DataFrame
        ``schema.COUNTED_SALES``: what a customer is worth; won revenue beyond it is in the part ``existing``.
    files : DataFrame or None
        ``schema.FILES``: the exports' own total rows.
    settings : Money
        Names the attribution model and the fees.

    Returns
    -------
    DataFrame
        ``schema.MONEY_LEDGER``. The amounts of a side add up to its total, to the penny.
    """
    organic = keywords["channel"].eq("organic").any()
    meaning = SPEND_PARTS if organic else {**SPEND_PARTS, "content_cost": NO_ORGANIC}
    entries = [_side("spend", _spend(keywords, brand, files, settings), meaning)]
    if len(counted):
        entries.append(_side("revenue", _revenue(keywords, brand, credits, counted, settings), REVENUE_PARTS))
    return conform(pd.concat(entries, ignore_index=True), MONEY_LEDGER)


def in_parts(credits: pd.DataFrame, keywords: pd.DataFrame, brand: pd.Series) -> pd.DataFrame:
    """Return credits with the part of the revenue they are in; what is tied to a keyword row has that row's channel."""
    row_channel = search_channel(keywords["channel"]).set_axis(keywords["keyword_id"].to_numpy())
    tied = credits["keyword_id"].ge(0)
    channel = credits["channel"].mask(tied, credits["keyword_id"].map(row_channel))
    part = np.select(
        [credits["link"].eq("unmatched"), credits["keyword_id"].isin(keywords.loc[brand, "keyword_id"]), tied,
         channel.isin([PAID, ORGANIC])],
        ["unmatched", "brand", "visible", "hidden"],
        "other",
    )  # fmt: skip
    return credits.assign(channel=channel.astype("str"), part=part)


def search_channel(channel: pd.Series) -> pd.Series:
    """Return the touchpoints' word for a keyword row's channel."""
    return channel.map({"organic": ORGANIC}).fillna(PAID).astype("str")


def _side(side: str, found: pd.DataFrame, meaning: dict[str, str]) -> pd.DataFrame:
    """The entries of a side in the order of its parts, each part there at least once, rounded to add up."""
    missing = [part for part in meaning if part not in set(found["part"])]
    found = pd.concat([found, pd.DataFrame({"part": missing, "channel": "", "amount": 0.0, "rows": 0.0})])
    found = found.assign(place=found["part"].map({part: i for i, part in enumerate(meaning)}))
    found = found.sort_values(["place", "channel"], kind="stable", ignore_index=True)
    amounts = found["amount"].fillna(0.0).tolist()
    found["amount"] = to_the_penny(amounts, round(sum(amounts), 2))
    return found.assign(side=side, meaning=found["part"].map(meaning))


def _spend(keywords: pd.DataFrame, brand: pd.Series, files: pd.DataFrame | None, settings: Money) -> pd.DataFrame:
    cost, channel = keywords["cost"].fillna(0.0), search_channel(keywords["channel"])
    part = pd.Series(np.where(brand, "brand", "visible"), index=keywords.index)
    rows = pd.DataFrame({"part": part, "channel": channel, "amount": cost, "rows": keywords["cost"].notna()})
    entries = [rows.groupby(["part", "channel"])[["amount", "rows"]].sum().reset_index()]
    if hidden := _hidden(keywords, cost, files):
        entries.append(pd.DataFrame([{"part": "hidden", "channel": PAID, "amount": hidden, "rows": 0.0}]))
    for name, whole in fees_of(keywords, settings).items():
        alone = {"agency_fee": 0.0, "content_cost": 0.0, name: getattr(settings, name)}
        spread = spread_cost(keywords, settings.model_copy(update=alone)).groupby(channel).sum()
        if whole - spread.sum() > 1e-6:
            spread[""] = whole - spread.sum()  # what no row takes
        entries.append(pd.DataFrame({"part": name, "channel": spread.index, "amount": spread.to_numpy(), "rows": 0.0}))
    return pd.concat(entries, ignore_index=True)


def _hidden(keywords: pd.DataFrame, cost: pd.Series, files: pd.DataFrame | None) -> float:
    """What the exports' total rows hold beyond their keyword rows."""
    if files is None or files.empty:
        return 0.0
    own = files[files["file"].isin(keywords["source_file"]) & files["cost_total_row"].notna()]
    by_file = cost.groupby(keywords["source_file"]).sum()
    rest = own["cost_total_row"] - own["file"].map(by_file.to_dict()).astype("float64").fillna(0.0)
    return float(rest[rest.abs() > rounding_allowance(own["rows_used"])].sum())


def _revenue(
    keywords: pd.DataFrame, brand: pd.Series, credits: pd.DataFrame, counted: pd.DataFrame, settings: Money
) -> pd.DataFrame:
    own = credits[credits["attribution_model"].eq(settings.attribution_model)]
    rows = own.drop(columns="amount").merge(counted[["sale_id", "won", "amount"]], on="sale_id")
    rows = in_parts(rows, keywords, brand)
    won = rows["won"].astype(bool)
    rows = rows.assign(
        leads=rows["credit"],
        sales=rows["credit"].where(won, 0.0),
        amount=(rows["credit"] * rows["amount"]).where(won).fillna(0.0),
        rows=rows["credit"].where(won & rows["amount"].notna(), 0.0),
    )
    out = rows.groupby(["part", "channel"])[["amount", "leads", "sales", "rows"]].sum().reset_index()
    again = float(own["amount"].sum()) - float(out["amount"].sum())
    if abs(again) > 0.005:
        out.loc[len(out)] = {"part": "existing", "channel": "", "amount": again, "rows": 0.0}
    return out
