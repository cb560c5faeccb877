"""What every figure of money rests on, settled once: the day of the export, the currency, the brand, break-even."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.money.brand import brand_rows, brand_terms
from keyworth.money.export_day import as_of

if TYPE_CHECKING:
    from keyworth.settings import Money


@dataclass(frozen=True)
class Basis:
    """The facts that all rooms share; nobody works them out again.

    Attributes
    ----------
    day : Timestamp
        Of the export: what is dated after it has not happened yet.
    currency : str
        Of the keyword report (its most frequent one), else of the sales; ``""`` where no file says.
    brand : Series of bool
        By ``keyword_id``: whether the row asks for the company itself.
    """

    day: pd.Timestamp
    currency: str
    brand: pd.Series


def settle_basis(
    keywords: pd.DataFrame,
    catalogue: pd.DataFrame,
    sales: pd.DataFrame,
    calls: pd.DataFrame,
    settings: Money,
    named: Sequence[str] = (),
    company: str = "",
) -> Basis:
    """Settle the facts of an audit.

    Parameters
    ----------
    keywords, catalogue, sales, calls : DataFrame
        Canonical tables.
    settings : settings.Money
    named : sequence of str
        Brand terms that the settings name.
    company : str
        Its name.

    Examples
    --------
    >>> from keyworth.schema import CALLS, CATALOGUE, KEYWORDS, SALES, conform, empty
    >>> from keyworth.settings import Money
    >>> rows = conform(pd.DataFrame({"keyword_id": [0], "keyword_key": ["acme"], "currency": "GBP"}), KEYWORDS)
    >>> found = settle_basis(rows, empty(CATALOGUE), empty(SALES), empty(CALLS), Money(), ["Acme"])
    >>> found.currency, found.brand.tolist()
    ('GBP', [True])
    """
    brand = brand_rows(keywords, brand_terms(keywords, catalogue, named, company))
    return Basis(
        day=as_of(settings, keywords, sales, calls),
        currency=_most_frequent(keywords) or _most_frequent(sales),
        brand=brand.set_axis(keywords["keyword_id"].to_numpy()),
    )


def _most_frequent(table: pd.DataFrame) -> str:
    stated = table.loc[table["currency"].ne(""), "currency"].str.upper()
    return str(stated.mode().iloc[0]) if len(stated) else ""
