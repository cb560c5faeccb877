"""What a lead, an appointment and a sale cost, and what a pound brings back: by campaign, ad group and product."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.money.totals import Doubt, expected_range, shared_doubt
from keyworth.schema import UNIT_COSTS, conform

if TYPE_CHECKING:
    from keyworth.settings import Money

STAGES = {"lead": 0, "appointment": 1, "sale": 3}
GROUPS = {"all": "", "campaign": "campaign", "ad_group": "ad_group", "product": "product_title"}


def costs_of_units(
    keywords: pd.DataFrame, credits: pd.DataFrame, counted: pd.DataFrame, links: pd.DataFrame, settings: Money
) -> pd.DataFrame:
    """Return the three figures an owner reads, brand keywords apart, fees in, each with its range.

    Parameters
    ----------
    keywords : DataFrame
        ``schema.KEYWORD_FINDINGS``.
    credits, counted, links : DataFrame
        Of ``schema``.
    settings : Money

    Returns
    -------
    DataFrame
        ``schema.UNIT_COSTS``. The high end of a cost takes only what was traced, at the low end of what so few events
        allow; the low end adds what could not be traced. ``payback`` is the margin that a pound of full cost is
        expected to bring.
    """
    if keywords.empty or counted.empty:
        return conform(pd.DataFrame(), UNIT_COSTS)
    own = credits[credits["attribution_model"].eq(settings.attribution_model) & credits["keyword_id"].ge(0)]
    own = own[["keyword_id", "sale_id", "credit"]].merge(counted[["sale_id", "reached"]], on="sale_id")
    rows = keywords.copy()
    for stage, rank in STAGES.items():
        events = own[own["reached"].ge(rank)].groupby("keyword_id")["credit"].sum()
        rows[f"{stage}s"] = rows["keyword_id"].map(events).fillna(0.0)
    margin = rows["margin"].where(rows["margin"].gt(0), settings.margin)
    for end in ("", "_low", "_high"):
        rows[f"expected_revenue{end}"] = rows[f"expected_revenue{end}"] * margin
    doubt = shared_doubt(links)
    told = [
        _render(by, str(group), bool(brand), part, doubt, settings.interval)
        for by, column in GROUPS.items()
        if not column or rows[column].ne("").any()
        for (group, brand), part in rows.assign(_all="").groupby([column or "_all", "is_brand"], sort=True)
        if group or by == "all"
    ]
    return conform(pd.DataFrame(told), UNIT_COSTS)


def _render(by: str, group: str, brand: bool, rows: pd.DataFrame, doubt: Doubt, level: float) -> dict:
    cost = float(rows["full_cost"].sum())
    weight = rows["full_cost"].fillna(0.0).clip(lower=0) + 1e-9
    seen = float(np.average(rows["traced_share"].fillna(1.0), weights=weight))
    row = {"by": by, "group": group, "is_brand": brand, "keywords": len(rows), "full_cost": cost, "traced_share": seen}
    for stage in STAGES:
        count = float(rows[f"{stage}s"].sum())
        row |= {f"{stage}s": count, **_cost_of(stage, cost, count, seen, level)}
    margin = expected_range(rows, "revenue", doubt, level)
    for end, value in zip(("", "_low", "_high"), margin, strict=True):
        row[f"payback{end}"] = value / cost if cost > 0 else float("nan")
    return row


def _cost_of(stage: str, cost: float, count: float, seen: float, level: float) -> dict[str, float]:
    """Return what an event costs, NaN where none was traced; its range is a gamma's of the events (Jeffreys)."""
    from scipy.special import gammaincinv

    low, high = (float(gammaincinv(count + 0.5, q)) for q in ((1 - level) / 2, (1 + level) / 2))
    nan = float("nan")
    known = cost > 0 and seen > 0
    return {
        f"cost_per_{stage}": cost / count if known and count > 0 else nan,
        f"cost_per_{stage}_low": cost * seen / high if known else nan,
        f"cost_per_{stage}_high": cost / low if known and count > 0 else nan,  # nothing bounds what nobody bought
    }
