"""Street addresses, UK and US, written or spoken."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from keyworth.text.english_words import is_nothing_else
from keyworth.text.stop_words import CLOSED, FILLERS, VERBS, listed

Span = tuple[int, int, str]

# A street by itself; the others also mean something else and need more to go by.
_SURE = listed(
    """
    street road rd lane ln avenue ave crescent boulevard blvd terrace mews cul-de-sac parade highway parkway pkwy
    """
)
_MAYBE = listed(
    """
    st drive dr close court ct gardens grove hill way place pl square sq row walk park rise view green heights
    circle cir trail path villas quay wharf loop alley common broadway gate nagar colony plaza
    """
)
SURE_STREETS, STREETS = frozenset(_SURE), frozenset(_SURE + _MAYBE)
_GATE = re.compile(
    r"\b(?:" + "|".join(_SURE + _MAYBE) + r"|add?ress|live|based|box|deliver|suite|apt|"
    r"[a-z]{2,} \d{4,6})\b",
    re.I,
)
ADDRESS_WORDS = frozenset([*_SURE, *_MAYBE, "address", "adress", "live", "based", "box", "deliver"])
_WORD = re.compile(r"[^\W_]+(?:['’./-][^\W_]+)*")
_CUE = re.compile(
    r"\b(?:address|live at|lives at|living at|live on|live in|based at|located at|deliver(?:ed|y)? (?:it )?to|"
    r"send it to|post it to|"
    r"come to|here at|house is|property is|over at|at number|we're at|i'm at)(?:\W+(?:is|it's|its|at|the|my|our|"
    r"no|number|um|uh|would|be|for|delivery))*\W*$",
    re.I,
)
_NUMBER = frozenset(
    listed(
        """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred oh
    """
    )
)
_HOUSE = re.compile(r"\d{1,5}[a-z]?(?:[-/]\d{1,5}[a-z]?)?", re.I)
_BEFORE = re.compile(r"\b(?:flat|apartment|apt|unit|suite|room no|no|house|number)\.?\s*$", re.I)
STATES = frozenset(
    listed(
        """
    al ak az ar ca co ct de fl ga hi id il ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa
    ri sc sd tn tx ut vt va wa wv wi wy dc uk usa us england scotland wales
    """
    )
)
_WORDLIKE = frozenset(listed("in or me hi ok oh id de la ma pa al us"))
_SAID = re.compile(
    r"(?<!mail )(?<!ip )(?<!web )\b(?:(my (?:home |delivery |postal |full )?)|(?:the|delivery|home|postal|full|"
    r"billing|and) )?add?ress"
    r"(?:\s+(?:is|it's|its|as|no|number|would be))*\s*[:,]?\s+(?=\w)",
    re.I,
)
_ENDS = (
    CLOSED | VERBS | FILLERS | frozenset(listed("phone ph contact mobile number email mail ssn policy claim name"))
) - frozenset(listed("the of on st down up"))
_ANSWER = re.compile(
    r"\s*(?:(?:yes|yeah|sure|ok|okay|it's|its|it is|that's|of course|um|uh|so|so it's|flat|number|no)[,"
    r".]?\s+){0,4}(\d{1,5}[a-z]?|" + "|".join(sorted(_NUMBER)) + r")\b",
    re.I,
)
_DOOR = re.compile(r"\b(?:no|plot|door|flat|house no|door no|h ?no)\.?\s*$", re.I)
PLACES = frozenset(
    listed(
        """
    alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
    nebraska nevada hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah
    vermont virginia washington wisconsin wyoming newyork newjersey usa uk england scotland wales ireland india canada
    australia zealand nigeria ghana kenya poland pakistan bangladesh states kingdom london manchester birmingham leeds
    glasgow liverpool edinburgh cardiff belfast dublin chicago houston philadelphia dallas austin denver atlanta miami
    boston seattle mumbai delhi bangalore bengaluru chennai kolkata hyderabad pune ahmedabad lagos abuja accra nairobi
    warsaw krakow karachi lahore dhaka yorkshire lancashire cheshire kent surrey sussex essex norfolk suffolk devon
    cornwall somerset dorset wiltshire hertfordshire bedfordshire buckinghamshire berkshire oxfordshire cambridgeshire
    lincolnshire nottinghamshire derbyshire leicestershire warwickshire northamptonshire staffordshire shropshire
    worcestershire gloucestershire cumbria durham northumberland middlesex
    """
    )
)
_DOORS, _SHORT = re.compile(r"\b(?:\d{1,5}|no)\b"), 200
_BOX = re.compile(r"\bp\.?\s?o\.?\s?box\s+\d{1,7}", re.I)
_STREET_NOT = ((CLOSED | VERBS | FILLERS) - frozenset(listed("the of on st down up"))) | frozenset(
    listed("address adress addresss contact phone ph mobile email mail name ssn")
)
_NUMBERED = re.compile(
    r"\b(?:(?:flat|door|house|plot|room|unit|shop)\s{0,2})?(?:no|number|flat|door|plot)[.:]?\s{0,2}$", re.I
)


def address_spans(text: str, asked: bool = False) -> Iterator[Span]:
    """Yield (start, end, "address") of each street address; ``asked``: whether one has just been asked for."""
    for start, end, label in _addresses(text, asked):
        before = _NUMBERED.search(text, max(0, start - 16), start) if text[start].isdigit() else None
        yield before.start() if before else start, end, label


def _addresses(text: str, asked: bool) -> Iterator[Span]:
    if asked:
        yield from _answered(text)
    if not (_GATE.search(text) or (len(text) < _SHORT and _DOORS.search(text))):
        return
    yield from ((m.start(), m.end(), "address") for m in _BOX.finditer(text))
    words = [(m.start(), m.end(), m.group().casefold()) for m in _WORD.finditer(text)]
    yield from _render(text, words)
    yield from _zipped(text, words)
    yield from _placed(text, words)
    done = -1
    for i, (_, _, word) in enumerate(words):
        if word not in STREETS or i <= done:
            continue
        if span := _street(text, words, i) or _unnumbered(text, words, i):
            start, last = span
            last = _town(text, words, last)
            done = last
            yield words[start][0], words[last][1], "address"


def _render(text: str, words: list[tuple[int, int, str]]) -> Iterator[Span]:
    """After "my address is": the words up to the next thing said."""
    starts = [w[0] for w in words]
    for match in _SAID.finditer(text):
        at = bisect_left(starts, match.end())
        inside = words[at : at + 12]
        taken = []
        for k, word in enumerate(inside):
            if word[2] in _ENDS or (k and not re.fullmatch(r"[\s,.#-]*", text[inside[k - 1][1] : word[0]])):
                break
            taken.append(word)
        if taken and (any(_is_house(w[2]) or w[2] in STREETS for w in taken) or (match[1] and len(taken) <= 5)):
            yield taken[0][0], taken[-1][1], "address"


def _answered(text: str) -> Iterator[Span]:
    """A house number and what follows it, up to the next thing said."""
    if match := _ANSWER.match(text):
        end = match.end(1)
        for word in _WORD.finditer(text, end):
            if word.group().casefold() in _ENDS or text[end : word.start()].strip(" ,.#-"):
                break
            end = word.end()
        if end > match.end(1):
            yield match.start(1), end, "address"


def _zipped(text: str, words: list[tuple[int, int, str]]) -> Iterator[Span]:
    """A house number, some words, a state and a ZIP code."""
    for k, (_, _, word) in enumerate(words):
        following = words[k + 1][2] if k + 1 < len(words) else ""
        if word in ("apt", "suite", "apartment") and re.fullmatch(r"\d{1,5}[a-z]?", following):
            yield from _suite(words, k)
        if word not in STATES or not re.fullmatch(r"\d{4,5}", following):
            continue
        for first in range(max(0, k - 9), k - 1):
            between = words[first + 1 : k]
            if re.fullmatch(r"\d{1,5}", words[first][2]) and not any(w[2] in _STREET_NOT - STATES for w in between):
                streets = any(w[2] in STREETS or w[2] in ("hwy", "route", "rt", "apt", "suite") for w in between)
                if streets or (len(words[k + 1][2]) == 5 and word not in _WORDLIKE):
                    yield words[first][0], words[k + 1][1], "address"
                    break


def _suite(words: list[tuple[int, int, str]], k: int) -> Iterator[Span]:
    """A house number, some words, "apt 12", and the town up to its ZIP code."""
    first = next((i for i in range(k - 1, max(-1, k - 6), -1) if re.fullmatch(r"\d{1,5}", words[i][2])), None)
    if first is None:
        return
    last = k + 1
    for i in range(k + 2, min(k + 10, len(words))):
        if re.fullmatch(r"\d{5,9}", words[i][2]):
            last = i
            break
        if words[i][2] in _ENDS:
            break
    yield words[first][0], words[last][1], "address"


def _street(text: str, words: list[tuple[int, int, str]], i: int) -> tuple[int, int] | None:
    """Return the words from the house number to the street's suffix at ``i``, if it is an address."""
    first = i
    while first > 0 and i - first < 4 and _near(text, words, first - 1, first):
        word = words[first - 1][2]
        if _is_house(word):
            break
        if word in _STREET_NOT or (word in STREETS and i - first > 2):
            return None
        first -= 1
    else:
        return None
    if not first or first == i or not _is_house(words[first - 1][2]):
        return None
    house = first - 1
    told = text[max(0, words[house][0] - 60) : words[house][0]]
    cue = bool(_CUE.search(told) or _DOOR.search(told))
    if words[i][2] not in SURE_STREETS and not cue and not _capital(text, words, first, i):
        return None
    if any(w in ("the", "of", "down", "up") for _, _, w in words[first:i]) and not cue:
        return None
    while (
        house > 0
        and _near(text, words, house - 1, house)
        and (_is_house(words[house - 1][2]) or _is_flat(words[house - 1][2]))
    ):
        house -= 1
    return house, i


def _is_house(word: str) -> bool:
    return word in _NUMBER or bool(_HOUSE.fullmatch(word))


def _is_flat(word: str) -> bool:
    return word in ("flat", "apartment", "apt", "unit", "suite")


def _near(text: str, words: list[tuple[int, int, str]], left: int, right: int) -> bool:
    return text[words[left][1] : words[right][0]].strip(" ,.#") == ""


def _capital(text: str, words: list[tuple[int, int, str]], first: int, last: int) -> bool:
    return all(text[words[k][0]].isupper() for k in range(first, last + 1))


def _town(text: str, words: list[tuple[int, int, str]], last: int) -> int:
    """Take in the town, county, state, country and ZIP code after a street."""
    end = last
    for k in range(last + 1, min(last + 8, len(words))):
        word = words[k][2]
        following = words[k + 1][2] if k + 1 < len(words) else ""
        if not _near(text, words, k - 1, k) or (word in _ENDS and word not in STATES):
            break
        if word in ("apt", "suite", "flat", "unit") and re.fullmatch(r"\d{1,5}[a-z]?", following):
            end = k + 1
        elif (
            _is_place(word, following)
            or (re.fullmatch(r"\d{4,6}", word) and k - last > 1)
            or (re.fullmatch(r"\d{2,3}", word) and k == end + 2 and len(words[k - 1][2]) == 2)
            or (k == end + 1 and (is_nothing_else(word) or text[words[k][0]].isupper()))
        ):
            end = k
        elif word in _ENDS:
            break
    return end


def _is_place(word: str, following: str = "") -> bool:
    """Tell whether a word names a state or a country; one that is also a word must stand before a ZIP code."""
    if word in STATES:
        return word not in _WORDLIKE or bool(re.fullmatch(r"\d{4,6}", following))
    return word in PLACES


def _placed(text: str, words: list[tuple[int, int, str]]) -> Iterator[Span]:
    """A house number, a name that no dictionary has or a street, and up to nine words on a state or country."""
    for k, (_, _, word) in enumerate(words):
        if not _is_place(word, words[k + 1][2] if k + 1 < len(words) else ""):
            continue
        for first in range(k - 2, max(-1, k - 10), -1):
            if words[first + 1][2] in _STREET_NOT - STATES or not _near(text, words, first, first + 1):
                break
            between = [w[2] for w in words[first + 1 : k]]
            if _HOUSE.fullmatch(words[first][2]) and any(w in STREETS or is_nothing_else(w) for w in between):
                yield words[first][0], words[_town(text, words, k)][1], "address"
                break


def _unnumbered(text: str, words: list[tuple[int, int, str]], i: int) -> tuple[int, int] | None:
    """Return "Periyakadai Street": a street without a number, named by a word that no dictionary has."""
    named = i > 0 and words[i][2] in SURE_STREETS and is_nothing_else(words[i - 1][2]) and len(words[i - 1][2]) > 3
    return (i - 1, i) if named and _near(text, words, i - 1, i) else None
