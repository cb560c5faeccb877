"""Fathom transcripts: copied text with "0:12 - Name (Company)" above the words, or the API's JSON."""

import re

from keyworth.ingest.entities.turns import Cue, reading_of, time_of
from keyworth.ingest.protocol import CERTAIN, NO, OWN_HEADER

TITLE = "Fathom transcript"
KINDS = ("calls",)
_HEADER = re.compile(r"^(?:\d{1,2}:)?\d{1,2}:\d{2} - (?P<name>[^\n]{1,80}?)(?: \((?P<firm>[^()]*)\))?$")


def _calls(data):
    found = data.get("items") if isinstance(data, dict) and "items" in data else data
    calls = found if isinstance(found, list) else [found]
    return [c for c in calls if isinstance(c, dict) and isinstance(c.get("transcript"), list) and c["transcript"]]


def _display(turn):
    speaker = turn.get("speaker") if isinstance(turn, dict) else None
    return speaker.get("display_name") if isinstance(speaker, dict) else None


def recognise(source):
    """Return 1 for speakers with a display name, 0.9 where a good share of lines are a time, a dash and a name."""
    if source.json is not None:
        calls = _calls(source.json)
        return CERTAIN if calls and _display(calls[0]["transcript"][0]) is not None else NO
    lines = [line.strip() for line in source.text[:20_000].splitlines() if line.strip()][:200]
    found = sum(bool(_HEADER.match(line)) for line in lines)
    return OWN_HEADER if found >= 2 and found >= 0.2 * len(lines) else NO


def read(source, kind, settings):
    """Return the turns; what stands above the first header is no words."""
    if source.json is not None:
        return _api(source, settings)
    cues = []
    for row, raw in enumerate(source.text.lstrip("\ufeff").splitlines(), 1):
        line = raw.strip()
        if match := _HEADER.match(line):
            cues.append(Cue(row, match["name"].strip(), ""))
        elif cues and line and not re.match(r"^(?:ACTION ITEM|SCREEN SHARING|WATCH|https?://)", line):
            cues[-1] = cues[-1]._replace(text=f"{cues[-1].text} {line}".strip())
    return reading_of(source, cues, settings)


def _api(source, settings):
    cues, told, row = [], {}, 0
    for number, call in enumerate(_calls(source.json), 1):
        call_id = str(call.get("recording_id") or call.get("id") or f"{source.name} call {number}")
        at = call.get("recording_start_time") or call.get("scheduled_start_time") or call.get("created_at")
        told[call_id] = {"started_at": time_of(at, settings.time_zone)}
        for turn in call["transcript"]:
            row += 1
            cues.append(Cue(row, str(_display(turn) or ""), str(turn.get("text") or ""), call_id))
    return reading_of(source, cues, settings, told)


EXAMPLES = [
    (
        "Sales call - September 01\nVIEW RECORDING - 12 mins\n\n---\n\n0:00 - Sam Rep (Acme)\n  Hello.\n\n0:12 "
        "- Ann Buyer\n"
        "  I want a shed.\n  With windows.\n",
        {"rows": 2, "rows_in": 2, "first": {"speaker": "Sam Rep", "text": "Hello."}},
    ),
    (
        '{"recording_id": 7, "transcript": [{"speaker": {"display_name": "Sam"}, "text": "Hello.", "timestamp": '
        '"00:00:01"}, '
        '{"speaker": {"display_name": "Ann"}, "text": "A shed.", "timestamp": "00:00:05"}]}',
        {"rows": 2, "first": {"call_id": "7", "speaker": "Sam"}},
    ),
]
