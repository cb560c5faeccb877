"""Sistrix keywords, German or English, with one or two positions."""

from keyworth.ingest.entities.rank_rows import finish_rankings
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Sistrix keywords"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": ("keyword", "suchbegriff"),
    "position": ("position", "position#1"),
    "search_volume": ("suchvolumen", "search volume"),
    "landing_page": ("url",),
}


def recognise(source):
    """Return 0.9 for two numbered positions, or German volume and competition."""
    own = source.has("position#1", "position#2") or source.has("suchvolumen", "wettbewerb")
    return OWN_HEADER if own and (source.has("keyword") or source.has("suchbegriff")) else 0.0


def read(source, kind, settings):
    """Return the keywords; a position of 0 is outside the first hundred."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "sistrix")
    return finish_rankings(draft, decimal="," if source.has("suchvolumen") else None)


EXAMPLES = [
    (
        'Keyword;Position;Suchvolumen;Wettbewerb;CPC;Klicks;Intent;URL\n"heizung reparatur";4;"1.300";45 %;1,25;52;Do;'
        'https://example.de/h\n"küche günstig; ikea";12;"12.100";80 %;0,95;310;Do;https://example.de/k\n',
        {"kind": "keywords", "rows": 2, "first": {"search_volume": 1300.0, "position": 4.0}},
    ),
]
