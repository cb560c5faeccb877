"""Text to records; a stray quote spoils its own line and no other.

Python's strict reader cuts what is well formed. Where it objects, or a record runs over lines that
are records themselves, that one line is cut again so that it has as many cells as its neighbours,
the offending quote staying in its cell as it was written.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator

from keyworth.ingest.tabular.cell_types import TYPED, kind_of
from keyworth.ingest.tabular.dialect import LONGEST_CELL, Dialect, lines_of

_CUT, _ESCAPED = "\ue0fc", "\ue0fd"  # stand-ins for a long delimiter and for an escaped quote
LONGEST_RECORD = 5000  # lines; beyond it an unclosed quote is a stray one
_STEPS = 20_000
_WIDEST = 300  # cells of a row that is worth mending


def records(text: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a text with their row numbers, 1 being the first; empty lines count, but are not yielded.

    Examples
    --------
    >>> list(records('a,b,c\\n1,"x\\ny",3\\n\\n4,"5,6\\n7,8,9\\n', Dialect()))
    [(1, ['a', 'b', 'c']), (2, ['1', 'x\\ny', '3']), (4, ['4', '"5', '6']), (5, ['7', '8', '9'])]
    """
    csv.field_size_limit(LONGEST_CELL)
    if not dialect.delimiter:
        for row, line in enumerate(lines_of(text), 1):
            if line.strip("\r\n"):
                yield row, [_unquoted(line.strip("\r\n"))]
        return
    yield from _Cutter(text, dialect).rows()


def _unquoted(cell: str) -> str:
    if len(cell) >= 2 and cell[0] == cell[-1] == '"' and cell.strip():
        return cell[1:-1].replace('""', '"')
    return cell


class _Cutter:
    """Cuts lines into records, going back over a line that does not fit."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.long = dialect.delimiter if len(dialect.delimiter) > 1 else ""
        if self.long:
            text = text.replace(self.long, _CUT)
        self.quote = dialect.quote
        self.escape = dialect.escape
        if self.escape:
            text = text.replace(self.escape + self.quote, _ESCAPED)
        self.delimiter = _CUT if self.long else dialect.delimiter
        self.spaced = dialect.spaced
        self.lines = list(lines_of(text))
        self.at = 0
        self.limit = 0
        self.width = self._usual_width()

    def _options(self) -> dict[str, object]:
        options: dict[str, object] = {"delimiter": self.delimiter, "strict": True, "skipinitialspace": self.spaced}
        return options | ({"quotechar": self.quote} if self.quote else {"quoting": csv.QUOTE_NONE, "quotechar": None})

    def _feed(self) -> Iterator[str]:
        while self.at < len(self.lines):
            if self.at >= self.limit:
                return
            line = self.lines[self.at]
            self.at += 1
            yield line

    def _alone(self, line: str) -> list[str] | None:
        try:
            row = next(csv.reader([line], **self._options()), [])  # type: ignore[arg-type]
        except csv.Error:
            return None
        return row

    def _usual_width(self) -> int:
        step = max(1, len(self.lines) // 2000)
        widths = Counter(len(row) for line in self.lines[:1000] + self.lines[1000::step] if (row := self._alone(line)))
        if not widths:
            return 0
        top = max(widths.values())
        # A text whose cells hold many lines has more broken lines than records: the widest frequent width counts.
        return max(w for w, n in widths.items() if n >= max(1, 0.3 * top))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        number = 0
        total = len(self.lines)
        while self.at < total:
            self.limit = total
            reader = csv.reader(self._feed(), **self._options())  # type: ignore[arg-type]
            while self.at < total:
                start = self.at
                self.limit = min(total, start + LONGEST_RECORD)
                try:
                    row = next(reader, None)
                except csv.Error:
                    row = None
                used = self.at - start
                if row is None or used > 1 or len(row) != self.width:
                    row, restart = self._mended(start, row)
                    number += 1
                    if row and any(row):
                        yield number, self._restored(row)
                    if restart:
                        break
                    continue
                number += 1
                if any(row):
                    yield number, self._restored(row)

    def _mended(self, start: int, row: list[str] | None) -> tuple[list[str], bool]:
        """Return the record that begins at a line, and whether the reader must start afresh after it."""
        used = self.at - start
        line = self.lines[start]
        if row is not None and used == 1:
            if not row or not self.quote or self.quote not in line:
                return self._otherwise(line, row) or row, False
            if len(row) > self.width:
                closer = _toggled(line.rstrip("\r\n"), self.delimiter, self.quote)
                return (closer if self.width - 1 <= len(closer) <= self.width else row), False
            return self._unparted(line) or self._otherwise(line, row) or row, False
        if row is not None and not self._swallowed(start, row):
            return row, False
        mended = self._cut(line) or self._unparted(line) or self._otherwise(line, [])
        if mended is None and row is not None:
            return row, False
        self.at = start + 1
        return mended if mended is not None else self._loose(line), True

    def _swallowed(self, start: int, row: list[str]) -> bool:
        """Tell whether a record over several lines has eaten lines that are records themselves."""
        if len(row) != self.width:
            return True
        following = self._alone(self.lines[start + 1])
        return self.width >= 3 and following is not None and len(following) == self.width

    def _cut(self, line: str) -> list[str] | None:
        """Cut one line into the usual number of cells; a quote counts only where it makes that come out."""
        line = line.rstrip("\r\n")
        steps = [_STEPS]
        return (
            _fields(line, 0, self.width, self.delimiter, self.quote, steps)
            if 1 < self.width <= _WIDEST and self.quote
            else None
        )

    def _unparted(self, line: str) -> list[str] | None:
        """Cut a line of quoted cells where a separator is missing between two of them."""
        line, q = line.strip("\r\n"), self.quote
        if len(line) < 3 or not (line[0] == q == line[-1]):
            return None
        cells = re.split(rf"(?<=[^{q}]){q}(?:{re.escape(self.delimiter)})?{q}(?=[^{q}])", line[1:-1])
        return [c.replace(q * 2, q) for c in cells] if len(cells) == self.width else None

    def _otherwise(self, line: str, row: list[str]) -> list[str] | None:
        """Cut a line that its own delimiter does not cut at all, and another cuts into the usual number of cells."""
        if len(row) > 1 or self.width < 3:
            return None
        for delimiter in ";\t|, ":
            cells = next(csv.reader([line], delimiter=delimiter, quotechar=self.quote or None), [])
            if delimiter != self.delimiter and len(cells) == self.width:
                told = sum(kind_of(c) in TYPED or f"{self.quote}{c}{self.quote}" in line for c in cells)
                if 2 * told >= self.width and (delimiter != " " or self.quote in line):
                    return cells
        return None

    def _loose(self, line: str) -> list[str]:
        options = self._options() | {"strict": False}
        return next(csv.reader([line.rstrip("\r\n")], **options), [])  # type: ignore[arg-type]

    def _restored(self, row: list[str]) -> list[str]:
        if self.long:
            row = [c.replace(_CUT, self.long) for c in row]
        if self.escape:
            row = [c.replace(_ESCAPED, self.quote) for c in row]
        return row


def _fields(line: str, at: int, left: int, delimiter: str, quote: str, steps: list[int]) -> list[str] | None:
    """Return the rest of a line in exactly ``left`` cells, preferring quotes that open and close a cell."""
    steps[0] -= 1
    if steps[0] < 0:
        return None
    if left == 1:
        last = line[at:]
        if len(last) > 1 and last[0] == quote == last[-1]:
            return [_inner(last, quote)]
        return [last] if delimiter not in last else None
    if line[at : at + 1] == quote:
        end = at
        while (end := line.find(quote + delimiter, end + 1)) != -1:
            rest = _fields(line, end + 2, left - 1, delimiter, quote, steps)
            if rest is not None:
                return [_inner(line[at : end + 1], quote), *rest]
            if steps[0] < 0:
                return None
    end = line.find(delimiter, at)
    if end == -1:
        return None
    rest = _fields(line, end + 1, left - 1, delimiter, quote, steps)
    return None if rest is None else [line[at:end], *rest]


def _toggled(line: str, delimiter: str, quote: str) -> list[str]:
    """Cut a line at the delimiters outside quotes, wherever in a cell the quotes stand."""
    cells, start, inside = [], 0, False
    for at, letter in enumerate(line):
        if letter == quote:
            inside = not inside
        elif letter == delimiter and not inside:
            cells.append(line[start:at])
            start = at + 1
    return [*cells, line[start:]]


def _inner(cell: str, quote: str) -> str:
    return cell[1:-1].replace(quote * 2, quote)
