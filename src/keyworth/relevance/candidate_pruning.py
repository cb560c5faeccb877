"""Likely pairs of a large shop: found without looking at every pair, so that cost grows with texts, not pairs.

By words: each word leads to its champions, the titles of which it is the largest part. By meaning: products are
grouped around some of their own number, and a keyword looks into the groups nearest to it. Champion lists and
cluster pruning as in Manning, Raghavan and Schütze, *Introduction to Information Retrieval*, §7.1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

CHAMPIONS = 1000  # titles a word leads to
WORDS = 12  # weightiest words of a keyword (with its spellings) that are followed
BY_WORDS, BY_MEANING = 64, 8  # pairs a keyword, and a keyword in each group
PROBED = 16  # groups a keyword looks into
BLOCK = 2048  # keywords at a time
STEPS = 2**20  # that tell scores apart
ROUNDS = 2  # of moving the groups' centres to their members' mean


def near_pairs(weights: Any, holds: Any, asked: np.ndarray, sold: np.ndarray) -> np.ndarray:
    """Return likely pairs, int64, each ``keyword × products + product``, sorted.

    Parameters
    ----------
    weights : CSR matrix float32 [keywords × words]
        What each word says for a keyword.
    holds : CSR matrix float32 [words × products]
        Which titles hold it.
    asked, sold : float32 [keywords × d], [products × d]
        Unit vectors.

    Examples
    --------
    >>> from scipy import sparse
    >>> eye = sparse.identity(3, dtype=np.float32, format="csr")
    >>> near_pairs(eye, eye, np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32)).tolist()
    [0, 4, 8]
    """
    lengths = np.bincount(holds.indices, minlength=holds.shape[1])
    champions = _first_of_rows(holds, lengths[holds.indices], CHAMPIONS)
    followed = _first_of_rows(weights, -weights.data, WORDS)
    pairs = [by_meaning(asked, sold)]
    for start in range(0, weights.shape[0], BLOCK):
        found = (followed[start : start + BLOCK] @ champions).tocsr()
        pairs.append(_best_cells(found, BY_WORDS) + start * holds.shape[1])
    flat = np.sort(np.concatenate(pairs))
    return flat[np.r_[True, flat[1:] != flat[:-1]]] if len(flat) else flat


def by_meaning(asked: np.ndarray, sold: np.ndarray) -> np.ndarray:
    """Return the pairs nearest in meaning among the groups that each keyword looks into, int64, in no order."""
    n = len(sold)
    centres = _centres(sold)
    group = _nearest(sold, centres, 1)[:, 0]
    members = np.argsort(group, kind="stable")
    first = np.searchsorted(group[members], np.arange(len(centres) + 1))
    probed = _nearest(asked, centres, min(PROBED, len(centres))).ravel()
    keyword = np.repeat(np.arange(len(asked)), min(PROBED, len(centres)))
    order = np.argsort(probed, kind="stable")
    start = np.searchsorted(probed[order], np.arange(len(centres) + 1))
    pairs = []
    for g in range(len(centres)):
        own, rows = members[first[g] : first[g + 1]], keyword[order[start[g] : start[g + 1]]]
        if not len(own) or not len(rows):
            continue
        for at in range(0, len(rows), BLOCK):
            some = rows[at : at + BLOCK]
            like = asked[some] @ sold[own].T
            best = np.argsort(-like, axis=1, kind="stable")[:, :BY_MEANING]
            good = np.take_along_axis(like, best, axis=1) > 0
            pairs.append((some[:, None].astype(np.int64) * n + own[best])[good])
    return np.concatenate(pairs) if pairs else np.zeros(0, np.int64)


def _centres(sold: np.ndarray) -> np.ndarray:
    """Return unit vectors around which products are grouped: as many as groups have members, on average."""
    count = max(int(np.sqrt(len(sold))), 1)
    centres = sold[np.linspace(0, len(sold) - 1, count).astype(np.int64)]
    sample = sold[np.linspace(0, len(sold) - 1, min(len(sold), 40 * count)).astype(np.int64)]
    for _ in range(ROUNDS):
        group = _nearest(sample, centres, 1)[:, 0]
        sums = np.zeros_like(centres)
        np.add.at(sums, group, sample)
        size = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(size > 0, sums / np.maximum(size, 1e-9), centres).astype(np.float32)
    return centres


def _nearest(vectors: np.ndarray, centres: np.ndarray, k: int) -> np.ndarray:
    """Return the places of the k nearest centres of each vector, int64 [n × k]; of equals the first."""
    out = np.empty((len(vectors), k), np.int64)
    for start in range(0, len(vectors), BLOCK):
        like = vectors[start : start + BLOCK] @ centres.T
        if k == 1:
            out[start : start + BLOCK, 0] = like.argmax(axis=1)
        else:
            out[start : start + BLOCK] = np.argsort(-like, axis=1, kind="stable")[:, :k]
    return out


def _best_cells(matrix: Any, k: int) -> np.ndarray:
    """Return the flat places of the k greatest cells of each row, all above nothing; of equals the first column.

    Row, score (to a millionth) and column are packed into one number, for sorting numbers is quick.
    """
    rows, columns = matrix.shape
    row = np.repeat(np.arange(rows, dtype=np.int64), np.diff(matrix.indptr))
    score = np.round((1 - np.clip(matrix.data.astype(float), 0, 1)) * (STEPS - 1))
    packed = np.sort((row * STEPS + score.astype(np.int64)) * columns + matrix.indices)
    row = packed // columns // STEPS
    kept = np.arange(len(packed)) - np.searchsorted(row, row) < k
    return row[kept] * columns + packed[kept] % columns


def _first_of_rows(matrix: Any, rank: np.ndarray, k: int) -> Any:
    """Return a CSR matrix with the k cells of each row whose rank is least; of equals the first column."""
    from scipy import sparse

    if not matrix.nnz or int(np.diff(matrix.indptr).max()) <= k:
        return matrix
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, rank, row))
    order = order[np.arange(len(order)) - matrix.indptr[row[order]] < k]
    kept = np.sort(order)
    start = np.r_[0, np.cumsum(np.bincount(row[kept], minlength=matrix.shape[0]))]
    return sparse.csr_matrix((matrix.data[kept], matrix.indices[kept], start), matrix.shape)
