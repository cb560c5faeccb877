"""Captions with times (WebVTT, SubRip), however malformed: no header, commas, no blank lines, stray ids."""

from __future__ import annotations

import html
import re

from keyworth.ingest.entities.turns import Cue

TIMES = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{1,2}([.,])\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}.*$")
_BLOCK = re.compile(r"^(?:NOTE|STYLE|REGION|WEBVTT|X-TIMESTAMP-MAP|Kind:|Language:)")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^>\n]*)>", re.I)
_TAG = re.compile(r"</?[a-z][^<>\n]{0,80}>|<\d[\d:.]*>", re.I)


def cues_of(text: str) -> list[Cue]:
    """Return the cues of captions; the speaker only where a voice tag names one.

    Examples
    --------
    >>> cues_of("00:01.000 --> 00:02.000\\n<v Sam>Hello &amp; welcome</v>\\n")
    [Cue(row=1, speaker='Sam', text='Hello & welcome', call_id='', role='unknown')]
    """
    lines = text.lstrip("\ufeff").splitlines()
    cues: list[Cue] = []
    i = 0
    while i < len(lines):
        if not TIMES.match(lines[i]):
            i += 1
            continue
        row, i = i + 1, i + 1
        said: list[str] = []
        while i < len(lines) and lines[i].strip() and not TIMES.match(lines[i]):
            said.append(lines[i].strip())
            i += 1
        if i < len(lines) and TIMES.match(lines[i]) and said and not lines[i - 1].strip().count(" "):
            said.pop()  # the next cue's id, where the blank line between cues is missing
        cues += _voices(row, "\n".join(said))
    return cues


def _voices(row: int, said: str) -> list[Cue]:
    """Return a cue for each voice in a cue's text."""
    parts = _VOICE.split(said)
    out = [Cue(row, "", _plain(parts[0]))] if parts[0].strip() or len(parts) == 1 else []
    voices = zip(parts[1::2], parts[2::2], strict=True)
    return out + [Cue(row, html.unescape(name).strip(), _plain(words)) for name, words in voices]


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).replace("\n", " ").strip()


def marks(text: str) -> tuple[int, str]:
    """Return how many time lines the opening of a text has, and their decimal mark."""
    found = [m[1] for line in text[:20_000].splitlines() if (m := TIMES.match(line))]
    return len(found), (found[0] if found else "")
