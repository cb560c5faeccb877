"""GA4 landing pages: sessions, key events (once "conversions") and revenue of each page."""

from keyworth.ingest.entities.other_rows import finish_pages
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import CERTAIN, OWN_HEADER
from keyworth.ingest.vendors.ga4_comments import is_ga4, period_of

TITLE = "GA4 landing pages"
KINDS = ("pages",)
COLUMNS = {
    "page": ("landing page", "landing page + query string", "page path and screen class", "page path + query string",
             "page location", "landingpage", "page path", "pagepath"),
    "sessions": ("sessions", "views"),
    "conversions": ("key events", "conversions", "keyevents"),
    "revenue": ("total revenue", "purchase revenue", "totalrevenue"),
}  # fmt: skip


def recognise(source):
    """Return 1 for pages under GA4's comment lines, 0.9 beside sessions and key events."""
    if not set(COLUMNS["page"]) & set(source.names) or source.has("search term"):
        return 0.0
    if is_ga4(source):
        return CERTAIN
    return OWN_HEADER if source.has("sessions") and (source.has("key events") or source.has("total revenue")) else 0.0


def read(source, kind, settings):
    """Return the pages; "(not set)" is set aside."""
    return finish_pages(Draft(source, kind, TITLE, COLUMNS, settings, "ga4_landing_pages"), period=period_of(source))


EXAMPLES = [
    (
        "# ----------------------------------------\n# Landing page: Landing page\n# Account: Acme\n#"
        " Start date: 20260801\n"
        '# End date: 20260831\nLanding page,Sessions,Key events,Total revenue\n/,2414,88,10500.25\n"/'
        'm?size=350,500",455,2,1200\n'
        "(not set),57,0,0\n",
        {"kind": "pages", "rows": 2, "set_aside": 1, "first": {"page": "/", "sessions": 2414.0, "revenue": 10500.25}},
    ),
]
