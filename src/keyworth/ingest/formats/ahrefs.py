"""Ahrefs: organic keywords (new and old) and Keywords Explorer; UTF-16 with tabs, or UTF-8."""

from keyworth.ingest.entities.rank_rows import finish_rankings
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Ahrefs keywords"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": ("keyword",),
    "position": ("current position", "current average position", "position"),
    "search_volume": ("volume",),
    "landing_page": ("current url", "url"),
}


def recognise(source):
    """Return 0.9 for the columns that only Ahrefs has."""
    if not source.has("keyword"):
        return 0.0
    own = (
        (source.has("kd") and (source.has("current position") or source.has("current url")))
        or (source.has("traffic (desc)") or source.has("page url inside"))
        or (source.has("volume") and (source.has("parent keyword") or source.has("traffic potential")))
    )
    return OWN_HEADER if own else 0.0


def read(source, kind, settings):
    """Return each keyword once (a country repeats it), with its best position; a lost ranking has none."""
    return finish_rankings(Draft(source, kind, TITLE, COLUMNS, settings, "ahrefs"), decimal=".")


EXAMPLES = [
    (
        '"Keyword"\t"Country"\t"Volume"\t"KD"\t"Current position"\t"Current URL"\n"boiler repair"\t"G'
        'B"\t"900"\t"28"\t"4"\t'
        '"https://example.com/a"\n"old"\t"GB"\t"1300"\t"9"\t""\t""\n'.encode("utf-16"),
        {"kind": "keywords", "rows": 2, "first": {"position": 4.0, "search_volume": 900.0, "channel": "organic"}},
    ),
    (
        "#,Keyword,Country,Difficulty,Volume,CPC,CPS,Parent Keyword,Last Update\n1,boiler repair,gb,4"
        "1,14000,18,0.9,boiler,\n",
        {"kind": "keywords", "rows": 1, "first": {"search_volume": 14000.0}},
    ),
]
