"""A table of token vectors distilled from MiniLM: a hundred times as fast, for a first look; blind to word order.

A text's vector is the normalised sum of its words' vectors, a word's the sum of
its tokens', so that each distinct word is looked up once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from keyworth.assets import asset, check_manifest

LANGUAGES = ("en",)
LIBRARIES = ("tokenizers",)
FOLDER = "static"
PART = 8192  # words at a time: bounds the memory of their tokens' vectors
_WORD = re.compile(r"\w+")

EXAMPLES = [
    ("garden office", "home office", "leather sofa"),
    ("ink cartridge", "printer toner", "trampoline"),
]


class StaticEncoder:
    """The loaded table.

    Attributes
    ----------
    identity : str
        Changes whenever a vector would.
    dimensions : int
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        manifest = check_manifest(folder)
        scale = np.load(folder / "scale.npy", allow_pickle=False)
        self._table = np.load(folder / "vectors.npy", allow_pickle=False).astype(np.float32) * scale[:, None]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self.dimensions: int = manifest["dimensions"]
        self.identity = f"static-{manifest['files']['vectors.npy'][:16]}"

    def word_vectors(self, words: Sequence[str]) -> np.ndarray:
        """Return the vector of each word, not normalised, float32 [n × dimensions]."""
        out = np.zeros((len(words), self.dimensions), np.float32)
        for start in range(0, len(words), PART):
            part = list(words[start : start + PART])
            ids = [t.ids for t in self._tokenizer.encode_batch(part, add_special_tokens=False)]
            lengths = np.fromiter(map(len, ids), np.int64, len(ids))
            flat = np.fromiter((i for row in ids for i in row), np.int64, int(lengths.sum()))
            out[start : start + PART] = _sums(self._table[flat], np.repeat(np.arange(len(ids)), lengths), len(ids))
        return out

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return the unit vectors of texts, float32 [n × dimensions]; each text by itself."""
        split = [_WORD.findall(t.casefold()) for t in texts]
        words = sorted(set().union(*split)) if split else []
        place = {w: i for i, w in enumerate(words)}
        lengths = np.fromiter(map(len, split), np.int64, len(split))
        flat = np.fromiter((place[w] for row in split for w in row), np.int64, int(lengths.sum()))
        sums = _sums(self.word_vectors(words)[flat], np.repeat(np.arange(len(split)), lengths), len(split))
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def load(settings: Any = None) -> StaticEncoder:
    """Return the encoder, its files checked against the manifest.

    Raises
    ------
    UnusableModel
        When a file is missing or has been edited.

    Examples
    --------
    >>> a, b, c = load().encode(["garden office", "home office", "leather sofa"])
    >>> bool(a @ b > a @ c)
    True
    """
    return _loaded(asset("models", FOLDER))


@cache
def _loaded(folder: Path) -> StaticEncoder:
    return StaticEncoder(folder)


def _sums(vectors: np.ndarray, row: np.ndarray, n: int) -> np.ndarray:
    """Return the sum of each row's vectors, in their order."""
    from scipy import sparse

    one = np.ones(len(row), np.float32)
    return sparse.csr_matrix((one, (row, np.arange(len(row)))), (n, len(row))) @ vectors.astype(np.float32, copy=False)
