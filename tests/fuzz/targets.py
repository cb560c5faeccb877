"""What is fuzzed: a function of bytes for each parser. It ends, or raises a fault that a person can mend."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd

from keyworth.errors import KeyworthError
from keyworth.ingest import read_files, read_table
from keyworth.ingest.containers.archives import open_sources
from keyworth.ingest.recognise import formats
from keyworth.ingest.tabular.amounts import decimal_of, to_numbers
from keyworth.ingest.tabular.dates import to_times
from keyworth.privacy import redact
from keyworth.settings import Ingest

_PLACE = Path(tempfile.mkdtemp(prefix="fuzz-"))


def _written(data: bytes, name: str = "file") -> Path:
    path = _PLACE / name
    path.write_bytes(data)
    return path


def cells(data: bytes) -> None:
    """Numbers and dates in cells."""
    column = pd.Series(data.decode("utf-8", "replace").split("\n"), dtype="str")
    to_numbers(column, decimal_of([column]))
    to_times(column)


def table(data: bytes) -> None:
    """Any delimited text or workbook as a table."""
    with suppress(KeyworthError):
        read_table(_written(data))


def export(data: bytes) -> None:
    """A file without a switch, by whatever format knows it."""
    with suppress(KeyworthError):
        read_files({"": [_written(data)]}, Ingest())


def container(data: bytes) -> None:
    """Zips, gz, workbooks, Parquet and what lies in them."""
    with suppress(KeyworthError):
        for source in open_sources(_written(data)):
            source.names  # noqa: B018 - the header is looked for when it is asked


def speech(data: bytes) -> None:
    """Redaction of whatever a caller said."""
    redact(data.decode("utf-8", "replace"))


TARGETS: dict[str, Callable[[bytes], None]] = {t.__name__: t for t in (cells, table, export, container, speech)}


def seeds() -> Iterator[tuple[str, bytes]]:
    """Yield the examples of every format, named."""
    for name, module in formats().items():
        for i, example in enumerate(getattr(module, "EXAMPLES", ())):
            data = example[0] if isinstance(example, tuple) else example
            if isinstance(data, str | bytes):
                yield f"{name}-{i}", data.encode() if isinstance(data, str) else data
