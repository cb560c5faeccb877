"""What the report tells about money beyond the keyword table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Money


def summarise_money(
    keywords: pd.DataFrame,
    sales: pd.DataFrame,
    links: pd.DataFrame,
    credits: pd.DataFrame,
    money: pd.DataFrame,
    pages: pd.DataFrame,
    settings: Money,
) -> dict[str, pd.DataFrame]:
    """Return the summary tables by name."""
    return {}
