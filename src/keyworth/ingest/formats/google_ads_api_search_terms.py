"""Google Ads API rows of search terms (GAQL as CSV or JSON, or a warehouse's table): cost in millionths."""

from keyworth.ingest.entities.other_rows import finish_searches
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO, OWN_HEADER
from keyworth.ingest.vendors import google_ads_fields as fields

TITLE = "Google Ads API search terms"
KINDS = ("searches",)
COLUMNS = {
    "search_term": fields.SEARCH_TERM,
    "keyword": (*fields.field("segments.keyword.info.text"), *fields.KEYWORD, "keyword"),
    "count": fields.MEASURES["impressions"],
    "conversions": fields.MEASURES["claimed_conversions"],
    "searched_at": fields.DAY,
    **{c: fields.MEASURES[c] for c in ("campaign", "ad_group", "clicks", "cost", "currency")},
}


def recognise(source):
    """Return 0.9 for a search term by the API's name beside one of its metrics."""
    own = fields.one_of(source.names, fields.SEARCH_TERM) and fields.has_metrics(source.names)
    return OWN_HEADER if own and ("cost micros" in " ".join(source.names) or "micros" in " ".join(source.names)) else NO


def read(source, kind, settings):
    """Return the search terms."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "google_ads_api_search_terms")
    return finish_searches(draft, origin="search_ads")


EXAMPLES = [
    (
        "search_term_view.search_term,segments.keyword.info.text,campaign.name,metrics.impressions,metrics.clicks,"
        "metrics.cost_micros\nshed with windows,shed,S,41,6,4260000\n",
        {
            "kind": "searches",
            "rows": 1,
            "cost": 4.26,
            "first": {"keyword": "shed", "clicks": 6.0, "origin": "search_ads"},
        },
    ),
]
