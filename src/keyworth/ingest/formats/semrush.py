"""Semrush: organic positions, API rows, Keyword Magic; a keyword repeats for each ranking page and type."""

from keyworth.ingest.entities.rank_rows import finish_rankings
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Semrush keywords"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": ("keyword",),
    "position": ("position",),
    "search_volume": ("search volume", "volume"),
    "landing_page": ("url", "page"),
}


def recognise(source):
    """Return 0.9 for the columns that only Semrush has."""
    if not source.has("keyword"):
        return 0.0
    own = (
        source.has("serp features by keyword")
        or source.has("competitive density")
        or source.has("keyword difficulty", "search volume", "position")
        or source.has("position", "search volume", "number of results", "trends")
        or source.has("seed keyword", "keyword difficulty")
    )
    return OWN_HEADER if own else 0.0


def read(source, kind, settings):
    """Return each keyword once, with its best position and that position's page."""
    return finish_rankings(Draft(source, kind, TITLE, COLUMNS, settings, "semrush"), decimal=".")


EXAMPLES = [
    (
        "Keyword,Position,Previous position,Search Volume,Keyword Difficulty,CPC,URL,Trends,SERP Features by Keyword\n"
        'boiler repair,9,0,880,34,21.37,https://example.com/,"[44,44]",Reviews\n'
        'boiler repair,4,6,880,34,21.37,https://example.com/a,"[44,44]",Reviews\n',
        {
            "kind": "keywords",
            "rows": 1,
            "set_aside": 1,
            "first": {"position": 4.0, "search_volume": 880.0, "source_row": 3},
        },
    ),
]
