"""Where the money went and where it came from: every pound in exactly one part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.money.intervals import to_the_penny
from keyworth.schema import rounding_allowance

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
    "existing": "bought again: the customer had bought before",
    "hidden": "traced to search, but to no keyword that the report shows",
    "other": "traced to another channel",
    "unmatched": "traced to nothing",
}


def money_flow(
    keywords: pd.DataFrame,
    brand: pd.Series,
    links: pd.DataFrame,
    credits: pd.DataFrame,
    files: pd.DataFrame | None,
    fees: dict[str, float],
    settings: Money,
) -> pd.DataFrame:
    """Split spend and revenue exactly.

    Parameters
    ----------
    keywords, links, credits : DataFrame
    brand : Series of bool
        By row of `keywords`.
    files : DataFrame or None
        ``schema.FILES``: the exports' own total rows.
    fees : dict
        ``agency_fee`` and ``content_cost`` of the period.
    settings : Money
        Names the attribution model.

    Returns
    -------
    DataFrame
        ``side`` (spend, revenue), ``part``, ``meaning``, ``amount``, ``share``, ``count`` (rows or sales).
        The amounts of a side add up to its total, to the penny.
    """
    spend = _spend(keywords, brand, files) | {name: (value, 0) for name, value in fees.items()}
    organic = keywords["channel"].eq("organic").any()
    parts = [_side("spend", spend, SPEND_PARTS if organic else {**SPEND_PARTS, "content_cost": NO_ORGANIC})]
    if len(links):
        parts.append(_side("revenue", _revenue(keywords, brand, links, credits, settings), REVENUE_PARTS))
    return pd.concat(parts, ignore_index=True)


def _side(side: str, found: dict[str, tuple[float, float]], meaning: dict[str, str]) -> pd.DataFrame:
    amounts = [found.get(part, (0.0, 0))[0] for part in meaning]
    total = round(sum(amounts), 2)
    told = to_the_penny(amounts, total)
    return pd.DataFrame(
        {
            "side": side,
            "part": list(meaning),
            "meaning": list(meaning.values()),
            "amount": told,
            "share": [a / total if total else float("nan") for a in told],
            "count": [float(found.get(part, (0.0, 0))[1]) for part in meaning],
        }
    )


def _spend(keywords: pd.DataFrame, brand: pd.Series, files: pd.DataFrame | None) -> dict[str, tuple[float, float]]:
    cost = keywords["cost"].fillna(0.0)
    hidden = 0.0
    if files is not None and len(files):
        own = files[files["file"].isin(keywords["source_file"]) & files["cost_total_row"].notna()]
        by_file = cost.groupby(keywords["source_file"]).sum()
        rest = own["cost_total_row"] - own["file"].map(by_file.to_dict()).astype("float64").fillna(0.0)
        hidden = float(rest[rest.abs() > rounding_allowance(own["rows_used"])].sum())
    return {
        "visible": (float(cost[~brand].sum()), int((~brand & keywords["cost"].notna()).sum())),
        "brand": (float(cost[brand].sum()), int((brand & keywords["cost"].notna()).sum())),
        "hidden": (hidden, 0),
    }


def _revenue(
    keywords: pd.DataFrame, brand: pd.Series, links: pd.DataFrame, credits: pd.DataFrame, settings: Money
) -> dict[str, tuple[float, float]]:
    rows = credits[credits["attribution_model"].eq(settings.attribution_model)]
    rows = rows[rows["amount"].notna()]
    is_brand = rows["keyword_id"].isin(keywords.loc[brand, "keyword_id"])
    existing = rows["sale_id"].isin(links.loc[links["existing"], "sale_id"])
    search = rows["channel"].isin(["paid_search", "organic_search"])
    part = np.select(
        [existing, rows["link"].eq("unmatched"), is_brand, rows["keyword_id"].ge(0), search],
        ["existing", "unmatched", "brand", "visible", "hidden"],
        "other",
    )
    sums = rows.groupby(part)[["amount", "credit"]].sum()
    return {str(name): (float(row["amount"]), float(row["credit"])) for name, row in sums.iterrows()}
