"""Whole results kept by their inputs: the same audit again costs a look-up.

The key is the hash of all that decides a result: the tables' content in an
order of their own, the settings, the model files and this room's own code. A
table is named by its place, how many there are and the hash of its bytes: what
has been changed, cut short or lost is made again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from keyworth import text
from keyworth.assets import asset, cache_dir
from keyworth.parquet import read_parquet

KEPT = 40  # results; the oldest go first
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
    folder = cache_dir() / "results" / _key(parts, settings)
    with suppress(OSError, ValueError):
        return _read(folder)
    tables = make()
    with suppress(OSError):
        _keep(folder, tables)
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
    manifests = [asset("models", name, "manifest.json") for name in ("minilm-int8", "static", "relevance")]
    code = [Path(__file__).parent, Path(text.__file__).parent]
    for path in [*(p for folder in code for p in sorted(folder.rglob("*.py"))), *manifests]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(folder: Path) -> Tables:
    """Return the tables of a folder; ValueError where they are not all there as they were written."""
    tables, names = [], sorted(folder.glob("*.parquet"))
    for i, path in enumerate(names):
        content = path.read_bytes()
        if path.name != _name(i, len(names), content):
            raise ValueError(path)
        tables.append(read_parquet(content))
    if not tables:
        raise ValueError(folder)
    return tuple(tables)


def _name(place: int, of: int, content: bytes) -> str:
    return f"{place}-of-{of}-{hashlib.sha256(content).hexdigest()[:40]}.parquet"


def _keep(folder: Path, tables: Tables) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".partial-"))
    try:
        for i, table in enumerate(tables):
            content = table.to_parquet(index=False)
            (temporary / _name(i, len(tables), content)).write_bytes(content)
        try:
            os.rename(temporary, folder)
        except OSError:  # another process kept the same result first, or what is there is damaged
            damaged = folder.with_name(f"{temporary.name}-old")
            os.rename(folder, damaged)
            os.rename(temporary, folder)
            shutil.rmtree(damaged, ignore_errors=True)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    old = sorted((p for p in folder.parent.iterdir() if not p.name.startswith(".")), key=lambda p: p.stat().st_mtime)
    for path in old[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
