"""Google Ads campaign report, downloaded or from the API: what Performance Max, Display and other campaigns spend."""

from keyworth.ingest.entities import totals
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.spend_rows import finish_spend, kind_of
from keyworth.ingest.protocol import CERTAIN, NO, OWN_HEADER, TOTAL_ROW
from keyworth.ingest.vendors import google_ads_fields as fields
from keyworth.ingest.vendors import google_ads_words as words

TITLE = "Google Ads campaign report"
KINDS = ("spend",)
_TYPE = ("campaign type", "kampagnentyp", "type de campagne", "tipo de campaña", "tipo di campagna",
         "tipo de campanha",
         "campagnetype", "typ kampanii", "キャンペーン タイプ", "キャンペーンタイプ",
         "advertising channel type")  # fmt: skip
COLUMNS = {
    "type": (*_TYPE, *fields.TYPE),
    **{c: (*words.MEASURES[c], *fields.MEASURES.get(c, ()))
       for c in ("campaign", "impressions", "clicks", "cost", "claimed_conversions", "claimed_value", "currency")},
}  # fmt: skip
_TITLES = ("campaign report", "kampagnenbericht", "rapport sur les campagnes", "informe de campañas",
           "rapporto sulle campagne", "relatório de campanhas", "campagnerapport", "raport kampanii",
           "キャンペーン レポート")  # fmt: skip


def recognise(source):
    """Return 0.9 for a campaign beside its type and a cost, without keywords; 1 with the report's title."""
    names = source.names
    finer = (*words.KEYWORD, *words.SEARCH_TERM, *fields.KEYWORD, *fields.SEARCH_TERM, "search category", "ad group")
    if words.one_of(source, finer) or not words.one_of(source, COLUMNS["campaign"]):
        return NO
    if not words.one_of(source, COLUMNS["cost"]):
        return NO
    if words.title_of(source).startswith(_TITLES):
        return CERTAIN
    return (
        OWN_HEADER
        if words.one_of(source, COLUMNS["type"]) and words.one_of(source, COLUMNS["clicks"]) and names
        else NO
    )


def read(source, kind, settings):
    """Return the spend of campaigns that have no keywords; a Search campaign's keywords have their own report."""
    draft = Draft(source, "spend", TITLE, COLUMNS, settings, "google_ads_campaigns")
    draft.need("campaign", "cost")
    draft.check()
    label = totals.labels(source.rows.loc[draft.frame.index], draft.frame["campaign"])
    draft.drop(label != "", TOTAL_ROW)
    frame = draft.frame
    told = kind_of(frame["type"]) if "type" in frame else kind_of(frame["campaign"])
    named = kind_of(frame["campaign"]).where(lambda k: k == "dynamic", "")  # a Search campaign of dynamic ads
    told = told.where(told != "", named)
    draft.frame = frame.drop(columns="type", errors="ignore").assign(label=frame.get("type", ""))
    decimal = draft.decimal(default=words.default_decimal(source) if not fields.has_metrics(source.names) else ".")
    return finish_spend(draft, told, words.period_of(source, settings.day_first), decimal)


EXAMPLES = [
    (
        "Campaign report\n1 September 2026 - 30 September 2026\nCampaign status,Campaign,Campaign type,Currency "
        "code,Impr.,"
        'Clicks,Cost,Conversions\nEnabled,Sheds,Search,GBP,300,20,15.00,1\nEnabled,All,Performance Max,GBP,"9,'
        '000",90,75.50,4\n'
        "Total: Account,,,GBP,,110,90.50,5\n",
        {
            "kind": "spend",
            "rows": 1,
            "set_aside": 2,
            "currency": "GBP",
            "cost": 75.5,
            "first": {"kind": "performance_max", "campaign": "All", "claimed_conversions": 4.0},
        },
    ),
]
