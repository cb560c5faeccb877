"""Any delimited or spreadsheet file to a table of text, with no parameters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from keyworth.errors import UnusableFile
from keyworth.ingest.containers.archives import open_sources
from keyworth.ingest.entities.totals import labels
from keyworth.ingest.known_headers import known_headers
from keyworth.ingest.tabular.several_tables import other_heads

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.ingest.containers.source import Source

_LAST = 20  # rows at the end that may be a footer


def read_table(path: Path | str) -> pd.DataFrame:
    """Read any delimited or spreadsheet file; the encoding, the dialect and the header are found.

    Parameters
    ----------
    path : path-like
        A text file, a workbook (its first filled sheet), or one of them in a zip or gz.

    Returns
    -------
    DataFrame
        Text only; an empty cell is ``""``. Columns are named as the header says (a repeated name gets
        ``_2``, ``_3`` …; an empty one is ``column_n``; a name under a group is ``group name``); no cell is lost:
        longer rows add columns. ``attrs`` says where things were, in rows of the file: ``header_found``,
        ``header_row``, ``header_rows``, ``preamble_rows``, ``preamble``, ``footer_rows``, ``footer`` (these rows are
        in the frame too), ``other_tables`` (the headers of tables below the first), ``mended_rows`` (short of a
        separator, which was put back), ``doubtful_rows`` (short of one that could stand in several places: the cells
        behind it may be one column too far left), ``encoding`` and ``delimiter``.

    Raises
    ------
    UnusableFile
        When it is empty, damaged or not a table.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> p = pathlib.Path(tempfile.mkdtemp()) / "a.csv"
    >>> _ = p.write_bytes("Keyword;Kosten\\nbüro;1,20\\n".encode("cp1252"))
    >>> read_table(p).to_dict("records")
    [{'Keyword': 'büro', 'Kosten': '1,20'}]
    """
    for source in open_sources(path):
        if source.fault is not None:
            raise source.fault
        if source.binary:
            raise UnusableFile(f"{source.name} is not a table: {source.binary}", mend="Give it as CSV or a workbook.")
        source.tabulate()
        if not source.head:
            continue
        frame = source.rows.copy()
        frame.attrs = _where(source)
        stack, header = source.grid.stack, source.grid.joined or source.header
        if len(stack) > 1 and stack[0] == stack[1]:
            header = [" ".join([h] * len(stack)) for h in source.header]
        frame.columns = unique_names(header, frame.shape[1])
        return frame.reset_index(drop=True)
    raise UnusableFile(f"{path} holds no table")


def _where(source: Source) -> dict[Any, Any]:
    """Return where the parts of the file were; rows as a spreadsheet numbers them, 1 being the first."""
    grid, rows = source.grid, source.rows
    header = grid.header_rows or ([grid.header_row] if grid.header_row else [])
    preamble = source.preamble[: len(source.preamble) - (grid.header_row - header[0] if header else 0)]
    first = header[0] if header else (int(rows.index[0]) if len(rows) else 1)
    return {
        "header_found": bool(grid.header_row),
        "header_row": grid.header_row,
        "header_rows": header,
        "preamble_rows": list(range(1, first)) if preamble else [],
        "preamble": preamble,
        "footer_rows": (footer := _footer(rows)),
        "footer": rows.loc[footer].to_numpy().tolist(),
        "other_tables": other_heads(rows, known_headers()),
        "mended_rows": list(grid.mended),
        "doubtful_rows": list(grid.doubtful),
        "encoding": source.encoding,
        "delimiter": source.delimiter,
    }


def _footer(rows: pd.DataFrame) -> list[int]:
    """Return the last rows that are of no record: totals, and notes in one cell where records fill several."""
    last = rows.iloc[-_LAST:]
    filled = (last != "").sum(axis=1)
    usual = (rows.iloc[:200] != "").sum(axis=1).median() if len(rows) else 0
    total = labels(last, last.iloc[:, 0].str.strip()) != "" if rows.shape[1] > 1 else filled < 0
    found: list[int] = []
    for number in reversed(last.index):
        if not (total[number] or (filled[number] == 1 and usual >= 2)):
            break
        found.insert(0, int(number))
    return found if len(found) < len(rows) else []


def unique_names(header: list[str], width: int) -> list[str]:
    """Return a distinct name for each column.

    Examples
    --------
    >>> unique_names(["a", "a", ""], 4)
    ['a', 'a_2', 'column_3', 'column_4']
    """
    names: list[str] = []
    taken: set[str] = set()
    for i in range(width):
        base = header[i] if i < len(header) and header[i].strip() else f"column_{i + 1}"
        name, n = base, 2
        while name in taken:
            name, n = f"{base}_{n}", n + 1
        taken.add(name)
        names.append(name)
    return names
