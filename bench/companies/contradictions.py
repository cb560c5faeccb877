"""Sentences that say what their own row's columns do not: a few rules, each of which a reader could check by eye.

A rule whose columns are not there says nothing. ``reason`` is the only text that is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

ENOUGH = 3  # people: whom nobody calls hardly any
SAID = 0.75  # of alignment: likely
RULES: dict[str, Callable] = {}


def rule(told: str) -> Callable:
    """Enter a rule under the words in which a contradiction is told."""

    def enter(function: Callable) -> Callable:
        RULES[told] = function
        return function

    return enter


def _number(row: dict, name: str) -> float | None:
    value = row.get(name)
    return None if value is None or pd.isna(value) else float(value)


def _above(row: dict, name: str, least: float) -> bool:
    return (value := _number(row, name)) is not None and value >= least


@rule("says that customers hardly ask, beside its own counts or a high alignment")
def _hardly(row: dict, reason: str, titles: set[str]) -> bool:
    if not re.search(r"hardly (?:ask|say|search)|nobody (?:asks|says)|customers don't (?:ask|say)", reason, re.I):
        return False
    own = sum(_number(row, name) or 0 for name in ("callers", "own_searches"))
    return own >= ENOUGH or _above(row, "asked_count", ENOUGH) or _above(row, "customer_alignment", SAID)


@rule("says that customers say it, beside a low alignment")
def _said(row: dict, reason: str, titles: set[str]) -> bool:
    aligned = _number(row, "customer_alignment")
    keyword = re.escape(str(row.get("keyword", "")).casefold())
    return (
        aligned is not None
        and aligned < 0.5
        and bool(re.search(rf"customers say “{keyword}”", reason.casefold(), re.I))
    )


@rule("says that nothing on sale answers, beside a relevance above .5")
def _nothing(row: dict, reason: str, titles: set[str]) -> bool:
    said = re.search(r"nothing (?:on sale |sold )?(?:clearly )?answers", reason, re.I)
    return bool(said) and row.get("product_status") == "active" and _above(row, "product_relevance", 0.5)


@rule("says that only an accessory is on sale, beside another status or a sale of its own")
def _accessory(row: dict, reason: str, titles: set[str]) -> bool:
    if "only an accessory" not in reason.casefold():
        return False
    return row.get("product_status") != "accessory_only" or _above(row, "attributed_conversions", 0.95)


@rule("says that it loses or pays otherwise than the probability")
def _money(row: dict, reason: str, titles: set[str]) -> bool:
    below = _number(row, "probability_below_break_even")
    if below is None:
        return False
    told = re.search(r"(loses money|pays): [a-z ]+\((?:more than |less than )?(\d+) in 100\)", reason, re.I)
    if told:  # a chance that is told is held to the one that stands there
        stands = below if told[1].casefold() == "loses money" else 1 - below
        return abs(stands - int(told[2]) / 100) > 0.015
    return bool(re.search(r"(?:certain|likely|certainly)[^;.]* loses|it loses money", reason, re.I)) and below < 0.75


@rule("says that no sale is traced, beside one")
def _traced(row: dict, reason: str, titles: set[str]) -> bool:
    return "no sale traced" in reason.casefold() and _above(row, "attributed_conversions", 0.5)


@rule("names a product that its row does not")
def _named(row: dict, reason: str, titles: set[str]) -> bool:
    named = {q for q in re.findall(r"“([^”]+)”", reason) if q in titles}
    own = {str(row.get(c, "")) for c in ("product_title", "retired_title", "successor_title", "keyword")}
    return bool(named - own)


@rule("suggests another wording than its row")
def _wording(row: dict, reason: str, titles: set[str]) -> bool:
    told = re.search(r"(?:bid on|write of|what customers call it, perhaps) “([^”]+)”", reason, re.I)
    first = str(row.get("suggested_wording") or "").split("; ")[0]
    return bool(told) and told[1].casefold() != first.casefold()


@rule("tells a count of people that its row does not")
def _counts(row: dict, reason: str, titles: set[str]) -> bool:
    for pattern, name in ((r"([\d,]+) callers?\b", "callers"), (r"([\d,]+) site search(?:es)?\b", "own_searches")):
        told, stands = re.search(pattern, reason, re.I), _number(row, name)
        if told and stands is not None and int(told[1].replace(",", "")) != round(stands):
            return True
    return False


@rule("says stop or keep, beside another verdict")
def _verdict(row: dict, reason: str, titles: set[str]) -> bool:
    first = re.match(r"(Stop|Cut|Keep)\b", reason, re.I)
    says = {"stop": "cut", "cut": "cut", "keep": "keep"}.get(first[1].casefold()) if first else None
    return says is not None and says != row.get("verdict")


def contradictions(keywords: pd.DataFrame, titles: set[str]) -> pd.DataFrame:
    """Return the contradictions of paid keywords: keyword, rule, reason.

    Examples
    --------
    >>> row = {"keyword": "french drain", "reason": "Stop it; customers hardly ask for it (count 0)", "verdict": "cut",
    ...        "customer_alignment": 0.99}
    >>> contradictions(pd.DataFrame([row]), set())["rule"].tolist()
    ['says that customers hardly ask, beside its own counts or a high alignment']
    """
    found = [
        {"keyword": row["keyword"], "rule": told, "reason": _said_of(row)}
        for row in keywords.to_dict("records")
        for told, broken in RULES.items()
        if broken(row, _said_of(row), titles)
    ]
    return pd.DataFrame(found, columns=["keyword", "rule", "reason"])


def _said_of(row: dict) -> str:
    """Return all that is said of a keyword: its reason, and the evidence beneath."""
    said = (row.get(name) for name in ("reason", "why_product", "why_customers", "why_money"))
    return " ".join(text for text in said if isinstance(text, str) and text)
