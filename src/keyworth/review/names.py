"""Names as the eye reads them: what looks the same is one person's, and what cannot be seen is no name.

The look-alikes are Unicode's own (UTS #39, confusables), as the package `confusable_homoglyphs` ships them.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import regex

_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")


def printed_name(name: str) -> str:
    """Return a name as it is printed: nothing in it that cannot be seen, "" where there is no letter or digit.

    Examples
    --------
    >>> printed_name("  Ann\\u202e\\u3164  Lee\\n"), printed_name("\\u2800\\u115f")
    ('Ann Lee', '')
    """
    seen = _INVISIBLE.sub("", name)
    seen = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in seen)
    seen = " ".join(unicodedata.normalize("NFC", seen).split())[:200]
    return seen if any(c.isalnum() for c in seen) else ""


def look_alike(one: str, other: str) -> bool:
    """Return whether two names could be taken for one another: by case, accents, gaps, or letters that look the same.

    Examples
    --------
    >>> look_alike("Ann Lee", "ANN-LEE"), look_alike("Ann", "\\u0410nn"), look_alike("Alan", "AIan")
    (True, True, True)
    >>> look_alike("Ann", "Anna")
    False
    """
    return bool(_skeletons(one) & _skeletons(other))


def _skeletons(name: str) -> set[str]:
    """Return how a name looks, before and after its case is folded: a capital I looks like an l, a small i doesn't."""
    return {_skeleton(name).casefold(), _skeleton(unicodedata.normalize("NFKC", name).casefold())} - {""} or {name}


def _skeleton(text: str) -> str:
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    return "".join(_prototype(c) for c in plain if not unicodedata.combining(c) and _is_spoken(c))


def _is_spoken(char: str) -> bool:
    """Return whether a character is of the name itself: a letter, a digit, or what looks like one; no gap or dash."""
    return unicodedata.category(char)[0] not in "PZSC" or any(c.isascii() and c.isalnum() for c in _alike(char))


@cache
def _prototype(char: str) -> str:
    """Return the one text that stands for all that look like a character: `rn` for `m`, whose parts have theirs."""
    alike = _alike(char)
    longest = max(sorted(alike), key=len)
    if len(longest) > 1:
        return "".join(_simplest(_alike(c)) for c in longest if not unicodedata.combining(c))
    return _simplest(alike)


def _simplest(alike: set[str]) -> str:
    return min((c for c in alike if len(c) == 1), key=lambda c: (not c.isalnum(), c))


def _alike(char: str) -> set[str]:
    from confusable_homoglyphs.confusables import confusables_data

    found, left = {char}, [char]
    while left:
        new = {h["c"] for h in confusables_data.get(left.pop(), ())} - found
        found |= new
        left += new
    return {_INVISIBLE.sub("", c) or c for c in found}
