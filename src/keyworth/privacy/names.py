"""Names of people, found by what is said around them, by a list of names, or by being asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from keyworth.privacy import cues
from keyworth.text.english_words import (
    AFTER_NAME,
    Said,
    fold,
    is_common,
    is_known_name,
    is_nothing_else,
    is_word,
    known_names,
    listed,
    look,
)

Span = tuple[int, int, str]

_WORD = r"[^\W\d_]+(?:['’\-][^\W\d_]+)*"
_EACH = re.compile(_WORD)
_NEXT = re.compile(rf"(\s+|\s?,\s+|\.\s)?({_WORD})(\.(?=\s))?")
_MOST_WORDS, _MOST_PARTICLES = 4, 4
_PARTICLES = frozenset(
    listed(
        """
    van von der den de da do dos das del della di la le el al bin ibn ben abu ap mac mc san o ter ten ul
    """
    )
)
_ACRONYMS = frozenset(
    listed(
        """
    upvc led cctv diy mdf pvc bbq vat usb epdm osb sip sips hvac asap faq gps usa uk tv dvd cd pc hd abc xyz grp rsj
    nhs atm
    """
    )
)
_OPENING = re.compile(
    r"\s*(?:(?:yes|yeah|ya|yaa|ok|okay|sure|sorry|hi|hello|hey|it's|its|it is|of course|certainly|absolutely|as|"
    r"name|great)[,.]?\s+){0,2}"
    rf"((?:{_WORD}\.?\s+){{0,2}}{_WORD}?)(?='s\b|\W|$)",
    re.I,
)
_LAST = re.compile(r"\s*(?:$|[.!?](?:\s|$))")
_DRINKS = frozenset(("pepper", "oetker", "martens", "who"))


_CUES = (
    (cues.STRONG_WORDS, cues.STRONG, 2),
    (cues.TITLE_WORDS, cues.TITLE, 2),
    (cues.MEDIUM_WORDS, cues.MEDIUM, 1),
    (cues.WEAK_WORDS, cues.WEAK, 0),
)


def name_spans(text: str, names: Sequence[str] = (), asked: bool = False, said: Said | None = None) -> Iterator[Span]:
    """Yield (start, end, "name") of each name given, introduced by a cue, spelled out or asked for.

    Parameters
    ----------
    text : str
    names : sequence of str
        Names known from speaker labels or the CRM; each of their words of three letters or more.
    asked : bool
        Whether a name has just been asked for.
    said : Said, optional
        What the text is made of, where it is known already.
    """
    said = said or look(text)
    if names:
        yield from _given(text, tuple(names))
    for needed, cue, force in _CUES:
        if not needed.isdisjoint(said.words):
            for match in cue.finditer(text):
                if span := _after_cue(text, match, force):
                    yield span
    if not cues.BEFORE_WORDS.isdisjoint(said.words):
        yield from _before(text)
    if said.letters > 2:
        yield from _spelt(text)
    yield from _opening(text, asked)


def _given(text: str, names: tuple[str, ...]) -> Iterator[Span]:
    """Runs of the words of known names; a lone word that is an everyday one must be written as a name."""
    parts = parts_of(names)
    mixed = text.casefold() != text
    found = [m for m in _EACH.finditer(text) if fold(m.group()) in parts]
    run: list[re.Match[str]] = []
    for match in [*found, None]:
        if match and run and not text[run[-1].end() : match.start()].strip(" ."):
            run.append(match)
            continue
        if run:
            said = run[0].group()
            lone = len(run) == 1 and is_word(said) and not is_known_name(said)
            if not (lone or len(said) < 3) or len(run) > 1 or (mixed and said[0].isupper()):
                last = run[-1]
                yield run[0].start(), last.end() - (2 if last.group().endswith(("'s", "’s")) else 0), "name"
        run = [match] if match else []


@lru_cache(maxsize=4096)
def parts_of(names: tuple[str, ...]) -> frozenset[str]:
    """Return the words of known names, folded, without what stands in brackets and what never is a name."""
    words = {fold(w) for name in names for w in _EACH.findall(re.sub(r"\(.*?\)|\[.*?\]", " ", name))}
    return frozenset(w for w in words if len(w) > 1 and w not in AFTER_NAME)


def _after_cue(text: str, match: re.Match[str], force: int) -> Span | None:
    start = end = match.end()
    words = particles = 0
    while words < _MOST_WORDS and particles < _MOST_PARTICLES:
        piece = _NEXT.match(text, end)
        if not piece or (words == 0 and piece.group(1)) or (words and (piece.group(1) or ",").strip()):
            break
        word = piece.group(2)
        if words and fold(word) in _PARTICLES and re.match(r"\s+[^\W\d_]", text[piece.end() : piece.end() + 3]):
            particles += 1
        elif _is_name(word, words, force, text[piece.end() : piece.end() + 24]) or _ends_particle(
            text, start, end, piece
        ):
            words += 1
        else:
            break
        end = piece.end(2)
    while end > start and fold(text[start:end].split()[-1]) in _PARTICLES and " " in text[start:end]:
        end = start + len(text[start:end].rsplit(None, 1)[0])
    if not words or (force < 2 and not _plausible(text, match, start, end, force)):
        return None
    return start, end, "name"


def _ends_particle(text: str, start: int, end: int, piece: re.Match[str]) -> bool:
    """Tell whether a word after "de la" closes a name: then it may be any word."""
    said = text[start:end].split()
    after = len(said) > 1 and fold(said[-1]) in _PARTICLES and fold(piece.group(2)) not in AFTER_NAME
    return after and bool(cues.CLOSES.match(text, piece.end()))


def _is_name(word: str, place: int, force: int, rest: str) -> bool:
    low = fold(word)
    if low in AFTER_NAME or word.casefold() in AFTER_NAME or low in _DRINKS:
        return False
    if place == 0:
        return force == 2 or not is_common(word) or word[0].isupper()
    if word[0].isupper() and not word.isupper() and low in known_names():
        return True
    if len(word) == 1:
        return place == 1
    if place == 1 and force == 2 and _LAST.match(rest):
        return True  # "my name is Kate Winter."
    # A second name may be a word too (baker, rivers) where it ends what is said, or another cue follows.
    return not is_word(word) or (low in known_names() and (not is_common(word) or bool(cues.CLOSES.match(rest))))


def _plausible(text: str, match: re.Match[str], start: int, end: int, force: int) -> bool:
    """Tell whether what follows a weaker cue is a name: known, or in no dictionary and ended as names are."""
    said = text[start:end].split()
    cue = match.group().casefold().strip(" ,:-")
    known = is_known_name(said[0])
    listed_too = [fold(word) in known_names() for word in said]
    rare = not is_word(said[0]) and all(
        name or not is_word(word) for name, word in zip(listed_too[1:], said[1:], strict=True)
    )
    if force == 1:
        opens = cue == "name" and match.start() < 3
        return known or rare or (listed_too[0] and (said[0][0].isupper() or opens))
    capital = said[0][0].isupper() and text.casefold() != text and listed_too[0]
    if cue in cues.GREETINGS and (known or listed_too[0]):
        return known or bool(cues.ADDRESSED.match(text, end))
    if cues.SELF.match(match.group()):
        ended = bool(cues.ENDED_BY.match(text, end))
        own = bool(cues.OWN.match(match.group()))
        if cue.startswith("my ") and rare:
            return True
        return known or (capital and ended) or (rare and (ended or (own and bool(cues.CLOSES.match(text, end)))))
    if cue in ("and", "met"):
        after = text[end : end + 12]
        return known and bool(re.match(r"\s*(?:$|[.,!?]|\s(?:i|we|from|here|speaking)\b|\s*\d)", after, re.I))
    return known and (said[0][0].isupper() or text.casefold() == text)


def _before(text: str) -> Iterator[Span]:
    for match in cues.BEFORE.finditer(text):
        words = [w for w in (1, 2) if match[w]]
        speaking = match.group().casefold().endswith("speaking")
        name = [w for w in words if (_stands(match[w]) if speaking else is_known_name(match[w]))]
        if name and name[-1] == words[-1]:
            yield match.start(name[0]), match.end(words[-1]), "name"


def _stands(word: str) -> bool:
    if fold(word) in AFTER_NAME:
        return False
    return is_known_name(word) or not is_word(word) or (word[0].isupper() and fold(word) in known_names())


def _spelt(text: str) -> Iterator[Span]:
    for match in cues.SPELT.finditer(text):
        letters = re.findall(r"\b[^\W\d_]\b", match.group())
        told = bool(cues.SPELLING.search(text, max(0, match.start() - 60), match.start()))
        if "".join(letters).casefold() in _ACRONYMS or (len(letters) < 4 and not told):
            continue
        yield match.start(), match.end(), "name"


def _opening(text: str, asked: bool) -> Iterator[Span]:
    """A turn that is nothing but a name, or opens with one before a number, answers "who is calling?"."""
    if not (match := _OPENING.match(text)):
        return
    words: list[re.Match[str]] = []
    for word in re.finditer(_WORD, match.group(1)):
        if fold(word.group()) in AFTER_NAME:
            break
        words.append(word)
    if not words:
        return
    start, ends = match.start(1), [match.start(1) + w.end() for w in words]
    said = [w.group() for w in words]
    named = [fold(w) in known_names() for w in said]
    first = is_known_name(said[0])
    sure = first or (len(said) > 1 and named[0] and (is_known_name(said[-1]) or is_nothing_else(said[0])))
    fits = all(name or not is_word(w) for name, w in zip(named[1:], said[1:], strict=True))
    whole = ends[-1] + 4 >= len(text) and not text[ends[-1] :].strip(" .,!?")
    if (sure and fits and cues.CLOSES.match(text, ends[-1])) or (whole and _is_all_name(said, named)):
        yield start, ends[-1], "name"
    elif first and cues.CLOSES.match(text, ends[0]):
        yield start, ends[0], "name"
    elif asked and not is_common(said[0]):
        last = next((w for w in reversed(words) if not is_common(w.group())), words[0])
        yield start, match.start(1) + last.end(), "name"
    elif asked and cues.CLOSES.match(text, ends[-1]) and named[0]:
        yield start, ends[-1], "name"


def _is_all_name(said: Sequence[str], named: Sequence[bool]) -> bool:
    """Tell whether the words that are all of a turn are a name: one is known, the other in no dictionary."""
    if len(said) == 1:
        return named[0] and not is_word(said[0])
    if is_known_name(said[0]) and len(said) == 2:
        return True
    return len(said) == 2 and any(named) and all(len(w) > 2 and is_nothing_else(w) for w in said)
