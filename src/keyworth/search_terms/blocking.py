"""What a negative keyword blocks, as Google Ads matches negatives: no close variants, case aside.

Broad blocks a search that holds all its words in any order, phrase one that holds them side by side in their order,
exact one that is just them ("About negative keywords", Google Ads Help). Plurals, misspellings and synonyms pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from keyworth.text import key

SEEN = 16  # words of a search that a negative looks at
_WORD = re.compile(r"[^\W_]+(?:[&'’][^\W_]+)*")


@cache
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a search or a negative as they are compared.

    Examples
    --------
    >>> words_of("Second-hand  GARDEN rooms")
    ('second', 'hand', 'garden', 'rooms')
    """
    return tuple(_WORD.findall(key(text)))


def blocked_pairs(
    negatives: Sequence[tuple[str, ...]], match_types: Sequence[str], texts: Sequence[tuple[str, ...]]
) -> tuple[np.ndarray, np.ndarray]:
    """Return which negative blocks which text: two arrays of places, a pair an entry.

    Parameters
    ----------
    negatives, texts : sequence of tuple of str
        Words, of `words_of`; a negative without words blocks nothing.
    match_types : sequence of str
        ``broad``, ``phrase`` or ``exact``.

    Examples
    --------
    >>> texts = [words_of(t) for t in ("free garden room plans", "garden room", "room garden free")]
    >>> negatives, kinds = [("free",), ("garden", "room"), ("garden", "room")], ["broad", "phrase", "exact"]
    >>> [list(map(int, found)) for found in blocked_pairs(negatives, kinds, texts)]
    [[0, 0, 1, 1, 2], [0, 2, 0, 1, 1]]
    """
    seen = [t[:SEEN] for t in texts]
    number: dict[str, int] = {}
    at = np.array([number.setdefault(w, len(number)) for t in seen for w in t], dtype=np.int64)
    owner = np.repeat(np.arange(len(seen)), [len(t) for t in seen])
    size = len(number) + 1
    cells = np.unique(at * (len(seen) + 1) + owner)  # (word, text), each once, by word
    posting = cells // (len(seen) + 1) if len(cells) else cells
    holder = cells % (len(seen) + 1) if len(cells) else cells
    starts = np.searchsorted(posting, np.arange(size))
    counts = np.append(np.diff(starts), 0)
    usable = [i for i, words in enumerate(negatives) if words and all(w in number for w in words)]
    if not usable:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    numbered = [[number[w] for w in negatives[i]] for i in usable]
    rare = [min(ws, key=lambda w: counts[w]) for ws in numbered]
    many = counts[rare]
    n = np.repeat(np.arange(len(usable)), many)
    place = np.arange(len(n)) - np.repeat(np.cumsum(many) - many, many)
    t = holder[np.repeat(starts[rare], many) + place]
    for column in range(max(map(len, numbered))):
        word = np.array([ws[min(column, len(ws) - 1)] for ws in numbered])
        hit = _among(cells, word[n] * (len(seen) + 1) + t)
        n, t = n[hit], t[hit]
    beside = owner[:-1] == owner[1:]
    pairs = np.unique((at[:-1][beside] * size + at[1:][beside]) * (len(seen) + 1) + owner[1:][beside])
    n, t = _in_order(
        n, t, numbered, [match_types[i] for i in usable], pairs, size, [negatives[i] for i in usable], seen
    )
    n = np.array(usable)[n]
    order = np.lexsort((t, n))
    return n[order], t[order]


def _in_order(
    n: np.ndarray, t: np.ndarray, numbered: list[list[int]], kinds: list[str], pairs: np.ndarray, size: int,
    negatives: list[tuple[str, ...]], texts: list[tuple[str, ...]],
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Keep the pairs that hold as phrase or exact match too: every two words side by side, then all of them."""
    ordered = np.array([k != "broad" for k in kinds])
    exact, length = np.array([k == "exact" for k in kinds]), np.array([len(ws) for ws in numbered])
    words = np.array([len(text) for text in texts])
    kept = ~exact[n] | (words[t] == length[n])
    n, t = n[kept], t[kept]
    for column in range(int(length.max()) - 1):
        first = np.array([ws[min(column, len(ws) - 2)] if len(ws) > 1 else 0 for ws in numbered])
        second = np.array([ws[min(column + 1, len(ws) - 1)] if len(ws) > 1 else 0 for ws in numbered])
        free = ~ordered[n] | (length[n] < 2)
        hit = free | _among(pairs, (first[n] * size + second[n]) * (len(texts) + 1) + t)
        n, t = n[hit], t[hit]
    # Two words that stand side by side are a phrase; of three, "a b x b c" has both pairs and is none.
    doubtful = np.flatnonzero(ordered[n] & (length[n] > 2))
    whole = np.ones(len(n), dtype=bool)
    whole[doubtful] = [
        f" {' '.join(negatives[i])} " in f" {' '.join(texts[j])} "
        for i, j in zip(n[doubtful], t[doubtful], strict=True)
    ]
    return n[whole], t[whole]


def _among(known: np.ndarray, codes: np.ndarray) -> np.ndarray:
    if not len(known):
        return np.zeros(len(codes), dtype=bool)
    return known[np.minimum(np.searchsorted(known, codes), len(known) - 1)] == codes
