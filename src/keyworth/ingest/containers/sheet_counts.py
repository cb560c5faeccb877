"""How much a workbook holds, counted in its packed parts: its reader makes room for every cell up to the last one.

One cell at XFD1048576 asks it for seventeen thousand million cells, and a long text that is kept once and shown a
million times for a million copies of it; either ends the process. So the parts are streamed and counted first.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, cast

from keyworth.errors import UnusableFile
from keyworth.ingest.containers.binary_sheet_counts import xls_squares, xlsb_square
from keyworth.ingest.containers.zip_damage import DAMAGED_ZIP

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # Excel's own limits
MOST_CELLS = 50_000_000  # cells of the square that holds a sheet
SPARSE_FROM, SPARSE = 3_000_000, 40  # a larger one must be filled to a fortieth
MOST_TEXT = 512 * 1024**2  # bytes of text once every cell has its own copy
_STEP = 1 << 20
_PLACE = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]*)([0-9]*)["'][^<>]*?(/?)>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^<>]*?\s)?r\s*=\s*["']()([0-9]*)["'][^<>]*?(/?)>""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_SHARED = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["']s["'][^<>]*>\s*"""
    rb"""(?:<(?:\w+:)?f[^<>]*/?>[^<]*(?:</(?:\w+:)?f>)?)?\s*<(?:\w+:)?v[^<>]*>\s*(\d+)"""
)
_ITEM = re.compile(rb"</(?:\w+:)?si\s*>")
_REPEATED = re.compile(rb"""<table:(table-cell|table-row|covered-table-cell)\b([^<>]*)(/?)>""")
_TIMES = re.compile(rb"""number-(?:columns|rows)-repeated\s*=\s*["'](\d+)""")


def refuse_absurd(name: str, data: bytes) -> None:
    """Raise ``UnusableFile`` when a workbook asks for far more room than what it holds could need.

    Parameters
    ----------
    name : str
    data : bytes
        Of an xlsx, xlsb, xls or ods file.
    """
    room = [0, 0]
    if not data.startswith(b"PK"):
        for square in xls_squares(data):
            _refuse_square(name, *square, room)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = book.namelist()
            shared = [p for p in parts if p.lower().endswith("sharedstrings.xml")]
            lengths = _shared_lengths(_parts(book, shared[0])) if shared else []
            for part in parts:
                if "worksheets/" in part.lower() and part.lower().endswith(".xml"):
                    _count_sheet(name, _parts(book, part), lengths, room)
                elif "worksheets/" in part.lower() and part.lower().endswith(".bin"):
                    with book.open(part) as stream:
                        _refuse_square(name, *xlsb_square(cast("BinaryIO", stream)), room)
            if "content.xml" in parts:
                _count_ods(name, _parts(book, "content.xml"))
    except DAMAGED_ZIP:
        raise UnusableFile(
            f"{name} is a workbook that is damaged or protected", mend="Open it and save it again as CSV."
        ) from None


def _parts(book: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part in pieces that end where a tag ends."""
    with book.open(part) as stream:
        rest = b""
        while piece := stream.read(_STEP):
            rest += piece
            # Cut after a whole cell where there is one.
            cut = max(rest.rfind(b"</c>") + 4, rest.rfind(b"</si>") + 5, rest.rfind(b"/>") + 2)
            if cut < 6:
                if len(rest) > 64 * _STEP:
                    yield rest
                    rest = b""
                continue
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _shared_lengths(pieces: Iterator[bytes]) -> list[int]:
    lengths, carried = [], 0
    for piece in pieces:
        at = 0
        for end in _ITEM.finditer(piece):
            lengths.append(carried + end.start() - at)
            at, carried = end.end(), 0
        carried += len(piece) - at
    return lengths


def _count_sheet(name: str, pieces: Iterator[bytes], lengths: list[int], room: list[int]) -> None:
    longest = max(lengths, default=0)
    rows = columns = filled = shared = 0
    used: Counter[int] = Counter()
    for piece in pieces:
        filled += len(_FILLED.findall(piece))
        places = _PLACE.findall(piece)
        if len(places) < len(_CELL.findall(piece)):  # cells that do not say where they are stand in their row
            places += _ROW.findall(piece)
            columns = max(columns, *(len(_CELL.findall(row)) for row in piece.split(b"</row>")))
            if columns > MOST_COLUMNS:
                raise _absurd(name, [f"a row holds {columns:,} cells"])
        for letters, digits, empty in places:
            if len(letters) > 3 or len(digits) > 7 or (int(digits or 0) > MOST_ROWS) or _column(letters) > MOST_COLUMNS:
                raise _absurd(name, [f"a cell is said to stand at {(letters + digits).decode('latin-1')[:40]}"])
            if not empty:
                rows, columns = max(rows, int(digits or 0)), max(columns, _column(letters))
        # Only where copies of the longest text could be too much are they counted one by one.
        found = _SHARED.findall(piece) if longest else []
        shared += len(found)
        if longest * len(found) > MOST_TEXT // 64 or longest * shared > MOST_TEXT:
            used.update(map(int, found))
        else:
            room[1] += longest * len(found)
    room[1] += sum(lengths[i] * n for i, n in used.items() if i < len(lengths))
    _refuse_square(name, rows, columns, filled, room)
    if room[1] > MOST_TEXT:
        raise _absurd(name, [f"its texts come to {room[1]:,} bytes, told from {sum(lengths):,}"])


def _refuse_square(name: str, rows: int, columns: int, filled: int, room: list[int]) -> None:
    """Add a sheet's square to the room of its workbook, and refuse what is absurd."""
    room[0] += rows * max(columns, 1)
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise _absurd(name, [f"a cell is said to stand in row {rows:,}, column {columns:,}"])
    if rows * columns > SPARSE_FROM and rows * columns > SPARSE * max(filled, 1):
        raise _absurd(name, [f"{filled:,} cells are filled in a square of {rows:,} by {columns:,}"])
    if room[0] > MOST_CELLS:
        raise _absurd(name, [f"its sheets are squares of {room[0]:,} cells"])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _count_ods(name: str, pieces: Iterator[bytes]) -> None:
    """Multiply what is repeated; an empty cell or row at the end of a sheet may be repeated as often as it likes."""
    total = row_cells = 0
    times = 1
    for piece in pieces:
        for tag, attributes, closed in _REPEATED.findall(piece):
            found = _TIMES.search(attributes)
            repeated = int(found[1][:9]) if found else 1
            if tag == b"table-row":
                total += times * row_cells
                times, row_cells = repeated, 0
            elif not closed or b"value" in attributes:
                row_cells += repeated
        if total + times * row_cells > MOST_CELLS:
            raise _absurd(name, ["cells are repeated more often than a sheet holds any"])


def _absurd(name: str, problems: list[str]) -> UnusableFile:
    return UnusableFile(f"{name} asks for more room than a workbook can need", problems, "Save the sheet as CSV.")
