"""How large a square each sheet of an .xls or .xlsb workbook fills, from its records, before its reader makes room.

Both formats are a list of records: [MS-XLS] 2.1.4 (type and length in two bytes each) and [MS-XLSB] 2.1.4 (both in
bytes of seven bits). A cell's record begins with where it stands.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

_XLSB_ROW, _XLSB_CELLS = 0, range(2, 12)  # BrtRowHdr; BrtCellRk to BrtFmlaError: a blank cell (1) takes no room
_XLS_SHEET = 0x0809  # BOF: a part of the workbook begins
_XLS_CELLS = {0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6}  # formula, number, text, truth, RK, shared text
_XLS_MANY = 0x00BD  # MULRK: several in a row, the last column at its end
_OLE = b"\xd0\xcf\x11\xe0"
_STEP = 1 << 20

Square = tuple[int, int, int]


def xlsb_square(stream: BinaryIO) -> Square:
    """Return rows, columns and filled cells of a sheet's part of an .xlsb workbook.

    Parameters
    ----------
    stream : binary file

    Raises
    ------
    EOFError
        When a record is cut short.
    """
    row = rows = columns = filled = 0
    data = io.BufferedReader(stream, _STEP)  # type: ignore[type-var]
    while first := data.read(1):
        kind = first[0] if first[0] < 128 else (first[0] & 0x7F) | (_byte(data) << 7)
        size = _length(data)
        if kind == _XLSB_ROW or kind in _XLSB_CELLS:
            place = int.from_bytes(_exactly(data, min(size, 4)), "little")
            size -= min(size, 4)
            if kind == _XLSB_ROW:
                row = place + 1
            else:
                rows, columns, filled = max(rows, row), max(columns, place + 1), filled + 1
        while size:
            size -= len(_exactly(data, min(size, _STEP)))
    return rows, columns, filled


def _length(data: BinaryIO) -> int:
    size = shift = 0
    while shift < 28:
        byte = _byte(data)
        size |= (byte & 0x7F) << shift
        if byte < 128:
            break
        shift += 7
    return size


def _byte(data: BinaryIO) -> int:
    return _exactly(data, 1)[0]


def _exactly(data: BinaryIO, size: int) -> bytes:
    if len(found := data.read(size)) < size:
        raise EOFError
    return found


def xls_squares(data: bytes) -> Iterator[Square]:
    """Yield rows, columns and filled cells of each part of an .xls workbook; nothing where it is none, or damaged.

    Examples
    --------
    >>> list(xls_squares(b"no workbook"))
    []
    """
    book = _workbook_stream(data)
    at = rows = columns = filled = 0
    while at + 4 <= len(book):
        kind, size = book[at] | book[at + 1] << 8, book[at + 2] | book[at + 3] << 8
        if kind == _XLS_SHEET and filled:
            yield rows, columns, filled
            rows = columns = filled = 0
        elif (kind in _XLS_CELLS or kind == _XLS_MANY) and at + 8 <= len(book):
            row, column = book[at + 4] | book[at + 5] << 8, book[at + 6] | book[at + 7] << 8
            count = 1
            if kind == _XLS_MANY:
                count = max((size - 6) // 6, 1)
                column += count - 1
            rows, columns, filled = max(rows, row + 1), max(columns, column + 1), filled + count
        at += 4 + size
    if filled:
        yield rows, columns, filled


def _workbook_stream(data: bytes) -> bytes:
    import olefile

    if not data.startswith(_OLE):
        return b""
    try:
        with olefile.OleFileIO(data) as book:
            name = next((n for n in ("Workbook", "Book") if book.exists(n)), None)
            return book.openstream(name).read() if name else b""
    except Exception:  # a damaged one is its reader's to name
        return b""
