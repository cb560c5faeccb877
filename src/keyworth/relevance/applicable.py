"""Keywords that cannot be judged, and why: nothing to read, or a script that nothing here knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from keyworth import text

MAX_CHARACTERS = 400  # no one searches for more; it is a pasted page
_KNOWN = ("LATIN", "DIGIT")


def reasons_not_applicable(keywords: Sequence[str], products: Sequence[str] = ()) -> list[str]:
    """Return why each keyword cannot be judged, or ``""`` where it can.

    Parameters
    ----------
    keywords : sequence of str
    products : sequence of str
        Titles on sale: a script that the shop itself writes in is judged by its spelling.

    Examples
    --------
    >>> reasons_not_applicable(["garden office", "", "🎉", "садовый офис"])
    ['', 'it has no word', 'it has no word', 'it is written in Cyrillic script, which the encoder does not know']
    >>> reasons_not_applicable(["садовый офис"], ["Садовый офис 3 м"])
    ['']
    """
    shop = {s for title in products for s in _scripts(title)}
    return [_reason(k, shop) for k in keywords]


def _reason(keyword: str, shop: set[str]) -> str:
    if not text.tokens(keyword):
        return "it has no word"
    if len(text.clean(keyword)) > MAX_CHARACTERS:
        return f"it is longer than {MAX_CHARACTERS} characters"
    scripts = _scripts(keyword)
    foreign = sorted(scripts - shop - {"LATIN"})
    if foreign and "LATIN" in scripts:
        return f"it mixes Latin with {foreign[0].capitalize()} letters"
    if foreign:
        return f"it is written in {foreign[0].capitalize()} script, which the encoder does not know"
    return ""


def _scripts(value: str) -> set[str]:
    """Return the scripts of a text's letters, by the first word of their Unicode names."""
    if value.isascii():
        return {"LATIN"} if any(c.isalpha() for c in value) else set()
    return {unicodedata.name(c, "UNKNOWN").split()[0] for c in text.clean(value) if c.isalpha()}
