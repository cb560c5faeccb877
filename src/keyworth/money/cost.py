"""What a keyword row costs: its clicks, and its part of the fees by a stated rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from keyworth.settings import Money


def months_of(keywords: pd.DataFrame) -> float:
    """Return the length of the report's period in calendar months, as an invoice counts them; 1 where it is not stated.

    A whole month is 1, a part of one its days over that month's days.

    Examples
    --------
    >>> import pandas as pd
    >>> start, quarter, week = (pd.Timestamp(day) for day in ("2026-01-01", "2026-03-31", "2026-02-07"))
    >>> [months_of(pd.DataFrame({"period_start": [start], "period_end": [end]})) for end in (quarter, week)]
    [3.0, 1.25]
    """
    start, end = keywords["period_start"].min(), keywords["period_end"].max()
    if pd.isna(start) or pd.isna(end):
        return 1.0
    first, last = start.date(), max(start, end).date()
    between = 12 * (last.year - first.year) + last.month - first.month
    before = (first.day - 1) / start.days_in_month  # of the first month, not in the period
    return between - before + last.day / max(start, end).days_in_month


def spread_cost(keywords: pd.DataFrame, settings: Money) -> pd.Series:
    """Return each row's part of the agency's fee and of content cost, in pounds of the period.

    Examples
    --------
    >>> import pandas as pd
    >>> from keyworth.schema import KEYWORDS, conform
    >>> from keyworth.settings import Money
    >>> rows = pd.DataFrame({"keyword": ["a", "b"], "clicks": [30.0, 10.0], "channel": ["organic", "organic"]})
    >>> spread_cost(conform(rows, KEYWORDS), Money(content_cost=100)).tolist()
    [75.0, 25.0]
    """
    fees = fees_of(keywords, settings)
    organic = keywords["channel"].eq("organic")
    clicks = keywords["clicks"].fillna(0.0).clip(lower=0)
    return fees["agency_fee"] * _parts(clicks, organic | True) + fees["content_cost"] * _parts(clicks, organic)


def fees_of(keywords: pd.DataFrame, settings: Money) -> dict[str, float]:
    """Return the agency's fee and the content cost of the report's period, whether or not a row takes a part of it."""
    months = months_of(keywords) if len(keywords) else 0.0
    return {"agency_fee": settings.agency_fee * months, "content_cost": settings.content_cost * months}


def on_no_row(keywords: pd.DataFrame, settings: Money) -> float:
    """Return the content cost of the period that no keyword row takes: all of it, where no organic row was supplied."""
    return 0.0 if keywords["channel"].eq("organic").any() else fees_of(keywords, settings)["content_cost"]


def _parts(clicks: pd.Series, chosen: pd.Series) -> pd.Series:
    weight = clicks.where(chosen, 0.0)
    weight = weight if weight.sum() > 0 else chosen.astype("float64")
    return weight / max(weight.sum(), 1.0)
