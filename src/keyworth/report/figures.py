"""Figures as people read them: the shop's currency and locale, and no digit that the data does not support."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

UNKNOWN = "not known"
SMALLEST = 0.1  # of a sale: less is told as less
FEW = 10  # below so many, a rate says nothing: the count alone is told


def known(value: Any) -> bool:
    """Return whether a value is a finite number."""
    return (isinstance(value, int | float) and math.isfinite(value)) or (
        hasattr(value, "item") and math.isfinite(value)
    )


def significant(value: float, digits: int = 3) -> float:
    """Return a number rounded to so many significant digits.

    Examples
    --------
    >>> significant(214_372.2), significant(0.01234, 2)
    (214000.0, 0.012)
    """
    if not value or not math.isfinite(value):
        return value
    return round(float(value), digits - 1 - math.floor(math.log10(abs(value))))


@dataclass(frozen=True)
class Figures:
    """Tells numbers in one currency and one locale.

    Parameters
    ----------
    currency : str
        ISO 4217 code.
    locale : str
        As Babel names it, such as ``en_GB``; an unknown one falls back to it.

    Examples
    --------
    >>> told = Figures("GBP", "en_GB")
    >>> told.money(18400.4), told.estimate(214_372), told.money(0.5), told.money(float("nan"))
    ('£18,400', '£214,000', '£0.50', 'not known')
    >>> told.share(3, 4), told.share(30, 40)
    ('3 of 4', '75\\xa0% (30 of 40)')
    """

    currency: str = "GBP"
    locale: str = "en_GB"

    def money(self, value: Any) -> str:
        """Return an exact amount, in whole units from 100 up."""
        return UNKNOWN if not known(value) else self._money(float(value), 2 if 0 < abs(value) < 99.5 else 0)

    def pence(self, value: Any) -> str:
        """Return an exact amount to the smallest coin."""
        return UNKNOWN if not known(value) else self._money(float(value), 2)

    def estimate(self, value: Any) -> str:
        """Return an estimated amount in whole units, to three significant digits."""
        if not known(value):
            return UNKNOWN
        return self._money(significant(float(value)) if abs(value) >= 100 else float(value), 0)

    def between(self, low: Any, high: Any) -> str:
        """Return the range of an estimated amount."""
        if not known(low) or not known(high):
            return "range not known"
        return f"{self.estimate(low)} to {self.estimate(high)}"

    def count(self, value: Any, digits: int = 0) -> str:
        """Return a count with its thousands separated."""
        from babel.numbers import format_decimal

        if not known(value):
            return UNKNOWN
        rounded = round(float(value), digits) + 0.0
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return format_decimal(rounded, format=pattern, locale=self._locale())

    def counted(self, value: Any, one: str, many: str = "") -> str:
        """Return a count with its noun.

        Examples
        --------
        >>> Figures().counted(1, "caller"), Figures().counted(2, "search", "searches")
        ('1 caller', '2 searches')
        """
        return f"{self.count(value)} {one if value == 1 else many or f'{one}s'}"

    def rate(self, value: Any) -> str:
        """Return a share as a per cent, to a tenth below ten.

        Examples
        --------
        >>> Figures().rate(0.029), Figures().rate(0.5)
        ('2.9\\xa0%', '50\\xa0%')
        """
        return UNKNOWN if not known(value) else f"{self.count(100 * value, 0 if value >= 0.1 else 1)}\u00a0%"

    def number(self, value: Any) -> str:
        """Return a number of sales, which credit may split: to a tenth, as no data supports more.

        Examples
        --------
        >>> Figures().number(0.07), Figures().number(0.02), Figures().number(0)
        ('0.1', 'under 0.1', '0')
        """
        told = round(float(value), 3) if known(value) else None  # as the page's data holds it
        few = told is not None and 0 < told < SMALLEST / 2
        return f"under {self.count(SMALLEST, 1)}" if few else self.count(told, 1)

    def exactly(self, value: Any) -> str:
        """Return a stated figure of any kind with up to two decimals."""
        return self.count(value, 2)

    def chance(self, value: Any) -> str:
        """Return a probability to two decimals."""
        return UNKNOWN if not known(value) else f"{float(value):.2f}"

    def share(self, part: Any, whole: Any) -> str:
        """Return a rate with its n; under ten, the counts only."""
        if not known(part) or not known(whole) or whole <= 0:
            return UNKNOWN
        counts = f"{self.count(part, 1)} of {self.count(whole, 1)}"
        percent = self.percent(part, whole)
        return f"{percent} ({counts})" if percent else counts

    def percent(self, part: Any, whole: Any) -> str:
        """Return a rate, or nothing where its n is under ten."""
        if not known(part) or not known(whole) or whole < FEW:
            return ""
        percent = 100 * part / whole
        return f"{self.count(percent, 0 if percent >= 10 or not part else 1)}\u00a0%"

    def day(self, value: Any) -> str:
        """Return a date, such as 30 September 2026."""
        from babel.dates import format_date

        moment = pd.to_datetime(value, utc=True, errors="coerce") if value not in (None, "") else pd.NaT
        return "" if pd.isna(moment) else format_date(moment.date(), "d MMMM y", locale=self._locale())

    def _money(self, value: float, digits: int) -> str:
        return self._in_currency(value, digits).replace("￥", "¥")  # the full-width sign is not in the page's font

    def _in_currency(self, value: float, digits: int) -> str:
        from babel.core import UnknownLocaleError
        from babel.numbers import format_currency, get_currency_precision

        digits = min(digits, get_currency_precision(self.currency))
        value = round(value, digits) + 0.0
        pattern = "¤#,##0" + ("." + "0" * digits if digits else "")
        locale = self._locale()
        own = None if not locale.startswith("en") else pattern
        try:
            if own:
                return format_currency(value, self.currency, own, locale=locale, currency_digits=False)
            told = format_currency(value, self.currency, locale=locale, currency_digits=True)
            if digits:
                return told
            whole = _standard(locale)
            return format_currency(value, self.currency, whole, locale=locale, currency_digits=False)
        except (UnknownLocaleError, ValueError):
            return f"{value:,.{digits}f} {self.currency}"

    def _locale(self) -> str:
        return _known_locale(self.locale)


def _known_locale(name: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(name.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en_GB"


def _standard(locale: str) -> str:
    """Return the locale's currency pattern without its decimals."""
    from babel import Locale

    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    return re.sub(r"\.0+", "", pattern)
