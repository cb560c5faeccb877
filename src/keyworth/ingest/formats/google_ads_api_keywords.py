"""Google Ads API rows of keywords (GAQL as CSV or JSON, or a warehouse's table): cost in millionths, a row a day."""

from keyworth.ingest.entities.keyword_rows import NEGATIVE, finish_keywords
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO, OWN_HEADER
from keyworth.ingest.vendors import google_ads_fields as fields

TITLE = "Google Ads API keywords"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": fields.KEYWORD,
    "match_type": fields.MATCH,
    "landing_page": fields.field("ad_group_criterion.final_urls", "final_urls", "final_url"),
    "period_start": fields.DAY,
    "negative": fields.field("ad_group_criterion.negative", "negative", "is_negative"),
    **fields.MEASURES,
}


def recognise(source):
    """Return 0.9 for a keyword by the API's name beside one of its metrics."""
    own = fields.one_of(source.names, fields.KEYWORD) and fields.has_metrics(source.names)
    return OWN_HEADER if own and not fields.one_of(source.names, fields.SEARCH_TERM) else NO


def read(source, kind, settings):
    """Return the keywords, their days summed."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "google_ads_api_keywords")
    if "negative" in draft.frame:
        draft.drop(draft.frame["negative"].str.lower().isin(["true", "1"]), NEGATIVE)
    if "landing_page" in draft.frame:
        draft.frame["landing_page"] = draft.frame["landing_page"].str.strip("[]'\" ").str.split(";").str[0]
    period = (None, None)
    if "period_start" in draft.frame:
        draft.frame = draft.frame.assign(period_end=draft.frame["period_start"])
        draft.times()
        period = (draft.frame["period_start"].min(), draft.frame["period_start"].max())
        draft.frame = draft.frame.drop(columns=["period_start", "period_end"])
    return finish_keywords(draft, period=period, decimal=".", segmented=True)


EXAMPLES = [
    (
        "campaign.name,ad_group.name,ad_group_criterion.keyword.text,ad_group_criterion.keyword.match_type,"
        "segments.date,"
        "metrics.impressions,metrics.clicks,metrics.cost_micros,metrics.conversions\n"
        "S,Sheds,storage shed,EXACT,2026-09-01,100,4,2091000,1\nS,Sheds,storage shed,EXACT,2026-09-02,90,3,"
        "909000,0\n",
        {"kind": "keywords", "rows": 1, "rows_in": 2, "cost": 3.0, "first": {"clicks": 7.0, "match_type": "exact"}},
    ),
    (
        '{"results": [{"campaign": {"name": "S"}, "adGroup": {"name": "A"}, "adGroupCriterion": {"keyword": '
        '{"text": "shed", '
        '"matchType": "PHRASE"}}, "metrics": {"clicks": "41", "impressions": "1290", "costMicros": "20910000"}}]}',
        {"kind": "keywords", "rows": 1, "cost": 20.91, "first": {"match_type": "phrase", "ad_group": "A"}},
    ),
]
