"""Text as every room sees it: one normal form, so that equal things compare equal."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and direction characters carry no meaning in a keyword, and hide spoofed ones.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")
_TOKEN = re.compile(r"[^\W_]+(?:[.'’&+/-][^\W_]+)*")


def clean(text: str) -> str:
    """Return text in NFKC, without invisible and control characters, spaces collapsed.

    Examples
    --------
    >>> clean("  garden\\u200b  oﬃce ")
    'garden office'
    """
    if text.isascii() and text.isprintable():  # nothing to fold or to leave out: the same, ten times as fast
        return " ".join(text.split())
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()


def key(text: str) -> str:
    """Return the form under which two spellings of one keyword or phrase are the same.

    Case, accents' encoding, punctuation at the edges and repeated spaces are
    dropped; word order, numbers and inner punctuation stay.

    Examples
    --------
    >>> key(' "Garden  Office" ')
    'garden office'
    """
    folded = clean(text).casefold().replace("’", "'")
    return folded.strip(" \"'“”[](){}.,;:!?+*<>|") or folded


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text in their normal form.

    Examples
    --------
    >>> tokens("A 3.5m x 4m Garden-Room, please!")
    ['a', '3.5m', 'x', '4m', 'garden-room', 'please']
    """
    return _TOKEN.findall(key(text))
