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
    longest = max(map(len, numbered))
    padded = np.array([ws + [ws[0]] * (longest - len(ws)) for ws in numbered])
    for column in range(longest):
        code = padded[n, column] * (len(seen) + 1) + t
        hit = cells[np.minimum(np.searchsorted(cells, code), len(cells) - 1)] == code
        n, t = n[hit], t[hit]
    kinds = np.array([match_types[i] for i in usable], dtype=object)[n]
    n, t = _in_order(n, t, kinds, [negatives[i] for i in usable], seen)
    n = np.array(usable)[n]
    order = np.lexsort((t, n))
    return n[order], t[order]


def _in_order(
    n: np.ndarray, t: np.ndarray, kinds: np.ndarray, negatives: Sequence[tuple[str, ...]],
    texts: Sequence[tuple[str, ...]],
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Keep the pairs that hold as phrase or exact match too: few are left, all of them hold the words."""
    kept = kinds == "broad"
    spaced = {}
    for i in np.flatnonzero(~kept):
        words, text = negatives[n[i]], texts[t[i]]
        if kinds[i] == "exact":
            kept[i] = words == text
        elif len(words) == 1:
            kept[i] = True
        else:
            if t[i] not in spaced:
                spaced[t[i]] = f" {' '.join(text)} "
            kept[i] = f" {' '.join(words)} " in spaced[t[i]]
    return n[kept], t[kept]
