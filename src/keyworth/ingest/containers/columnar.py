"""Parquet and DuckDB files to tables of text: counted before they are unpacked, and nothing in them is run."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from keyworth.errors import UnusableFile

MOST_CELLS, MOST_TEXT, MOST_COLUMNS = 100_000_000, 1 << 30, 16_384
_LOCKED: dict[str, Any] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "memory_limit": "1GB",
    "threads": "2",
    "lock_configuration": "true",
}


class TextTable(NamedTuple):
    """Column names, and the rows as a frame of text (columns 0, 1, 2 …; the index is the row, the header being 1)."""

    header: list[str]
    rows: Any


def is_parquet(data: bytes) -> bool:
    """Tell a Parquet file by its two marks."""
    return data.startswith(b"PAR1") and data.endswith(b"PAR1")


def is_duckdb(data: bytes) -> bool:
    """Tell a DuckDB database by its mark."""
    return data[8:12] == b"DUCK"


def parquet_table(name: str, data: bytes) -> TextTable:
    """Return the rows of a Parquet file as text.

    Raises
    ------
    UnusableFile
        When it is damaged, or holds more than it should.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        _refuse_large(name, file.metadata.num_rows, file.metadata.num_columns)
        schema = file.schema_arrow
        texts = [f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]
        # A text that is kept once and repeated a million times stays one until it is counted.
        table = parquet.read_table(io.BytesIO(data), read_dictionary=texts, use_threads=False)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as fault:
        raise UnusableFile(
            f"{name} is a Parquet file that is damaged or protected", [str(fault).split("\n")[0]], "Export it again."
        ) from None
    return _text_table(name, table)


def duckdb_tables(name: str, data: bytes) -> Iterator[tuple[str, TextTable]]:
    """Yield the tables of a DuckDB database by name; its views and macros, which could do anything, are not run.

    Raises
    ------
    UnusableFile
        When it is damaged, of another version, or a table holds more than it should.
    """
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given.duckdb"
        path.write_bytes(data)
        try:
            with duckdb.connect(str(path), read_only=True, config=_LOCKED) as base:
                listed = base.execute(
                    "select schema_name, table_name, column_count from duckdb_tables()"
                    " where not internal and not temporary order by schema_name, table_name"
                ).fetchall()
                for schema, table, width in listed:
                    where = ".".join('"' + part.replace('"', '""') + '"' for part in (schema, table))
                    count = base.execute(f"select count(*) from {where}").fetchall()[0][0]  # noqa: S608 quoted above
                    _refuse_large(f"{name}/{table}", count, width)
                    shown = table if schema == "main" else f"{schema}.{table}"
                    found = base.sql(f"select * from {where}").to_arrow_table()  # noqa: S608
                    yield shown, _text_table(f"{name}/{shown}", found)
        except duckdb.Error as fault:
            raise UnusableFile(
                f"{name} is a DuckDB database that is damaged or of another version",
                [str(fault).split("\n")[0].replace(str(path), name)],
                "Export its tables as Parquet or CSV.",
            ) from None
    if not listed:
        raise UnusableFile(f"{name} is a DuckDB database without tables")


def _refuse_large(name: str, rows: int, columns: int) -> None:
    if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise UnusableFile(
            f"{name} holds more than can be read", [f"{rows:,} rows of {columns:,} columns"], "Split it, or sum it up."
        )


def _text_table(name: str, table: Any) -> TextTable:
    """Return an Arrow table as text; nothing (null) is an empty cell."""
    import pandas as pd
    import pyarrow as pa

    size, columns = [0], []
    for column in table.columns:
        columns.append(_texts(name, column, size))
    arrow: Any = pd.StringDtype("pyarrow", na_value=float("nan"))
    index = pd.RangeIndex(2, 2 + table.num_rows).astype("int64")
    data = {i: pd.Series(arrow.__from_arrow__(pa.chunked_array(c)), index=index) for i, c in enumerate(columns)}
    return TextTable([str(c) for c in table.column_names], pd.DataFrame(data, index=index))


def _texts(name: str, column: Any, size: list[int]) -> Any:
    """Return a column's chunks as text, counting letters before they are written out."""
    import pyarrow as pa
    from pyarrow import compute

    chunks = []
    for part in column.chunks or [pa.array([], pa.large_string())]:
        if pa.types.is_dictionary(part.type):
            lengths = compute.binary_length(part.dictionary.cast(pa.large_string()))
            size[0] += compute.sum(lengths.take(part.indices)).as_py() or 0
            _refuse_long(name, size[0])
            part = part.dictionary_decode()
        chunks.append(compute.fill_null(_as_text(part), ""))
        size[0] += 0 if pa.types.is_dictionary(part.type) else chunks[-1].nbytes
        _refuse_long(name, size[0])
    return chunks


def _refuse_long(name: str, size: int) -> None:
    if size > MOST_TEXT:
        raise UnusableFile(f"{name} unpacks to far more than it should", [f"{size:,} bytes of text"], "Split it.")


def _as_text(part: Any) -> Any:
    """Return values as a person writes them: 2 for 2.0, ISO times, true and false, JSON for what is nested."""
    import json

    import pyarrow as pa
    from pyarrow import compute

    kind, text = part.type, pa.large_string()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return part.cast(text)
    if pa.types.is_floating(kind):
        written = part.cast(pa.float64()).cast(text)
        written = compute.if_else(compute.is_finite(part.cast(pa.float64())), written, pa.scalar(None, text))
        return compute.replace_substring_regex(written, r"\.0$", "")
    if pa.types.is_boolean(kind):
        return compute.if_else(part, pa.scalar("TRUE", text), pa.scalar("FALSE", text))
    if pa.types.is_timestamp(kind) and kind.tz:
        return compute.strftime(part.cast(pa.timestamp("us", "UTC")), "%Y-%m-%dT%H:%M:%SZ").cast(text)
    if pa.types.is_timestamp(kind):
        return compute.replace_substring_regex(
            part.cast(pa.timestamp("us"), safe=False).cast(text), r" 00:00:00\.?0*$", ""
        )
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_nested(kind):
        told = [None if v is None else _plain(v, json) for v in part.to_pylist()]
        return pa.array(told, text)
    try:
        return part.cast(text)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.array([None if v is None else str(v) for v in part.to_pylist()], text)


def _plain(value: Any, json: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(json.dumps(value, ensure_ascii=False, default=str))
