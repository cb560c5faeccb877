"""Which words name the same thing or a kind of it: a pram is a pushchair, a recliner is a chair.

``models/thesaurus`` holds, for each word that a shopper may ask for, the words that a title may have for it, with a
strength from 0 to 1. It comes from WordNet and a list of British and American trade names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from keyworth.assets import asset, check_manifest


@dataclass(frozen=True)
class Thesaurus:
    """``sold[start[i]:start[i + 1]]`` are the places in ``words`` of what answers word i, ``strength`` how well."""

    place: Mapping[str, int]
    words: list[str]
    start: np.ndarray
    sold: np.ndarray
    strength: np.ndarray

    def among(self, asked: Sequence[str], vocabulary: Mapping[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return which words of a vocabulary answer the words asked for.

        Parameters
        ----------
        asked : sequence of str
            Stems; two words written together name one thing ("hottub").
        vocabulary : mapping of stem to place

        Returns
        -------
        start : int array [len(asked) + 1]
            ``start[i]:start[i + 1]`` are word i's entries in the other two.
        token : int array
            Places in the vocabulary.
        strength : float array, 0 to 1

        Examples
        --------
        >>> start, token, strength = load_thesaurus().among(["couch", "zzz"], {"sofa": 7, "oak": 2})
        >>> start.tolist(), token.tolist(), bool(strength[0] > 0.9)
        ([0, 1, 1], [7], True)
        """
        rows = np.array([self.place.get(w, -1) for w in asked], np.int64)
        known = np.flatnonzero(rows >= 0)
        first, last = self.start[rows[known]], self.start[rows[known] + 1]
        owner = np.repeat(known, last - first)
        at = np.arange(len(owner)) + np.repeat(first - np.r_[0, np.cumsum(last - first)[:-1]], last - first)
        wanted = np.unique(self.sold[at])
        token_of = np.full(len(self.words), -1, np.int64)
        token_of[wanted] = [vocabulary.get(self.words[i], -1) for i in wanted]
        token = token_of[self.sold[at]]
        kept = token >= 0
        start = np.searchsorted(owner[kept], np.arange(len(asked) + 1))
        return start, token[kept], self.strength[at[kept]] / 255


@cache
def load_thesaurus() -> Thesaurus:
    """Return the shipped thesaurus, its files checked against the manifest.

    Raises
    ------
    UnusableModel
        When a file is missing or has been edited.
    """
    folder = asset("models", "thesaurus")
    check_manifest(folder)
    words = (folder / "words.txt").read_text(encoding="utf-8").split()
    start, sold, strength = (
        np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("start", "sold", "strength")
    )
    return Thesaurus({w: i for i, w in enumerate(words)}, words, start.astype(np.int64), sold, strength)
