"""Google Ads Editor export: campaigns, ad groups, ads and keywords in one sheet, without figures."""

from keyworth.ingest.entities.keyword_rows import finish_keywords
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Google Ads Editor export"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": ("keyword",),
    "campaign": ("campaign",),
    "ad_group": ("ad group",),
    "match_type": ("criterion type", "match type", "type"),
    "landing_page": ("final url",),
    "status": ("status",),
}


def recognise(source):
    """Return 0.9 for a criterion type, or the statuses of campaign and ad group."""
    own = source.has("criterion type") or source.has("ad group", "campaign status", "ad group status")
    return OWN_HEADER if own and source.has("keyword", "campaign") else 0.0


def read(source, kind, settings):
    """Return the keywords; other entities and negative keywords are set aside."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "google_ads_editor")
    frame = draft.frame
    draft.drop(frame["keyword"] == "", "a campaign, ad group, ad or extension, not a keyword")
    if "match_type" in draft.frame:
        draft.drop(draft.frame["match_type"].str.contains("(?i)negative"), "negative keyword: it blocks searches")
    return finish_keywords(draft)


EXAMPLES = [
    (
        (
            "Campaign\tAd Group\tFinal URL\tCriterion Type\tKeyword\tCampaign Status\tAd Group Status"
            "\tStatus\nA\t\t\t\t\tEnabled\t\t\n"
            "A\tRepair\thttps://example.com\tExact\tboiler repair\tEnabled\tEnabled\tEnabled\nA\tRepa"
            "ir\t\tNegative Phrase\tdiy\t"
            "Enabled\tEnabled\tEnabled\n"
        ).encode("utf-16"),
        {"kind": "keywords", "rows": 1, "set_aside": 2, "first": {"keyword": "boiler repair", "match_type": "exact"}},
    ),
]
