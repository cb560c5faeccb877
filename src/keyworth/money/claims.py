"""The agency's figures, recomputed: each claimed, ours, the difference and its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.schema import CLAIM_LEDGER, empty

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Money


def ledger(
    keywords: pd.DataFrame,
    claims: pd.DataFrame,
    files: pd.DataFrame | None,
    money: pd.DataFrame,
    sales: pd.DataFrame,
    settings: Money,
) -> pd.DataFrame:
    """Return ``schema.CLAIM_LEDGER``."""
    return empty(CLAIM_LEDGER)
