"""The match type that a visit names: in a column of the log, in its address, or in the marks around its keyword."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pandas as pd

from keyworth.schema import MATCH_TYPES

_NAMES = frozenset({"matchtype", "match_type", "utm_matchtype", "mt"})
_SHORT = {"e": "exact", "p": "phrase", "b": "broad"}  # as Google Ads' and Microsoft's {matchtype} write it
_MARKS = ((re.compile(r"\[.+\]"), "exact"), (re.compile(r'"[^"]+"'), "phrase"))


def match_types(touches: pd.DataFrame) -> pd.Series:
    """Return the match type of each touchpoint, ``""`` where nothing names it.

    Parameters
    ----------
    touches : DataFrame
        ``match_type``, ``landing_page``, ``keyword``.

    Examples
    --------
    >>> visits = {"match_type": ["Exact match", "", ""], "keyword": ["shed", "shed", "[shed]"],
    ...           "landing_page": ["", "/a?matchtype=b", ""]}
    >>> match_types(pd.DataFrame(visits)).tolist()
    ['exact', 'broad', 'exact']
    """
    said = [_mapped(touches["match_type"], _named), _mapped(touches["landing_page"], _in_address)]
    said.append(_mapped(touches["keyword"], _marked))
    first, second, third = said
    return first.where(first.ne(""), second.where(second.ne(""), third))


def _mapped(column: pd.Series, change: object) -> pd.Series:
    names = {text: change(text) for text in column.unique()}  # type: ignore[operator]
    return column.map(names).astype("str")


def _named(text: str) -> str:
    word = text.strip().casefold().replace("match", "").strip(" _-")
    word = _SHORT.get(word, word)
    return word if word in MATCH_TYPES else ""


def _in_address(url: str) -> str:
    if "m" not in url or ("?" not in url and "#" not in url):
        return ""
    query = re.split(r"[?#]", url, maxsplit=1)[1]
    return next((_named(value) for name, value in parse_qsl(query) if name.lower() in _NAMES), "")


def _marked(word: str) -> str:
    return next((name for marks, name in _MARKS if marks.fullmatch(word.strip())), "")
