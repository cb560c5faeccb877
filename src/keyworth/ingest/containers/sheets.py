"""Workbooks (xlsx, xls, xlsb, ods) to rows of text cells, as a person sees them as far as that is known."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from keyworth.errors import UnusableFile
from keyworth.ingest.containers.sheet_counts import refuse_absurd

_MOST_MERGED = 100_000  # cells that one merged range may fill


def sheets_of(name: str, data: bytes) -> list[tuple[str, list[list[str]]]]:
    """Return the visible sheets that hold anything: their names and rows of text.

    Raises
    ------
    UnusableFile
        When the workbook is damaged, protected or empty.
    """
    import python_calamine as calamine

    refuse_absurd(name, data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            m.name
            for m in book.sheets_metadata
            if m.visible == calamine.SheetVisibleEnum.Visible and m.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        sheets = [(sheet, _rows(book.get_sheet_by_name(sheet))) for sheet in visible]
    except BaseException as fault:  # calamine raises its own errors, and Rust's panics, which are no Exception
        if isinstance(fault, MemoryError | KeyboardInterrupt | SystemExit):
            raise
        raise UnusableFile(
            f"{name} is a workbook that is damaged or protected", [str(fault)], "Open it and save it again as CSV."
        ) from None
    filled = [(sheet, rows) for sheet, rows in sheets if any(any(r) for r in rows)]
    if not filled:
        raise UnusableFile(f"{name} is an empty workbook")
    return filled


def _rows(sheet: Any) -> list[list[str]]:
    rows = [[_cell(c) for c in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(rows) and left < len(rows[top]) and (bottom - top + 1) * (right - left + 1) <= _MOST_MERGED:
            _fill(rows, top, left, min(bottom, len(rows) - 1), right)
    return rows


def _fill(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Say in every cell of a merged range what its first says; a title over a whole row stays one cell."""
    said = rows[top][left]
    alone = not any(c for i, c in enumerate(rows[top]) if not left <= i <= right)
    for row in rows[top : bottom + 1]:
        for place in range(left, min(left if alone else right, len(row) - 1) + 1):
            row[place] = row[place] or said


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
