"""Noun-phrase-like n-grams of many texts at once: stop-word-bounded, counted by distinct caller."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from keyworth.privacy.redaction import MARK
from keyworth.text.english_words import fold
from keyworth.text.stop_words import SPOKEN, listed
from keyworth.text.word_forms import singular

_PIECE = re.compile(r"[^\W_]+(?:%|[.,](?=\d)[\d]+[^\W_]*|['’&+/][^\W_]+)*|[.,;:!?()\[\]\"“”…\n|—–]|\s-\s")
_INSIDE = frozenset(listed("of for with in to on the a an by without & x"))
# They begin a phrase ("large shed", "non-fat milk") but are none alone and end none.
_BEGIN_ONLY = frozenset(
    listed(
        """
    non semi pre multi self extra single double triple other same new old big small large long short little
    different next last first second third main whole full half certain particular possible available regular normal
    usual actual current whole total main real proper better best cheap cheaper cheapest
    """
    )
)
_NUMBERS = frozenset(
    listed(
        """
    one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred
    """
    )
)
_COUNTED = frozenset(
    listed(
        """
    seater bed bedroom man person door storey story berth piece way litre liter kw metre meter m ft foot inch by x
    year phase panel pane bath bay tier ton tonne gang ring slot drawer light
    """
    )
)


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
    (['garden', 'office', 'please'], [0, 0, 7])
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
                forms[piece] = numbers.setdefault(form(piece), len(numbers))
            text.append(i)
            clause.append(at)
            start.append(match.start())
            end.append(match.end())
            word.append(forms[piece])
        at += 1
    at_text, at_clause, begin, stop, number = (np.array(a, dtype=np.int64) for a in (text, clause, start, end, word))
    return Tokens(at_text, at_clause, begin, stop, number, list(numbers))


def _blanked(text: str) -> str:
    """Turn each redaction mark into punctuation of its length, so that no phrase runs through it."""
    return MARK.sub(lambda m: "|" * len(m.group()), text) if "[" in text else text


def form(word: str) -> str:
    """Return the form under which a word's spellings count as one; a stop word stays what it is."""
    folded = fold(word)
    return folded if folded in SPOKEN else singular(folded)


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
    first, last_of, alone, inside = _kinds(tokens)
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
        alive &= first & (first | last_of | inside)[last]
        whole = alive & (alone if n == 1 else last_of[last])
        enough = _said_by(code, caller, whole & ~_all(echoed, last, n), min_callers)
        keep = whole & enough[code]
        places.append(np.flatnonzero(keep))
        lengths.append(np.full(keep.sum(), n))
        unique, gram = np.unique(code[keep], return_inverse=True)
        grams.append(gram + offset)
        offset += len(unique)
        # A longer phrase is no more frequent than its beginning, whether that may stand alone or not.
        alive &= _said_by(code, caller, alive, min_callers)[code]
        if not alive.any():
            break
    return Grams(np.concatenate(places), np.concatenate(lengths), np.concatenate(grams))


def _kinds(tokens: Tokens) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Tell of each word's place whether it may begin a phrase, end one, be one, or stand inside one."""
    words = tokens.vocabulary
    meant = np.array([_is_meant(w) for w in words], dtype=bool)
    number = np.array([w in _NUMBERS or w.isdigit() for w in words], dtype=bool)
    begin_only = np.array([w in _BEGIN_ONLY for w in words], dtype=bool)
    spelt = np.array([w in _NUMBERS for w in words], dtype=bool)
    counted = np.array([w in _COUNTED for w in words], dtype=bool)[tokens.word]
    inside = np.array([w in _INSIDE for w in words], dtype=bool)[tokens.word]
    measure = number[tokens.word] & np.concatenate([counted[1:], [False]])
    first = meant[tokens.word] & ~number[tokens.word] | measure
    last_of = meant[tokens.word] & ~(begin_only | spelt)[tokens.word]
    alone = meant[tokens.word] & ~(begin_only | number)[tokens.word]
    return first, last_of, alone, inside


def _is_meant(word: str) -> bool:
    """Tell whether a word carries meaning: no stop word, no lone letter, no long number."""
    return word not in SPOKEN and (len(word) < 5 if word.isdigit() else len(word) > 1)


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
