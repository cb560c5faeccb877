"""Search terms with their spend, as Microsoft Advertising and agencies' own sheets have them: a keyword beside each."""

from keyworth.ingest.entities.keyword_rows import undecorate
from keyworth.ingest.entities.other_rows import finish_searches
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO

TITLE = "search terms with their spend (Microsoft Advertising)"
KINDS = ("searches",)
COLUMNS = {
    "search_term": ("search term", "search query", "searchquery", "search terms"),
    "keyword": ("keyword", "matched keyword"),
    "count": ("impressions", "impr."),
    "clicks": ("clicks",),
    "cost": ("spend", "cost"),
    "conversions": ("conversions", "conv."),
    "campaign": ("campaign name", "campaignname", "campaign"),
    "currency": ("currency code", "currencycode", "currency"),
}


def recognise(source):
    """Return 0.85 for a search term beside a keyword, clicks and a spend."""
    names = set(source.names)
    money = names & set(COLUMNS["cost"]) and "clicks" in names
    return 0.85 if names & set(COLUMNS["search_term"]) and names & set(COLUMNS["keyword"]) and money else NO


def read(source, kind, settings):
    """Return the search terms."""
    draft = Draft(source, "searches", TITLE, COLUMNS, settings, "microsoft_ads_search_terms")
    draft.drop(source.rows.iloc[:, 0].str.match(r"[©@(]c?\)?\s?\d{4} Microsoft"), "the report's last line, not a row")
    draft.frame["keyword"] = undecorate(draft.frame["keyword"])[0]
    return finish_searches(draft, origin="search_ads")


EXAMPLES = [
    (
        "Search term,Keyword,Campaign name,Impressions,Clicks,Spend,Conversions\nwood ladder,ladder,A,100,4,3.20,1\n",
        {"kind": "searches", "rows": 1, "cost": 3.2, "first": {"keyword": "ladder", "search_term": "wood ladder"}},
    ),
]
