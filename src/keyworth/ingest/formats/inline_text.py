"""Plain text with a speaker before each turn: ``Agent: …``, ``[00:05:32] Alice: …``, ``**Sarah (00:00):** …``."""

from keyworth.ingest.entities.plain_transcripts import inline_header, share_of_headers, turns_of
from keyworth.ingest.entities.turns import reading_of, time_of
from keyworth.ingest.protocol import NO, PLAIN

TITLE = "plain text transcript"
KINDS = ("calls",)


def recognise(source):
    """Return 0.6 where most lines begin a turn, 0.5 where enough of them do."""
    if source.json is not None or not source.text:
        return NO
    count, share = share_of_headers(source.text, inline_header)
    if count < 2 or share < 0.3:
        return NO
    return PLAIN + 0.1 if share > 0.6 else PLAIN


def read(source, kind, settings):
    """Return the turns; lines such as ``Date: …`` above them tell of the call."""
    cues, told = turns_of(source.text, inline_header)
    call_id = told.pop("call_id", source.name)
    started = time_of(told.get("started_at"), settings.time_zone)
    calls = {call_id: {**told, "started_at": started}}
    return reading_of(source, [cue._replace(call_id=call_id) for cue in cues], settings, calls)


EXAMPLES = [
    (
        "Agent: Acme Heating, Sam speaking.\nCaller: Hi, the boiler keeps beeping.\nIt says: F22.\nAgent: Right.\n",
        {"rows": 3, "rows_in": 3, "first": {"speaker": "Agent", "text": "Acme Heating, Sam speaking."}},
    ),
    (
        "Date: 2026-08-14 09:30\nCall ID: c-7\nOutcome: won\n\n[00:00:05] Alice: Hello.\n[00:00:09] Bob: I want "
        "a shed.\n",
        {"rows": 2, "rows_in": 2, "first": {"speaker": "Alice", "text": "Hello.", "call_id": "c-7", "outcome": "won"}},
    ),
    (
        "# Call\n\n**Sarah (00:00):** Hello there.\n\n**Speaker 2 (00:04):** A garden room please.\n",
        {"rows": 2, "rows_in": 2, "first": {"speaker": "Sarah", "text": "Hello there."}},
    ),
]
