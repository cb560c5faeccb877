"""Rows that are longer or shorter than the others: a cell must never slip into another's column.

A surplus empty cell is taken out where the rest then fits its columns. Where a row is one short, a separator was
lost, or the last cells were left out: the row is cut again where one place alone makes every cell be of its column's
kind. Where several places would do, nothing is guessed: the row is told as doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from keyworth.ingest.tabular.cell_types import fit, kind_of

Record = tuple[int, list[str]]
Columns = Sequence[dict[str, float]]

_MOST = 2_000  # rows of a file that are worth mending; one with more has another fault
_LONGEST, _WIDEST = 120, 300  # letters of a cell, and cells of a row, that are looked at for a lost separator
_CLEARLY = 0.75  # by how much of a cell a cut must fit better than the row as it stands
_WITHIN = 0.01  # a run of digits, or of letters, is cut only where nothing else will do
_MISFIT = 0.1  # share of a column's cells that are of a cell's kind


class Evener:
    """Makes rows as long as the table is wide.

    Parameters
    ----------
    width : int
    columns : sequence of dict
        The share of each kind of cell in each column (``cell_types.profile``).

    Attributes
    ----------
    mended, doubtful : list of int
        Row numbers: cut again at a separator that was lost; or short of one that could stand in several places.

    Examples
    --------
    >>> kinds = [{"text": 1.0}, {"date": 1.0}, {"number": 1.0}]
    >>> evener = Evener(3, kinds)
    >>> evener.even((2, ["shed", "2026-08-0112.50"])), evener.even((3, ["barn2026-08-01", "4"]))
    ((2, ['shed', '2026-08-01', '12.50']), (3, ['barn', '2026-08-01', '4']))
    >>> evener.mended, evener.doubtful
    ([2, 3], [])
    """

    def __init__(self, width: int, columns: Columns) -> None:
        self.width, self.columns = width, columns
        self.mended: list[int] = []
        self.doubtful: list[int] = []

    def even(self, record: Record) -> Record:
        """Return the record with as many cells as the table has columns, or more where they say something."""
        number, row = record
        surplus = len(row) - self.width
        if surplus > 0:
            return number, self._shortened(row, surplus)
        if surplus != -1 or not 3 <= self.width <= _WIDEST or len(self.mended) + len(self.doubtful) >= _MOST:
            return record
        cuts = self._cuts(row)
        if len(cuts) == 1:
            self.mended.append(number)
            return number, cuts[0]
        if cuts:
            self.doubtful.append(number)
        return record

    def _shortened(self, row: list[str], surplus: int) -> list[str]:
        """Take surplus empty cells out; a cell that says something always stays."""
        if not any(c.strip() for c in row[self.width :]):
            # Only an inner empty cell can have shifted what follows it.
            cut = row[: self.width]
            if surplus > 1 or all(c.strip() for c in cut):
                return cut
        empty = [i for i, c in enumerate(row) if not c.strip()]
        if surplus > 1 or not empty:
            return row
        options = [row[:i] + row[i + 1 :] for i in empty]
        return max(reversed(options), key=lambda o: fit(o, self.columns))

    def _cuts(self, row: list[str]) -> list[list[str]]:
        """Return the ways to cut a row that is one cell short which fit best, where they fit better than it does."""
        here = [self._share(c, i) for i, c in enumerate(row)]
        shifted = [self._share(c, i + 1) for i, c in enumerate(row)]
        if min(here) > _MISFIT:  # every cell is where it belongs: the last one was left out
            return []
        before, after = [0.0, *accumulate(here)], [0.0, *accumulate(reversed(shifted))][::-1]
        best = floor = before[-1] + self._share("", self.width - 1) + _CLEARLY
        found: dict[tuple[str, ...], bool] = {}
        for i, cell in enumerate(row):
            rest = before[i] + after[i + 1]
            if rest + 2 < best or len(cell) > _LONGEST:
                continue
            for at in range(len(cell) + 1):
                left, right = cell[:at], cell[at:]
                fits = self._share(left, i), self._share(right, i + 1)
                if (left and fits[0] <= _MISFIT) or (right and fits[1] <= _MISFIT):
                    continue
                score = rest + sum(fits) - (_WITHIN if left[-1:].isalnum() and _alike(left[-1:], right[:1]) else 0)
                if score > best + 1e-9:
                    best, found = score, {}
                if score >= best - 1e-9 and score > floor:
                    # 35 may be 3 and 5, or 35 beside a cell that is not there: that is no one place.
                    one = not kind_of(cell) == kind_of(left) == kind_of(right)
                    found[(*row[:i], left, right, *row[i + 1 :])] = one
        cuts = [list(cut) for cut in found]
        return cuts if all(found.values()) else cuts * 2

    def _share(self, cell: str, column: int) -> float:
        return self.columns[column].get(kind_of(cell), 0.0)


def _alike(one: str, other: str) -> bool:
    """Tell whether two letters are of one run: both digits, or both letters."""
    return one.isdigit() == other.isdigit() and one.isalpha() == other.isalpha()
