"""Candidates: for each keyword the few products worth a closer look, cheaply.

Two views of every pair, each a blocked product of matrices: words in common
(by rarity and spelling) and likeness of meaning by the static encoder. The best
few of each view, and of both together, are candidates. Beyond ``EXACT`` pairs
only likely ones are looked at (`near`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

from keyworth.registry import plugins
from keyworth.relevance.candidate_pruning import near_pairs
from keyworth.relevance.vocabulary import Words, read_words, weigh_words

EXACT = 2**28  # pairs up to which every one is looked at: some sixteen thousand keywords and products
CELLS = 2**24  # of the dense block of scores: bounds memory whatever the catalogue's size
WORDS_WEIGHT = 0.7  # of the words in common beside the likeness of meaning
BY_BOTH, BY_WORDS, BY_MEANING = 8, 4, 4  # the best of each view; chosen
FLOOR = 1e-6  # above rounding
NEAR_ROWS = 1024  # keywords at a time where only likely pairs are looked at
RUN = 64  # columns looked at together in the search for the best of a row


@dataclass(frozen=True)
class Candidates:
    """Pairs worth a closer look, by keyword, then by product place.

    Attributes
    ----------
    keyword, product : int64 [n]
    words, meaning : float32 [n]
        The two cheap views, from 0 to about 1 and from -1 to 1.
    """

    keyword: np.ndarray
    product: np.ndarray
    words: np.ndarray
    meaning: np.ndarray


def find_candidates(
    keywords: Sequence[str],
    titles: Sequence[str],
    vectors: tuple[np.ndarray, np.ndarray] | None = None,
    progress: Callable[..., Any] | None = None,
) -> Candidates:
    """Return the candidate products of each keyword.

    Parameters
    ----------
    keywords, titles : sequence of str
        In an order that their content decides: it settles ties.
    vectors : (float32 [keywords × d], float32 [titles × d]), optional
        Unit vectors of a better encoder, where everything has been encoded.
    progress : callable (label, total) → context manager with ``update(n)``, optional

    Examples
    --------
    >>> found = find_candidates(["garden office"], ["Leather sofa", "Insulated garden offices"])
    >>> int(found.product[found.words.argmax()]), round(float(found.words.max()), 2)
    (1, 1.0)
    """
    if not len(keywords) or not len(titles):
        none = np.zeros(0, np.int64)
        return Candidates(none, none, none.astype(np.float32), none.astype(np.float32))
    asked, sold = read_words(keywords), read_words(titles)
    weights, holds = weigh_words(asked, sold), sold.holds.T.tocsr()
    a, b = vectors or static_vectors(asked, sold)
    if len(keywords) * len(titles) > EXACT:
        return _among(near_pairs(weights, holds, a, b), weights, sold.holds.tocsr(), a, b)
    rows = max(CELLS // len(titles), 1)
    parts = []
    with progress("Matching", len(keywords)) if progress else nullcontext() as bar:
        for start in range(0, len(keywords), rows):
            stop = min(start + rows, len(keywords))
            parts.append(_block(start, weights[start:stop] @ holds, a[start:stop] @ b.T))
            if bar is not None:
                bar.update(stop - start)
    return Candidates(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def static_vectors(*texts: Words) -> list[np.ndarray]:
    """Return unit vectors of texts by the static encoder, from their words."""
    encoder = plugins("relevance.encoders")["static"].load()
    out = []
    for t in texts:
        sums = t.holds @ encoder.word_vectors(t.words) if t.words else np.zeros((t.holds.shape[0], encoder.dimensions))
        sums = sums.astype(np.float32, copy=False)
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        out.append(sums)
    return out


def _block(start: int, words: Any, meaning: np.ndarray) -> tuple[np.ndarray, ...]:
    n = meaning.shape[1]
    in_words = words.toarray()
    both = meaning + WORDS_WEIGHT * in_words
    chosen = [_best(scores, k) for scores, k in ((both, BY_BOTH), (in_words, BY_WORDS), (meaning, BY_MEANING))]
    pairs = np.unique(np.concatenate(chosen))
    rows, columns = np.divmod(pairs, n)
    return rows + start, columns, in_words[rows, columns], meaning[rows, columns]


def _among(pairs: np.ndarray, weights: Any, titles: Any, a: np.ndarray, b: np.ndarray) -> Candidates:
    """Return the candidates among given pairs (sorted, ``keyword × titles + title``)."""
    parts = []
    for start in range(0, len(a), NEAR_ROWS):
        here = pairs[slice(*np.searchsorted(pairs, np.array([start, start + NEAR_ROWS]) * len(b)))]
        k, p = np.divmod(here, len(b))
        words = np.asarray(weights[k].multiply(titles[p]).sum(axis=1)).ravel().astype(np.float32)
        meaning = np.einsum("ij,ij->i", a[k], b[p])
        kept = np.zeros(len(k), bool)
        for scores, best in ((meaning + WORDS_WEIGHT * words, BY_BOTH), (words, BY_WORDS), (meaning, BY_MEANING)):
            order = np.lexsort((p, -scores, k))
            rank = np.arange(len(order)) - np.searchsorted(k, k[order])
            chosen = order[rank < best]
            kept[chosen[scores[chosen] > FLOOR]] = True
        parts.append((k[kept], p[kept], words[kept], meaning[kept]))
    return Candidates(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _best(scores: np.ndarray, k: int) -> np.ndarray:
    """Return the flat places of the k best of each row, of those above nothing at all; of equals the first.

    The k best lie in the k runs of columns with the greatest maxima, so that only these are sorted.
    """
    rows, n = scores.shape
    starts = np.arange(0, n, RUN)
    tops = np.maximum.reduceat(scores, starts, axis=1)
    chosen = np.sort(np.argsort(-tops, axis=1, kind="stable")[:, :k], axis=1)
    columns = (starts[chosen][:, :, None] + np.arange(RUN)).reshape(rows, -1)
    near = np.where(columns < n, np.take_along_axis(scores, np.minimum(columns, n - 1), axis=1), -np.inf)
    order = np.argsort(-near, axis=1, kind="stable")[:, :k]
    found, value = np.take_along_axis(columns, order, axis=1), np.take_along_axis(near, order, axis=1)
    return (np.arange(rows, dtype=np.int64)[:, None] * n + found)[value > FLOOR]
