"""Noun-phrase-like n-grams of many texts at once: stop-word-bounded, counted by distinct caller."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from keyworth.language.redaction import MARK
from keyworth.language.words import CLOSED, FILLERS, VERBS, fold

if TYPE_CHECKING:
    import pandas as pd

_PIECE = re.compile(r"[^\W_]+(?:[.,](?=\d)[\d]+[^\W_]*|['’&+/][^\W_]+)*|[.,;:!?()\[\]\"“”…\n|—–]|\s-\s")
_INSIDE = frozenset("of for with in and to on the a an by without & x".split())
_STOPS = CLOSED | FILLERS | VERBS


class Tokens(NamedTuple):
    """The words of many texts, flattened: which text and clause, where, and its folded form's number."""

    text: np.ndarray
    clause: np.ndarray
    start: np.ndarray
    end: np.ndarray
    word: np.ndarray
    vocabulary: list[str]


def tokenise(texts: list[str]) -> Tokens:
    """Return the words of texts; punctuation and redaction marks end a clause.

    Examples
    --------
    >>> t = tokenise(["Garden offices, [name] please"])
    >>> [t.vocabulary[w] for w in t.word], t.clause.tolist()
    (['garden', 'office', 'please'], [0, 0, 2])
    """
    text, clause, start, end, word = [], [], [], [], []
    numbers: dict[str, int] = {}
    forms: dict[str, int] = {}
    at = 0
    for i, content in enumerate(texts):
        for match in _PIECE.finditer(_blanked(content)):
            piece = match.group()
            if not piece[0].isalnum():
                at += 1
                continue
            if piece not in forms:
                forms[piece] = numbers.setdefault(singular(fold(piece)), len(numbers))
            text.append(i)
            clause.append(at)
            start.append(match.start())
            end.append(match.end())
            word.append(forms[piece])
        at += 1
    return Tokens(*(np.array(a, dtype=np.int64) for a in (text, clause, start, end, word)), list(numbers))


def _blanked(text: str) -> str:
    """Turn each redaction mark into punctuation of its length, so that no phrase runs through it."""
    return MARK.sub(lambda m: "|" * len(m.group()), text) if "[" in text else text


def singular(word: str) -> str:
    """Return the form under which singular and plural count as one (never shown).

    Examples
    --------
    >>> singular("offices"), singular("summerhouses"), singular("glass"), singular("batteries")
    ('office', 'summerhouse', 'glass', 'battery')
    """
    if len(word) < 4 or word.endswith(("ss", "us", "is", "ous")) or not word.endswith("s") or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


class Grams(NamedTuple):
    """Occurrences of candidate phrases: the first word's place, how many words, and the phrase's number."""

    place: np.ndarray
    words: np.ndarray
    gram: np.ndarray


def candidates(tokens: Tokens, caller: np.ndarray, echoed: np.ndarray, max_words: int, min_callers: int) -> Grams:
    """Return the occurrences of every n-gram that enough distinct callers said unprompted.

    Parameters
    ----------
    tokens : Tokens
    caller : ndarray of int
        The caller of each word.
    echoed : ndarray of bool
        Words the agent had just said; an n-gram wholly of these does not count.
    max_words, min_callers : int

    Returns
    -------
    Grams
        An n-gram bounded by words that carry meaning; only a few prepositions and articles may stand
        inside it. Longer ones are grown from those still frequent (Apriori), so the work stays linear.
    """
    edge, inside = _kinds(tokens.vocabulary)
    size = len(tokens.word)
    code = tokens.word.astype(np.int64)
    alive = np.ones(size, dtype=bool)
    places, lengths, grams, offset = [], [], [], 0
    for n in range(1, max_words + 1):
        last = np.arange(size) + n - 1
        fits = last < size
        last = np.minimum(last, size - 1)
        if n > 1:
            alive &= fits & (tokens.clause[last] == tokens.clause)
            code = _paired(code, tokens.word[last])
        alive &= (edge | inside)[tokens.word[last]]
        whole = alive & edge[tokens.word] & edge[tokens.word[last]]
        enough = _said_by(code, caller, whole & ~_all(echoed, last, n), min_callers)
        keep = whole & enough[code]
        places.append(np.flatnonzero(keep))
        lengths.append(np.full(keep.sum(), n))
        unique, gram = np.unique(code[keep], return_inverse=True)
        grams.append(gram + offset)
        offset += len(unique)
        # A longer phrase is no more frequent than its beginning, whether that may stand alone or not.
        alive &= edge[tokens.word] & _said_by(code, caller, alive, min_callers)[code]
        if not alive.any():
            break
    return Grams(np.concatenate(places), np.concatenate(lengths), np.concatenate(grams))


def _kinds(vocabulary: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Tell of each word whether it may bound a phrase, and whether it may stand inside one."""
    edge = np.array(
        [w not in _STOPS and not (w.isdigit() and len(w) > 4) and (len(w) > 1 or w.isdigit()) for w in vocabulary],
        dtype=bool,
    )
    inside = np.array([w in _INSIDE for w in vocabulary], dtype=bool)
    return edge, inside


def _paired(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Number the pairs (left, right): exact, without hashing."""
    return np.unique(left * (right.max() + 1) + right, return_inverse=True)[1]


def _all(flag: np.ndarray, last: np.ndarray, n: int) -> np.ndarray:
    """Tell of each place whether the flag holds for all its n words."""
    total = np.concatenate([[0], np.cumsum(flag)])
    return total[last + 1] - total[np.maximum(last - n + 1, 0)] == n


def _said_by(code: np.ndarray, caller: np.ndarray, counts: np.ndarray, floor: int) -> np.ndarray:
    """Tell of each code whether enough distinct callers said it where it counts."""
    pairs = np.unique(np.stack([code[counts], caller[counts]]), axis=1)
    return np.bincount(pairs[0], minlength=int(code.max()) + 1 if len(code) else 1) >= floor


def distinct(frame: pd.DataFrame, by: str, of: str) -> pd.Series:
    """Return how many distinct values of a column each value of another has."""
    return frame[[by, of]].drop_duplicates().groupby(by).size()
