"""The words of many texts at once: which texts hold which, and which words are spelled alike.

No Python loop runs over words or characters: a catalogue's titles are split by
one regular expression, counted by pandas and kept as a sparse matrix, so that
a hundred thousand titles take about a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.char_ngrams import gram_rows
from keyworth.relevance.features.thesaurus import load_thesaurus
from keyworth.relevance.features.words import fold, stem

READ = 400  # characters of a text
ALIKE = 0.5  # share of a word's grams that another must have to count as a spelling of it
_SPLIT = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*|\n")


@dataclass(frozen=True)
class Words:
    """The stems of texts.

    Attributes
    ----------
    holds : CSR matrix float32 [texts × words]
        1 where the text has the word.
    words : list of str
        Distinct stems, in alphabetical order.
    """

    holds: Any
    words: list[str]


def read_words(texts: Sequence[str]) -> Words:
    """Return which stems each text has. The same texts give the same object: nobody changes it.

    Examples
    --------
    >>> found = read_words(["Garden rooms", "a garden room, and a room"])
    >>> found.words, found.holds.toarray().astype(int).tolist()
    (['a', 'and', 'garden', 'room'], [[0, 0, 1, 1], [1, 1, 1, 1]])
    """
    return _read_words(tuple(texts))


def distinct_stems(texts: Iterable[str]) -> set[str]:
    """Return the stems that texts have between them: what ``read_words(texts).words`` lists.

    Examples
    --------
    >>> sorted(distinct_stems(["Garden rooms", "a garden room, and a room"]))
    ['a', 'and', 'garden', 'room']
    """
    chunks = set(" ".join(t[:READ] for t in texts).split())
    return {stem(w) for w in set(_SPLIT.findall(" ".join(fold(c) for c in chunks)))}


@lru_cache(maxsize=4)
def _read_words(texts: tuple[str, ...]) -> Words:
    from scipy import sparse

    joined = "\n".join(fold(t[:READ]).replace("\n", " ") for t in texts)
    found, spellings = pd.factorize(np.array(_SPLIT.findall(joined + "\n"), dtype=object))
    stems = [stem(w) if w != "\n" else w for w in spellings]
    words = sorted(set(stems) - {"\n"})
    place = {w: i for i, w in enumerate(words)} | {"\n": -1}
    column = np.array([place[s] for s in stems], np.int64)[found] if len(stems) else np.zeros(0, np.int64)
    row = np.cumsum(column == -1)[column >= 0]
    column = column[column >= 0]
    holds = sparse.csr_matrix((np.ones(len(row), np.float32), (row, column)), (len(texts), max(len(words), 1)))
    holds.sum_duplicates()
    holds.data[:] = 1
    return Words(holds, words)


def weigh_words(asked: Words, sold: Words) -> Any:
    """Return how much each word sold says for each keyword, a CSR matrix float32 [keywords × words sold].

    A keyword's weights add up to at most one: the share that a word has in it by its rarity, times how
    alike the spellings are, or how surely they name the same. A keyword's product with ``sold.holds`` is
    then the share of it that a title answers.
    """
    from scipy import sparse

    n = sold.holds.shape[0]
    counts = np.bincount(sold.holds.indices, minlength=sold.holds.shape[1])
    place = {w: i for i, w in enumerate(sold.words)}
    known = np.array([counts[place[w]] if w in place else 0 for w in asked.words] or [0])
    rarity = np.maximum(np.log((n + 1) / (known + 0.5)), 0.05)
    weight = asked.holds @ sparse.diags(rarity)
    total = np.asarray(weight.sum(axis=1)).ravel()
    weight = sparse.diags(1 / np.maximum(total, 1e-6)) @ weight
    return (weight @ word_likeness(asked, sold)).tocsr().astype(np.float32)


def word_likeness(asked: Words, sold: Words) -> Any:
    """Return how surely each word sold says what each word asked says, by spelling or as another name for it.

    Returns
    -------
    CSR matrix float32 [asked.words × sold.words]

    Examples
    --------
    >>> asked, sold = read_words(["tinitus couch"]), read_words(["Tinnitus sofa"])
    >>> (word_likeness(asked, sold) > 0.4).toarray().astype(int).tolist()
    [[1, 0], [0, 1]]
    """
    place = {w: i for i, w in enumerate(sold.words)}
    return _alike(asked.words, sold.words).maximum(_named_alike(asked.words, place)).tocsr()


def _named_alike(asked: Sequence[str], sold: dict[str, int]) -> Any:
    """Return how surely each word sold names what a word asked for names, sparse."""
    from scipy import sparse

    start, token, strength = load_thesaurus().among(asked, sold)
    shape = (max(len(asked), 1), max(len(sold), 1))
    start = start if len(asked) else np.zeros(2, np.int64)
    return sparse.csr_matrix((strength.astype(np.float32), token, start), shape)


def _alike(asked: Sequence[str], sold: Sequence[str]) -> Any:
    """Return the likeness of spelling of each word asked to each word sold, sparse, 1 for the same word."""
    from scipy import sparse

    shape = (max(len(asked), 1), max(len(sold), 1))
    if not asked or not sold:
        return sparse.csr_matrix(shape, dtype=np.float32)
    a, b = gram_rows(asked), gram_rows(sold)
    common = (a @ b.T).tocoo()
    size_a, size_b = np.diff(a.indptr)[common.row], np.diff(b.indptr)[common.col]
    likeness = common.data / size_a * np.minimum(1.0, size_a / size_b) ** 0.25
    close = likeness >= ALIKE
    return sparse.csr_matrix((likeness[close].astype(np.float32), (common.row[close], common.col[close])), shape)
