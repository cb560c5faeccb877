"""Names of people out of the names of recordings: "Call with Jane Doe.vtt" is kept as "Call with [name] 3f2a1c.vtt"."""

from __future__ import annotations

import hashlib
import re

from keyworth.text.english_words import fold, is_known_name, is_word, known_names

_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s_.,'’-]{0,2}")
_MARK = "[name]"


def redact_file_name(name: str) -> str:
    """Return a file's name without the names of people in it.

    Six letters of the name's SHA-256 stand in for them, so that two recordings stay two. The file is still
    found: ``keyworth check`` prints its own name, and the audit keeps the SHA-256 of its contents.

    Examples
    --------
    >>> redact_file_name("calls/Call with Jane Doe_2026-08-14.vtt")
    'calls/Call with [name]_2026-08-14 6ba454.vtt'
    >>> redact_file_name("GMT20260814-093000_Recording.transcript.vtt")
    'GMT20260814-093000_Recording.transcript.vtt'
    """
    stem, dot, suffix = name.rpartition(".") if re.search(r"\.\w{1,5}$", name) else (name, "", "")
    spans: list[list[int]] = []
    for word in _WORD.finditer(stem):
        near = bool(spans) and bool(_GAP.fullmatch(stem, spans[-1][1], word.start()))
        if is_known_name(word.group()) or (near and _is_surname(word.group())):
            if near:
                spans[-1][1] = word.end()
            else:
                spans.append([word.start(), word.end()])
    if not spans:
        return name
    for start, end in reversed(spans):
        stem = stem[:start] + _MARK + stem[end:]
    return f"{stem} {hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}{dot}{suffix}"


def _is_surname(word: str) -> bool:
    """Tell whether a word right after a given name goes on with it: known, or in no dictionary."""
    return word[0].isupper() and (fold(word) in known_names() or not is_word(word))
