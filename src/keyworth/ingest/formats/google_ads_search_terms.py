"""Google Ads search terms report: what people typed, and the keyword that answered it."""

from keyworth.ingest.entities.keyword_rows import undecorate
from keyworth.ingest.entities.other_rows import finish_searches
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import CERTAIN, OWN_HEADER
from keyworth.ingest.vendors import google_ads_words as words

TITLE = "Google Ads search terms report"
KINDS = ("searches",)
COLUMNS = {
    "search_term": words.SEARCH_TERM,
    "keyword": words.KEYWORD,
    "count": words.MEASURES["impressions"],
    "conversions": words.MEASURES["claimed_conversions"],
    "searched_at": ("day",),
    **{c: words.MEASURES[c] for c in ("campaign", "clicks", "cost", "currency", "landing_page")},
}
_ADDED = ("added/excluded", "adicionada/excluída", "hinzugefügt/ausgeschlossen", "ajouté/exclu", "añadido/excluido")


def recognise(source):
    """Return 0.9 for a search term beside a match type, or added/excluded; 1 with the title above them."""
    if not words.one_of(source, words.SEARCH_TERM):
        return 0.0
    if words.title_of(source).startswith(words.TERM_TITLES):
        return CERTAIN
    own = words.one_of(source, words.MATCH_TYPE) or words.one_of(source, _ADDED)
    return OWN_HEADER if own and words.one_of(source, words.MEASURES["impressions"] + words.MEASURES["cost"]) else 0.0


def read(source, kind, settings):
    """Return the search terms; a click or an impression is a search, so impressions are the count."""
    draft = Draft(source, "searches", TITLE, COLUMNS, settings, "google_ads_search_terms")
    if "keyword" in draft.frame:
        draft.frame["keyword"] = undecorate(draft.frame["keyword"])[0]
    return finish_searches(draft, origin="search_ads", period=words.period_of(source, settings.day_first))


EXAMPLES = [
    (
        'Search terms report\n"August 1, 2026 - August 31, 2026"\nSearch term,Match type,Added/Exclud'
        'ed,Keyword,Impr.,Clicks,'
        "Currency code,Cost\nplumber near me,Phrase match (close variant),None,[plumber],41,6,USD,42.60\n"
        "Total: Search terms,,,,41,6,USD,42.60\nTotal: Other search terms,,,,440,13,USD,188.90\n",
        {"kind": "searches", "rows": 1, "set_aside": 2, "currency": "USD", "cost": 42.6,
         "first": {"search_term": "plumber near me", "keyword": "plumber", "count": 6.0, "clicks": 6.0}},
    ),
]  # fmt: skip
