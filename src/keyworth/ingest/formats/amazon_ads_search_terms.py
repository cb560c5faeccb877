"""Amazon Ads search term report: what shoppers typed, and the keyword or target that answered it."""

from keyworth.ingest.entities.other_rows import finish_searches
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "Amazon Ads search terms"
KINDS = ("searches",)
COLUMNS = {
    "search_term": ("customer search term", "search term", "suchbegriff des kunden", "kundensuchbegriff",
                    "terme de recherche client", "término de búsqueda de cliente", "termine di ricerca cliente"),
    "keyword": ("targeting", "keyword text", "keyword", "target", "ausrichtung", "ciblage", "segmentación",
                "targeting value"),
    "count": ("impressions",),
    "clicks": ("clicks",),
    "cost": ("spend", "cost", "total cost", "spend(gbp)", "spend(usd)", "spend(eur)", "ausgaben", "dépenses",
             "inversión"),
    "conversions": ("7 day total orders (#)", "14 day total orders (#)", "total orders (#)", "purchases", "orders",
                    "30 day total orders (#)", "purchases7d", "purchases14d"),
    "campaign": ("campaign name", "campaignname"),
    "currency": ("currency", "budget currency", "campaignbudgetcurrencycode"),
    "searched_at": ("date", "start date"),
}  # fmt: skip


def recognise(source):
    """Return 0.9 for the customer's search term, or a search term beside targeting and spend."""
    names = set(source.names)
    own = names & set(COLUMNS["search_term"][:1] + COLUMNS["search_term"][2:])
    other = {"search term", "targeting"} <= names
    return OWN_HEADER if (own or other) and names & set(COLUMNS["cost"]) else NO


def read(source, kind, settings):
    """Return the search terms; a product's number (ASIN) is no words."""
    draft = Draft(source, "searches", TITLE, COLUMNS, settings, "amazon_ads_search_terms")
    draft.need("search_term")
    draft.check()
    draft.drop(draft.frame["search_term"].str.fullmatch(r"(?i)b0[a-z0-9]{8}"), "a product's number, not words")
    if "keyword" in draft.frame:
        draft.frame["keyword"] = draft.frame["keyword"].where(
            ~draft.frame["keyword"].str.fullmatch(
                r"\*|(?:close|loose)-match|substitutes|complements|asin.*|category.*"
            ),
            "",
        )
    return finish_searches(draft, origin="search_ads")


EXAMPLES = [
    (
        "Date,Portfolio name,Currency,Campaign Name,Ad Group Name,Targeting,Match Type,Customer Search Term,"
        "Impressions,Clicks,"
        "Spend,7 Day Total Orders (#)\n2026-09-01,,GBP,S,A,copper mug,PHRASE,copper mug 350ml,100,4,£2.40,1\n"
        "2026-09-01,,GBP,S,A,close-match,-,b0abcdefgh,50,1,£0.40,0\n",
        {
            "kind": "searches",
            "rows": 1,
            "set_aside": 1,
            "currency": "GBP",
            "cost": 2.4,
            "first": {"search_term": "copper mug 350ml", "keyword": "copper mug", "conversions": 1.0},
        },
    ),
]
