"""Whole results kept by their inputs: the same audit again costs a look-up.

The key is the hash of all that decides a result: the tables' content in an
order of their own, the settings, the model files and this room's own code. What
has been changed, cut short or lost is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from keyworth import text
from keyworth.assets import asset
from keyworth.cache import KeptFiles
from keyworth.parquet import read_parquet

KEPT = 40  # results; the oldest go first
_LENGTH = 8  # bytes that tell a table's length
Tables = tuple["pd.DataFrame", ...]


def kept_or_made(parts: Sequence[Any], settings: Any, make: Callable[[], Tables]) -> Tables:
    """Return what ``make`` gives, from the cache where the same parts gave it before.

    Parameters
    ----------
    parts : sequence of list of str or DataFrame
        All that the result depends on, beside the settings and the code.
    settings : settings.Relevance
        ``settings.cache`` False makes it anew.
    make : callable
        Returns a tuple of tables.
    """
    if not settings.cache:
        return make()
    kept, key = KeptFiles("results", ".tables", KEPT), _key(parts, settings)
    if (content := kept.read(key)) is not None:
        with suppress(OSError, ValueError):  # tables of another version of pandas
            return _unpacked(content)
    tables = make()
    with suppress(OSError):
        kept.write(_packed(tables), key)
    return tables


def _key(parts: Sequence[Any], settings: Any) -> str:
    digest = hashlib.sha256(_identity().encode())
    digest.update(repr(sorted(settings.model_dump().items())).encode())
    for part in parts:
        if isinstance(part, pd.DataFrame):
            digest.update(repr(list(part.columns)).encode())
            digest.update(pd.util.hash_pandas_object(part, index=False).sort_values().to_numpy().tobytes())
        else:
            digest.update("".join(f"{len(text)}:{text}" for text in part).encode("utf-8", "surrogatepass"))
        digest.update(b"\x01")
    return digest.hexdigest()[:40]


@cache
def _identity() -> str:
    """Return the hash of this room's code, of how words are read, and of the models."""
    digest = hashlib.sha256()
    manifests = [
        asset("models", name, "manifest.json")
        for name in ("cross-int8", "minilm-int8", "relevance", "static", "thesaurus")
    ]
    code = [Path(__file__).parent, Path(text.__file__).parent]
    for path in [*(p for folder in code for p in sorted(folder.rglob("*.py"))), *manifests]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _packed(tables: Tables) -> bytes:
    """Return tables as one text of bytes: of each its length, then its Parquet."""
    contents = [table.to_parquet(index=False) for table in tables]
    return b"".join(len(content).to_bytes(_LENGTH, "little") + content for content in contents)


def _unpacked(content: bytes) -> Tables:
    tables, at = [], 0
    while at < len(content):
        end = at + _LENGTH + int.from_bytes(content[at : at + _LENGTH], "little")
        tables.append(read_parquet(content[at + _LENGTH : end]))
        at = end
    return tuple(tables)
