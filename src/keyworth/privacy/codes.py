"""Codes of letters and digits: booking references, policies, claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyworth.privacy.token_features import is_glued
from keyworth.text.english_words import is_nothing_else, known_names, listed, rank

_MIXED = re.compile(
    r"\b(?:reference|ref|booking|order|confirmation|policy|claim|account|customer|tracking|quote|passport|licen[cs]e)"
    r"(?:\W+(?:reference|ref|number|num|no|id|code))*(?:\W+(?:is|it's|its|was)|\s?[:#])?\s+"
    r"((?=[a-z-]{0,20}\d)(?=[\d-]{0,20}[a-z])[a-z\d-]{5,24})\b",
    re.I,
)
_LETTERS_ONLY = re.compile(
    r"\b(?:booking|confirmation|reservation|reference|record|pnr|ticket|order|claim|policy)"
    r"(?:\W+(?:confirmation|reference|ref|number|num|no|id|code|locator)\b)*(?:\W+(?:is|it's|its|was)\b)?\W+([a-z]{5,8})\b",
    re.I,
)
CODE_WORDS = frozenset(listed("booking confirmation reservation reference record pnr ticket order claim policy"))
ONLY_BEFORE = re.compile(
    r"(?:\s*(?:yes|yeah|ya|yep|ok|okay|sure|sorry|it's|its|it is|is|absolutely|um|uh|hmm|so|that's|thats|here|"
    r"the)\b[ ,.:]*)*\s*"
    r"(?:\[name\]\s*)?(?:and\s+)?",
    re.I,
)
_CODE = re.compile(r"\b([a-z]{3})[ -]?(\d{3})\b", re.I)
_PRODUCT_CODES = frozenset(
    listed(
        """
    rtx gtx bmw amg usb led lcd cpu gpu ssd hdd ram din iso pvc mdf btu mah fps xps dcd wh kdl oled tv hd cc kw hp
    mk vol
    """
    )
)


def _alone(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield codes such as "njd 462" where nothing else is said, or beside another identifier."""
    if len(text) > 80 or not (found := list(_CODE.finditer(text))):
        return
    left = _CODE.sub(" ", re.sub(r"\b[a-z]{3} ?\d{7,10}\b", " ", text, flags=re.I))
    if not ONLY_BEFORE.fullmatch(
        re.sub(r"\b(?:and|claim|policy|number|no|num|id|my|i just did)\b", " ", left, flags=re.I)
    ):
        return
    for match in found:
        letters = match[1].casefold()
        if letters not in _PRODUCT_CODES and rank().get(letters, 1 << 30) > 3000:
            yield match.start(), match.end(), "id"


def code_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, "id") of the codes of a text.

    Examples
    --------
    >>> [s[:2] for s in code_spans("my confirmation code is jrtwpl")]
    [(24, 30)]
    """
    yield from _alone(text)
    yield from ((m.start(1), m.end(1), "id") for m in _MIXED.finditer(text))
    yield from ((m.start(1), m.end(1), "id") for m in _LETTERS_ONLY.finditer(text) if _is_no_word(m[1]))


def _is_no_word(letters: str) -> bool:
    """Tell whether letters after "booking code" are one: no word, no name, and no two words that ran together."""
    word = letters.casefold()
    return is_nothing_else(word) and word not in known_names() and not is_glued(word)
