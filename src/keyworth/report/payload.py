"""The page's data: every keyword, column by column, packed small enough to send by email.

A column of text becomes its distinct words and, a row each, the place of its
word; numbers are kept to the digits that are shown. The JSON is compressed and
sits in the page as base64; the browser unpacks it.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from typing import Any

import numpy as np
import pandas as pd

# name → decimals kept; money is held in whole smallest coins by `scale`
NUMBERS = {
    "spend": 2, "saves": 2, "at_stake": 2, "clicks": 0, "claimed_conversions": 1, "claimed_value": 0,
    "attributed_conversions": 3, "expected_conversions_low": 3, "expected_conversions_high": 3,
    "attributed_revenue": 0, "expected_revenue_low": 0, "expected_revenue_high": 0,
    "product_relevance": 2, "customer_alignment": 2, "probability_below_break_even": 2,
    "customer_phrase_count": 0, "keyword_id": 0, "clicks_to_settle": 0, "cost_to_settle": 0,
}  # fmt: skip
ESTIMATES = tuple(n for n in NUMBERS if n.startswith(("attributed_", "expected_")))
REVENUES = tuple(n for n in ESTIMATES if "_revenue" in n)
TEXTS = (
    "keyword", "campaign", "match_type", "verdict", "flags", "product_title", "product_status", "customer_phrase",
    "suggested_wording",
)  # fmt: skip
LARGE = 1_000_000  # from so many bytes, the last percent of compression costs more than it gains
MANY = 20_000  # from so many rows, estimates keep two significant digits


def pack(content: Any) -> str:
    """Return a JSON value compressed, as base64.

    Examples
    --------
    >>> unpack(pack({"a": [1, None]}))
    {'a': [1, None]}
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    given = text.encode("utf-8", "surrogatepass")
    return base64.b64encode(zlib.compress(given, 9 if len(given) < LARGE else 6)).decode("ascii")


def unpack(packed: str) -> Any:
    """Return what ``pack`` was given."""
    return json.loads(zlib.decompress(base64.b64decode(packed)).decode("utf-8", "surrogatepass"))


def columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the keyword rows as columns of plain values.

    Parameters
    ----------
    frame : DataFrame
        ``reading.keywords``, in the order in which the page lists them.

    Returns
    -------
    dict
        ``rows``, ``numbers`` (name → list, None where unknown), ``texts`` (name → words and places)
        and ``truths`` (name → list of 0 and 1).
    """
    return {
        "rows": len(frame),
        "numbers": {name: _numbers(frame[name], name, len(frame)) for name in NUMBERS},
        "texts": {name: _words(frame[name]) for name in TEXTS},
        "truths": {"disagrees": _bits(disagrees(frame)), "flips": _bits(flips(frame))},
    }


def disagrees(frame: pd.DataFrame) -> pd.Series:
    """Return whether the agency claims more sales than the range of what was traced allows."""
    return (frame["claimed_conversions"] > frame["expected_conversions_high"]).fillna(False)


def flips(frame: pd.DataFrame) -> pd.Series:
    """Return whether another attribution model would change the verdict."""
    return ~frame["attribution_stable"]


def _numbers(column: pd.Series, name: str, rows: int) -> list[Any]:
    values = column.to_numpy("float64", na_value=math.nan)
    # Spread fees have parts of a penny, and sums must tie.
    exact = name in ("spend", "saves", "at_stake") and rows < MANY
    decimals = np.full(len(values), 4 if exact else NUMBERS[name])
    if name in REVENUES or (name in ESTIMATES and rows >= MANY):
        decimals = np.minimum(decimals, _decimals(values, 2 if rows >= MANY else 3))
    values = _rounded(values, decimals)
    known = np.isfinite(values)
    whole = known & (np.where(known, values, 0.5) % 1 == 0)
    told = values.astype(object)
    told[whole] = values[whole].astype("int64").astype(object)
    told[~known] = None
    return told.tolist()


def _decimals(values: np.ndarray, digits: int) -> np.ndarray:
    """Return how many decimals each value has at so many significant digits, below nought for tens and hundreds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.floor(np.log10(np.abs(values)))
    return np.where(np.isfinite(power), digits - 1 - power, digits).astype(int)


def _rounded(values: np.ndarray, decimals: np.ndarray) -> np.ndarray:
    """Round once, each value to its own decimals: rounding twice would tell another figure than the page does."""
    out = values.copy()
    for places in np.unique(decimals):
        own = decimals == places
        out[own] = np.round(values[own], places)
    return out + 0.0


def _words(column: pd.Series) -> dict[str, Any]:
    at, found = pd.factorize(column.fillna("").astype("str"))
    words = [str(w) for w in found]
    return {"words": words} if len(words) == len(column) else {"words": words, "at": at.tolist()}


def _bits(truth: pd.Series) -> list[int]:
    return truth.astype(int).tolist()
