"""Vectors kept on disk, so that a text is encoded once, ever.

A folder an encoder; in it shards, each an array of (key, vector) rows, kept as
`keyworth.cache` keeps files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from keyworth.cache import KeptFiles

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
        self.shards = KeptFiles(f"vectors/{safe}-{digest}", ".rows")
        self._row = np.dtype([("key", "<u8"), ("check", "<u8"), ("vector", np.float16, (dimensions,))])

    def find(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return which texts are known, bool [n], and their vectors, float32 [n × d], zero where not."""
        wanted = _keys(texts)
        known = np.zeros(len(texts), bool)
        vectors = np.zeros((len(texts), self._row["vector"].shape[0]), np.float32)
        if not len(texts):
            return known, vectors
        for rows in map(self._read, self.shards.paths()):
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
            shards = self.shards.paths()
            if len(shards) > MAX_SHARDS:
                self._merge(shards)

    def _read(self, path: Path) -> np.ndarray:
        content = self.shards.content(path) or b""  # merged away by another process: its rows are there, or made again
        return np.frombuffer(content if len(content) % self._row.itemsize == 0 else b"", self._row)

    def _write(self, rows: np.ndarray) -> Path:
        return self.shards.write(rows[np.argsort(rows["key"], kind="stable")].tobytes())

    def _merge(self, shards: list[Path]) -> None:
        rows = np.concatenate([self._read(path) for path in shards])
        _, first = np.unique(rows["key"], return_index=True)
        whole = self._write(rows[first])
        self.shards.forget(path for path in shards if path != whole)


def _keys(texts: Sequence[str]) -> np.ndarray:
    """Return uint64 [n × 2]: the first 128 bits of each text's SHA-256."""
    digests = b"".join(hashlib.sha256(t.encode("utf-8", "surrogatepass")).digest()[:16] for t in texts)
    return np.frombuffer(digests, "<u8").reshape(-1, 2)
