"""What the token classifier sees of a word: its shape, the lists it is in, its neighbours and what was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from keyworth.privacy.addresses import PLACES, STATES, STREETS, SURE_STREETS
from keyworth.text.english_words import (
    Said,
    fold,
    given_names,
    is_known_name,
    is_nothing_else,
    known_names,
    rank,
)
from keyworth.text.stop_words import CLOSED, FILLERS, VERBS, listed

_TOKEN = re.compile(r"\w+(?:['’.@-]\w+)*")
_CUE = {
    word: f"cue {kind}"
    for kind, words in {
        "name": "name names surname fullname firstname lastname myself named username",
        "address": "address adress addres location live living lives deliver delivery delivered house door apt suite "
        "apartment flat unit room box block plot",
        "phone": "phone ph mobile cell telephone tel contact landline whatsapp phoneno",
        "number": "number no num numbers digits digit ending ends nos nmber numebr nubmer",
        "ssn": "ssn social security snn insurance",
        "card": "card visa mastercard amex debit credit cvv cvc",
        "account": "account acc acct sort iban routing",
        "id": "policy claim order booking reference ref confirmation reservation invoice membership "
        "ticket tracking flight "
        "id code pnr cliam policyid claimid serial passport licence license",
        "email": "email mail e-mail emailid mailid",
        "code": "postcode zip zipcode pincode",
        "password": "password pin passcode passphrase otp passwd pwd",
    }.items()
    for word in listed(words)
}
_SPOKEN = frozenset(
    listed(
        """
    zero one two three four five six seven eight nine oh double triple ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    """
    )
)
_DIRECTIONS = frozenset(listed("north south east west northern upper lower nw ne sw se"))
_MONTHS = frozenset(
    listed(
        "january february march april june july august september october november december jan feb aug sept oct nov dec"
    )
)
_LISTS = (
    ("closed", CLOSED), ("filler", FILLERS), ("street", SURE_STREETS), ("street or word", STREETS), ("verb", VERBS),
    ("place", PLACES), ("direction", _DIRECTIONS), ("month", _MONTHS),
)  # fmt: skip
_HOST = re.compile(r"g?ma?i?l\.?com$|gmail|yahoo|hotmail|outlook|icloud|rediff|@|(?:att|verizon|comcast)\.?net$")
_ENDS = re.compile(r".{4,}(?:com|net|org|edu)$")
_HOST_ENDS = frozenset(listed("com net org dot"))
_STREET_END = re.compile(r".{3,}(?:nagar|street|road|avenue|lane|colony|puram|ville|town|city)$")
_MARK = "mark "
REACH, _FAR = 4, 8


class Token(NamedTuple):
    """A word of a text, or a stretch that is redacted already: then ``label`` says as what."""

    start: int
    end: int
    word: str
    label: str


def tokens_of(text: str, spans: Sequence[tuple[int, int, str]]) -> list[Token]:
    """Return the words of a text, each redacted stretch as one token."""
    tokens: list[Token] = []
    at = 0
    for start, end, label in spans:
        tokens += [Token(m.start(), m.end(), m.group(), "") for m in _TOKEN.finditer(text, at, start)]
        tokens.append(Token(start, end, "", label))
        at = end
    tokens += [Token(m.start(), m.end(), m.group(), "") for m in _TOKEN.finditer(text, at)]
    return tokens


@lru_cache(maxsize=1 << 16)
def shape(word: str) -> str:
    """Return the class of a word: what it looks like, or the lists it is in.

    Examples
    --------
    >>> [shape(word) for word in ("4471", "2017", "qx7t9l", "priya", "street", "sofa", "ssn", "jonesgmailcom")]
    ['4 digits', 'year', 'mixed 6', 'given', 'street', 'common', 'cue ssn', 'host']
    """
    low = word.casefold().replace("’", "'")
    if low in _CUE:
        return _CUE[low]
    if any(c.isdigit() for c in low):
        return _digits(low)
    if len(low) == 1:
        return "letter" if low not in ("a", "i") else "article"
    if low in _SPOKEN:
        return "spoken digit"
    if _HOST.search(low):
        return "host"
    if low in _HOST_ENDS:
        return "host end"
    return _listed(low)


def _digits(low: str) -> str:
    bare = re.sub(r"[^a-z\d]", "", low)
    n = len(bare)
    if bare.isdigit():
        if n == 4:
            return "year" if 1900 <= int(bare) <= 2030 else "4 digits"
        return f"{n} digits" if n < 6 else "6-8 digits" if n < 9 else f"{n} digits" if n < 12 else "12 digits"
    if "@" in low:
        return "host"
    if re.fullmatch(r"\d+(?:st|nd|rd|th)", bare):
        return "ordinal"
    if _ENDS.match(bare):
        return "host"
    return f"mixed {min(n, 9)}"


def _listed(low: str) -> str:
    for kind, words in _LISTS:
        if low in words:
            return kind
    folded = fold(low)
    often = rank().get(folded, 1 << 30)
    if is_known_name(folded):
        return "given"
    if folded in known_names():
        if folded not in rank():
            return "family"
        return f"{'given' if folded in given_names() else 'family'} or word {'often' if often < 3000 else 'seldom'}"
    if low in STATES:
        return "state"
    if folded in rank():
        return "frequent" if often < 1000 else "common" if often < 8000 else "word"
    return _unknown(low, folded)


def _unknown(low: str, folded: str) -> str:
    if _ENDS.match(low):
        return "host"
    if not is_nothing_else(folded):
        return "proper"
    if _STREET_END.match(low):
        return "street end"
    if is_glued(folded):
        return "glued"
    if not re.search(r"[aeiouy]", folded) or len(folded) < 3:
        return "consonants"
    return f"unknown {min(len(folded), 4)}" if len(folded) < 5 else "unknown"


def is_glued(word: str, most: int = 3) -> bool:
    """Tell whether a word is two or three frequent words that lost their spaces: "nothanks".

    Examples
    --------
    >>> is_glued("nothanks"), is_glued("sharmila")
    (True, False)
    """
    if len(word) > 40:
        return False
    starts = [n for n in range(2, len(word) - 1) if rank().get(word[:n], 1 << 30) < _FREQUENT]
    return any(rank().get(word[n:], 1 << 30) < _FREQUENT or (most > 2 and is_glued(word[n:], most - 1)) for n in starts)


_FREQUENT = 2500  # words of a basic vocabulary; the classifier was fitted with it
PLAIN = frozenset(
    (
        "closed",
        "article",
        "filler",
        "verb",
        "frequent",
        "common",
        "word",
        "month",
        "family or word often",
        "spoken digit",
        "year",
        "1 digits",
        "ordinal",
    )
)
# Words of these classes are judged only beside an address or a name, or where one was asked for.
_BESIDE = frozenset(("name", "address", "email"))


def judged(kind: str, before: str, asked: frozenset[str]) -> bool:
    """Tell whether a word of a class can be anybody's, given the label of the word before and what was asked for."""
    if kind.startswith("cue"):
        return before == "address"
    if kind not in PLAIN or (kind == "article" and before == "id"):
        return True
    return before in _BESIDE or (kind not in ("closed", "article", "filler", "verb") and not asked.isdisjoint(_WIDE))


_WIDE = frozenset(
    ("name", "address", "password", "id", "ssn", "account", "card", "postcode", "number", "phone", "email")
)


def worth_judging(said: Said, asked: frozenset[str]) -> bool:
    """Tell whether a text may hold a word that is ``judged``."""
    if said.digits or not asked.isdisjoint(_WIDE):
        return True
    return not all(map(is_plain, said.words))


@lru_cache(maxsize=1 << 16)
def is_plain(word: str) -> bool:
    """Tell whether a word by itself is nobody's."""
    kind = shape(word)
    return kind in PLAIN or kind.startswith("cue")


class Line:
    """A text as the classifier reads it: per word its class, and the cues to its left and right."""

    def __init__(self, tokens: Sequence[Token], vocabulary: frozenset[str]) -> None:
        pad = ["|"] * REACH
        self.shapes = [_MARK + t.label if t.label else shape(t.word) for t in tokens]
        self.around = pad + self.shapes + pad
        words = [t.word.casefold() if not t.label else "" for t in tokens]
        self.words = [""] * REACH + [w if w in vocabulary else "" for w in words] + [""] * REACH
        plain = sum([s in PLAIN for s in self.shapes])
        self.size = f"{min(len(tokens), 6)},{min(plain, 4)}"

    def cue(self, i: int, step: int) -> str:
        """Return the nearest cue within eight words to the left (-1) or the right (1) of word ``i``."""
        number = ""
        for far in range(1, _FAR + 1):
            at = i + step * far
            if not 0 <= at < len(self.shapes):
                break
            kind = self.shapes[at]
            if kind == "cue number":
                number = number or f"{kind}{'near' if far < 4 else 'far'}"
            elif kind.startswith("cue "):
                return f"{kind}{'near' if far < 4 else 'far'}"
        return number or "no cue"


def features(line: Line, i: int, before: str, earlier: str, asked: frozenset[str]) -> list[str]:
    """Return the features of word ``i``, whose two words before were labelled ``before`` and ``earlier``."""
    around, words, at = line.around, line.words, i + REACH
    here, left, right = around[at], around[at - 1], around[at + 1]
    cue = line.cue(i, -1)
    out = [
        here,
        f"b {before} {here}",
        f"e {earlier} {before}",
        f"b {before} {words[at]}" if words[at] else f"b {before}",
        f"-1 {left} {here}",
        f"+1 {here} {right}",
        f"x {left} {here} {right}",
        f"-2 {around[at - 2]} {left} {here}",
        f"+2 {here} {right} {around[at + 2]}",
        f"l {cue} {here}",
        f"r {line.cue(i, 1)} {here}",
        f"lb {cue} {before}",
        f"n {line.size} {here}",
        f"n {line.size}",
    ]
    for step in range(-REACH, REACH + 1):
        if step:
            out.append(f"{step} {around[at + step]}")
        if word := words[at + step]:
            out.append(f"{step} w {word}")
            if -3 < step < 3 and step:
                out.append(f"{step} w {word} {here}")
    for kind in sorted(asked):
        out += (f"a {kind} {here}", f"a {kind} {before}", f"a {kind} {cue}", f"a {kind} {line.size}", f"a {kind}")
        if words[at]:
            out.append(f"a {kind} w {words[at]}")
    return out
