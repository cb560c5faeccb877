"""A grid: the records of a delimited text or a sheet, with its header found and its rows made even."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import pandas as pd

from keyworth.ingest.tabular.arrow_reader import fast_rows
from keyworth.ingest.tabular.cell_types import profile
from keyworth.ingest.tabular.dialect import Dialect, find_dialect
from keyworth.ingest.tabular.header_detection import Head, find_head
from keyworth.ingest.tabular.records import records
from keyworth.ingest.tabular.uneven_rows import Evener

HEAD = 60
_LOOK = 300  # records that decide the header and what columns hold
_BATCH = 20_000
MOST_COLUMNS = 16_384  # as many as a spreadsheet has
Record = tuple[int, list[str]]


class TooWide(ValueError):
    """A record has more cells than any table has columns."""


@dataclass(frozen=True)
class Grid:
    """Records with a header; see ``Source`` for the meaning of each part.

    ``mended`` are the rows a separator of which was missing and was put back; ``doubtful`` those in which it could
    have stood in several places.
    """

    dialect: Dialect
    head: list[list[str]]
    header: list[str]
    header_row: int
    preamble: list[list[str]]
    rows: Any = field(repr=False)  # a DataFrame
    stack: list[list[str]] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)


def grid_of_records(found: Any) -> Grid:
    """Return the grid of JSON rows: a list of flat objects; anything else has none.

    Examples
    --------
    >>> g = grid_of_records([{"keyword": "shed", "clicks": 2.0}, {"keyword": "barn", "cost": None}])
    >>> g.header, g.rows.loc[2].tolist(), g.rows.loc[3].tolist()
    (['keyword', 'clicks', 'cost'], ['shed', '2', ''], ['barn', '', ''])
    """
    flat = isinstance(found, list) and bool(found) and all(isinstance(r, dict) for r in found)
    if not flat or any(isinstance(v, dict | list) for r in found[:100] for v in r.values()):
        return Grid(Dialect(""), [], [], 0, [], frame_of([], 0))
    header = list(dict.fromkeys(str(name) for r in found for name in r))
    if len(header) > MOST_COLUMNS:
        raise TooWide(f"{len(header):,} columns")
    rows = [(i, [_written(r.get(name)) for name in header]) for i, r in enumerate(found, 2)]
    return Grid(Dialect(""), [header, *(r for _, r in rows[: HEAD - 1])], header, 1, [], frame_of(rows, len(header)))


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


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
    if max((len(r) for _, r in look), default=0) > MOST_COLUMNS:
        raise TooWide(f"{max(len(r) for _, r in look):,} columns")
    top = find_head(look, known)
    body = [r for r in look if r[0] > top.last]
    width = max(top.width, 1)
    evener = Evener(width, profile((r for _, r in body), width))
    rows = fast_rows(text, dialect, top.last, width) if text else None
    if rows is None:
        even = (r if len(r[1]) == width else evener.even(r) for r in chain(body, found))
        rows = frame_of(even, width)
    head, header = [r for _, r in look[:HEAD]], _stretched(top, rows.shape[1])
    header_rows = list(range(top.first - top.grouped, top.last + 1)) if top.first else []
    parts = (top.stack, top.joined, header_rows, evener.mended, evener.doubtful)
    return Grid(dialect, head, header, top.first, top.preamble, rows, *parts)


def _stretched(top: Head, width: int) -> list[str]:
    if not top.first:
        return [""] * width
    return top.header + [""] * (width - len(top.header))


def frame_of(rows: Iterable[Record], width: int) -> pd.DataFrame:
    """Return the rows as a frame of text, built in batches so that a large file is never held as Python objects."""
    import pyarrow as pa

    batches: list[pa.Table] = []
    index: list[int] = []
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        index += [number for number, _ in batch]
        widest = max(width, max(len(r) for _, r in batch))
        if widest > MOST_COLUMNS:
            raise TooWide(f"{widest:,} columns")
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
