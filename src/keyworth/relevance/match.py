"""Candidates: for each keyword the few products worth a closer look, cheaply.

Two views of every pair, each a blocked product of matrices: spellings in common
(character grams of the keyword found in the title, weighted by how rare they
are in the catalogue) and likeness of meaning (vectors, where there are any).
The best few of each view are candidates; the two ranges of products, on sale
and retired, are searched apart so that neither crowds out the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

from keyworth.relevance.features.words import fold
from keyworth.relevance.grams import gram_rows

BLOCK = 256  # keywords at a time


@dataclass(frozen=True)
class Candidates:
    """Pairs worth a closer look, by keyword, then by product place."""

    keyword: np.ndarray  # int64 [n]
    product: np.ndarray  # int64 [n]
    spelling: np.ndarray  # float32 [n], share of the keyword's grams in the title


def find_candidates(
    keywords: Sequence[str],
    titles: Sequence[str],
    groups: Sequence[np.ndarray],
    vectors: tuple[np.ndarray, np.ndarray] | None = None,
    by_spelling: int = 24,
    by_meaning: int = 12,
    progress: Callable[..., Any] | None = None,
) -> Candidates:
    """Return the candidate products of each keyword.

    Parameters
    ----------
    keywords, titles : sequence of str
        In an order that their content decides: it settles ties.
    groups : sequence of int arrays
        Products (places in ``titles``) that are searched apart.
    vectors : (float32 [keywords × d], float32 [titles × d]), optional
        Unit vectors, for candidates by meaning.
    by_spelling, by_meaning : int
        How many of each view, for each keyword and group.
    """
    product_rows = gram_rows([fold(t) for t in titles])
    keyword_rows = gram_rows([fold(k) for k in keywords])
    weights = _weigh(keyword_rows, product_rows)
    found: list[tuple[np.ndarray, np.ndarray]] = []
    by_gram = product_rows.T.tocsr()
    shorter = (1 - 1e-3 * np.log1p(np.diff(product_rows.indptr))).astype(np.float32)
    with progress("Matching", len(keywords)) if progress else nullcontext() as bar:
        for start in range(0, len(keywords), BLOCK):
            stop = min(start + BLOCK, len(keywords))
            spelled = (weights[start:stop] @ by_gram).toarray() * shorter
            alike = vectors[0][start:stop] @ vectors[1].T if vectors else None
            for group in groups:
                found += _best(spelled[:, group], group, start, by_spelling, 1e-6)
                if alike is not None:
                    found += _best(alike[:, group], group, start, by_meaning, -2.0)
            if bar is not None:
                bar.update(stop - start)
    ki = np.concatenate([k for k, _ in found]) if found else np.zeros(0, np.int64)
    pi = np.concatenate([p for _, p in found]) if found else np.zeros(0, np.int64)
    pairs = np.unique(ki * max(len(titles), 1) + pi)
    ki, pi = np.divmod(pairs, max(len(titles), 1))
    return Candidates(ki, pi, _spelling(weights, product_rows, ki, pi))


def _weigh(keyword_rows: Any, product_rows: Any) -> Any:
    """Weigh each keyword's grams by their rarity in the catalogue, to a sum of one."""
    from scipy import sparse

    n = product_rows.shape[0]
    counts = np.bincount(product_rows.indices, minlength=product_rows.shape[1])
    idf = np.log((n + 1) / (counts + 0.5)).astype(np.float32)
    weighted = keyword_rows @ sparse.diags(idf)
    total = np.asarray(weighted.sum(axis=1)).ravel()
    return (sparse.diags(1 / np.maximum(total, 1e-6)) @ weighted).tocsr().astype(np.float32)


def _best(
    scores: np.ndarray, group: np.ndarray, first: int, k: int, floor: float
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the k best of each row, of those above the floor."""
    if not scores.shape[1]:
        return []
    k = min(k, scores.shape[1])
    columns = np.argpartition(scores, scores.shape[1] - k, axis=1)[:, -k:]
    rows = np.repeat(np.arange(len(scores)), k)
    good = scores[rows, columns.ravel()] > floor
    return [(rows[good].astype(np.int64) + first, group[columns.ravel()[good]].astype(np.int64))]


def _spelling(weights: Any, product_rows: Any, ki: np.ndarray, pi: np.ndarray) -> np.ndarray:
    out = np.zeros(len(ki), np.float32)
    for start in range(0, len(ki), 50_000):
        part = slice(start, start + 50_000)
        out[part] = np.asarray(weights[ki[part]].multiply(product_rows[pi[part]]).sum(axis=1)).ravel()
    return out
