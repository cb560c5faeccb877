"""In how many ways a figure may be meant: with VAT, all conversions, view-through, fees, brand; and which one it is.

What the label says is how it is read. Where it does not hold so, the other ways are tried, and the one that gives
the figure is its cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth.money.claim_sums import figure, rounding, same

if TYPE_CHECKING:
    from collections.abc import Collection

VAT = 1.2  # standard rate in the United Kingdom, gov.uk/vat-rates
ALL, VIEW, FEES, TAXED = "all conversions", "view-through", "fees", "VAT"
MONEY = ("cost", "value", "cpc", "cpa", "roas", "aov")
_SAID = {
    ALL: r"\ball conv|secondary|micro[ -]conv",
    VIEW: r"view[ -]?through|post[ -]view",
    FEES: r"(?:after|with|incl\w*|net of|plus|all[ -]in)\b.*\bfees?\b|\bfees? included",
    TAXED: r"(?:inc\w*\.?|with|gross of)\s+(?:of\s+)?(?:vat|tax)|\bgross revenue",
}
_WITH_BRAND = re.compile(r"(?i)brand\w*\s+(?:keywords\s+)?included|\b(?:incl\w*|with|and)\s+(?:the\s+)?brand")


def said(claim: dict[Any, Any]) -> set[str]:
    """Return the ways of counting that a claim's label says it follows.

    Examples
    --------
    >>> sorted(said({"label": "ROAS after our fee, inc VAT"})), said({"label": "ROAS"})
    (['VAT', 'fees'], set())
    """
    return {name for name, words in _SAID.items() if re.search(f"(?i){words}", claim["label"])}


def says_brand_is_in(claim: dict[Any, Any]) -> bool:
    """Return whether a claim's label says that brand keywords are in the figure."""
    return bool(_WITH_BRAND.search(claim["label"]))


def read_so(rows: pd.DataFrame, ways: Collection[str], fees: float) -> pd.DataFrame | None:
    """Return the rows counted in some ways; None where the report or the settings do not hold what it takes."""
    for name, column in ((ALL, "all_conversions"), (VIEW, "view_through_conversions")):
        if name in ways and rows[column].isna().all():
            return None
    if FEES in ways and fees <= 0:
        return None
    if ALL in ways:
        rows = rows.assign(claimed_conversions=rows["all_conversions"])
    if VIEW in ways:
        both = rows["claimed_conversions"].fillna(0.0) + rows["view_through_conversions"].fillna(0.0)
        rows = rows.assign(claimed_conversions=both)
    if FEES in ways:
        fee = rows.iloc[:1].assign(**{c: 0.0 for c in rows.select_dtypes("float64").columns}).assign(cost=fees)
        rows = pd.concat([rows, fee], ignore_index=True)
    if TAXED in ways:
        rows = rows.assign(**{c: rows[c] * VAT for c in ("claimed_value",)})
    return rows


def other_reading(claim: dict[Any, Any], scope: pd.DataFrame, every: pd.DataFrame, fees: float) -> str:
    """Return the cause of a figure that holds when it is read in another way than its label says; else ``""``.

    Parameters
    ----------
    claim : dict
    scope : DataFrame
        The rows of which the label speaks.
    every : DataFrame
        All rows of the same export, brand and others.
    fees : float
        The agency's fee and content cost of the period.
    """
    metric, claimed, ways = claim["metric"], claim["claimed"], said(claim)
    read = read_so(scope, ways, fees)
    ours = float("nan") if read is None else figure(read, metric, claimed)[0]
    for cause, rows in _others(scope, every, ways, fees):
        other = figure(rows, metric, claimed)[0]
        if other == other and same(claimed, other, metric) and not same(other, ours, metric):
            return f"{cause}; as it is named it is {rounding(ours)}"
    for factor, cause in ((VAT, "it is with VAT"), (1 / VAT, "it is without VAT")):
        if metric in MONEY and ours == ours and same(claimed, ours * factor, metric):
            return f"{TAXED}: {cause}, {1.2:g} times or a part in {1.2:g} of what the rows give, {rounding(ours)}"
    return ""


def _others(
    scope: pd.DataFrame, every: pd.DataFrame, ways: set[str], fees: float
) -> Iterator[tuple[str, pd.DataFrame]]:
    if scope["brand"].any() and not scope["brand"].all():
        yield "brand: it holds only without the brand keywords", _or_none(scope[~scope["brand"]], ways, fees)
    elif len(every) > len(scope) and every["brand"].any() and not scope["brand"].any():
        yield "brand: it holds only with the brand keywords", _or_none(every, ways, fees)
    texts = {
        ALL: "secondary conversion actions are in it",
        VIEW: "conversions of people who saw the ad and did not click are in it",
        FEES: "the fees are in it",
    }
    for name, text in texts.items():
        cause = f"{name}: {text}" if name not in ways else f"{name}: they are not in it, though its label says so"
        yield cause, _or_none(scope, ways ^ {name}, fees)


def _or_none(rows: pd.DataFrame, ways: Collection[str], fees: float) -> pd.DataFrame:
    read = read_so(rows, ways, fees)
    return rows.iloc[:0] if read is None else read
