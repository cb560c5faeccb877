"""Shopify "Searches by search query": the shop's own search, with or without a period to compare."""

import re
from typing import Any

from keyworth.ingest.entities.other_rows import finish_searches
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER
from keyworth.ingest.tabular.dates import to_period

TITLE = "Shopify searches"
KINDS = ("searches",)
COLUMNS = {
    "search_term": ("search query", "original query", "search term", "query"),
    "count": ("searches", "total searches", "sessions with search", "count"),
    "clicks": ("searches with clicks",),
}


def recognise(source):
    """Return 0.9 for a search query beside its searches."""
    own = source.has("search query", "searches") or source.has("original query", "total searches")
    return OWN_HEADER if own else 0.0


def read(source, kind, settings):
    """Return the searches of the period; those of the period before are left alone."""
    period: Any = (None, None)
    if match := re.search(r"(\d{4}-\d\d-\d\d) - (\d{4}-\d\d-\d\d)", source.name):
        period = to_period(f"{match[1]} - {match[2]}")
    return finish_searches(Draft(source, kind, TITLE, COLUMNS, settings, "shopify_searches"), period=period)


EXAMPLES = [
    (
        '"Search query","Searches","Searches (previous_period)","Searches (previous_period) "\n"coppe'
        'r mug",310,280,10.7\n'
        '"teapot ""blue""",9,12,-25\n',
        {"kind": "searches", "rows": 2, "first": {"search_term": "copper mug", "count": 310.0}},
    ),
]
