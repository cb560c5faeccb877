"""Gong call transcripts (API JSON): sentences by speaker id; names and sides where the parties come along."""

from keyworth.ingest.entities.turns import Cue, reading_of, time_of
from keyworth.ingest.protocol import CERTAIN, NO, SetAside

TITLE = "Gong transcripts"
KINDS = ("calls",)
_SIDE = {"internal": "agent", "external": "customer"}


def recognise(source):
    """Return 1 for JSON with ``callTranscripts``."""
    data = source.json
    return CERTAIN if isinstance(data, dict) and isinstance(data.get("callTranscripts"), list) else NO


def read(source, kind, settings):
    """Return the turns; a row is a sentence."""
    cues, aside, calls, row = [], [], {}, 0
    parties = _parties(source.json)
    for call in source.json["callTranscripts"]:
        call_id = str(call.get("callId", source.name))
        started = call.get("started") or (call.get("metaData") or {}).get("started")
        calls[call_id] = {"started_at": time_of(started, settings.time_zone)}
        for part in call.get("transcript") or []:
            speaker = str(part.get("speakerId") or "")
            name, side = parties.get(speaker, (f"speaker {speaker}" if speaker else "", "unknown"))
            sentences = part.get("sentences") or [{"text": part.get("text", "")}]
            for sentence in sentences:
                row += 1
                cues.append(Cue(row, name, str(sentence.get("text") or ""), call_id, side))
    if not row:
        aside.append(SetAside(1, "a page of Gong transcripts without any sentence", ""))
    return reading_of(source, cues, settings, calls, aside)


def _parties(data):
    """Return name and side of each speaker id, from ``parties`` wherever an export joins them in."""
    found = {}
    for place in [data, *data["callTranscripts"], *(data.get("calls") or [])]:
        for party in place.get("parties") or []:
            side = _SIDE.get(str(party.get("affiliation", "")).casefold(), "unknown")
            found[str(party.get("speakerId") or "")] = (str(party.get("name") or ""), side)
    return found


EXAMPLES = [
    (
        '{"requestId": "r", "callTranscripts": [{"callId": "77", "transcript": [{"speakerId": "64", '
        '"sentences": [{"start": 5790, '
        '"text": "Acme Heating."}]}, {"speakerId": "65", "sentences": [{"text": "Hi."}, {"text": "The boiler '
        'keeps beeping."}]}]}]}',
        {"rows": 2, "rows_in": 3, "first": {"call_id": "77", "text": "Acme Heating.", "speaker": "speaker 64"}},
    ),
    (
        '{"callTranscripts": [{"callId": "77", "parties": [{"speakerId": "64", "name": "Sam", "affiliation": '
        '"Internal"}], '
        '"transcript": [{"speakerId": "64", "sentences": [{"text": "Hello."}]}]}]}',
        {"rows": 1, "first": {"speaker": "Sam", "role": "agent"}},
    ),
]
