"""Deepgram JSON: utterances where they were asked for, else words by speaker, or one channel per party."""

from itertools import groupby

from keyworth.ingest.entities.turns import Cue, reading_of, time_of
from keyworth.ingest.protocol import CERTAIN, NO

TITLE = "Deepgram transcript"
KINDS = ("calls",)


def recognise(source):
    """Return 1 for ``results.channels``."""
    results = source.json.get("results") if isinstance(source.json, dict) else None
    return CERTAIN if isinstance(results, dict) and isinstance(results.get("channels"), list) else NO


def read(source, kind, settings):
    """Return the turns; a row is an utterance, or a stretch of words of one speaker."""
    metadata = source.json.get("metadata") or {}
    results = source.json["results"]
    call_id = str(metadata.get("request_id") or source.name)
    heard = _utterances(results) or _words(results)
    cues = [Cue(row, who, text, call_id) for row, (who, text) in enumerate(heard, 1)]
    return reading_of(source, cues, settings, {call_id: {"started_at": time_of(metadata.get("created"))}})


def _utterances(results):
    several = len(results["channels"]) > 1
    return [(_who(u, several), str(u.get("transcript") or "")) for u in results.get("utterances") or []]


def _who(part, several):
    number = part.get("channel") if several else part.get("speaker")
    return "" if number is None else f"{'channel' if several else 'speaker'} {number}"


def _words(results):
    """Return stretches of words of one speaker in the order they were said, over all channels."""
    several = len(results["channels"]) > 1
    words = []
    for number, channel in enumerate(results["channels"]):
        best = (channel.get("alternatives") or [{}])[0]
        for word in best.get("words") or []:
            who = _who({"channel": number, "speaker": word.get("speaker")}, several)
            words.append(
                (float(word.get("start") or 0), who, str(word.get("punctuated_word") or word.get("word") or ""))
            )
        if not best.get("words") and best.get("transcript"):
            words.append((float(number), f"channel {number}" if several else "", str(best["transcript"])))
    words.sort(key=lambda w: w[0])
    return [(who, " ".join(text for _, _, text in part)) for who, part in groupby(words, key=lambda w: w[1])]


EXAMPLES = [
    (
        '{"metadata": {"request_id": "r"}, "results": {"channels": [{"alternatives": [{"transcript": "Acme. '
        'Hi."}]}], "utterances": '
        '[{"transcript": "Acme Heating.", "speaker": 0}, {"transcript": "Hi, it beeps.", "speaker": 1}]}}',
        {"rows": 2, "rows_in": 2, "first": {"call_id": "r", "speaker": "speaker 0", "text": "Acme Heating."}},
    ),
    (
        '{"results": {"channels": [{"alternatives": [{"words": [{"word": "acme", "start": 1.0, "speaker": 0, '
        '"punctuated_word": "Acme."}, '
        '{"word": "hi", "start": 2.0, "speaker": 1, "punctuated_word": "Hi."}]}]}]}}',
        {"rows": 2, "first": {"speaker": "speaker 0", "text": "Acme."}},
    ),
]
