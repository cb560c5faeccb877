"""A plain table of searches, with or without counts; only `search_term` is needed."""

from keyworth.ingest.entities.other_rows import finish_searches
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.tabular.column_names import plain_score

TITLE = "plain table of searches"
KINDS = ("searches",)
COLUMNS = {
    "search_term": ("search_term", "search terms", "search query", "query", "search", "searchterm", "search phrase",
                    "original query", "site search term", "search keyword", "internal search term", "searched for",
                    "suchbegriff", "terme de recherche", "término de búsqueda", "termo de pesquisa", "zoekterm"),
    "count": ("count", "searches", "total searches", "total unique searches", "event count", "number of searches",
              "sessions", "frequency", "hits", "times", "volume", "unique searches", "total events"),
    "searched_at": ("searched_at", "date", "time", "timestamp", "searched on", "created at", "datetime", "at"),
    "landing_page": ("landing_page", "url", "page", "clicked url", "clicked page"),
    "clicks": ("clicks", "result clicks"),
    "conversions": ("conversions", "orders", "purchases"),
    "keyword": ("keyword",),
    "campaign": ("campaign",),
    "cost": ("cost",),
}  # fmt: skip


def recognise(source):
    """Return 0.46 to 0.75 for a table with a column of search terms."""
    return plain_score(source.names, COLUMNS, "search_term")


def read(source, kind, settings):
    """Return the searches."""
    return finish_searches(Draft(source, kind, TITLE, COLUMNS, settings, "plain_searches"))


EXAMPLES = [
    (
        "search_term,count\ngarden office,12\n,3\n",
        {"kind": "searches", "rows": 1, "set_aside": 1, "first": {"count": 12}},
    ),
    ("Search Term\nshed\n", {"kind": "searches", "rows": 1, "first": {"count": 1.0, "origin": "site_search"}}),
]
