"""Character 3- and 4-grams of many texts at once, as sparse rows.

A quick index of spellings: no Python loop runs over characters. A gram is
hashed into ``BUCKETS`` columns; a text's grams count once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

BUCKETS = 2**20
READ = 160  # characters of a text
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def gram_rows(texts: Sequence[str]) -> Any:
    """Return which grams each text has, a boolean-valued CSR matrix float32 [n × BUCKETS].

    Parameters
    ----------
    texts : sequence of str
        Folded already.

    Examples
    --------
    >>> m = gram_rows(["garden room", "garden"])
    >>> int(m[0].multiply(m[1]).sum()), int(m[1].sum())
    (11, 11)
    """
    from scipy import sparse

    padded = [f" {t[:READ]} " for t in texts]
    lengths = np.fromiter((len(t) for t in padded), np.int64, len(padded))
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    row = np.repeat(np.arange(len(padded)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))  # characters to the text's end
    keys = []
    for size in (3, 4):
        n = len(codes) - size + 1
        if n <= 0:
            continue
        value = np.zeros(n, np.uint64)
        for i in range(size):
            value = (value + codes[i : n + i] + np.uint64(size)) * _PRIME
            value ^= value >> np.uint64(29)
        whole = left[:n] >= size
        keys.append((row[:n][whole].astype(np.int64) << 20) | (value[whole] & np.uint64(BUCKETS - 1)).astype(np.int64))
    cells = np.sort(np.concatenate(keys)) if keys else np.zeros(0, np.int64)
    cells = cells[np.r_[True, cells[1:] != cells[:-1]]] if len(cells) else cells  # np.unique hashes: slower here
    starts = np.searchsorted(cells, np.arange(len(padded) + 1, dtype=np.int64) << 20)
    values = np.ones(len(cells), np.float32)
    return sparse.csr_matrix((values, (cells & (BUCKETS - 1)).astype(np.int32), starts), (len(padded), BUCKETS))
