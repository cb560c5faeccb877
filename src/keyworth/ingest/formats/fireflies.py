"""Fireflies transcripts (GraphQL or dashboard JSON): sentences with speaker names, some of them missing."""

from keyworth.ingest.entities.turns import Cue, reading_of, time_of
from keyworth.ingest.protocol import CERTAIN, NO, OWN_HEADER

TITLE = "Fireflies transcript"
KINDS = ("calls",)


def recognise(source):
    """Return 1 for a transcript of sentences with ``raw_text``, 0.9 with ``speaker_name``."""
    for call in _transcripts(source.json):
        for sentence in call["sentences"][:3]:
            if isinstance(sentence, dict):
                return CERTAIN if "raw_text" in sentence else OWN_HEADER if "speaker_name" in sentence else NO
    return NO


def read(source, kind, settings):
    """Return the turns, in the edited text; a speaker without a name is told apart by number."""
    cues, calls, row = [], {}, 0
    for number, call in enumerate(_transcripts(source.json), 1):
        call_id = str(call.get("id") or f"{source.name} call {number}")
        calls[call_id] = {"started_at": time_of(call.get("date") or call.get("dateString"), settings.time_zone)}
        for sentence in call["sentences"]:
            row += 1
            speaker = sentence.get("speaker_name") or _numbered(sentence.get("speaker_id"))
            text = sentence.get("text") or sentence.get("sentence") or sentence.get("raw_text") or ""
            cues.append(Cue(row, str(speaker), str(text), call_id))
    return reading_of(source, cues, settings, calls)


def _numbered(number):
    return "" if number is None else f"speaker {number}"


def _transcripts(data):
    """Return the transcripts wherever the export wraps them."""
    if isinstance(data, dict):
        data = data.get("data", data)
    if isinstance(data, dict):
        data = data.get("transcripts") or data.get("transcript") or data
    calls = data if isinstance(data, list) else [data]
    return [c for c in calls if isinstance(c, dict) and isinstance(c.get("sentences"), list) and c["sentences"]]


EXAMPLES = [
    (
        '{"data": {"transcript": {"id": "01J0", "date": 1786699805000, "sentences": [{"index": 0, "speaker_id": '
        '0, "speaker_name": '
        '"Sam Rep", "raw_text": "acme", "text": "Acme Heating."}, {"index": 1, "speaker_id": 1, "speaker_name": '
        'null, "raw_text": '
        '"hi", "text": "Hi, it beeps."}]}}}',
        {"rows": 2, "rows_in": 2, "first": {"call_id": "01J0", "speaker": "Sam Rep", "text": "Acme Heating."}},
    ),
]
