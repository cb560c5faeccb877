"""What sort of thing a cell is, for telling dialects, headers and shifted rows apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

_KINDS = re.compile(
    r"""
    (?P<empty>\s*|--|-)
  | (?P<number>[+-]?\(?[£€$¥₹]?\s?[+-]?\d[\d.,' \u00a0\u202f]*\)?\s?(?:%|[kKmM]|[A-Z]{3}|€|£)?
      |[+-]?\d+(?:\.\d+)?[eE][+-]?\d+|[+-]?\.\d+)
  | (?P<date>(?:\d{4}-\d\d-\d\d|\d{4}-[1-9]-\d{1,2}|\d{4}[/.]\d{1,2}[/.]\d{1,2}
      |\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))(?:[ T,]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s?(?:[ap]m)?)?
      \s?(?:Z|[+-]\d\d:?\d\d|UTC)?)
  | (?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:[ap]m)?)
  | (?P<url>(?:https?://|www\.)\S+)
  | (?P<email>[\w.+-]+@[\w-]+\.[\w.-]+)
  | (?P<truth>true|false|TRUE|FALSE|True|False)
  | (?P<code>(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{2,})
    """,
    re.X,
)
TYPED = frozenset(("number", "date", "time", "url", "email", "truth", "code"))
_LONGEST = 200


@lru_cache(maxsize=1 << 15)
def kind_of(cell: str) -> str:
    """Return empty, number, date, time, url, email, truth, code or text.

    Examples
    --------
    >>> [kind_of(c) for c in ("", "1,204.50", "£12", "2026-08-01", "https://a.b", "MUG-350", "garden room", "14.75%")]
    ['empty', 'number', 'number', 'date', 'url', 'code', 'text', 'number']
    """
    if len(cell) > _LONGEST:
        return "text"
    match = _KINDS.fullmatch(cell.strip())
    return match.lastgroup or "text" if match else "text"


def profile(rows: Iterable[Sequence[str]], width: int) -> list[dict[str, float]]:
    """Return for each column the share of each kind of cell."""
    counts: list[Counter[str]] = [Counter() for _ in range(width)]
    for row in rows:
        if len(row) == width:
            for counter, cell in zip(counts, row, strict=True):
                counter[kind_of(cell)] += 1
    return [{k: n / max(1, c.total()) for k, n in c.items()} for c in counts]


def fit(row: Sequence[str], columns: Sequence[dict[str, float]]) -> float:
    """Return how well the cells of a row are of the kinds that their columns hold."""
    return sum(share.get(kind_of(cell), 0.0) for cell, share in zip(row, columns, strict=False))
