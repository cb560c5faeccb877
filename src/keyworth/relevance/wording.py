"""Is one wording contained in another? By word stems, whatever the order, spelling or spacing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from keyworth.relevance.features.words import read


@lru_cache(maxsize=50_000)
def wording(text: str) -> frozenset[str]:
    """Return the set of stems that carry a wording.

    Examples
    --------
    >>> wording("Offices for the garden") == wording("garden office")
    True
    """
    return frozenset(read(text).tokens)


def own_counts(keywords: Sequence[str], phrases: Sequence[str], counts: np.ndarray) -> np.ndarray:
    """Return how often each keyword's own wording is used, float64 [keywords]: by phrases that hold all its words.

    Examples
    --------
    >>> own_counts(["garden office", "garden pod"], ["garden office", "the garden office"], np.array([5.0, 2.0]))
    array([7., 0.])
    """
    a, b = _sets(keywords, phrases)
    common = (a @ b.T).tocoo()
    within = common.data == np.diff(a.indptr)[common.row]
    return np.bincount(common.row[within], weights=counts[common.col[within]], minlength=len(keywords)).astype(float)


def word_rows(keywords: Sequence[str], phrases: Sequence[str]) -> tuple[Any, Any]:
    """Return the words of keywords and of phrases over the same columns, CSR [texts × words] each.

    Examples
    --------
    >>> a, b = word_rows(["garden office"], ["office", "garden"])
    >>> (a @ b.T).toarray().tolist()
    [[1, 1]]
    """
    a, b = _sets(keywords, phrases)
    return a, b


def covered_by(phrases: Sequence[str], keywords: Sequence[str]) -> np.ndarray:
    """Return which phrases say nothing that some keyword does not say, bool [phrases].

    Examples
    --------
    >>> covered_by(["garden office", "podcast garden office"], ["insulated garden offices"]).tolist()
    [True, False]
    """
    a, b = _sets(phrases, keywords)
    common = (a @ b.T).tocoo()
    whole = common.data == np.diff(a.indptr)[common.row]
    return np.bincount(common.row[whole], minlength=len(phrases)) > 0


def _sets(*texts: Sequence[str]) -> list[Any]:
    """Return the wordings of lists of texts as sparse rows over the same columns."""
    from scipy import sparse

    sets = [[wording(t) for t in each] for each in texts]
    place = {w: i for i, w in enumerate(sorted(set().union(*(s for each in sets for s in each))))}
    return [
        sparse.csr_matrix(
            (
                np.ones(sum(map(len, each)), np.int32),
                np.array([place[w] for words in each for w in sorted(words)], np.int32),
                np.r_[0, np.cumsum([len(words) for words in each])].astype(np.int32),
            ),
            (len(each), max(len(place), 1)),
        )
        for each in sets
    ]
