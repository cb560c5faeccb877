"""A plain table of keywords, one a row; only `keyword` is needed."""

from keyworth.ingest.entities.keyword_rows import finish_keywords
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.tabular.column_names import plain_score

TITLE = "plain table of keywords"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": (
        "keyword", "keywords", "search keyword", "target keyword", "key phrase", "keyphrase", "keyword text", "kw",
        "mot clé", "mot-clé", "palabra clave", "palavra-chave", "parola chiave", "zoekwoord", "suchwort",
         "schlüsselwort",
        "anahtar kelime",
    ),
    "campaign": ("campaign", "campaign name", "kampagne", "campagne", "campaña", "campanha", "campagna"),
    "ad_group": ("ad_group", "adgroup", "ad group name", "group", "anzeigengruppe"),
    "match_type": ("match_type", "matchtype", "match", "keyword match type"),
    "landing_page": ("landing_page", "url", "final url", "page", "landing page url", "target url", "destination url"),
    "impressions": ("impressions", "impr.", "impr", "impressionen", "views"),
    "clicks": ("clicks", "klicks", "clics", "cliques", "visits", "link clicks"),
    "cost": ("cost", "spend", "cost (gbp)", "cost (£)", "amount spent", "total cost", "adspend", "ad spend", "kosten",
             "costs", "cost gbp", "spend (£)", "spend (gbp)", "media cost", "cost micros", "cost (micros)",
             "metrics.cost micros"),
    "claimed_conversions": ("conversions", "claimed_conversions", "conv.", "conv", "goals", "key events", "leads",
                            "all conv.", "results"),
    "claimed_value": ("conversion_value", "claimed_value", "conv. value", "revenue", "value", "total conv. value",
                      "conversions value", "conv value", "sales value"),
    "all_conversions": ("all_conversions", "all conv.", "all conv"),
    "view_through_conversions": ("view_through_conversions", "view-through conv.", "view-through conversions"),
    "stated_ctr": ("ctr", "click through rate", "click-through rate"),
    "stated_cpc": ("avg. cpc", "cpc", "average cpc", "avg cpc", "cost per click"),
    "stated_roas": ("roas", "conv. value / cost", "return on ad spend"),
    "stated_cost_per_conversion": ("cost / conv.", "cpa", "cost per conversion", "cost/conv.", "cost per lead",
                                   "cpl"),
    "position": ("position", "avg. position", "average position", "rank", "ranking", "google rank", "avg. pos."),
    "search_volume": ("search_volume", "volume", "search vol.", "avg. monthly searches", "monthly searches", "msv"),
    "channel": ("channel", "medium"),
    "currency": ("currency", "currency code"),
    "period_start": ("period_start", "period start", "start date", "date from", "from"),
    "period_end": ("period_end", "period end", "end date", "date to", "to"),
}  # fmt: skip


def recognise(source):
    """Return 0.46 to 0.75 for a table with a column of keywords."""
    return plain_score(source.names, COLUMNS, "keyword")


def read(source, kind, settings):
    """Return the keywords; rows of channel "organic" or "seo" have no cost of their own."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "plain_keywords")
    spoken = draft.frame.get("channel")
    draft.times(strict=True)
    reading = finish_keywords(draft, period=_period(draft.frame))
    table = reading.tables["keywords"]
    if spoken is not None:
        organic = spoken.str.contains(r"(?i)organic|seo|natural").reindex(table["source_row"], fill_value=False)
        table["channel"] = organic.map({True: "organic", False: "paid"}).astype("str").to_numpy()
    elif "cost" not in table and ("position" in table or "search_volume" in table):
        table["channel"] = "organic"
    return reading


def _period(frame):
    """Return the first and the last day that the rows state, or None twice."""
    if not {"period_start", "period_end"} <= set(frame):
        return None, None
    days = frame["period_start"].min(), frame["period_end"].max()
    return days if all(day == day for day in days) else (None, None)


EXAMPLES = [
    ("keyword\ngarden room\n", {"kind": "keywords", "rows": 1}),
    (
        "Keyword;Match Type;Clicks;Spend;Conversions\n[garden room];Exact;1.204;2.310,50;3\nshed;Broad;--;0,00;0\n"
        "Total;;1.204;2.310,50;3\n",
        {"kind": "keywords", "rows": 2, "set_aside": 1, "cost": 2310.5,
         "first": {"keyword": "garden room", "match_type": "exact", "clicks": 1204.0}},
    ),
]  # fmt: skip
