"""Currencies as files write them: ISO 4217, and signs; a bare dollar is the home currency's where it can be."""

from __future__ import annotations

import re

# ISO 4217, the active codes of countries (no metals, funds or test codes).
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV
WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
ISO_4217 = frozenset(_CODES.split())
_SIGNS = {"£": "GBP", "€": "EUR", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
          "HK$": "HKD", "S$": "SGD", "MX$": "MXN", "$": "USD", "¥": "JPY", "￥": "JPY", "円": "JPY", "₹": "INR",
          "R$": "BRL", "zł": "PLN", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₴": "UAH", "฿": "THB", "₫": "VND",
          "₱": "PHP",
          "₦": "NGN", "CHF": "CHF", "Fr.": "CHF", "kr": "SEK", "Kč": "CZK", "Ft": "HUF", "lei": "RON"}  # fmt: skip
# What one sign may stand for: the home currency, where it is one of them, before the usual one.
_SHARED = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP", "TWD"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "£": ("GBP", "EGP"),
}
_WORDS = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_MAJOR = re.compile(r"(?<![a-z])(?:gbp|eur|usd|aud|cad|nzd|chf|pln|sek|nok|dkk|jpy)(?![a-z])", re.I)


def currency_in(text: str, home: str = "") -> str:
    """Return the ISO 4217 code of the first currency that a text names, or ``""``.

    Parameters
    ----------
    text : str
    home : str
        The currency of the settings: what a bare ``$`` or ``kr`` means where it can mean it.

    Examples
    --------
    >>> currency_in("24.00 GBP"), currency_in("Cost (£)"), currency_in("R$ 5"), currency_in("boiler")
    ('GBP', 'GBP', 'BRL', '')
    >>> currency_in("$5"), currency_in("$5", "AUD"), currency_in("67 SEA")
    ('USD', 'AUD', '')
    """
    for word in _WORDS.findall(text):
        if word in ISO_4217:
            return word
    for sign in sorted(_SIGNS, key=len, reverse=True):
        if sign in text and (
            not sign[0].isalpha()
            or re.search(rf"\d\s*{re.escape(sign)}(?!\w)|(?<!\w){re.escape(sign)}\s*\d|\({sign}\)", text)
        ):
            return home if home in _SHARED.get(sign, ()) else _SIGNS[sign]
    found = _MAJOR.search(text)
    return found[0].upper() if found else ""
