"""Tilbury Ads keyword report: a line a keyword, its spend in pence."""

from keyworth.ingest.entities.keyword_rows import finish_keywords
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Tilbury keyword report"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": ("tilbury phrase",),
    "campaign": ("tilbury plan",),
    "clicks": ("visits paid",),
    "cost": ("outlay (p)",),
}


def recognise(source):
    """Return 0.9 for Tilbury's own header."""
    return OWN_HEADER if source.has("tilbury phrase", "outlay (p)") else 0.0


def read(source, kind, settings):
    """Return the keywords, their cost in pounds."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "tilbury_keywords")
    reading = finish_keywords(draft)
    reading.tables["keywords"]["cost"] /= 100
    return reading


EXAMPLES = [
    (
        "Tilbury phrase,Tilbury plan,Visits paid,Outlay (p)\ngarden room,Spring,12,2550\nshed,Spring,3,150\n",
        {"kind": "keywords", "rows": 2, "cost": 27.0, "first": {"keyword": "garden room", "cost": 25.5}},
    ),
]
