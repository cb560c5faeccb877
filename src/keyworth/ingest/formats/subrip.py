"""SubRip (SRT) captions: as WebVTT with comma decimals; the name often only where the speaker changes."""

from keyworth.ingest.entities import captions
from keyworth.ingest.entities.turns import reading_of, speakers_of
from keyworth.ingest.protocol import CERTAIN, NO

TITLE = "SubRip transcript"
KINDS = ("calls",)
TEXT_ONLY = True  # told by its lines alone, before any table is looked for


def recognise(source):
    """Return 1 for time lines with comma decimals under no WEBVTT header."""
    if source.text.lstrip("\ufeff \r\n").startswith("WEBVTT"):
        return NO
    count, mark = captions.marks(source.text)
    return CERTAIN if count and mark == "," else NO


def read(source, kind, settings):
    """Return the turns; a cue without a name belongs to the speaker before it."""
    cues = captions.cues_of(source.text)
    return reading_of(source, speakers_of(cues), settings, note=f"{len(cues)} cues joined to turns")


EXAMPLES = [
    (
        "1\r\n00:00:05,790 --> 00:00:09,514\r\nSam Rep: Acme Heating, Sam speaking.\r\n\r\n2\r\n00:00:10,100 "
        "--> 00:00:14,020\r\n"
        "Jane Doe: Hi, the boiler\r\nkeeps beeping.\r\n\r\n3\r\n00:00:14,100 --> 00:00:15,000\r\n<i>It says: "
        "F22</i>\r\n",
        {"rows": 2, "rows_in": 3, "first": {"speaker": "Sam Rep", "text": "Acme Heating, Sam speaking."}},
    ),
]
