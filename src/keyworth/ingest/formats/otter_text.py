"""Otter.ai text: ``Name  0:05`` above the words; its footer is dropped."""

from keyworth.ingest.entities.plain_transcripts import otter_header, share_of_headers, turns_of
from keyworth.ingest.entities.turns import reading_of, time_of
from keyworth.ingest.protocol import CERTAIN, NO, OWN_HEADER

TITLE = "Otter transcript"
KINDS = ("calls",)
TEXT_ONLY = True  # told by its lines alone, before any table is looked for
_FOOTER = "Transcribed by https://otter.ai"


def recognise(source):
    """Return 0.9 where a good share of lines are headers of a name and a time, 1 with the footer too."""
    count, share = share_of_headers(source.text, otter_header)
    if not count or share < 0.2:
        return NO
    return CERTAIN if _FOOTER in source.text else OWN_HEADER


def read(source, kind, settings):
    """Return the turns; a header without a name keeps the speaker unknown."""
    cues, told = turns_of(source.text.replace(_FOOTER, ""), otter_header)
    call = {source.name: {**told, "started_at": time_of(told.get("started_at"), settings.time_zone)}}
    call[source.name].pop("call_id", None)
    return reading_of(source, cues, settings, call)


EXAMPLES = [
    (
        "Sam Rep  0:05  \nAcme Heating, Sam speaking.\n\nUnknown Speaker  0:10  \nHi, the boiler keeps beeping. "
        "It says F22.\n\n"
        "Sam Rep  1:02:03  \nRight, we can come today.\n\nTranscribed by https://otter.ai\n",
        {"rows": 3, "rows_in": 3, "first": {"speaker": "Sam Rep", "text": "Acme Heating, Sam speaking."}},
    ),
]
