"""Turns of a call, as every transcript format hands them on: cues joined, speakers found, times read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from keyworth.ingest.entities.contacts import identify, mask
from keyworth.ingest.protocol import Reading, SetAside
from keyworth.ingest.tabular.dates import to_time

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source
    from keyworth.settings import Ingest


class Cue(NamedTuple):
    """A piece of a transcript: where it stands in the file, who speaks, what is said, and of which call."""

    row: int
    speaker: str
    text: str
    call_id: str = ""
    role: str = "unknown"


_NOISE = re.compile(
    r"\[(?:inaudible|crosstalk|music|applause|laughter|silence|noise|unintelligible|background|foreign|pause|"
    r"blank_audio)[^\]]*\]"
    r"|\((?:inaudible|crosstalk|music|applause|laughter|silence|unintelligible)[^)]*\)|[♪♫]+",
    re.I,
)
_LABEL = (
    r"(?:agent|caller|customer|client|rep|representative|advis[eo]r|operator|sales\w*|support|staff|host|guest|"
    r"prospect|"
    r"interviewer|user|assistant|bot|consultant|receptionist|lead|buyer|visitor|speaker|spk|participant|channel|"
    r"unknown speaker|you|me)"
)
_NAMED = re.compile(rf"((?:{_LABEL}[ _]?#?\w{{0,2}}|[^\W\d_][^:\n\[\]<>]{{0,58}}))\s?:\s+(?=\S)", re.I)
_NAME_WORD = re.compile(
    r"[A-ZÀ-ÞŠŽŁ][\w.'’-]*|\([\w .&-]+\)|(?:van|von|de|der|den|da|di|del|la|le|bin|al|and|of)|-|&|\d{1,2}"
)
_LABELLED = re.compile(rf"{_LABEL}[ _]?#?\w{{0,2}}", re.I)
_OPENINGS = """
It This That The There He She They We I And But So Or If When Then What Why Because Yes No Error Note Question Answer
Also Ok Okay Well Hi Hello Says Said Please Thanks Remember Date Time Price Total Duration Number Reference Model
"""
_NOT_A_NAME = frozenset(_OPENINGS.split())
_ZOOM = re.compile(r"GMT(\d{8})-(\d{6})")
_STAMP = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?:[ _T-]+([0-2]\d)[-_.:h]?([0-5]\d)(?:[-_.:]?([0-5]\d))?)?(?!\d)"
)


def named(text: str) -> tuple[str, str]:
    """Split "Name: words" where what stands before the colon can be a speaker.

    Examples
    --------
    >>> named("Jane Doe: Hi, the boiler says: error F22.")
    ('Jane Doe', 'Hi, the boiler says: error F22.')
    >>> named("the boiler says: error F22.")
    ('', 'the boiler says: error F22.')
    """
    match = _NAMED.match(text)
    if not match:
        return "", text
    name = match[1].strip()
    if _LABELLED.fullmatch(name):
        return name, text[match.end() :]
    words = name.replace(",", " ").split()
    fits = len(words) <= 6 and name.count(",") <= 1 and all(_NAME_WORD.fullmatch(w) for w in words)
    if not fits or words[0] in _NOT_A_NAME or not words[0][0].isupper():
        return "", text
    return name, text[match.end() :]


def speakers_of(cues: Sequence[Cue]) -> list[Cue]:
    """Find the speakers that stand before colons, and give each cue without one the speaker before it.

    A single word before a colon is a speaker only if it comes back, or opens the transcript.
    """
    split = [named(cue.text) for cue in cues]
    often = Counter(name for name, _ in split if name)
    out: list[Cue] = []
    current = ""
    for i, (cue, (name, words)) in enumerate(zip(cues, split, strict=True)):
        sure = name and (" " in name or often[name] > 1 or i < 2 or _LABELLED.fullmatch(name))
        if sure:
            current = name
            out.append(cue._replace(speaker=name, text=words))
        else:
            out.append(cue._replace(speaker=cue.speaker or current))
    return out


def started_in_name(name: str, time_zone: str) -> pd.Timestamp | None:
    """Return the time that a recorder writes into its files' names (Zoom's is in UTC), or None.

    Examples
    --------
    >>> str(started_in_name("GMT20260814-093000_Recording.transcript.vtt", "Europe/London"))
    '2026-08-14 09:30:00+00:00'
    >>> str(started_in_name("Boiler call-20260814_093000-Meeting Recording", "Europe/London"))
    '2026-08-14 08:30:00+00:00'
    """
    try:
        if match := _ZOOM.search(name):
            return pd.to_datetime(match[1] + match[2], format="%Y%m%d%H%M%S", utc=True)
        if match := _STAMP.search(name):
            year, month, day, hour, minute, second = (int(g) if g else 0 for g in match.groups())
            stamp = pd.Timestamp(year, month, day, hour, minute, second)
            zone = time_zone if match[4] else "UTC"
            return stamp.tz_localize(zone, ambiguous=True, nonexistent="shift_forward").tz_convert("UTC")
    except ValueError:
        pass
    return None


def time_of(value: object, time_zone: str = "UTC") -> pd.Timestamp | None:
    """Return the time that a text or a Unix time (seconds or milliseconds) tells, or None."""
    if value is None or value == "" or value != value or isinstance(value, bool | dict | list):
        return None
    return to_time(str(int(value)) if isinstance(value, float | int) else str(value), time_zone)


def reading_of(
    source: Source,
    cues: Iterable[Cue],
    settings: Ingest,
    calls: dict[str, dict[str, Any]] | None = None,
    aside: Sequence[SetAside] = (),
    note: str = "",
) -> Reading:
    """Return the reading of a transcript: empty cues set aside, consecutive cues of a speaker joined.

    Parameters
    ----------
    source : Source
    cues : iterable of Cue
        One each for what the file has; a cue without ``call_id`` belongs to a call named as the file.
    settings : settings.Ingest
    calls : dict of str to dict, optional
        More columns of ``schema.CALLS`` by call (``started_at``, ``customer_id``, ``phone``, ``email``, …).
    aside : sequence of SetAside
        What the format has set aside already.
    note : str
    """
    out, gone, count = [], list(aside), len(aside)
    for cue in cues:
        count += 1
        words = " ".join(_NOISE.sub(" ", cue.text).split())
        if not words.strip(" .,-–…"):
            gone.append(SetAside(cue.row, "no words in it", mask(f"{cue.speaker}: {cue.text}"[:300])))
        else:
            out.append((cue.row, cue.speaker.strip(), words, cue.call_id or source.name, cue.role))
    frame = _joined(out)
    told = calls or {}
    columns = dict.fromkeys(column for call in told.values() for column in call)
    for column in [c for c in columns if c != "started_at"]:
        known = {call: more.get(column) or "" for call, more in told.items()}
        frame[column] = pd.Series([known.get(call, "") for call in frame["call_id"]], frame.index, dtype="str")
    fallback = started_in_name(source.name, settings.time_zone)
    starts = {call: more.get("started_at") for call, more in told.items()}
    times = [starts.get(call) or fallback for call in frame["call_id"]]
    frame["started_at"] = pd.to_datetime(pd.Series(times, frame.index, dtype="object"), utc=True).astype(
        "datetime64[us, UTC]"
    )
    if len(frame):
        frame = identify(frame)
    return Reading({"calls": frame}, count, tuple(sorted(gone)), note=note)


def _joined(cues: list[tuple[int, str, str, str, str]]) -> pd.DataFrame:
    """Join consecutive cues of one speaker of a call; speech without a speaker stays as it is."""
    turns: list[list[Any]] = []
    told: Counter[str] = Counter()
    for row, speaker, words, call, role in cues:
        if turns and speaker and [turns[-1][i] for i in (1, 3, 4)] == [speaker, call, role]:
            turns[-1][2] += f" {words}"
            continue
        turns.append([row, speaker, words, call, role, told[call]])
        told[call] += 1
    names = ("source_row", "speaker", "text", "call_id", "role", "turn")
    columns = zip(*turns, strict=True) if turns else ([] for _ in names)
    return pd.DataFrame(
        {
            name: pd.array(list(values), dtype="int64" if name in ("source_row", "turn") else "str")
            for name, values in zip(names, columns, strict=True)
        }
    )
