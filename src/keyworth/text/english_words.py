"""Words of English: what is a common word, what a known name, and what never follows a name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from keyworth.text.stop_words import CLOSED, FILLERS, VERBS, listed

_LEXICON = Path(__file__).parent / "lexicon"


# What follows a name when someone introduces themself, and so ends it.
AFTER_NAME = (
    CLOSED
    | FILLERS
    | VERBS
    | frozenset(
        listed("""
number phone mobile telephone email e-mail mail address postcode zip ssn social security contact account policy claim
order reference ref date birth dob born name names surname first last full middle customer client caller agent sales
team company office department manager reception wife husband partner son daughter new old same different
correct wrong
available unavailable happy glad afraid sad angry annoyed fed aware certain pleased keen worried disappointed confused
based located living live currently currenty planning hoping returning responding following replying done finished
calling ringing speaking two three four five six seven eight nine ten
""")
    )
)


@cache
def rank() -> dict[str, int]:
    """Return common English words with their rank by frequency, 0 the most common."""
    lines = (_LEXICON / "words.txt").read_text(encoding="utf-8").split()
    return {word: i for i, word in enumerate(lines)}


@cache
def known_names() -> frozenset[str]:
    """Return given and family names of many countries in Latin letters, folded, without very common words."""
    family = (_LEXICON / "family_names.txt").read_text(encoding="utf-8").split()
    return frozenset(family) | given_names()


@cache
def given_names() -> frozenset[str]:
    """Return the given names among the known names, and some names that the list of given names lacks."""
    both = ("given_names.txt", "more_names.txt")
    return frozenset(w for name in both for w in (_LEXICON / name).read_text(encoding="utf-8").split() if len(w) > 2)


class Said(NamedTuple):
    """What a text is made of: its words in lower case, how many are single letters, how many digits it has."""

    words: frozenset[str]
    letters: int
    digits: int


_WORDS = re.compile(r"[a-z]+(?:'[a-z]+)?")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=4096)
def look(text: str) -> Said:
    """Return what a text is made of, to tell cheaply what cannot be in it.

    Examples
    --------
    >>> look("It’s J-O-N, 07").words == {"it's", "j", "o", "n"}
    True
    """
    words = _WORDS.findall(text.casefold().replace("’", "'"))
    return Said(frozenset(words), sum([len(w) == 1 for w in words]), len(_DIGIT.findall(text)))


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return a word in lower case, without accents, as the lexicon has it.

    Examples
    --------
    >>> fold("Siobhán’s")
    'siobhan'
    """
    word = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    word = "".join(c for c in word if not unicodedata.combining(c))
    return word.removesuffix("'s")


@cache
def _also_words() -> frozenset[str]:
    return frozenset((_LEXICON / "also_words.txt").read_text(encoding="utf-8").split())


def is_known_name(word: str) -> bool:
    """Tell whether a word is a known given name and not also an everyday word.

    Examples
    --------
    >>> is_known_name("Priya"), is_known_name("garden"), is_known_name("rose")
    (True, False, False)
    """
    word = fold(word)
    return word in given_names() and word not in _also_words() and word not in AFTER_NAME


def is_nothing_else(word: str) -> bool:
    """Tell whether a word is in no dictionary, and no place, brand or model that is a name too."""
    word = fold(word)
    return word.isalpha() and word not in rank() and word not in _also_words()


def is_common(word: str) -> bool:
    """Tell whether a word is an everyday English word, and no known given name.

    Examples
    --------
    >>> is_common("garden"), is_common("john"), is_common("oyelaran")
    (True, False, False)
    """
    word = fold(word)
    return rank().get(word, 1 << 30) < 12000 and not is_known_name(word)


def is_word(word: str) -> bool:
    """Tell whether a word is in the list of 82,000 English words, and no known given name."""
    word = fold(word)
    return word in rank() and not is_known_name(word)
