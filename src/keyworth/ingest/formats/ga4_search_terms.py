"""GA4 site search: a report or exploration with its comment lines, or rows of the Data API."""

from keyworth.ingest.entities.other_rows import finish_searches
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import CERTAIN, OWN_HEADER
from keyworth.ingest.vendors.ga4_comments import is_ga4, period_of

TITLE = "GA4 site search"
KINDS = ("searches",)
COLUMNS = {
    "search_term": ("search term", "searchterm", "search_term", "event parameter search_term"),
    "count": ("event count", "eventcount", "event_count", "views", "sessions"),
    "event": ("eventname", "event name", "event_name"),
    "landing_page": ("landing page", "page location", "pagepath"),
    "conversions": ("key events", "conversions"),
}


def recognise(source):
    """Return 1 for search terms under GA4's comment lines, 0.9 beside an event count."""
    if not any(source.has(a) for a in ("search term", "searchterm")) or source.has("match type"):
        return 0.0
    if is_ga4(source):
        return CERTAIN
    return OWN_HEADER if source.has("event count") or source.has("eventcount") else 0.0


def read(source, kind, settings):
    """Return the searches; "(not set)" and blank terms are set aside with their counts."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "ga4_search_terms")
    if "event" in draft.frame:
        other = ~draft.frame["event"].isin(["view_search_results", "search", ""])
        draft.drop(other, "another event than a search")
        draft.frame = draft.frame.drop(columns="event")
    return finish_searches(draft, period=period_of(source))


EXAMPLES = [
    (
        "# ----------------------------------------\n# Site search - Free form 1\n# Acme - GA4\n# 20260801-20260831\n"
        "# ----------------------------------------\nSearch term,Event count,Sessions\n,4120,2210\ncopper mug,310,212\n"
        '"mug, 500ml",44,40\n(not set),12,12\nGrand total,4486,2474\n',
        {"kind": "searches", "rows": 2, "set_aside": 3, "first": {"search_term": "copper mug", "count": 310.0}},
    ),
    (
        "eventName,searchTerm,eventCount\nview_search_results,gift under £20,9\npage_view,x,9\n",
        {"kind": "searches", "rows": 1, "set_aside": 1},
    ),
]
