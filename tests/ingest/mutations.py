"""Ways in which an export is changed between the tool that wrote it and the person who gives it."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable

from keyworth.ingest.containers.decode import decode
from keyworth.ingest.containers.source import Source
from keyworth.ingest.known_headers import known_headers
from keyworth.ingest.tabular.dialect import find_dialect

Mutation = Callable[[bytes, random.Random], bytes]


def _records(data: bytes) -> tuple[list[list[str]], int]:
    """Return the records of a delimited file, and the place of its header."""
    source = Source("x", data)
    text = decode(data)[0].lstrip("\ufeff")
    dialect = find_dialect(text, known_headers())
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter or ","))
    head = next((i for i, row in enumerate(rows) if row and row[: len(source.header)] == source.header), 0)
    return rows, head


def _written(rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, end: str = "\r\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[call-overload]
    return out.getvalue().encode()


def reencoded(encoding: str) -> Mutation:
    """Save the file in another encoding, where that has all its letters."""

    def change(data: bytes, rng: random.Random) -> bytes:
        try:
            return decode(data)[0].lstrip("\ufeff").encode(encoding)
        except UnicodeEncodeError:
            return data

    return change


def line_ends(end: str) -> Mutation:
    """Save it with other line ends."""

    def change(data: bytes, rng: random.Random) -> bytes:
        return decode(data)[0].replace("\r\n", "\n").replace("\r", "\n").replace("\n", end).encode()

    return change


def delimited(delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> Mutation:
    """Save it with another delimiter, or with every cell quoted."""

    def change(data: bytes, rng: random.Random) -> bytes:
        return _written(_records(data)[0], delimiter, quoting)

    return change


def shuffled_columns(data: bytes, rng: random.Random) -> bytes:
    """Move the columns about, below the preamble."""
    rows, head = _records(data)
    width = len(rows[head])
    order = rng.sample(range(width), width)
    moved = [[row[i] for i in order] if len(row) == width else row for row in rows[head:]]
    return _written(rows[:head] + moved)


def shuffled_rows(data: bytes, rng: random.Random) -> bytes:
    """Sort the rows otherwise."""
    rows, head = _records(data)
    body = [row for row in rows[head + 1 :] if len(row) == len(rows[head])]
    rest = [row for row in rows[head + 1 :] if len(row) != len(rows[head])]
    return _written(rows[: head + 1] + rng.sample(body, len(body)) + rest)


def more_columns(data: bytes, rng: random.Random) -> bytes:
    """Add columns of the person's own."""
    rows, head = _records(data)
    width = len(rows[head])
    more = [[*row, "my note" if i == 0 else ""] if len(row) == width else row for i, row in enumerate(rows[head:])]
    return _written(rows[:head] + more)


def trailing_delimiters(data: bytes, rng: random.Random) -> bytes:
    """End every line with two empty cells, as spreadsheets do."""
    rows, _ = _records(data)
    return _written([[*row, "", ""] for row in rows])


def blank_lines(data: bytes, rng: random.Random) -> bytes:
    """Put empty lines at the end."""
    return data + "\r\n\r\n".encode(_encoding(data))


def preamble(data: bytes, rng: random.Random) -> bytes:
    """Write a title above the table."""
    rows, head = _records(data)
    return _written([["Monthly report for the board"], [], *rows[head:]])


def workbook(data: bytes, rng: random.Random) -> bytes:
    """Save it as a workbook, all cells as text."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Export")
    for i, row in enumerate(_records(data)[0]):
        for j, cell in enumerate(row):
            sheet.write_string(i, j, cell)
    book.close()
    return out.getvalue()


def _encoding(data: bytes) -> str:
    name = decode(data)[1]
    return {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(name, name)


# The same table all the same.
HARMLESS: dict[str, Mutation] = {
    "utf-8-sig": reencoded("utf-8-sig"),
    "utf-16": reencoded("utf-16"),
    "utf-16-le": reencoded("utf-16-le"),
    "cp1252": reencoded("cp1252"),
    "lf": line_ends("\n"),
    "crlf": line_ends("\r\n"),
    "cr": line_ends("\r"),
    "blank_lines": blank_lines,
}
HARMLESS_TABLES: dict[str, Mutation] = {
    "semicolon": delimited(";"),
    "tab": delimited("\t"),
    "pipe": delimited("|"),
    "all_quoted": delimited(",", csv.QUOTE_ALL),
    "shuffled_columns": shuffled_columns,
    "shuffled_rows": shuffled_rows,
    "more_columns": more_columns,
    "trailing_delimiters": trailing_delimiters,
    "preamble": preamble,
    "workbook": workbook,
}
