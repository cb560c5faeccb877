"""Words that have nothing to do with what was learnt: the adapter is to leave them where they are."""

from __future__ import annotations

from collections.abc import Iterable

from keyworth.assets import asset
from keyworth.text import tokens

WANTED, LONG = 400, 4


def unrelated_words(texts: Iterable[str]) -> list[str]:
    """Return common English words, evenly from frequent to rare, that stand in none of the texts.

    Examples
    --------
    >>> words = unrelated_words(["the family wants a garden office"])
    >>> len(words), "family" in words
    (400, False)
    """
    said = {word for text in texts for word in tokens(text)}
    common = asset("models", "relevance", "words.txt").read_text(encoding="utf-8").split()
    left = [w for w in common if w.isalpha() and len(w) >= LONG and w not in said]
    return left[:: max(1, len(left) // WANTED)][:WANTED]
