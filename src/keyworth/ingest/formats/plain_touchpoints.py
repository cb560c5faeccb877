"""A log of visits, clicks and calls before a sale: the plain table, and what analytics scripts write."""

from keyworth.ingest.entities.other_rows import finish_touchpoints
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.tabular.column_names import plain_score, positions

TITLE = "touchpoint log"
KINDS = ("touchpoints",)
COLUMNS = {
    "customer_id": ("customer_id", "visitor id", "client id", "user id", "user pseudo id", "contact id", "lead id",
                    "email sha256", "session id", "person id", "email", "customer"),
    "at": ("at", "timestamp", "event time", "event timestamp", "created at", "time", "date", "visited at", "datetime"),
    "channel": ("channel", "channel group", "source medium", "source / medium"),
    "keyword": ("keyword", "keywords"),
    "campaign": ("campaign", "campaign name"),
    "match_type": ("match_type", "matchtype", "keyword match type"),
    "landing_page": ("landing_page", "landing page url", "url", "page", "page url", "landing site", "page location"),
    "click_id": ("click_id", "gclid", "gbraid", "wbraid", "msclkid", "fbclid"),
    "utm_source": ("utm_source", "source"),
    "utm_medium": ("utm_medium", "medium"),
    "utm_campaign": ("utm_campaign",),
    "utm_term": ("utm_term",),
}  # fmt: skip
_TRACES = ("channel", "keyword", "landing_page", "click_id", "utm_source", "utm_term")


def recognise(source):
    """Return up to 0.8 for a table with a customer or a click id, a time and a trace of where they came from."""
    found = positions(source.names, COLUMNS)
    traces = sum(t in found for t in _TRACES)
    who = next((name for name in ("customer_id", "click_id") if name in found), "")
    if source.has("stage") or not who or "at" not in found or not traces:
        return 0.0
    return plain_score(source.names, COLUMNS, who, "at") + 0.05


def read(source, kind, settings):
    """Return the touchpoints; a row without a customer and a click id is set aside."""
    return finish_touchpoints(Draft(source, kind, TITLE, COLUMNS, settings, "plain_touchpoints"))


EXAMPLES = [
    (
        "timestamp,visitor_id,url,utm_term,gclid\n2026-08-14T09:12:44Z,v1,https://example.com/a?utm_source=google&utm_medium"
        "=cpc,+boiler +repair,Cj0\n1786900000,v2,https://example.com/,120200000000000123,\n2026-08-14T09:12:44Z,,/,,\n",
        {"kind": "touchpoints", "rows": 2, "set_aside": 1,
         "first": {"customer_id": "v1", "click_id": "Cj0", "channel": "paid", "keyword": "boiler repair"}},
    ),
    (
        "at,channel,keyword,gclid\n2026-03-01T09:00:00Z,paid search,boiler service,Cj01\n"
        "2026-03-02T09:00:00Z,direct,,\n",
        {"kind": "touchpoints", "rows": 1, "set_aside": 1, "first": {"click_id": "Cj01", "keyword": "boiler service"}},
    ),
]  # fmt: skip
