"""E-mail addresses, secret links, postcodes, dates of birth and numbers with a national form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyworth.text.stop_words import listed

Span = tuple[int, int, str]

_EMAIL = re.compile(r"[\w.+%'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HOSTS = (
    "gmail|googlemail|hotmail|yahoo|ymail|outlook|icloud|live|msn|aol|btinternet|btopenworld|virginmedia|virgin|"
    "sky|talktalk|"
    "protonmail|proton|me|mac|gmx|fastmail|rediffmail|ntlworld|blueyonder|tiscali|comcast|verizon|att|mail|email|zoho"
)
_SURE_HOSTS = "gmail|googlemail|hotmail|yahoo|icloud|btinternet|rediffmail|ymail"
_ENDS = r"(?:com|co|org|net|uk|edu|gov|io|info|biz|eu|de|fr|in|ie|us|ca|au|me|shop|tv|ac)"
_DOT = r"(?:\.|\s+(?:dot|point)\s+)"
_JOIN = r"(?:\s+(?:dot|point|underscore|dash|hyphen|minus|plus)\s+|\s?[._-]\s?)"
# "jane dot smith at gmail dot com", "j o n e s at acme dot co dot uk", "jane smith 42 at gmail com"
_SPOKEN = re.compile(
    rf"(?<!['’])(?:\b[^\W_]{{1,30}}{_JOIN}){{0,6}}\b[^\W_]{{1,30}}\s+(?:at|@)\s+"
    rf"(?:(?:[^\W_]{{1,30}}(?:{_JOIN}|\s)){{0,3}}?[^\W_]{{1,30}}{_DOT}{_ENDS}\b(?:{_DOT}{_ENDS}\b)?|"
    rf"(?:{_HOSTS})\s+com\b|(?:{_SURE_HOSTS})\b)",
    re.I,
)
# What speech recognition makes of an address when it drops the signs: "jimwebb 65 gmailcom".
_GLUED = re.compile(
    r"\b[^\W_]{0,40}(?:gmail|googlemail|hotmail|yahoo|outlook|icloud|rediffmail|btinternet|aol|ymail|live|"
    r"mail|gamil|gmial|gmal|"
    r"gaiml|gmai|yaho)l?\s?\.?com\b",
    re.I,
)
_LEFT = re.compile(r"(?<!['’])(?:\b[^\W_]+\s+)$")
_STOP_LEFT = frozenset(
    listed(
        """
    is it's its it at address email e-mail mail id my to me and the on as was or be i'm im so yes yeah um uh er
    that's thats correct okay ok sure it's. here will would just use send by via for with your a an
    """
    )
)
_CUE = re.compile(r"\be-?mail(?:\s+(?:address|id))?\s*(?:is|it's|its|:|as)\s+(?=\S)", re.I)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']{3,2000}", re.I)
_SECRET = re.compile(
    r"[?&#;/](?:[\w.-]*(?:token|key|secret|sig|signature|session|sid|auth|password|passwd|pwd|code|otp|jwt|"
    r"email|user|uid|"
    r"phone|name|customer|account|id))=[^&\s]+|//[^/\s@]+:[^/\s@]+@|[A-Za-z0-9_-]{24,}|%40",
    re.I,
)

_AREAS = frozenset(
    listed(
        """
    ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy
    g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw
    ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc
    wd wf wn wr ws wv yo ze je gir
    """
    )
)
_POSTCODE = re.compile(r"\b([a-z]{1,2})(\d[a-z\d]?)(\s{0,2})(\d)([abd-hjlnp-uw-z]{2})\b", re.I)
_LOOKS_UNIT = frozenset(listed("gb tb ft hp lb pt ps rd th nd st sq hr ah wh bn"))
_POSTCODE_CUE = re.compile(
    r"\b(?:post\s?code|postal code|zip\s?code|zip|eircode)(?:'s)?(?:\W+(?:is|it's|its|of|was|the|my|our|um|uh|"
    r"er|would|be|that's))*\W+"
    r"((?:[a-z]{0,2}\d[\w]{0,4}|[a-z]|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|ten|eleven|twelve)"
    r"(?:[\s,.-]{1,2}(?:[a-z]{0,2}\d\w{0,4}|\d[a-z]{2}|[a-z]|zero|oh|one|two|three|four|five|six|seven|eight|"
    r"nine|double|ten|"
    r"eleven|twelve)\b){0,8})\b",
    re.I,
)
_SAID_DIGIT = r"(?:\d|zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_SPELT_POSTCODE = re.compile(
    rf"(?<!['’])\b([a-z])\s(?:([a-z])\s)?{_SAID_DIGIT}(?:\s{_SAID_DIGIT}|"
    rf"\s[a-z])?\s{_SAID_DIGIT}\s[abd-hjlnp-uw-z]\s?[abd-hjlnp-uw-z]\b",
    re.I,
)
_ZIP = re.compile(r"\b[A-Z]{2}\s+(\d{5}(?:-\d{4})?)\b")
_NI = re.compile(r"\b(?!bg|gb|nk|kn|tn|nt|zz)[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z][\s-]?(?:\d[\s-]?){6}[a-d]\b", re.I)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b", re.I)
_SORT_CODE = re.compile(r"\b\d{2}([- ])\d{2}\1\d{2}(?=\D{1,40}\d{8}\b)")

# A car's number plate: as it is written, or after its cue however it is said ("a b one two c d e").
_PLATE = re.compile(r"\b[A-HJ-PR-Y]{2}(?:0[1-9]|[1-3]\d|5[1-9]|[67]\d)[ ][A-HJ-PR-Z]{3}\b")
_PLATE_CUE = re.compile(
    rf"\b(?:reg(?:istration)?|number plate|licen[cs]e plate|plate)(?:\s(?:number|plate|no|is|it's|of|the|my)|'s|:)*\s+"
    rf"((?=[a-z ]{{0,30}}(?:{_SAID_DIGIT}))(?:[a-z]{{1,3}}\d{{1,4}}|\d{{1,3}}[a-z]{{1,3}}|[a-z]|{_SAID_DIGIT})"
    rf"(?:\s?(?:[a-z]{{1,3}}\d{{0,4}}|\d{{1,4}}|{_SAID_DIGIT})\b){{1,7}}?)(?=\s(?:and|it|so|please|thanks)\b|[.,!?]|$)",
    re.I,
)
_VIN = re.compile(r"\b(?=[A-Z]{0,10}\d)(?=\d{0,10}[A-Z])[A-HJ-NPR-Z0-9]{17}\b", re.I)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|"
    r"twelfth|thirteenth|"
    r"fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[\s-]\w+|"
    r"thirty[\s-]first)"
)
_YEAR = (
    r"(?:\d{4}|'?\d{2}|nineteen[\s-]\w+(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"two thousand(?: and \w+)?|twenty[\s-]\w+)"
)
_DATE = (
    rf"(?:\d{{1,4}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?\d{{1,4}}|\d{{6,8}}|\d{{1,2}} \d{{1,2}} \d{{2,4}}|(?:the "
    rf")?{_ORDINAL}(?: of)?(?: the)? {_MONTH}(?:,? {_YEAR})?"
    rf"|{_MONTH} (?:the )?{_ORDINAL}(?:,? {_YEAR})?|(?:the )?{_ORDINAL} of the {_ORDINAL}(?:,? {_YEAR})?)"
)
_BORN = re.compile(
    rf"\b(?:date of birth|d\.?o\.?b\.?|birth\s?da(?:y|te)|born(?: on| in)?)(?:\W+(?:is|it's|its|was|the|on|my|"
    rf"um|uh|er|of|in|would|be))*\W+"
    rf"({_DATE}|{_YEAR})\b",
    re.I,
)


CONTACT_WORDS = frozenset(
    listed(
        """
    at dot mail email gmail code postcode postcode's zip zipcode birth birthday born dob reg registration plate
    """
    )
)


def contact_spans(text: str) -> Iterator[Span]:
    """Yield (start, end, label) of e-mail addresses, secret links, postcodes, births, NI numbers and IBANs."""
    yield from _links(text)
    yield from _emails(text)
    yield from _codes(text)


def _links(text: str) -> Iterator[Span]:
    if "://" in text or "www." in text.casefold():
        for match in _URL.finditer(text):
            if _SECRET.search(match.group()):
                yield match.start(), match.end(), "url with token"


def _emails(text: str) -> Iterator[Span]:
    low = text.casefold()
    if "@" in text:
        yield from ((m.start(), m.end(), "email") for m in _EMAIL.finditer(text))
    if " at " in low or " @ " in low:
        for match in _SPOKEN.finditer(text):
            yield _widened_left(text, match.start(), 3), match.end(), "email"
    if "com" in low:
        for match in _GLUED.finditer(text):
            yield _widened_left(text, match.start(), 2), match.end(), "email"
    if "mail" in low:
        for match in _CUE.finditer(text):
            end = _address_end(text, match.end())
            if end > match.end():
                yield match.end(), end, "email"


def _widened_left(text: str, start: int, most: int) -> int:
    """Take in the words before an address that must belong to it: "jane smith", "j o n e s", "kavi 4588"."""
    begun = start
    for _ in range(12):
        window = text[max(0, start - 32) : start]
        match = _LEFT.search(window)
        if not match or match.group().strip().casefold() in _STOP_LEFT:
            break
        word = match.group().strip()
        if len(word) > 1 and not word.isdigit():
            most -= 1
            if most < 0 or text[begun:start].count(" ") > 8:
                break
        if len(word) > 1 and not word.isdigit() and not _belongs(text, start):
            break
        start -= len(match.group())
    return start


def _belongs(text: str, start: int) -> bool:
    """Only a number or a single letter next to it says that the word before is still the address."""
    following = text[start : start + 32].split()
    return bool(following) and (
        following[0].isdigit() or following[0].casefold() in ("dot", "underscore", "dash", "at")
    )


def _address_end(text: str, start: int) -> int:
    match = re.compile(r"[^\W_]{3,40}com\b|(?:[^\W_]{2,30}\s+){1,2}com\b", re.I).match(text, start)
    return match.end() if match else start


def _codes(text: str) -> Iterator[Span]:
    for match in _SPELT_POSTCODE.finditer(text):
        if f"{match[1]}{match[2] or ''}".casefold() in _AREAS:
            yield match.start(), match.end(), "postcode"
    yield from ((m.start(1), m.end(1), "id") for m in _PLATE_CUE.finditer(text))
    if not re.search(r"\d", text):
        if (
            "code" in text.casefold()
            or "zip" in text.casefold()
            or "birth" in text.casefold()
            or "born" in text.casefold()
            or "dob" in text.casefold()
        ):
            yield from ((m.start(1), m.end(1), "postcode") for m in _POSTCODE_CUE.finditer(text) if len(m.group(1)) > 3)
            yield from ((m.start(1), m.end(1), "date of birth") for m in _BORN.finditer(text))
        return
    for match in _POSTCODE.finditer(text):
        if _is_postcode(match):
            yield match.start(), match.end(), "postcode"
    yield from ((m.start(1), m.end(1), "postcode") for m in _POSTCODE_CUE.finditer(text) if len(m.group(1)) > 3)
    yield from ((m.start(1), m.end(1), "postcode") for m in _ZIP.finditer(text))
    yield from ((m.start(1), m.end(1), "date of birth") for m in _BORN.finditer(text))
    yield from ((m.start(), m.end(), "national insurance") for m in _NI.finditer(text))
    yield from ((m.start(), m.end(), "account") for m in _SORT_CODE.finditer(text))
    yield from ((m.start(), m.end(), "id") for m in _PLATE.finditer(text))
    yield from ((m.start(), m.end(), "id") for m in _VIN.finditer(text))
    for match in _IBAN.finditer(text):
        from stdnum import iban

        if iban.is_valid(match.group()):
            yield match.start(), match.end(), "account"


def _is_postcode(match: re.Match[str]) -> bool:
    area, _, gap, _, unit = (g.casefold() for g in match.groups())
    if area not in _AREAS:
        return False
    return (match.group().isupper() and bool(gap)) or unit not in _LOOKS_UNIT
