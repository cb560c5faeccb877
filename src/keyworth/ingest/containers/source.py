"""A source: one readable thing (a file, a member of a zip, a sheet), read only as far as it is asked."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from keyworth.ingest.containers.decode import decode
from keyworth.ingest.known_headers import known_headers
from keyworth.ingest.tabular.column_names import norm
from keyworth.ingest.tabular.dialect import Dialect
from keyworth.ingest.tabular.grid import Grid, frame_of, grid_of_cells, grid_of_text
from keyworth.ingest.tabular.json_cells import json_cells

if TYPE_CHECKING:
    import pandas as pd

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
    b"PAR1": "Parquet table",
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

    def __init__(self, name: str, data: bytes, cells: list[list[str]] | None = None) -> None:
        self.name = name
        self.data = data
        self.cells = cells

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {len(self.data)} bytes)"

    @cached_property
    def binary(self) -> str:
        """What sort of binary file it is (``"JPEG image"``, ``"Word document"``), or ``""`` for text."""
        if self.cells is not None:
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
        return decode(self.data) if self.cells is None else ("", "")

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
        try:
            return json.loads(self.text)
        except ValueError:
            pass
        try:
            return [json.loads(line) for line in self.text.splitlines() if line.strip()]
        except ValueError:
            return None

    @cached_property
    def grid(self) -> Grid:
        """The delimited or spreadsheet table: dialect, header, rows."""
        if self.cells is not None:
            return grid_of_cells(self.cells, known_headers())
        if self.json is not None:
            cells = json_cells(self.json)
            header, rows = (cells[0], cells[1:]) if cells else ([], [])
            frame = frame_of(enumerate(rows, 2), len(header))
            return Grid(Dialect(""), cells[:60], header, int(bool(header)), [], frame)
        return grid_of_text(self.text, known_headers())

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
        return self.grid.dialect.delimiter if self.cells is None and not self.binary else ""

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def forget(self) -> None:
        """Let go of what was read, keeping what it is: a large file must not stay in memory three times over."""
        # A transcript was never cut into cells: it has no delimiter, and none is looked for now.
        delimiter = self.delimiter if "grid" in self.__dict__ and self.json is None else ""
        kept = (self.sha256, self.binary, self.encoding, delimiter)
        for name in ("text_and_encoding", "json", "grid", "names"):
            self.__dict__.pop(name, None)
        self.data = b""
        self.cells = [] if self.cells is not None else None
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
