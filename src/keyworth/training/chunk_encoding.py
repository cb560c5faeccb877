"""A whole call is longer than what an encoder reads at once: its vector is the mean of its passages'."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

WORDS = 40  # of a passage: about the 64 tokens that the shipped encoder reads
MOST = 12  # passages of a call that are read; what is asked for is told early


def passages(texts: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Return the passages of texts, and which text each is of.

    Examples
    --------
    >>> parts, of = passages(["a b", " ".join(["word"] * 50)])
    >>> [len(p.split()) for p in parts], of.tolist()
    ([2, 25, 25], [0, 1, 1])
    """
    parts, of = [], []
    for i, text in enumerate(texts):
        words = text.split()[: WORDS * MOST]
        count = max(1, -(-len(words) // WORDS))
        for piece in np.array_split(np.array(words, dtype=object), count):
            parts.append(" ".join(piece))
            of.append(i)
    return parts, np.array(of, dtype=int)


def encode_passages(encode: Callable[[Sequence[str]], np.ndarray], texts: Sequence[str]) -> np.ndarray:
    """Return the unit vectors of whole calls, float32 [n × d]."""
    parts, of = passages(texts)
    vectors = encode(parts)
    out = np.zeros((len(texts), vectors.shape[1]))
    np.add.at(out, of, vectors)
    return (out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)).astype(np.float32)
