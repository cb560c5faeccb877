"""Any delimited or spreadsheet file to a table of text, with no parameters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from keyworth.errors import UnusableFile
from keyworth.ingest.containers.archives import open_sources

if TYPE_CHECKING:
    import pandas as pd


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
        ``_2``, ``_3`` …; an empty one is ``column_n``); no cell is lost: longer rows add columns.

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
        if source.binary:
            raise UnusableFile(f"{source.name} is not a table: {source.binary}", mend="Give it as CSV or a workbook.")
        if not source.head:
            continue
        frame = source.rows.copy()
        stack = source.grid.stack
        header = (
            [" ".join([h] * len(stack)) for h in source.header] if len(stack) > 1 and stack[0] == stack[1] else None
        )
        frame.columns = unique_names(header or source.header, frame.shape[1])
        return frame.reset_index(drop=True)
    raise UnusableFile(f"{path} holds no table")


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
