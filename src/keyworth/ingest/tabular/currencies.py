"""Currencies as files write them."""

from __future__ import annotations

import re

_SIGNS = {"£": "GBP", "€": "EUR", "US$": "USD", "A$": "AUD", "C$": "CAD", "$": "USD", "¥": "JPY", "₹": "INR",
          "R$": "BRL", "zł": "PLN", "₺": "TRY", "CHF": "CHF", "kr": "SEK", "Kč": "CZK"}  # fmt: skip
_CODES = frozenset((
    "GBP", "EUR", "USD", "AUD", "CAD", "NZD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN",
    "TRY", "JPY", "CNY", "INR", "BRL", "MXN", "ZAR", "SGD", "HKD", "AED", "SAR", "ILS", "KRW", "THB", "MYR",
    "IDR", "PHP", "ARS", "CLP", "COP",
))  # fmt: skip


def currency_in(text: str) -> str:
    """Return the ISO 4217 code of the first currency that a text names, or ``""``.

    Examples
    --------
    >>> currency_in("24.00 GBP"), currency_in("Cost (£)"), currency_in("R$ 5"), currency_in("boiler")
    ('GBP', 'GBP', 'BRL', '')
    """
    for word in re.findall(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", text):
        if word in _CODES:
            return word
    for sign in sorted(_SIGNS, key=len, reverse=True):
        if sign in text and (not sign.isalpha() or re.search(rf"\d\s*{sign}\b|\b{sign}\s*\d", text)):
            return _SIGNS[sign]
    return ""
