"""Vectors kept on disk, so that a text is encoded once, ever.

A folder an encoder; in it shards, each an array of (key, vector) rows that is
written under a temporary name and moved into place, and named by the SHA-256
of its content. Writers never touch a shard of another, so any number of them
may work at once; a shard torn by a crash fails its hash and is ignored.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from keyworth.assets import cache_dir

MAX_SHARDS = 24  # beyond, they are merged into one


class VectorCache:
    """Vectors of one encoder by text.

    Parameters
    ----------
    identity : str
        The encoder's; another encoder never sees these vectors.
    dimensions : int

    Examples
    --------
    >>> cache = VectorCache("doctest", 2)
    >>> cache.add(["a"], np.array([[0.6, 0.8]], np.float32))
    >>> known, vectors = VectorCache("doctest", 2).find(["a", "b"])
    >>> known.tolist(), vectors[0].round(2).astype(float).round(2).tolist()
    ([True, False], [0.6, 0.8])
    """

    def __init__(self, identity: str, dimensions: int) -> None:
        safe = "".join(c if c.isalnum() or c in "-_." else "_" for c in identity)[:80]
        digest = hashlib.sha256(identity.encode()).hexdigest()[:12]
        self.folder: Path = cache_dir() / "vectors" / f"{safe}-{digest}"
        self._row = np.dtype([("key", "<u8"), ("check", "<u8"), ("vector", np.float16, (dimensions,))])

    def find(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return which texts are known, bool [n], and their vectors, float32 [n × d], zero where not."""
        wanted = _keys(texts)
        known = np.zeros(len(texts), bool)
        vectors = np.zeros((len(texts), self._row["vector"].shape[0]), np.float32)
        if not self.folder.is_dir() or not len(texts):
            return known, vectors
        for rows in (self._read(path) for path in sorted(self.folder.glob("*.rows"))):
            if not len(rows):
                continue
            place = np.minimum(np.searchsorted(rows["key"], wanted[:, 0]), len(rows) - 1)
            hit = (rows["key"][place] == wanted[:, 0]) & (rows["check"][place] == wanted[:, 1]) & ~known
            vectors[hit] = rows["vector"][place[hit]]
            known |= hit
        return known, vectors

    def add(self, texts: Sequence[str], vectors: np.ndarray) -> None:
        """Keep vectors; a full or read-only disk only costs the saving."""
        if not len(texts):
            return
        rows = np.zeros(len(texts), self._row)
        rows["key"], rows["check"] = _keys(texts).T
        rows["vector"] = vectors
        with suppress(OSError):
            self._write(rows)
            shards = sorted(self.folder.glob("*.rows"))
            if len(shards) > MAX_SHARDS:
                self._merge(shards)

    def _read(self, path: Path) -> np.ndarray:
        try:
            content = path.read_bytes()
        except OSError:  # merged away by another process: its rows are in the merged shard, or are made again
            content = b""
        if hashlib.sha256(content).hexdigest()[:32] != path.stem or len(content) % self._row.itemsize:
            return np.zeros(0, self._row)
        return np.frombuffer(content, self._row)

    def _write(self, rows: np.ndarray) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        content = rows[np.argsort(rows["key"], kind="stable")].tobytes()
        target = self.folder / f"{hashlib.sha256(content).hexdigest()[:32]}.rows"
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".partial-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise

    def _merge(self, shards: list[Path]) -> None:
        rows = np.concatenate([self._read(path) for path in shards])
        _, first = np.unique(rows["key"], return_index=True)
        self._write(rows[first])
        kept = {p for p in self.folder.glob("*.rows") if p not in shards}
        for path in shards:
            if path not in kept:
                with suppress(OSError):
                    path.unlink()


def _keys(texts: Sequence[str]) -> np.ndarray:
    """Return uint64 [n × 2]: the first 128 bits of each text's SHA-256."""
    digests = b"".join(hashlib.sha256(t.encode("utf-8", "surrogatepass")).digest()[:16] for t in texts)
    return np.frombuffer(digests, "<u8").reshape(-1, 2)
