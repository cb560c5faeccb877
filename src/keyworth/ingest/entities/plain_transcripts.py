"""Transcripts in plain text: a speaker's name and a time above or before the words, in many ways."""

from __future__ import annotations

import re
from collections.abc import Callable

from keyworth.ingest.entities.turns import Cue, named

_TIME = r"\[?\(?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\)?\]?"
OTTER = re.compile(
    r"^(?P<name>\S.{0,60}?)?(?:\s{2,}|\t)(?P<time>\d{1,3}:\d{2}(?::\d{2})?)\s*$|"
    r"^(?P<bare>\d{1,3}:\d{2}(?::\d{2})?)\s{2,}$"
)
REV = re.compile(r"^(?P<name>[^\s*\[#-].{0,60}?)\s?\((?P<time>\d{1,2}:\d{2}(?::\d{2})?)\)\s?:\s*(?P<words>.*)$")
_BOLD = re.compile(
    rf"^[-*]?\s*\*\*(?P<name>[^*]{{1,60}}?)\s*:?\s*(?:{_TIME})?\s*:?\s*\*\*\s*:?\s*(?:{_TIME})?\s*:?\s*(?P<words>.*)$"
)
_TIMED = re.compile(rf"^(?:{_TIME})(?:\s?-\s?|\s*[-–]+>?\s*{_TIME}\s*|\s+)(?P<rest>\S.*)$")
_COLUMNS = re.compile(r"^(?P<name>[^\s:].{0,58}?)(?:\s{2,}|\t+)(?P<words>\S.*)$")
_META = re.compile(
    r"^\s*(?:#+\s*)?\**(date|time|started(?: at)?|start time|call date|call time|duration|length|call id|id|"
    r"call|title|topic|subject|meeting|"
    r"participants|attendees|recording|phone|outcome|result|product|customer id|customer_id|reference|keyword|"
    r"landing page|gclid|click id|"
    r"source|direction|type|transcript|transcription)\**\s?:\**\s*(.*)$",
    re.I,
)
_META_COLUMN = {
    "date": "started_at", "started": "started_at", "started at": "started_at", "start time": "started_at",
    "call date": "started_at", "call id": "call_id", "outcome": "outcome", "result": "outcome", "product": "product",
    "customer id": "customer_id", "customer_id": "customer_id", "keyword": "keyword", "landing page": "landing_page",
    "gclid": "click_id", "click id": "click_id", "phone": "phone",
}  # fmt: skip
Header = Callable[[str], tuple[str, str] | None]


def otter_header(line: str) -> tuple[str, str] | None:
    """Return the speaker of a header such as ``Sam Rep  0:05``, or None."""
    match = OTTER.match(line)
    return ((match["name"] or "").strip(), "") if match else None


def rev_header(line: str) -> tuple[str, str] | None:
    """Return the speaker and the words of ``Speaker 1 (00:05): words``, or None."""
    match = REV.match(line.strip())
    return (match["name"].strip(), match["words"]) if match else None


def inline_header(line: str) -> tuple[str, str] | None:
    """Return the speaker and the words of ``[00:05:32] Alice: words``, ``**Sarah (00:00):** words``, ``Agent: words``.

    Examples
    --------
    >>> inline_header("[00:05:32] Alice: hello"), inline_header("**Sarah (00:00):** hi"), inline_header("so there")
    (('Alice', 'hello'), ('Sarah', 'hi'), None)
    """
    line = line.strip()
    if match := _BOLD.match(line):
        return match["name"].strip(), match["words"]
    if match := _TIMED.match(line):
        rest = match["rest"].strip()
        name, words = named(rest)
        if name:
            return name, words
        if columns := _COLUMNS.match(rest):
            return columns["name"].strip(), columns["words"]
        return "", rest
    name, words = named(line)
    if name:
        return name, words
    bare = re.match(r"^([^\W\d_][\w .'’-]{0,40}):$", line)
    return (bare[1], "") if bare and named(f"{bare[1]}: x")[0] else None


def turns_of(text: str, header: Header) -> tuple[list[Cue], dict[str, str]]:
    """Return the turns of a transcript and what its opening lines tell of the call.

    Parameters
    ----------
    text : str
    header : callable
        Gives (speaker, words) of a line that begins a turn, else None.
    """
    cues: list[Cue] = []
    told: dict[str, str] = {}
    for row, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip():
            continue
        if not cues and (match := _META.match(line)):
            column = _META_COLUMN.get(match[1].casefold())
            if column and match[2].strip():
                told[column] = match[2].strip()
            continue
        if (found := header(line)) is not None:
            cues.append(Cue(row, *found))
        elif cues:
            last = cues[-1]
            cues[-1] = last._replace(text=f"{last.text} {line.strip()}".strip())
    return cues, told


def share_of_headers(text: str, header: Header) -> tuple[int, float]:
    """Return how many of the opening lines begin a turn, and their share of the filled ones."""
    lines = [
        line for line in text[:20_000].lstrip("\ufeff").splitlines()[:200] if line.strip() and not _META.match(line)
    ]
    found = sum(header(line) is not None for line in lines)
    return found, found / len(lines) if lines else 0.0
