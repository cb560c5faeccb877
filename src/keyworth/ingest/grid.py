"""A grid: the records of a delimited text or a sheet, with its header found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

HEAD = 60


@dataclass(frozen=True)
class Dialect:
    """How a text is cut into cells."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""


@dataclass(frozen=True)
class Grid:
    """Records with a header; see ``Source`` for the meaning of each part."""

    dialect: Dialect
    head: list[list[str]]
    header: list[str]
    header_row: int
    preamble: list[list[str]]
    rows: pd.DataFrame = field(repr=False)


def grid_of_cells(cells: list[list[str]]) -> Grid:
    """Return the grid of a sheet's rows."""
    return _grid(cells, Dialect(""))


def grid_of_text(text: str) -> Grid:
    """Return the grid of a delimited text."""
    import csv
    import io

    sample = "\n".join(text.splitlines()[:HEAD])
    delimiter = max(",\t;|", key=sample.count)
    return _grid(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), Dialect(delimiter))


def _grid(records: list[list[str]], dialect: Dialect) -> Grid:
    import pandas as pd

    widths = [len(r) for r in records[:HEAD] if any(c.strip() for c in r)]
    usual = max(set(widths), key=widths.count) if widths else 0
    at = next((i for i, r in enumerate(records[:HEAD]) if len(r) >= usual), 0)
    header = records[at] if records else []
    body = {i + 1: r for i, r in enumerate(records) if i > at and any(c.strip() for c in r)}
    width = max([len(header), *map(len, body.values())], default=0)
    rows = pd.DataFrame(
        [r + [""] * (width - len(r)) for r in body.values()], index=list(body), columns=range(width), dtype="str"
    )
    return Grid(dialect, records[:HEAD], header, at + 1 if records else 0, records[:at], rows)
