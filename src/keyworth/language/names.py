"""Names of people, found by what is said around them: "my name is", "this is … speaking", "Dear", "Mrs"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from keyworth.language.words import AFTER_NAME, fold, is_common, is_known_name, known_names, rank

Span = tuple[int, int, str]

_NEXT = re.compile(r"(\s+|\s?,\s+|\.\s)?([^\W\d_]+(?:['’\-][^\W\d_]+)*)(\.(?=\s))?")
_BE = r"(?:\s+(?:is|was|would be|will be)|'s|’s|s)?"
# After these, the next word is a name unless it is an everyday word of another sort.
_STRONG = re.compile(
    r"\b(?:(?:my|the|his|her|full|first|last|middle|maiden|family|given|whole|sur|customer|account|contact|second|christian|nick)\s?"
    rf"(?:full |first |last |own |christian |middle |maiden )?name{_BE}(?:\s+(?:on (?:it|the \w+) )?(?:is|its|it's))?"
    rf"|name{_BE}|surname{_BE}|call me|known as|goes by|by the name of|under the name(?: of)?|under|name of|in the name of|"
    r"(?:you(?:'re| are) )?speaking (?:to|with)|spoke (?:to|with)|you(?:'re| are) through to|signed|yours sincerely|yours faithfully|"
    r"kind regards|best regards|best wishes|warm regards|regards|sincerely|attn|attention|care of|c/o|myself)"
    r"(?:\s?[:,\-]\s?|\s+)(?=[^\W\d_])",
    re.I,
)
# After these, only a word that looks like a name is one.
_WEAK = re.compile(
    r"\b(?:i am|i'm|i’m|im|this is|it is|it's|it’s|its|that's|here is|hi|hello|hey|hiya|dear|thanks|thank you|cheers|bye|morning|"
    r"afternoon|evening|okay|ok|yes|yeah|sorry|sure|ask for|ask|speak to|speak with|spoken to|talk to|talking to|talked to|"
    r"met with|met|see|with|from|"
    r"my (?:wife|husband|partner|son|daughter|mum|mom|mother|dad|father|brother|sister|friend|neighbour|neighbor|boss|colleague|"
    r"girlfriend|boyfriend|fianc[eé]e?|uncle|aunt|nan|gran|grandson|cousin|mate|builder|husband's|wife's)(?: is| called| named| was)?)"
    r"(?:\s?[,:]\s?|\s+)(?=[^\W\d_])",
    re.I,
)
_SELF = re.compile(r"^(?:i am|i'm|i’m|im|this is|it is|it's|it’s|its|dear|my )", re.I)
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|doctor|prof|professor|sir|lady|lord|reverend|rev|mister|missus)\.?\s+(?=[^\W\d_])", re.I
)
_ENDED_BY = re.compile(r"\s*,?\s*(?:here|speaking|calling|phoning|ringing|again|from)\b", re.I)
_SPELT = re.compile(
    r"\b[^\W\d_](?:\s?[-.,]\s?[^\W\d_]\b|\s+[^\W\d_]\b|\s+double\s+[^\W\d_]\b|\s+(?:as in|for)\s+[^\W\d_]{2,12}\b){2,}",
    re.I,
)
_PARTICLES = frozenset(
    "van von der den de da do dos das del della di la le el al bin ibn ben abu ap mac mc st san o ter ten ul".split()
)
_GATE = re.compile(
    r"name|speak|spoke|call|known|under|regards|sincerely|attn|attention|care of|c/o|\bi am|\bi['’]?m\b|this is|\bit|dear|\bh[ie]|thank|"
    r"cheers|bye|ask|talk|met|see|with|from|\bmy\b|\bm[rsx]|miss|\bdr|doctor|prof|sir|lad|lord|rev|morning|afternoon|evening|\bok|yes|"
    r"yeah|sorry|sure|that|here|signed|wishes|goes by|self",
    re.I,
)


def name_spans(text: str, names: Sequence[str] = ()) -> Iterator[Span]:
    """Yield (start, end, "name") of each name given, introduced by a cue, or spelled out.

    Parameters
    ----------
    text : str
    names : sequence of str
        Names known from speaker labels or the CRM; each of their words of three letters or more.
    """
    if names and (pattern := pattern_of(tuple(names))):
        yield from ((m.start(), m.end(), "name") for m in pattern.finditer(text))
    if _GATE.search(text):
        for cue, strong in ((_STRONG, True), (_TITLE, True), (_WEAK, False)):
            for match in cue.finditer(text):
                if span := _after_cue(text, match, strong):
                    yield span
    for match in _SPELT.finditer(text):
        if not re.fullmatch(r"(?i)(?:[aioux]\W*)+", match.group()):
            yield match.start(), match.end(), "name"
    yield from _alone(text)


def pattern_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return the pattern of known names: whole ones, and each word of them that is no everyday word."""
    whole, parts = set(), set()
    for name in names:
        words = [w for w in re.findall(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", name) if len(w) > 1]
        if len(words) > 1:
            whole.add(r"\s+".join(map(re.escape, words)))
        parts |= {re.escape(w) for w in words if len(w) > 2 and (w.casefold() not in AFTER_NAME and not _everyday(w))}
        if len(words) == 1 and words[0].casefold() not in AFTER_NAME:
            parts.add(re.escape(words[0]))
    every = sorted(whole, key=lambda w: (-len(w), w)) + sorted(parts, key=lambda w: (-len(w), w))
    return re.compile(r"\b(?:" + "|".join(every) + r")\b", re.I) if every else None


def _everyday(word: str) -> bool:
    return rank().get(fold(word), 1 << 30) < 3000 and not is_known_name(word)


def _after_cue(text: str, match: re.Match[str], strong: bool) -> Span | None:
    start = match.end()
    if text[match.start() : match.end()].casefold().startswith("under") and not _looks(text, start):
        return None
    end, words = start, 0
    while words < 4:
        piece = _NEXT.match(text, end)
        if not piece or (words == 0 and piece.group(1)) or (words and not piece.group(1)):
            break
        if words and "," in piece.group(1) or words and piece.group(1).startswith("."):
            break
        word = piece.group(2)
        if not _is_name(word, words, strong, text[start:end], text[piece.end() :]):
            break
        end, words = piece.end(2), words + 1
    while words and fold(text[start:end].rsplit(None, 1)[-1]) in _PARTICLES and " " in text[start:end]:
        end = start + len(text[start:end].rsplit(None, 1)[0])
    if not words:
        return None
    if not strong and not _plausible(text, match, start, end):
        return None
    return start, end, "name"


def _is_name(word: str, place: int, strong: bool, sofar: str, rest: str) -> bool:
    low = word.casefold().replace("’", "'")
    if place and low in _PARTICLES and re.match(r"\s+[^\W\d_]", rest):
        return True
    if fold(word) in AFTER_NAME or low in AFTER_NAME:
        return False
    if word[0].isupper() and word[1:] != word[1:].upper():
        return True
    if place == 0:
        return True if strong else not is_common(word)
    if len(word) == 1:
        return True
    return (
        is_known_name(word)
        or not is_common(word)
        or (place == 1 and fold(word) in known_names() and not _everyday(word))
    )


def _looks(text: str, start: int) -> bool:
    piece = _NEXT.match(text, start)
    return bool(piece) and (
        is_known_name(piece.group(2)) or (piece.group(2)[0].isupper() and not is_common(piece.group(2)))
    )


def _plausible(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Tell whether what follows a weak cue is a name: known, or unheard of and introduced or ended as names are."""
    said = text[start:end].split()
    known = any(is_known_name(word) for word in said)
    if _SELF.match(match.group()):
        rare = all(rank().get(fold(w), 1 << 30) > 12000 for w in said)
        own = match.group().casefold().startswith(("i am", "i'm", "i’m", "im", "my ", "dear"))
        return (
            known
            or (rare and (own or bool(_ENDED_BY.match(text, end))))
            or (bool(_ENDED_BY.match(text, end)) and not any(is_common(w) for w in said) and said[0][0].isupper())
        )
    capital = said[0][0].isupper() or text.casefold() == text
    return known and capital and not is_common(said[0])


_ALONE = re.compile(
    r"\s*([^\W\d_]+(?:['’\-][^\W\d_]+)*)(?:\s+([^\W\d_]+(?:['’\-][^\W\d_]+)*))?(?:\s+([^\W\d_]+))?\s*[.!?]?\s*"
)


def _alone(text: str) -> Iterator[Span]:
    """A turn that is nothing but a known name is an answer to "who is calling?"."""
    if len(text) > 60 or not (match := _ALONE.fullmatch(text)):
        return
    words = [w for w in match.groups() if w]
    if any(is_common(w) or fold(w) in AFTER_NAME for w in words):
        return
    if any(is_known_name(w) for w in words):
        yield match.start(1), match.start(1) + len(match.group().strip().rstrip(".!?")), "name"
