"""How telling a word is in general English, where no catalogue is at hand to count in.

``models/relevance/words.txt`` lists the whole words of the BERT vocabulary
(Apache-2.0) by falling frequency; by Zipf's law the logarithm of the rank is
the logarithm of the frequency, up to a constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from keyworth.assets import asset, check_manifest
from keyworth.relevance.features.words import stem

_RARE = 60_000  # the rank given to a word that the list lacks


@cache
def _ranks() -> dict[str, int]:
    folder, ranks = asset("models", "relevance"), dict[str, int]()
    check_manifest(folder)
    for rank, word in enumerate((folder / "words.txt").read_text(encoding="utf-8").split()):
        ranks.setdefault(stem(word), rank)
    return ranks


def background_idf(words: Sequence[str]) -> np.ndarray:
    """Return how telling words are, from 0 (the most frequent) to 1 (not among the 20,000 commonest).

    Examples
    --------
    >>> idf = background_idf(["new", "garden", "zurn"])
    >>> bool(idf[0] < idf[1] < idf[2] == 1.0)
    True
    """
    ranks = _ranks()
    rank = np.array([ranks.get(w, _RARE) for w in words], float)
    return np.log1p(rank / 20) / np.log1p(_RARE / 20)
