"""Google Ads keyword report, as the web interface downloads it (CSV or Excel CSV), in any language."""

from keyworth.ingest.entities.keyword_rows import finish_keywords
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import CERTAIN, OWN_HEADER
from keyworth.ingest.vendors import google_ads_words as words

TITLE = "Google Ads keyword report"
KINDS = ("keywords",)
COLUMNS = {"keyword": words.KEYWORD, "match_type": words.MATCH_TYPE, **words.MEASURES}
_MEASURED = ("max. cpc", *(w for c in ("impressions", "clicks", "cost") for w in words.MEASURES[c]))


def recognise(source):
    """Return 0.9 for keyword, match type and a measure; 1 with the report's title above them."""
    if not words.one_of(source, words.KEYWORD) or words.one_of(source, words.SEARCH_TERM):
        return 0.0
    if source.has("criterion type") or source.has("bid match type") or source.has("negative keyword"):
        return 0.0
    titled = words.title_of(source).startswith(words.KEYWORD_TITLES)
    if titled and words.one_of(source, _MEASURED):
        return CERTAIN
    if not words.one_of(source, words.MATCH_TYPE) or not words.one_of(source, _MEASURED):
        return 0.0
    # Currency code, "Impr." or a preamble are Google's own; without them it is a plain table.
    own = words.one_of(source, words.MEASURES["currency"]) or bool({"impr.", "max. cpc"} & set(source.names))
    return OWN_HEADER if own or len(source.preamble) >= 2 else 0.0


def read(source, kind, settings):
    """Return the keywords; total rows become claims."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "google_ads_keywords")
    return finish_keywords(
        draft,
        period=words.period_of(source, settings.day_first),
        decimal=draft.decimal(default=words.default_decimal(source)),
    )


EXAMPLES = [
    (
        'Search keyword report\n1 August 2026 - 31 August 2026\nKeyword,Match type,Currency code,Impr'
        '.,Clicks,CTR,Cost\n'
        '[boiler repair],Exact match,GBP,"1,204",61,5.07%,"1,182.40"\n"""plumber""",Phrase match,GBP,0,0, --,0.00\n'
        ',Total: Your keywords,GBP,"1,204",61,5.07%,"1,182.40"\n',
        {"kind": "keywords", "rows": 2, "set_aside": 1, "currency": "GBP", "cost": 1182.4,
         "first": {"keyword": "boiler repair", "match_type": "exact", "clicks": 61.0, "stated_ctr": 0.0507}},
    ),
    (
        "Suchkeyword-Bericht\n1. Mai 2026 - 31. Mai 2026\nKeyword\tKeyword-Option\tKampagne\tKlicks"
        "\tKosten\tWährungscode\n"
        "heizung\tWeitgehend passend\tA\t10\t1.204,50\tEUR\nGesamt: Konto\t\t\t10\t1.204,50\tEUR\n",
        {"kind": "keywords", "rows": 1, "set_aside": 1, "currency": "EUR", "cost": 1204.5,
         "first": {"match_type": "broad"}},
    ),
    (
        "Search keyword report\nAll Time\nDay,Keyword,Match type,Currency code,Clicks,Cost\n2026-08-0"
        "1,shed,Broad match,GBP,"
        "1,1.10\n2026-08-02,shed,Broad match,GBP,2,2.20\n2026-08-01,,Total: Account,GBP,1,1.10\n2026-"
        "08-02,,Total: Account,"
        "GBP,2,2.20\n",
        {"kind": "keywords", "rows": 1, "set_aside": 2, "rows_in": 4, "cost": 3.3, "first": {"clicks": 3.0}},
    ),
]  # fmt: skip
