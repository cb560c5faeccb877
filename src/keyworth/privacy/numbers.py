"""Numbers that point to a person: phones, cards, accounts, policies, whether written or spoken digit by digit.

A run of digits is gathered first ("oh double seven 00 900-123"), then judged by its length, its
grouping and the words before it. Prices, sizes, years and quantities are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from keyworth.privacy.codes import ONLY_BEFORE, code_spans
from keyworth.privacy.dialogue import NUMBERS
from keyworth.text.english_words import is_common
from keyworth.text.stop_words import CLOSED, FILLERS, listed

_UNITS = {w: str(i) for i, w in enumerate(listed("zero one two three four five six seven eight nine"))}
_DIGIT = {**_UNITS, "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0"}
_TEENS = listed(
    """
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    """
)
_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
_PAIR = {**{w: str(10 + i) for i, w in enumerate(_TEENS)}, **{w: str(20 + 10 * i) for i, w in enumerate(_TENS)}}
_TIMES = {"double": 2, "treble": 3, "triple": 3}

SPOKEN_WORDS = frozenset([*_DIGIT, *_PAIR, *_TIMES])
_LONGEST = 48  # groups of one run: beyond, it is no number of a person's
TRIGGER = re.compile(
    r"\d\D{0,3}\d|\b(?:" + "|".join([*_UNITS, "oh", "nought", "double", "triple", "treble"]) + r")\b", re.I
)
_ITEM = re.compile(r"\d+|[^\W\d_]+")
_GAP = re.compile(r"[\s\-‐‑–()./]{0,4}")
_MEASURE = re.compile(
    r"\s?(?:%|x\s?\d|×|mm\b|cm\b|m\b|m2\b|km\b|ft\b|feet\b|foot\b|inch|in\b|kg\b|g\b|lbs?\b|l\b|litres?\b|w\b|"
    r"kw\b|watts?\b|"
    r"gb\b|tb\b|mb\b|mhz\b|ghz\b|mah\b|btu|p\b|k\b|grand\b|quid\b|pounds?\b|dollars?\b|euros?\b|pence\b|percent|"
    r"per cent|hundred|thousand|million|sq|square|metres?\b|meters?\b|degrees|miles\b)",
    re.I,
)
_MONEY = re.compile(r"[£$€¥]\s?$")
_FILL = (
    r"(?:\W+(?:is|it's|its|it|was|are|the|my|our|your|a|number|numbers|num|no|code|id|digits?|of|to|on|at|in|"
    r"ending|ends|with|last|"
    r"first|full|four|4|yes|yeah|um|uh|er|so|would|be|that's|thats|which|me|us|him|her|called|here|for|and|s|as|"
    r"follows|one|"
    r"please|sorry|correct|new|old|ok|okay|sure|mobile|phone|home|work))*"
    r"(?:\W+(?:[^\W\d_]{1,3}|dash|slash|hyphen)){0,4}\W*$"
)


def _cue(words: str, label: str) -> tuple[re.Pattern[str], str]:
    return re.compile(rf"\b(?:{words}){_FILL}", re.I), label


_CUES = (
    _cue(r"sort\W?code|iban|bank account|account (?:number|num|no|is)|account", "account"),
    _cue(r"ssn|s s n|social security|social", "ssn"),
    _cue(r"card (?:number|no|ending|is)|card|cvv|cvc|security code|amex|visa|mastercard", "card"),
    _cue(r"national insurance|n\.?i\.? number", "national insurance"),
    _cue(r"pass\W?(?:word|code|phrase)|pin(?! ?code)|memorable word", "password"),
    _cue(r"(?:policy|claim|order|reference|ref|booking|customer|client|member|membership|invoice|case|ticket|tracking|quote|"
         r"passport|licen[cs]e|confirmation|serial|appointment|job|complaint|application|loan|patient|nhs|pin|"
         r"passcode|"
         r"verification|meter|mpan|mprn)(?:\W+(?:number|num|no|id|ref|reference|code))?|\bid|#", "id"),
    _cue(r"phone|mobile|telephone|tele|tel|ph|cell|contact|landline|whats\W?app|call|ring|reach|text|dial|fax|number|num|no|"
         r"home number|work number", "phone"),
)  # fmt: skip
_STRONG_ID = re.compile(
    r"\b(?:(?:number|num|no|id|ref|reference|code|policy|claim)(?:\W+(?:is|it's|its|was|the))?|#|pin\W+(?:is|number))"
    r"(?:\W+(?:[^\W\d_]{1,3}|dash|slash|hyphen)){0,4}\W*$",
    re.I,
)
_OF_A_PRODUCT = re.compile(
    r"\b(?:ean|gtin|upc|bar\W?code|sku|mpn|ral|part|product|model|item|article|catalogue|catalog|stock|style)"
    r"(?:\W+(?:number|num|no|code|is|it's|its|the|id))*\W*(?:[^\W\d_]{1,4}\W?)?$",
    re.I,
)


class Run(NamedTuple):
    """A run of digits: where it stands, its digits, their grouping, and whether it was spoken."""

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]
    spoken: bool


def runs(text: str) -> list[Run]:
    """Return the runs of digits of a text, written or spoken.

    Examples
    --------
    >>> [r.digits for r in runs("oh seven seven double four, 3m by four")]
    ['07744', '3', '4']
    """
    found: list[Run] = []
    items = [(m.start(), m.end(), m.group().casefold()) for m in _ITEM.finditer(text)]
    i = 0
    while i < len(items):
        run, i = _run_at(text, items, i)
        if run is not None:
            found.append(run)
    return found


def _run_at(text: str, items: list[tuple[int, int, str]], i: int) -> tuple[Run | None, int]:
    groups: list[int] = []
    digits, spoken, start, end = "", 0, items[i][0], items[i][0]
    while i < len(items) and len(groups) < _LONGEST:
        begin, _, word = items[i]
        if digits and not (_GAP.fullmatch(text, end, begin)):
            break
        value, used = _value(items, i, bool(digits))
        if not value:
            break
        if not word.isdigit():
            spoken += 1
            groups.append(len(value))
        elif digits and begin == end:
            groups[-1] += len(value)
        else:
            groups.append(len(value))
        digits += value
        end = items[i + used - 1][1]
        i += used
    if not digits:
        return None, i + 1
    return Run(start, end, digits, tuple(groups), spoken > len(groups) / 2), i


def _value(items: list[tuple[int, int, str]], i: int, inside: bool) -> tuple[str, int]:
    """Return the digits that an item stands for and how many items that took."""
    word = items[i][2]
    if word.isdigit():
        return (word if word.isascii() else "".join(str(int(c)) if c.isdecimal() else "" for c in word)), 1
    if word in _TIMES and i + 1 < len(items):
        following = items[i + 1][2]
        digit = _DIGIT.get(following) or (following if following.isdigit() and len(following) == 1 else "")
        return digit * _TIMES[word], 2
    if word == "hundred" and inside:
        return "00", 1
    if word in _PAIR:
        following = items[i + 1][2] if i + 1 < len(items) else ""
        if word in _TENS and following in _UNITS and following != "zero":
            return str(int(_PAIR[word]) + int(_UNITS[following])), 2
        return _PAIR[word], 1
    if word in ("o", "oh") and not inside:
        following = items[i + 1][2] if i + 1 < len(items) else ""
        return ("0", 1) if following in _DIGIT or following in _TIMES or following.isdigit() else ("", 1)
    return _DIGIT.get(word, ""), 1


def number_spans(text: str, asked: frozenset[str] = frozenset()) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, label) of each number that points to a person; of any long enough, where one was asked for."""
    yield from code_spans(text)
    if not TRIGGER.search(text):
        return
    previous = 0
    for run in runs(text):
        label = _label(text, run, previous)
        if not label and len(run.digits) >= 3 and not asked.isdisjoint(NUMBERS) and not _MEASURE.match(text, run.end):
            label = number_label(text, run.start, run.end, asked)
        if label:
            yield (*_widened(text, run, label), label)
        previous = run.end


_ASKED = {
    "ssn": "ssn", "card": "card", "account": "account", "birth": "date of birth", "postcode": "postcode",
    "password": "password", "phone": "phone", "id": "id", "number": "id",
}  # fmt: skip


def is_of_a_product(text: str, start: int) -> bool:
    """Tell whether what stands at ``start`` is the number or the name of a model, a part or an article."""
    return bool(_OF_A_PRODUCT.search(text, max(0, start - 80), start))


_CALLED = {
    "ssn": "ssn", "social": "ssn", "card": "card", "account": "account", "password": "password", "pin": "password",
    "postcode": "postcode", "zip": "postcode", "phone": "phone", "mobile": "phone", "cell": "phone",
}  # fmt: skip
_CUE_AFTER = re.compile(
    rf"\W{{0,3}}(?:is|are|that's|thats|it's|its)?\W?(?:my|the|our)\s(?:\w+\s){{0,4}}?({'|'.join(_CALLED)})\b", re.I
)


def number_label(text: str, start: int, end: int, asked: frozenset[str]) -> str:
    """Return what to call a number or a code: what its cue says, or what was asked for, or what its length suggests."""
    digits = sum(c.isdigit() for c in text[start:end])
    cue = next((label for pattern, label in _CUES if pattern.search(text[max(0, start - 80) : start])), "")
    if match := _CUE_AFTER.match(text, end):
        cue = _CALLED[match.group(match.lastindex or 0).casefold()]
    if cue and (cue != "phone" or digits >= 7):
        return cue
    kinds = [label for kind, label in _ASKED.items() if kind in asked and (kind != "phone" or digits >= 7)]
    return "phone" if digits >= 10 and (not kinds or "phone" in kinds) else kinds[0] if kinds else "id"


def _label(text: str, run: Run, previous: int) -> str:
    before = text[max(previous, run.start - 80) : run.start]
    after = text[run.end : run.end + 12]
    n = len(run.digits)
    plus = before.rstrip(" (").endswith("+")
    if _MONEY.search(before) or (text[run.end : run.end + 1] in ("%",)):
        return ""
    if _OF_A_PRODUCT.search(before):
        return ""
    cue = next((label for pattern, label in _CUES if n >= 3 and pattern.search(before)), "")
    if n < 9 and not plus and _MEASURE.match(after) and cue in ("", "phone", "id"):
        return ""
    if cue and (label := _by_cue(cue, run, before)):
        return label
    return _by_shape(text, run, plus)


def _by_cue(cue: str, run: Run, before: str) -> str:
    n = len(run.digits)
    if cue == "phone":
        return "phone" if n >= 7 or (n >= 6 and run.spoken) else ""
    if cue == "id":
        return "id" if n >= 5 or (n >= 3 and _STRONG_ID.search(before)) else ""
    if cue == "card":
        return "card" if n in (3, 4) or n >= 12 else ""
    if cue == "account":
        return "account" if n >= 5 else ""
    return cue


def _by_shape(text: str, run: Run, plus: bool) -> str:
    n, digits, groups = len(run.digits), run.digits, run.groups
    if 13 <= n <= 19 and _luhn(digits):
        return "card"
    if groups == (3, 2, 4) and not run.spoken:
        return "ssn"
    if run.spoken:
        return "phone" if n >= 6 else ""
    if (plus or digits.startswith("00")) and 8 <= n <= 15:
        return "phone"
    if digits.startswith("0") and 10 <= n <= 12:
        return "phone"
    if groups in ((3, 3, 4), (1, 3, 3, 4), (3, 7)) and not _MEASURE.match(text, run.end):
        return "phone"
    if any(g >= 9 for g in groups) or (n >= 10 and groups[-3:] == (3, 3, 4)):
        return "phone" if n >= 10 else "id"
    if groups == (3, 4) and text[run.end - 5] in "-.":
        return "phone"
    if groups == (4, 4, 4, 4):
        return "card"
    whole = bool(ONLY_BEFORE.fullmatch(text, 0, run.start)) and not text[run.end :].strip(" .,!?")
    if whole and len(groups) == 1 and 4 <= n <= 8 and int(digits) % 50 and not 1900 <= int(digits) <= 2099:
        return "id"
    return ""


def _luhn(digits: str) -> bool:
    from stdnum import luhn

    return luhn.is_valid(digits) and len(set(digits)) > 1


_PREFIX = re.compile(r"(?:\+\s?|\(\s?|#)+$")
_TWO_LETTERS = re.compile(r"(?:\b[a-z]\s?){1,2}$", re.I)
_LETTERS = re.compile(r"\b([^\W\d_]{1,4})[\s-]?$")
_TAIL = re.compile(r"\s?(?:ext\.?|extension|x)\s?\d{1,6}\b|[-/]?[^\W\d_]{1,3}\b(?![\w'’])", re.I)


def _widened(text: str, run: Run, label: str) -> tuple[int, int]:
    """Take in a leading plus or bracket, an extension, and the letters of an identifier."""
    start, end = run.start, run.end
    if match := _PREFIX.search(text, max(0, start - 4), start):
        start = match.start()
    if label == "national insurance" and (last := re.match(r"\s?[a-d]\b", text[end : end + 3], re.I)):
        end += last.end()
    if label == "national insurance" and (first := _TWO_LETTERS.search(text, max(0, start - 4), start)):
        start = first.start()
    if label in ("id", "account", "national insurance"):
        match = _LETTERS.search(text, max(0, start - 6), start)
        if match and _is_code(match.group(1)):
            start = match.start()
        if (match := _TAIL.match(text, end)) and (text[end] not in " " or label == "national insurance"):
            end = match.end()
    elif label == "phone" and (match := _TAIL.match(text, end)) and match.group().strip()[-1].isdigit():
        end = match.end()
    return start, end


def _is_code(letters: str) -> bool:
    word = letters.casefold()
    return word not in CLOSED and word not in FILLERS and not (len(word) > 3 and is_common(word))
