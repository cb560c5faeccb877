"""Rev and its kin: ``Speaker 1 (00:05):`` with the words on the same line or below."""

from keyworth.ingest.entities.plain_transcripts import rev_header, share_of_headers, turns_of
from keyworth.ingest.entities.turns import reading_of, time_of
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "Rev transcript"
KINDS = ("calls",)
TEXT_ONLY = True  # told by its lines alone, before any table is looked for


def recognise(source):
    """Return 0.9 where a good share of lines are a name with a time in brackets and a colon."""
    count, share = share_of_headers(source.text, rev_header)
    return OWN_HEADER if count and share >= 0.2 else NO


def read(source, kind, settings):
    """Return the turns, without marks such as [inaudible]."""
    cues, told = turns_of(source.text, rev_header)
    call = {source.name: {**told, "started_at": time_of(told.get("started_at"), settings.time_zone)}}
    call[source.name].pop("call_id", None)
    return reading_of(source, cues, settings, call)


EXAMPLES = [
    (
        "Speaker 1 (00:05):\nAcme Heating, Sam speaking.\n\nSpeaker 2 (00:10):\nHi, the boiler keeps beeping. "
        "[inaudible 00:00:14] F22. "
        "[crosstalk 00:00:16]\n\nSpeaker 1 (00:20): [crosstalk 00:00:21]\n",
        {
            "rows": 2,
            "rows_in": 3,
            "set_aside": 1,
            "first": {"speaker": "Speaker 1", "text": "Acme Heating, Sam speaking."},
        },
    ),
]
