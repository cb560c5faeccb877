"""WebVTT captions of Zoom, Teams and others: cues joined to turns, speakers from voice tags or "Name: words"."""

from keyworth.ingest.entities import captions
from keyworth.ingest.entities.turns import reading_of, speakers_of
from keyworth.ingest.protocol import CERTAIN, NO, OWN_HEADER

TITLE = "WebVTT transcript"
KINDS = ("calls",)
TEXT_ONLY = True  # told by its lines alone, before any table is looked for


def recognise(source):
    """Return 1 with the WEBVTT header, 0.9 for its time lines without it."""
    text = source.text
    if text.lstrip("\ufeff \r\n").startswith("WEBVTT"):
        return CERTAIN
    count, mark = captions.marks(text)
    return OWN_HEADER if count and mark == "." else NO


def read(source, kind, settings):
    """Return the turns; a cue without a name belongs to the speaker before it."""
    cues = captions.cues_of(source.text)
    return reading_of(source, speakers_of(cues), settings, note=f"{len(cues)} cues joined to turns")


EXAMPLES = [
    (
        "WEBVTT\r\n\r\n1\r\n00:00:05.790 --> 00:00:09.514\r\nSam Rep: Acme Heating, Sam "
        "speaking.\r\n\r\n2\r\n00:00:10.100 --> "
        "00:00:14.020\r\nJane Doe: Hi, the boiler says: error F22.\r\n\r\n3\r\n00:00:14.020 --> "
        "00:00:16.000\r\nand it keeps beeping\r\n",
        {"rows": 2, "rows_in": 3, "first": {"speaker": "Sam Rep", "text": "Acme Heating, Sam speaking.", "turn": 0}},
    ),
    (
        "WEBVTT\n\nNOTE language:en\n\n2f4d-0/10-0\n00:03.120 --> 00:05.640 align:start\n<v Sam Rep>Hello &amp; "
        "welcome,\nhow can we help?"
        "</v>\n\n00:06.000 --> 00:09.000\n<v Doe, Jane (Guest)>The boiler keeps beeping.\n\n00:09.500 --> "
        "00:10.000\n<v Sam Rep>[Music]</v>\n",
        {"rows": 2, "rows_in": 3, "set_aside": 1,
         "first": {"speaker": "Sam Rep", "text": "Hello & welcome, how can we help?"}},
    ),
    (
        "00:03.120 --> 00:05.640\nAgent: Hello.\n2\n00:06.000 --> 00:09.000\nCaller: I want a shed.\n",
        {"rows": 2, "rows_in": 2, "first": {"speaker": "Agent", "text": "Hello."}},
    ),
]  # fmt: skip
