"""Header names: one normal form, and which canonical column each one is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from keyworth.text import clean

Columns = Mapping[str, Sequence[str]]


@lru_cache(maxsize=1 << 16)
def norm(name: str) -> str:
    """Return the form under which two spellings of a header are the same.

    Examples
    --------
    >>> norm("\\ufeff Match_Type "), norm("Search-Term"), norm("Impr.")
    ('match type', 'search term', 'impr.')
    """
    name = clean(name).casefold().strip("\"'“”‘’` ")
    return re.sub(r"[\s_-]+", " ", name).strip()


def positions(names: Sequence[str], columns: Columns) -> dict[str, int]:
    """Return where each canonical column stands in a header; the first alias that is there wins.

    Parameters
    ----------
    names : sequence of str
        The header, normalised.
    columns : mapping of str to sequence of str
        Canonical column to header names (any spelling), best first.

    Examples
    --------
    >>> positions(["search keyword", "cost"], {"keyword": ("Keyword", "Search keyword"), "clicks": ("Clicks",)})
    {'keyword': 0}
    """
    first = {name: i for i, name in reversed(list(enumerate(names)))}
    found = {}
    for column, aliases in columns.items():
        for alias in aliases:
            if (place := first.get(norm(alias))) is not None:
                found[column] = place
                break
    return found


def plain_score(names: Sequence[str], columns: Columns, *required: str) -> float:
    """Return how surely a header is that of a plain table: 0 without a required column, at most 0.75.

    Examples
    --------
    >>> plain_score(["keyword", "cost", "colour"], {"keyword": ("keyword",), "cost": ("cost",)}, "keyword")
    0.5
    """
    found = positions(names, columns)
    if not all(r in found for r in required):
        return 0.0
    return round(min(0.75, 0.42 + 0.04 * len(found)), 4)
