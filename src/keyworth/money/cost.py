"""What a keyword row costs: its clicks, and its part of the fees by a stated rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Money

RULE = (
    "Content cost is spread over organic keywords and the agency's fee over all keywords, both in proportion to "
    "clicks (equally where no clicks are known), for the months of the report's period."
)


def months_of(keywords: pd.DataFrame) -> float:
    """Return the length of the report's period in months; 1 where it is not stated."""
    start, end = keywords["period_start"].min(), keywords["period_end"].max()
    days = (end - start).total_seconds() / 86400.0
    return max(round((days + 1) / 30.4375, 2), 1 / 30.4375) if days == days else 1.0


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
    """Return the agency's fee and the content cost of the report's period; no content cost without organic rows."""
    months = months_of(keywords)
    organic = bool(keywords["channel"].eq("organic").any())
    return {
        "agency_fee": settings.agency_fee * months if len(keywords) else 0.0,
        "content_cost": settings.content_cost * months if organic else 0.0,
    }


def _parts(clicks: pd.Series, chosen: pd.Series) -> pd.Series:
    weight = clicks.where(chosen, 0.0)
    weight = weight if weight.sum() > 0 else chosen.astype("float64")
    return weight / max(weight.sum(), 1.0)
