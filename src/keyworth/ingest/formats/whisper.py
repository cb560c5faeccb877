"""Whisper JSON (OpenAI's, WhisperX with speakers, whisper.cpp): segments; those heard in silence are set aside."""

from keyworth.ingest.entities.contacts import mask
from keyworth.ingest.entities.turns import Cue, reading_of
from keyworth.ingest.protocol import CERTAIN, NO, OWN_HEADER, SetAside

TITLE = "Whisper transcript"
KINDS = ("calls",)
# The defaults of Whisper's own decoder for "no speech": no_speech_threshold and logprob_threshold.
_NO_SPEECH, _LOG_PROBABILITY = 0.6, -1.0
_REPEATED = 2.4  # its compression_ratio_threshold: text that repeats itself


def recognise(source):
    """Return 1 for segments with ``no_speech_prob`` or whisper.cpp's offsets, 0.9 for WhisperX's words."""
    data = source.json
    if not isinstance(data, dict):
        return NO
    first = next((s for s in data.get("segments") or [] if isinstance(s, dict)), {})
    if "no_speech_prob" in first or "avg_logprob" in first:
        return CERTAIN
    cpp = next((s for s in data.get("transcription") or [] if isinstance(s, dict)), {})
    if "offsets" in cpp and "text" in cpp:
        return CERTAIN
    return OWN_HEADER if "text" in first and ("word_segments" in data or "words" in first) else NO


def read(source, kind, settings):
    """Return the segments as turns; without speakers each segment stays by itself."""
    cues, aside = [], []
    for row, segment in enumerate(source.json.get("segments") or source.json.get("transcription") or [], 1):
        text = str(segment.get("text") or "")
        reason = _imagined(segment)
        if reason:
            aside.append(SetAside(row, reason, mask(text.strip())[:300]))
        else:
            cues.append(Cue(row, str(segment.get("speaker") or ""), text))
    return reading_of(source, cues, settings, aside=aside)


def _imagined(segment):
    silence = float(segment.get("no_speech_prob") or 0)
    doubt = float(segment.get("avg_logprob") or 0)
    if silence > _NO_SPEECH and doubt < _LOG_PROBABILITY:
        return f"no speech there by Whisper's own measure (no_speech_prob {silence:.2f}, avg_logprob {doubt:.2f})"
    if float(segment.get("compression_ratio") or 0) > _REPEATED and doubt < _LOG_PROBABILITY:
        return "words that repeat themselves with low confidence: a known fault of Whisper"
    return ""


EXAMPLES = [
    (
        '{"text": " Acme.", "language": "en", "segments": [{"id": 0, "start": 5.79, "text": " Acme Heating, Sam '
        'speaking.", '
        '"avg_logprob": -0.21, "no_speech_prob": 0.01}, {"id": 1, "text": " Hi, it beeps.", "avg_logprob": '
        '-0.25, "no_speech_prob": 0.02},'
        ' {"id": 2, "text": " Thank you for watching.", "avg_logprob": -1.1, "compression_ratio": 0.8, '
        '"no_speech_prob": 0.93}]}',
        {"rows": 2, "rows_in": 3, "set_aside": 1, "first": {"text": "Acme Heating, Sam speaking.", "speaker": ""}},
    ),
    (
        '{"segments": [{"start": 0, "text": " Hello.", "speaker": "SPEAKER_00", "words": []}, {"text": " A '
        'shed.", "speaker": '
        '"SPEAKER_01", "words": []}], "word_segments": []}',
        {"rows": 2, "first": {"speaker": "SPEAKER_00", "text": "Hello."}},
    ),
]
