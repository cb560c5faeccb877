"""A source: one readable thing (a file, a member of a zip, a sheet), read only as far as it is asked."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from keyworth.errors import UnusableFile
from keyworth.ingest.containers.columnar import TextTable
from keyworth.ingest.containers.decode import decode
from keyworth.ingest.known_headers import known_headers
from keyworth.ingest.tabular.column_names import norm
from keyworth.ingest.tabular.dialect import Dialect
from keyworth.ingest.tabular.grid import HEAD, Grid, TooWide, frame_of, grid_of_cells, grid_of_records, grid_of_text
from keyworth.ingest.tabular.json_cells import json_cells
from keyworth.ingest.tabular.several_tables import other_heads

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.errors import KeyworthError

_BINARY = {
    b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"GIF8": "GIF image",
    b"%PDF": "PDF document",
    b"RIFF": "sound or picture",
    b"ID3": "sound recording",
    b"OggS": "sound recording",
    b"fLaC": "sound recording",
    b"\x1f\x8b": "gzip archive",
    b"7z\xbc\xaf": "7-Zip archive",
    b"Rar!": "RAR archive",
    b"SQLite format 3": "SQLite database",
    b"\xd0\xcf\x11\xe0": "old Office document",
    b"BM": "bitmap image",
}
_CONTROL = re.compile(r"[\x00\x02-\x08\x0b\x0e-\x19\x1c\x1d]")


class Source:
    """One readable thing; every view of it is made when it is first asked for, and kept.

    Parameters
    ----------
    name : str
        As the user gave it; ``x.zip/Queries.csv`` for a member.
    data : bytes
        What it holds (already decompressed).
    cells : list of list of str, optional
        The rows of a spreadsheet's sheet, where it is one.
    table : TextTable, optional
        The columns of a Parquet file or of a table in a database, where it is one.
    fault : KeyworthError, optional
        Why it cannot be read, where it is a part of something that can.

    Attributes
    ----------
    text, encoding : str
        Decoded; ``""`` for a sheet or a binary file.
    json : object or None
        Parsed, where the text is JSON (or JSON lines: then a list).
    header : list of str
        The header's cells as written (may be empty: no header).
    names : list of str
        The same, normalised (``names.norm``): what ``COLUMNS`` are matched against.
    header_row : int
        Its row as a spreadsheet shows it (1 is the first); 0 without one.
    preamble : list of list of str
        The records above the header.
    rows : DataFrame
        The records below the header, all text; columns 0, 1, 2 … as ``header``; the index is the
        row as a spreadsheet shows it. Empty lines are left out; nothing else is.
    head : list of list of str
        The first 60 records, whatever they are.
    sha256 : str

    Examples
    --------
    >>> s = Source("a.csv", b"Keyword,Cost\\ngarden room,1.20\\n")
    >>> s.names, s.header_row, s.rows.loc[2].tolist()
    (['keyword', 'cost'], 1, ['garden room', '1.20'])
    """

    def __init__(
        self,
        name: str,
        data: bytes,
        cells: list[list[str]] | None = None,
        *,
        table: TextTable | None = None,
        fault: KeyworthError | None = None,
    ) -> None:
        self.name = name
        self.data = data
        self.cells = cells
        self.table = table
        self.fault = fault

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {len(self.data)} bytes)"

    @property
    def tabular(self) -> bool:
        """Whether it came as cells (a sheet, a Parquet file, a database's table) and not as text."""
        return self.cells is not None or self.table is not None

    @cached_property
    def binary(self) -> str:
        """What sort of binary file it is (``"JPEG image"``, ``"Word document"``), or ``""`` for text."""
        if self.tabular:
            return ""
        if self.data.startswith(b"PK\x03\x04"):
            return "Word document" if b"word/document.xml" in self.data else "zip archive"
        for magic, what in _BINARY.items():
            if self.data.startswith(magic) and (len(magic) > 2 or b"\x00" in self.data[:64]):
                return what
        text = self.text_and_encoding[0][:4096]
        if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
            return "web page"
        odd = len(_CONTROL.findall(text))
        return "binary file" if odd > 0.02 * len(text) + 2 else ""

    @cached_property
    def text_and_encoding(self) -> tuple[str, str]:
        """The decoded text and its encoding, whatever it is."""
        return ("", "") if self.tabular else decode(self.data)

    @property
    def text(self) -> str:
        """The decoded text; empty for a sheet or a binary file."""
        return "" if self.binary else self.text_and_encoding[0]

    @property
    def encoding(self) -> str:
        """The encoding it was found in; empty for a sheet or a binary file."""
        return "" if self.binary else self.text_and_encoding[1]

    @cached_property
    def json(self) -> Any:
        """The parsed JSON (or list of JSON lines), or None."""
        start = self.text[:200].lstrip("\ufeff \t\r\n")[:1]
        if start not in ("{", "["):
            return None
        for parse in (json.loads, _json_lines):
            try:
                return _sound(self.text, parse(self.text))
            except RecursionError:
                raise UnusableFile(f"{self.name} is JSON that is nested too deep", mend="Export it as rows.") from None
            except ValueError:
                pass
        return None

    @cached_property
    def grid(self) -> Grid:
        """The delimited or spreadsheet table: dialect, header, rows."""
        try:
            return self._cut()
        except TooWide as fault:
            raise UnusableFile(f"{self.name} is wider than any table", [str(fault)], "Export fewer columns.") from None

    def _cut(self) -> Grid:
        if self.cells is not None:
            return grid_of_cells(self.cells, known_headers())
        if self.table is not None:
            header, rows = self.table
            return Grid(Dialect(""), [header, *rows.iloc[: HEAD - 1].to_numpy().tolist()], header, 1, [], rows)
        if self.json is not None:
            cells = json_cells(self.json)
            header, rows = (cells[0], cells[1:]) if cells else ([], [])
            frame = frame_of(enumerate(rows, 2), len(header))
            return Grid(Dialect(""), cells[:60], header, int(bool(header)), [], frame)
        return grid_of_text(self.text, known_headers())

    def apart(self) -> list[Source]:
        """Return the source and, after it, each table below its first as a source of its own."""
        if self.binary or self.json is not None or self.table is not None or not self.header_row:
            return [self]
        first = self.grid
        heads = other_heads(first.rows, known_headers())
        if not heads:
            return [self]
        found = [self]
        for head, following in zip(heads, [*heads[1:], None], strict=True):
            header = first.rows.loc[head].tolist()
            while header and not header[-1].strip():
                header.pop()
            rows = first.rows.loc[head + 1 : None if following is None else following - 1].iloc[:, : len(header)]
            part = Source(f"{self.name}/table at row {head}", self.data, table=TextTable(header, rows))
            part.__dict__["grid"] = replace(part.grid, header_row=head)
            found.append(part)
        self.__dict__["grid"] = replace(first, rows=first.rows.loc[: heads[0] - 1])
        return found

    def tabulate(self) -> bool:
        """Take JSON rows (a list, or a line each, of flat objects) for a table; False where it holds none."""
        if self.json is None or not (found := grid_of_records(self.json)).header:
            return False
        self.table = TextTable(found.header, found.rows)
        for name in ("text_and_encoding", "json", "grid", "names"):
            self.__dict__.pop(name, None)
        return True

    @property
    def head(self) -> list[list[str]]:
        """The first 60 records as they stand."""
        return self.grid.head

    @property
    def header(self) -> list[str]:
        """The header's cells as written."""
        return self.grid.header

    @cached_property
    def names(self) -> list[str]:
        """The header's cells, normalised."""
        return [norm(cell) for cell in self.header]

    @property
    def header_row(self) -> int:
        """The header's row, 1 being the first; 0 without one."""
        return self.grid.header_row

    @property
    def preamble(self) -> list[list[str]]:
        """The records above the header."""
        return self.grid.preamble

    @property
    def rows(self) -> pd.DataFrame:
        """The records below the header, all text, indexed by row number."""
        return self.grid.rows

    @property
    def delimiter(self) -> str:
        """The delimiter found; empty for a sheet."""
        return "" if self.tabular or self.binary or self.json is not None else self.grid.dialect.delimiter

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def forget(self) -> None:
        """Let go of what was read, keeping what it is: a large file must not stay in memory three times over."""
        # A transcript was never cut into cells: it has no delimiter, and none is looked for now.
        delimiter = self.delimiter if "grid" in self.__dict__ else ""
        kept = (self.sha256, self.binary, self.encoding, delimiter)
        for name in ("text_and_encoding", "json", "grid", "names"):
            self.__dict__.pop(name, None)
        self.data = b""
        self.cells = [] if self.tabular else None
        self.table = None
        self.__dict__.update(sha256=kept[0], binary=kept[1], text_and_encoding=("", kept[2]), json=None)
        self.__dict__["grid"] = Grid(Dialect(kept[3]), [], [], 0, [], None)

    def has(self, *needed: str) -> bool:
        """Tell whether all of these (normalised) names are in the header.

        Examples
        --------
        >>> Source("a.csv", b"Keyword,Match type\\nx,Exact\\n").has("keyword", "match type")
        True
        """
        return set(needed) <= set(self.names)


def _json_lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _sound(text: str, value: Any) -> Any:
    r"""Return parsed JSON without halves of letters (``\ud83d`` alone), which no file can be written with."""
    if not re.search(r"\\u[dD][89a-fA-F]", text):
        return value
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
