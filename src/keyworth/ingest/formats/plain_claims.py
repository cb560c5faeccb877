"""A plain table of figures that the agency states: a label, a metric and the value claimed."""

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.tabular.column_names import plain_score

TITLE = "plain table of claims"
KINDS = ("claims",)
COLUMNS = {
    "metric": ("metric", "measure", "kpi"),
    "claimed": ("claimed", "value", "claimed value", "figure", "stated"),
    "label": ("label", "claim", "statement", "what"),
    "scope": ("scope", "level"),
    "group": ("group", "campaign", "name"),
    "period_start": ("period_start", "from", "start"),
    "period_end": ("period_end", "to", "end"),
}
_METRICS = {
    "spend": "cost", "total cost": "cost", "ad spend": "cost", "media spend": "cost", "total spend": "cost",
    "revenue": "value", "conversion value": "value", "conversions value": "value", "conv. value": "value",
    "total conversion value": "value", "sales value": "value", "sales revenue": "value", "income": "value",
    "sales": "conversions", "orders": "conversions", "total conversions": "conversions", "conv.": "conversions",
    "lead": "leads", "enquiries": "leads", "inquiries": "leads", "total leads": "leads",
    "avg. cpc": "cpc", "average cpc": "cpc", "cost per click": "cpc", "avg cpc": "cpc",
    "average ctr": "ctr", "avg ctr": "ctr", "click through rate": "ctr",
    "average roas": "roas", "return on ad spend": "roas", "conversion value / cost": "roas",
    "conv. value / cost": "roas",
    "cost per conversion": "cpa", "cost / conv.": "cpa", "cost per acquisition": "cpa", "average cpa": "cpa",
    "number of keywords": "keywords", "keyword count": "keywords", "total clicks": "clicks",
    "total impressions": "impressions", "views": "impressions",
}  # fmt: skip


def recognise(source):
    """Return 0.5 to 0.75 for a table with a metric and a value claimed."""
    return plain_score(source.names, COLUMNS, "metric", "claimed")


def read(source, kind, settings):
    """Return the claims, their metric in our words where it has one."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "plain_claims")
    draft.need("metric", "claimed")
    draft.check()
    draft.drop_empty("metric")
    metric = draft.frame["metric"].str.lower().str.replace(r"[\s_-]+", " ", regex=True).str.strip()
    draft.frame = draft.frame.assign(metric=metric.replace(_METRICS))
    draft.numbers()
    draft.times()
    frame = draft.frame
    if "label" not in frame:
        frame["label"] = frame["metric"]
    scope = frame["scope"].str.lower() if "scope" in frame else frame["metric"].map(lambda _: "total")
    frame["scope"] = scope.astype("str").where(scope != "", "total")
    return draft.reading({"claims": draft.with_rows(frame)})


EXAMPLES = [
    (
        "label,metric,claimed\nAverage ROAS,roas,3.12\nSpend,Spend,£195.47\n",
        {"kind": "claims", "rows": 2, "first": {"metric": "roas", "claimed": 3.12}},
    ),
    (
        "label,metric,claimed\nValue,conversion_value,3700\nLeads,Leads,41\n",
        {"kind": "claims", "rows": 2, "first": {"metric": "value", "claimed": 3700.0}},
    ),
]
