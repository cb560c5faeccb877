"""Google Keyword Planner ideas: UTF-16 with tabs; small accounts get volumes in steps of ten."""

from keyworth.ingest.entities.rank_rows import finish_rankings
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Google Keyword Planner ideas"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": ("keyword",),
    "search_volume": ("avg. monthly searches", "avg. monthly searches (exact match only)"),
    "currency": ("currency",),
}
_STEPS = {0.0, 50.0, 500.0, 5000.0, 50000.0, 500000.0, 5000000.0}


def recognise(source):
    """Return 0.9 for average monthly searches beside the competition's index."""
    own = source.has("avg. monthly searches") or source.has("avg. monthly searches (exact match only)")
    mark = source.has("competition (indexed value)") or source.has("competition")
    return OWN_HEADER if own and mark and source.has("keyword") else 0.0


def read(source, kind, settings):
    """Return the keywords with their monthly searches."""
    reading = finish_rankings(Draft(source, kind, TITLE, COLUMNS, settings, "keyword_planner"))
    volumes = reading.tables["keywords"]["search_volume"].dropna()
    if len(volumes) > 1 and set(volumes) <= _STEPS:
        return type(reading)(**{**vars(reading), "note": "volumes are steps (50 means 10 to 100), not counts"})
    return reading


EXAMPLES = [
    (
        'Keyword Stats 2026-08-09 at 21_25_18\n"August 1, 2025 - July 31, 2026"\nKeyword\tCurrency\tA'
        "vg. monthly searches\t"
        "Competition\tCompetition (indexed value)\tSearches: Aug 2025\nboiler repair\tGBP\t14800\tHigh\t89\t12100\n",
        {"kind": "keywords", "rows": 1, "first": {"search_volume": 14800.0}},
    ),
]
