"""Text → words, measures and segments: the one reading that keyword and product share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from keyworth import text as plain
from keyworth.relevance.features import lexicon
from keyworth.text.stop_words import SHOP
from keyworth.text.word_forms import singular

MAX_CHARACTERS = 2000  # of a text that is read; hostile input may be of any length
MAX_TOKEN = 40

_UNIT = "|".join(sorted((re.escape(u) for u in lexicon.UNITS if u.isalpha()), key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)?"
_READ = re.compile(
    rf"(?P<measure>(?<![\w.])(?P<number>{_NUMBER})\s?-?(?:(?P<unit>{_UNIT})\b(?!\s1\b)|(?P<mark>pc\(s\)|[\"″”])))"
    r"|(?P<word>[^\W_]+(?:[.'’][^\W_]+)*)"
    r"|(?P<brackets>\([^()]{0,60}\))"
    r"|(?P<edge>[,;:|()\[\]•–—/]|\s-\s|\s/\s|$)"
)
_UNIT_NAME: dict[str, str] = {}
for _name, _meaning in lexicon.UNITS.items():  # one spelling of each unit: the first listed
    _UNIT_NAME[_name] = next(n for n, m in lexicon.UNITS.items() if m == _meaning and n.isalpha())
_SIZE = re.compile(r"\d{1,3}(?:\.\d+)?(?:x\d{1,3}(?:\.\d+)?)*")  # 2.0, 29x28

WORD, NUMBER, CODE, MEASURE = 0, 1, 2, 3
_CLOSES = frozenset({",", "|", ";", "-", "–", "—", "•"})  # what "for" and "with" govern ends here
_SUITABLE = frozenset({"suitable", "suited"})


@dataclass
class Reading:
    """A text read: tokens with kind, segment zone and whether a segment ends after them."""

    tokens: list[str] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    zones: list[int] = field(default_factory=list)  # 0 main, 1 after "with", 2 after "for", 3 after "without"
    ends: list[bool] = field(default_factory=list)  # a noun phrase ends here
    measures: list[tuple[str, float]] = field(default_factory=list)


def fold(text: str) -> str:
    """Return text in its normal form without accents, cut to a length that can be read.

    Examples
    --------
    >>> fold("Café  CRÈME")
    'cafe creme'
    """
    folded = plain.clean(text[:MAX_CHARACTERS]).casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the singular of an English word, in one spelling.

    Examples
    --------
    >>> [stem(w) for w in ("batteries", "boxes", "glasses", "offices", "bus", "iphone's", "gray")]
    ['battery', 'box', 'glass', 'office', 'bus', 'iphone', 'grey']
    """
    word = singular(word)
    return lexicon.SPELLINGS.get(word, word)


def kind_of(token: str) -> int:
    """Return whether a token is a plain word, a number (or a short mark with one) or a model code.

    Examples
    --------
    >>> [kind_of(t) for t in ("desk", "ps4", "2019", "tn2110")] == [WORD, NUMBER, NUMBER, CODE]
    True
    """
    if token.isalpha() or not any(c.isdigit() for c in token):
        return WORD
    year = len(token) == 4 and token.startswith(("199", "200", "201", "202")) and token.isdigit()
    return NUMBER if len(token) < 4 or year or (_SIZE.fullmatch(token)) else CODE


@lru_cache(maxsize=20_000)
def read(text: str) -> Reading:
    """Read a keyword or a title. The same text gives the same object: nobody changes it.

    Examples
    --------
    >>> r = read("Leather case for iPad Pro 11")
    >>> r.tokens, r.zones
    (['leather', 'case', 'ipad', 'pro', '11'], [0, 0, 2, 2, 2])
    >>> r = read("Garden room 3m x 2.5 m, home office")
    >>> r.tokens
    ['garden', 'room', '3m', 'x', '2.5m', 'home', 'office']
    >>> r.measures
    [('length', 3.0), ('length', 2.5)]
    """
    return read_afresh(text)


def read_afresh(text: str, most: int = MAX_CHARACTERS) -> Reading:
    """Read a text that is not met again, as far as its first ``most`` tokens need."""
    reading, zone = Reading(), 0
    for found in _READ.finditer(fold(text)):
        if len(reading.tokens) >= most:
            break
        if found["measure"]:
            _add_measure(reading, found["number"], found["unit"] or found["mark"], zone)
        elif word := found["word"]:
            zone = _add_word(reading, word, zone)
        elif found["brackets"]:
            _end(reading)
            for inner in _READ.finditer(found["brackets"][1:-1]):
                if inner["measure"]:
                    _add_measure(reading, inner["number"], inner["unit"] or inner["mark"], max(zone, 1))
                elif inner["word"]:
                    zone = max(_add_word(reading, inner["word"], max(zone, 1)), zone) if zone else zone
            _end(reading)
        else:
            _end(reading)
            zone = 0 if found["edge"].strip() in _CLOSES else zone
    for i in range(len(reading.tokens) - 2, -1, -1):  # "camera case black": the phrase ends with "case"
        reading.ends[i] |= reading.ends[i + 1] and reading.tokens[i + 1] in lexicon.TRAILING
    return reading


def _end(reading: Reading) -> None:
    if reading.ends:
        reading.ends[-1] = True


def _add_measure(reading: Reading, number: str, unit: str, zone: int) -> None:
    _end(reading)
    dimension, size = lexicon.UNITS[unit]
    reading.measures.append((dimension, float(number.replace(",", ".")) * size))
    token = f"{float(number.replace(',', '.')):g}{_UNIT_NAME[unit]}"
    _append(reading, token, MEASURE, zone, True)


def _add_word(reading: Reading, word: str, zone: int) -> int:
    token = stem(word[:MAX_TOKEN])
    suitable = reading.tokens and reading.tokens[-1] in _SUITABLE
    if token in lexicon.FOR or (suitable and token in {"to"}):
        _end(reading)
        return 2
    if token in lexicon.WITH:
        _end(reading)
        return max(zone, 1)
    if token in lexicon.WITHOUT:
        _end(reading)
        return 3
    if token not in SHOP or not token.isascii():
        kind = kind_of(token)
        if kind:
            _end(reading)
        _append(reading, token, kind, zone, False)
    return zone


def _append(reading: Reading, token: str, kind: int, zone: int, end: bool) -> None:
    reading.tokens.append(token)
    reading.kinds.append(kind)
    reading.zones.append(zone)
    reading.ends.append(end)
