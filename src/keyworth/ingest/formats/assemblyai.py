"""AssemblyAI transcripts: utterances by speaker or channel, else words that carry a speaker, else the text alone."""

from itertools import groupby

from keyworth.ingest.entities.turns import Cue, reading_of, time_of
from keyworth.ingest.protocol import CERTAIN, NO

TITLE = "AssemblyAI transcript"
KINDS = ("calls",)
_OWN = ("audio_url", "acoustic_model", "speech_model", "audio_duration", "language_model", "webhook_status_code")


def _parts(data):
    found = data if isinstance(data, list) else [data]
    return [c for c in found if isinstance(c, dict) and sum(name in c for name in _OWN) >= 2 and "text" in c]


def recognise(source):
    """Return 1 for its own fields beside a text."""
    return CERTAIN if source.json is not None and _parts(source.json) else NO


def read(source, kind, settings):
    """Return the turns; a row is an utterance."""
    cues, told, row = [], {}, 0
    for call in _parts(source.json):
        call_id = str(call.get("id") or source.name)
        told[call_id] = {"started_at": time_of(call.get("created"), settings.time_zone)}
        for who, text in _turns(call):
            row += 1
            cues.append(Cue(row, who, text, call_id))
    return reading_of(source, cues, settings, told)


def _turns(call):
    if spoken := call.get("utterances"):
        return [(_who(u), str(u.get("text") or "")) for u in spoken if isinstance(u, dict)]
    words = [w for w in call.get("words") or [] if isinstance(w, dict)]
    if any(w.get("speaker") for w in words):
        return [(who, " ".join(str(w.get("text") or "") for w in said)) for who, said in groupby(words, _who)]
    return [("", str(call.get("text") or ""))]


def _who(part):
    return str(part.get("speaker") or part.get("channel") or "")


EXAMPLES = [
    (
        '{"id": "t1", "status": "completed", "audio_url": "https://example.com/a.mp3", "audio_duration": 12, '
        '"text": "Hello. A shed.",'
        ' "utterances": [{"speaker": "A", "text": "Hello."}, {"speaker": "B", "text": "A shed."}]}',
        {"rows": 2, "rows_in": 2, "first": {"call_id": "t1", "speaker": "A", "text": "Hello."}},
    ),
]
