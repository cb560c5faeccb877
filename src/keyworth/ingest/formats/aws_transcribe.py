"""Amazon Transcribe JSON: words with speaker labels or channels, audio segments, or Call Analytics' turns."""

from keyworth.ingest.entities.turns import Cue, reading_of
from keyworth.ingest.protocol import CERTAIN, NO

TITLE = "Amazon Transcribe transcript"
KINDS = ("calls",)
_SIDE = {"agent": "agent", "customer": "customer"}


def recognise(source):
    """Return 1 for ``results.items`` with alternatives, or Call Analytics' ``Transcript``."""
    data = source.json
    if not isinstance(data, dict):
        return NO
    results = data.get("results")
    if isinstance(results, dict) and isinstance(results.get("items"), list) and "transcripts" in results:
        return CERTAIN
    turns = data.get("Transcript")
    return CERTAIN if isinstance(turns, list) and turns and "ParticipantRole" in turns[0] else NO


def read(source, kind, settings):
    """Return the turns; a row is a stretch of one speaker."""
    data = source.json
    call_id = str(data.get("jobName") or data.get("JobName") or source.name)
    if "Transcript" in data:
        cues = [
            Cue(row, turn["ParticipantRole"].title(), str(turn.get("Content") or ""), call_id,
                _SIDE.get(turn["ParticipantRole"].casefold(), "unknown"))
            for row, turn in enumerate(data["Transcript"], 1)
        ]  # fmt: skip
    elif segments := data["results"].get("audio_segments"):
        cues = [
            Cue(i, str(s.get("speaker_label") or ""), str(s.get("transcript") or ""), call_id)
            for i, s in enumerate(segments, 1)
        ]
    else:
        cues = _from_items(data["results"], call_id)
    return reading_of(source, cues, settings)


def _from_items(results, call_id):
    """Gather words into stretches of one speaker; punctuation clings to the word before."""
    label = _labels(results)
    cues: list[Cue] = []
    speaker, words = None, ""
    for item in results["items"]:
        content = str(((item.get("alternatives") or [{}])[0] or {}).get("content") or "")
        if item.get("type") == "punctuation":
            words += content
            continue
        who = str(item.get("speaker_label") or item.get("channel_label") or label.get(str(item.get("start_time")), ""))
        if who != speaker and words:
            cues.append(Cue(len(cues) + 1, speaker or "", words, call_id))
            words = ""
        speaker, words = who, f"{words} {content}".strip()
    if words:
        cues.append(Cue(len(cues) + 1, speaker or "", words, call_id))
    return cues


def _labels(results):
    """Return the speaker by the start of a word, from older output that labels words apart."""
    found = {}
    for segment in (results.get("speaker_labels") or {}).get("segments") or []:
        for item in segment.get("items") or []:
            found[str(item.get("start_time"))] = item.get("speaker_label") or segment.get("speaker_label") or ""
    for channel in (results.get("channel_labels") or {}).get("channels") or []:
        for item in channel.get("items") or []:
            found[str(item.get("start_time"))] = channel.get("channel_label") or ""
    return found


EXAMPLES = [
    (
        '{"jobName": "call-1", "results": {"transcripts": [{"transcript": "Acme. Hi"}], "items": '
        '[{"start_time": "5.79", "alternatives": '
        '[{"content": "Acme"}], "type": "pronunciation", "speaker_label": "spk_0"}, {"alternatives": '
        '[{"content": "."}], "type": '
        '"punctuation"}, {"start_time": "10.1", "alternatives": [{"content": "Hi"}], "type": "pronunciation", '
        '"speaker_label": "spk_1"}]}}',
        {"rows": 2, "rows_in": 2, "first": {"call_id": "call-1", "speaker": "spk_0", "text": "Acme."}},
    ),
    (
        '{"JobName": "c2", "Transcript": [{"ParticipantRole": "AGENT", "Content": "Hello."}, '
        '{"ParticipantRole": "CUSTOMER", "Content": '
        '"A shed."}]}',
        {"rows": 2, "first": {"role": "agent", "text": "Hello."}},
    ),
]
