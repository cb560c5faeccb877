"""Google Ads search categories of Performance Max: Google's words for what was searched, without a cost."""

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.spend_rows import finish_spend
from keyworth.ingest.protocol import CERTAIN, NO, OWN_HEADER
from keyworth.ingest.vendors import google_ads_words as words

TITLE = "Performance Max search categories"
KINDS = ("spend",)
COLUMNS = {
    "label": ("search category", "search term category", "suchkategorie", "catégorie de recherche",
              "categoría de búsqueda",
              "categoria di ricerca", "categoria de pesquisa", "zoekcategorie", "検索カテゴリ"),
    **{c: words.MEASURES[c] for c in ("campaign", "impressions", "clicks", "cost", "claimed_conversions",
    "claimed_value",
                                      "currency")},
}  # fmt: skip


def recognise(source):
    """Return 0.9 for a search category beside a measure; 1 with the report's title."""
    if not words.one_of(source, COLUMNS["label"]) or words.one_of(source, words.SEARCH_TERM):
        return NO
    titled = words.title_of(source).startswith(("search terms insight", "search category"))
    return CERTAIN if titled else OWN_HEADER if words.one_of(source, COLUMNS["impressions"] + COLUMNS["clicks"]) else NO


def read(source, kind, settings):
    """Return the categories; they are Google's words, no customer's, so they are no searches."""
    draft = Draft(source, "spend", TITLE, COLUMNS, settings, "google_ads_search_categories")
    draft.drop(draft.frame["label"].str.match(r"(?i)totals?\b"), "total row")
    kind_of = draft.frame["label"].map(lambda _: "performance_max").astype("str")
    return finish_spend(draft, kind_of, words.period_of(source, settings.day_first))


EXAMPLES = [
    (
        "Search terms insight report\n1 September 2026 - 30 September 2026\nSearch category,Campaign,Impr.,"
        "Clicks,Conversions\n"
        "garden offices,All,900,31,2\n,All,80,2,0\n",
        {"kind": "spend", "rows": 2, "first": {"label": "garden offices", "kind": "performance_max", "clicks": 31.0}},
    ),
]
