"""A grid: the records of a delimited text or a sheet, with its header found and its rows made even."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import pandas as pd

from keyworth.ingest.tabular.arrow_reader import fast_rows
from keyworth.ingest.tabular.cell_types import fit, profile
from keyworth.ingest.tabular.dialect import Dialect, find_dialect
from keyworth.ingest.tabular.header_detection import Head, find_head
from keyworth.ingest.tabular.records import records

HEAD = 60
_LOOK = 300  # records that decide the header and what columns hold
_BATCH = 20_000
Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Grid:
    """Records with a header; see ``Source`` for the meaning of each part."""

    dialect: Dialect
    head: list[list[str]]
    header: list[str]
    header_row: int
    preamble: list[list[str]]
    rows: Any = field(repr=False)  # a DataFrame
    stack: list[list[str]] = field(default_factory=list)


def grid_of_cells(cells: list[list[str]], known: frozenset[str] = frozenset()) -> Grid:
    """Return the grid of a sheet's rows; ``known`` are headers that exports use."""
    rows = ((i, row) for i, row in enumerate(cells, 1) if any(c.strip() for c in row))
    return _grid(rows, Dialect(""), known)


def grid_of_text(text: str, known: frozenset[str] = frozenset()) -> Grid:
    """Return the grid of a delimited text; ``known`` are headers that exports use.

    Examples
    --------
    >>> g = grid_of_text("Report\\n\\na;b\\n1;2\\n3;4\\n")
    >>> g.header, g.header_row, g.rows.index.tolist()
    (['a', 'b'], 3, [4, 5])
    """
    dialect = find_dialect(text, known)
    found = records(text, dialect)
    if text[:4].lower() == "sep=":
        next(found, None)
    return _grid(found, dialect, known, text)


def _grid(found: Iterator[Record], dialect: Dialect, known: frozenset[str], text: str = "") -> Grid:
    look = list(islice(found, _LOOK))
    top = find_head(look, known)
    body = [r for r in look if r[0] > top.last]
    width = max(top.width, 1)
    columns = profile((r for _, r in body), width)
    rows = fast_rows(text, dialect, top.last, width) if text else None
    if rows is None:
        even = (r if len(r[1]) == width else _even(r, width, columns) for r in chain(body, found))
        rows = frame_of(even, width)
    return Grid(
        dialect, [r for _, r in look[:HEAD]], _stretched(top, rows.shape[1]), top.first, top.preamble, rows, top.stack
    )


def _stretched(top: Head, width: int) -> list[str]:
    if not top.first:
        return [""] * width
    return top.header + [""] * (width - len(top.header))


def _even(record: Record, width: int, columns: list[dict[str, float]]) -> Record:
    """Take surplus empty cells out of a row that is too long; a cell that says something always stays."""
    number, row = record
    surplus = len(row) - width
    if surplus <= 0:
        return record
    if not any(c.strip() for c in row[width:]):
        # Only an inner empty cell can have shifted what follows it.
        cut = row[:width]
        if surplus > 1 or all(c.strip() for c in cut):
            return number, cut
    empty = [i for i, c in enumerate(row) if not c.strip()]
    if surplus > 1 or not empty:
        return record
    options = [row[:i] + row[i + 1 :] for i in empty]
    return number, max(reversed(options), key=lambda o: fit(o, columns))


def frame_of(rows: Iterable[Record], width: int) -> pd.DataFrame:
    """Return the rows as a frame of text, built in batches so that a large file is never held as Python objects."""
    import pyarrow as pa

    batches: list[pa.Table] = []
    index: list[int] = []
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        index += [number for number, _ in batch]
        widest = max(width, max(len(r) for _, r in batch))
        full = [r if len(r) == widest else r + [""] * (widest - len(r)) for _, r in batch]
        columns = [pa.array(c, pa.large_string()) for c in zip(*full, strict=True)]
        batches.append(pa.table(columns, names=[str(i) for i in range(widest)]))
    if not batches:
        return pd.DataFrame({i: pd.Series([], dtype="str") for i in range(width)}, index=pd.Index([], dtype="int64"))
    table = pa.concat_tables(batches, promote_options="default")
    arrow: Any = pd.StringDtype("pyarrow", na_value=float("nan"))
    data = {
        i: pd.Series(arrow.__from_arrow__(table.column(i)), index=index).fillna("") for i in range(table.num_columns)
    }
    return pd.DataFrame(data)
