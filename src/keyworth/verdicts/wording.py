"""Numbers, pounds and days in plain words, a whole column at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

from keyworth.text.certainty import render_chance

UNKNOWN = "an unknown sum"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def money(amounts: pd.Series, currency: str = "GBP", locale: str = "en_GB") -> pd.Series:
    """Return amounts as text: pence below ten pounds, whole pounds above.

    Examples
    --------
    >>> money(pd.Series([412.4, 3.5, float("nan")])).tolist()
    ['£412', '£3.50', 'an unknown sum']
    """
    values = amounts.astype("float64").to_numpy()
    small = np.abs(values) < 10
    return _render(
        pd.Series(np.where(small, np.round(values, 2), np.round(values)), index=amounts.index),
        lambda v: _amount(v, currency, locale),
    )


def number(values: pd.Series, digits: int = 0) -> pd.Series:
    """Return numbers as text with thousands separated and no needless zeros.

    Examples
    --------
    >>> number(pd.Series([1204.0, 0.25]), digits=1).tolist()
    ['1,204', '0.2']
    """
    rounded = values.astype("float64").round(digits)
    return _render(rounded, lambda v: f"{v:,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{v:,.0f}")


def count(values: pd.Series, one: str, many: str = "") -> pd.Series:
    """Return numbers with their noun.

    Examples
    --------
    >>> count(pd.Series([1.0, 230.0, 0.0]), "click").tolist()
    ['1 click', '230 clicks', 'no clicks']
    """
    many = many or f"{one}s"
    nouns = np.where(values.round() == 1, one, many)
    told = np.where(values.round() == 0, "no", number(values))
    return pd.Series([f"{n} {noun}" for n, noun in zip(told, nouns, strict=True)], index=values.index, dtype=object)


def percent(shares: pd.Series) -> pd.Series:
    """Return shares as whole per cents, never rounded to certainty.

    Examples
    --------
    >>> percent(pd.Series([0.034, 0.9996])).tolist()
    ['3 %', 'over 99 %']
    """
    return _render(shares.astype("float64").round(4), _share)


def chance(chances: pd.Series) -> pd.Series:
    """Return chances on the one scale of certainty, each with its number.

    Examples
    --------
    >>> chance(pd.Series([0.97, 0.5])).tolist()
    ['almost certain (97 in 100)', 'even (50 in 100)']
    """
    return _render(chances.astype("float64").round(4), render_chance)


def sales(values: pd.Series) -> pd.Series:
    """Return traced sales as text; a keyword that shares one with others is told of no tenths of it.

    Examples
    --------
    >>> sales(pd.Series([0.02, 0.3, 1.0, 2.5])).tolist()
    ['no sale traced', 'a share of one sale traced', '1 sale traced', '2.5 sales traced']
    """
    told = values.astype("float64").round(1)
    whole = number(told, 1) + where(told == 1, " sale", " sales")
    return whole.mask(told < 1, "a share of one sale").mask(told == 0, "no sale") + " traced"


def day(times: pd.Series) -> pd.Series:
    """Return days as a person writes them; an unknown day is ``""``.

    Examples
    --------
    >>> day(pd.Series(pd.to_datetime(["2025-03-03"], utc=True))).tolist()
    ['3 March 2025']
    """
    times = pd.to_datetime(times, utc=True).dt.normalize()
    told = {t: f"{t.day} {_MONTHS[t.month - 1]} {t.year}" for t in times.dropna().unique()}
    return times.map(told).astype(object).where(times.notna(), "")


def quoted(texts: pd.Series) -> pd.Series:
    """Return texts in quotation marks.

    Examples
    --------
    >>> quoted(pd.Series(["garden office"])).tolist()
    ['“garden office”']
    """
    return "“" + texts.astype(object) + "”"


def sentence(texts: pd.Series) -> pd.Series:
    """Return texts with a capital and a full stop.

    Examples
    --------
    >>> sentence(pd.Series(["no sale was traced"])).tolist()
    ['No sale was traced.']
    """
    told = [t[:1].upper() + t[1:] + ("" if t.endswith((".", "?")) else ".") if t else "" for t in texts]
    return pd.Series(told, index=texts.index, dtype=object)


def where(mask: pd.Series, yes: pd.Series | str, no: pd.Series | str = "") -> pd.Series:
    """Return text by a mask, as a column of the mask's index."""
    return pd.Series(np.where(mask, yes, no), index=mask.index, dtype=object)


def _render(values: pd.Series, tell: Callable[[float], str]) -> pd.Series:
    # Figures repeat once rounded, and telling one costs far more than looking it up.
    unique, places = np.unique(values.to_numpy(), return_inverse=True)
    words = np.array([tell(v) if np.isfinite(v) else UNKNOWN for v in unique], dtype=object)
    return pd.Series(words[places] if len(unique) else [], index=values.index, dtype=object)


def _share(value: float) -> str:
    if value > 0.99:
        return "over 99 %"
    if value < 0.01:
        return "under 1 %"
    return f"{value * 100:.0f} %"


@cache
def _amount(value: float, currency: str, locale: str) -> str:
    return _money_format(currency, locale, abs(value) < 10 and value != round(value))(float(value))


@cache
def _money_format(currency: str, locale: str, pence: bool) -> Callable[[float], str]:
    from babel.numbers import format_currency

    shape = "¤#,##0.00" if pence else "¤#,##0"
    return lambda v: format_currency(v, currency, format=shape, locale=locale, currency_digits=False)
