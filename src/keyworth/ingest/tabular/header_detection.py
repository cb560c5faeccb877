"""Which record is the header, if any: by words that exports use, else by how it differs from what is below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from keyworth.ingest.tabular.cell_types import TYPED, kind_of, profile
from keyworth.ingest.tabular.column_names import norm

_SEARCHED = 60
_MOST_STACKED = 3
Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Head:
    """Where a table begins.

    Attributes
    ----------
    header : list of str
        Its cells; several header rows are joined by a space.
    first, last : int
        Its first and last row; 0 and the row before the data, where there is no header.
    width : int
        Cells of a usual row.
    preamble : list of list of str
    stack : list of list of str
        The header's rows apart.
    joined : list of str
        Its cells, each under the group that a row above or below it names; empty where there is no such row.
    grouped : bool
        Whether that row is above it, the last of ``preamble``.
    """

    header: list[str]
    first: int
    last: int
    width: int
    preamble: list[list[str]] = field(default_factory=list)
    stack: list[list[str]] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    grouped: bool = False


def find_head(look: Sequence[Record], known: frozenset[str] = frozenset()) -> Head:
    """Return where the table begins in the first records of a file.

    Parameters
    ----------
    look : sequence of (row number, cells)
    known : frozenset of str
        Headers that exports use, normalised.

    Examples
    --------
    >>> known = frozenset({"keyword", "cost"})
    >>> find_head([(1, ["Report"]), (3, ["Keyword", "Cost"]), (4, ["shed", "1.20"])], known).first
    3
    >>> find_head([(1, ["shed", "1.20"]), (2, ["barn", "3.10"])]).first
    0
    """
    if not look:
        return Head([], 0, 0, 0)
    width = _usual(look)
    named = max(range(min(len(look), _SEARCHED)), key=lambda i: (_words(look[i][1], known), -i))
    if _words(look[named][1], known) >= 2 and _filled(look[named][1]) >= 2:
        return _named(look, named)
    start = next((i for i, (_, r) in enumerate(look) if _begins(r, width)), 0)
    preamble = [r for _, r in look[:start]]
    rows = [r for _, r in look[start:]]
    columns = profile([r for r in rows[1:] if len(r) == width], width)
    if not _heads(rows[0], rows[1:], columns):
        return Head([], 0, look[start][0] - 1, width, preamble)
    depth = 1
    while depth < min(_MOST_STACKED, len(rows) - 1) and _stacked(rows[depth], rows[depth + 1 :], width):
        depth += 1
    stack = [r + [""] * (width - len(r)) for r in rows[:depth]]
    joined = [
        " ".join(c.strip() for c in cells if c.strip()) if depth > 1 else cells[0]
        for cells in zip(*stack, strict=False)
    ]
    header = joined + rows[0][len(joined) :]
    if all(row == stack[0] for row in stack):
        header = list(rows[0])
    while len(header) > width and not header[-1].strip():
        header.pop()
    if len(header) == width + 1 and "" in header:
        header.remove("")
    return Head(header, look[start][0], look[start + depth - 1][0], max(width, len(header)), preamble, stack)


def _named(look: Sequence[Record], at: int) -> Head:
    """Return the head where a row of known headers stands, with its repetitions below it."""
    number, row = look[at]
    header = list(row)
    usual = max(_usual(look[at + 1 :]), 1) if len(look) > at + 1 else len(header)
    while header and not header[-1].strip() and len(header) > usual:
        header.pop()
    if len(header) == usual + 1 and "" in header:
        header.remove("")
    depth = 1
    while at + depth < len(look) and depth < _MOST_STACKED and look[at + depth][1] == row:
        depth += 1
    joined = _grouped(look, at, header) if depth == 1 else []
    grouped = bool(joined)
    if depth == 1 and not joined and (below := _units(look, at, header)):
        joined, depth = below, 2
        header = [written or name for written, name in zip(header, joined, strict=True)]
    last = look[at + depth - 1][0]
    stack = [header] * depth if not joined else []
    return Head(header, number, last, max(len(header), 1), [r for _, r in look[:at]], stack, joined, grouped)


def _repeated(header: Sequence[str]) -> list[bool]:
    """Tell which names of a header say nothing alone: they are empty, or stand several times."""
    names = [norm(c) for c in header]
    counts = Counter(names)
    return [not name or counts[name] > 1 for name in names]


def _grouped(look: Sequence[Record], at: int, header: Sequence[str]) -> list[str]:
    """Return the names under the groups of the row above, each of which holds up to the next."""
    again = _repeated(header)
    if not at or look[at - 1][0] != look[at][0] - 1 or sum(again) < 2:
        return []
    above, group, out = look[at - 1][1], "", []
    if _filled(above) < 2 or any(kind_of(c) not in ("text", "empty", "date", "code") for c in above):
        return []
    for i, name in enumerate(header):
        group = above[i].strip() if i < len(above) and above[i].strip() else group
        out.append(f"{group} {name.strip()}".strip() if again[i] else name)
    return out if not any(_repeated(out)) else []


def _units(look: Sequence[Record], at: int, header: Sequence[str]) -> list[str]:
    """Return the names with what the row below adds to those that say nothing alone."""
    again, below = _repeated(header), look[at + 1 : at + 2]
    if not below or sum(again) < 2 or below[0][0] != look[at][0] + 1 or len(below[0][1]) != len(header):
        return []
    row = below[0][1]
    if any(kind_of(c) not in ("text", "empty") for c in row):
        return []
    if not all(c.strip() for c, nameless in zip(row, again, strict=True) if nameless):
        return []
    columns = profile([r for _, r in look[at + 2 :] if len(r) == len(header)], len(header))
    typed = [i for i, c in enumerate(columns) if again[i] and sum(c.get(k, 0.0) for k in TYPED) > 0.6]
    if len(typed) < 2:
        return []
    filled, group = [], ""
    for name in header:
        group = name.strip() or group
        filled.append(group)
    out = [f"{g} {c.strip()}".strip() if a else g for g, c, a in zip(filled, row, again, strict=True)]
    return out if not any(_repeated(out)) else []


def _usual(look: Sequence[Record]) -> int:
    """Return the usual number of cells of the records, counting from the last that says something."""
    widths = Counter(len(r) for _, r in look)
    if not widths:
        return 0
    top = max(widths.values())
    return max(w for w, n in widths.items() if n == top)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for c in row if c.strip())


def _words(row: Sequence[str], vocabulary: frozenset[str]) -> int:
    """Return how many known headers a row has, less its empty and numeric cells where there are more of them."""
    if len(row) > 5000:
        row = row[:5000]
    known = len({n for c in row if 0 < len(c) < 80 and (n := norm(c)) in vocabulary})
    if known < 2:
        return known
    odd = sum(kind_of(c) in ("number", "date", "url") for c in row)
    return known if odd * 3 < known * 2 else 0


def _begins(row: Sequence[str], width: int) -> bool:
    if width <= 1:
        return True
    return (
        len(row) >= min(width, 2)
        and abs(len(row) - width) <= max(1, width // 8)
        and _filled(row) >= max(2, width * 0.4)
    )


def _heads(row: Sequence[str], below: Sequence[Sequence[str]], columns: Sequence[dict[str, float]]) -> bool:
    """Tell whether a row is a header: it is text where the rows below are numbers, dates and the like."""
    if not below:
        return not any(kind_of(c) in ("number", "date", "time", "url", "email") for c in row)
    score = 0.0
    for i, cell in enumerate(row[: len(columns)]):
        kind = kind_of(cell)
        typed = sum(columns[i].get(k, 0.0) for k in TYPED)
        plain = columns[i].get("text", 0.0)
        if kind in ("number", "date", "time", "url", "email"):
            score -= 1.0
        elif kind in ("text", "code") and typed > 0.5 and columns[i].get(kind, 0.0) < 0.3:
            score += 1.0
        elif kind == "text" and plain > 0.5 and len(cell) > 60:
            score -= 0.5
    cells = {c for r in below[:200] for c in r if c.strip()}
    again = sum(c in cells for c in row if c.strip() and kind_of(c) == "text")
    score -= 0.5 * again if list(row) not in [list(r) for r in below[:3]] else 0.0
    return score >= 0


def _stacked(row: Sequence[str], below: Sequence[Sequence[str]], width: int) -> bool:
    """Tell whether a second row is of the header too: it has words in every column that holds numbers or dates."""
    if len(row) != width or not below:
        return False
    columns = profile(below, width)
    typed = [i for i, c in enumerate(columns) if sum(c.get(k, 0.0) for k in TYPED) > 0.6]
    if len(typed) < 2:
        return False
    return sum(kind_of(row[i]) == "text" for i in typed) >= 0.8 * len(typed)
