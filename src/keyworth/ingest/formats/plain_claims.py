"""A plain table of figures that the agency states: a label, a metric and the value claimed."""

import re

import pandas as pd

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.tabular.column_names import plain_score

TITLE = "plain table of claims"
KINDS = ("claims",)
COLUMNS = {
    "metric": ("metric", "measure", "kpi"),
    "claimed": (
        "claimed", "value", "claimed value", "figure", "stated", "this period", "current period", "current", "actual",
        "this month", "this quarter", "this year", "result",
    ),
    "before": ("previous period", "prior period", "last period", "previous", "last month", "last quarter", "last year",
               "previous month", "previous quarter", "previous year", "before"),
    "change": ("% change", "change %", "change (%)", "change", "growth", "% growth", "growth %", "yoy", "mom", "qoq",
               "% difference", "variance %", "vs previous period", "delta"),
    "label": ("label", "claim", "statement", "what"),
    "scope": ("scope", "level"),
    "group": ("group", "campaign", "name"),
    "period_start": ("period_start", "from", "start"),
    "period_end": ("period_end", "to", "end"),
}  # fmt: skip
# The first whose words a name holds: "cost per lead" before "lead", "conversion value" before "conversion".
_METRICS = tuple(
    (metric, re.compile(rf"(?i)(?:^|\b)(?:{words})"))
    for metric, words in (
        ("growth", r"growth|uplift|increase|% change"),
        ("cpa", r"cost (?:per|/) (?:conv|acq|lead|sale|order|enquir|inquir)|cost / conv|cpa\b|cpl\b"),
        ("cpc", r"cost per click|cpc\b"),
        ("ctr", r"click[ -]?through|ctr\b"),
        ("cvr", r"conv(?:\.|ersions?) rate|cvr\b"),
        ("roas", r"roas\b|return on ad|conv(?:\.|ersion) value / cost"),
        ("aov", r"average order|aov\b"),
        ("value", r"revenue|(?:conv(?:\.|ersions?)?|sales) value|conversion_value|income|turnover|value$"),
        ("cost", r"(?:ad|media|total|budget)? ?spen[dt]\b|costs?\b|investment"),
        ("keywords", r"keywords?\b|number of keywords"),
        ("impressions", r"impr|views\b"),
        ("clicks", r"clicks?\b"),
        ("leads", r"leads?\b|enquir|inquir"),
        ("conversions", r"conv(?:\b|ersion)|sales\b|orders?\b|deals?\b|transactions|purchases"),
    )
)
_OTHER = re.compile(r"\b(?:share|rank|position|score|sessions?)\b")  # made of what no keyword row holds


def recognise(source):
    """Return 0.5 to 0.75 for a table with a metric and a value claimed."""
    return plain_score(source.names, COLUMNS, "metric", "claimed")


def read(source, kind, settings):
    """Return the claims, their metric in our words where it has one; a stated change is a claim of growth."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "plain_claims")
    draft.need("metric", "claimed")
    draft.check()
    draft.drop_empty("metric")
    named = draft.frame["metric"].str.strip()
    draft.frame["metric"] = named.map({name: metric_of(name) for name in named.unique()})
    in_hundreds = {name: draft.frame[name].str.contains("%") for name in ("claimed", "change") if name in draft.frame}
    draft.numbers(extra=("change",), lenient=("before", "change"))
    draft.times()
    frame = draft.frame
    if "label" not in frame:
        frame["label"] = named.reindex(frame.index)
    scope = frame["scope"].str.lower() if "scope" in frame else frame["metric"].map(lambda _: "total")
    frame["scope"] = scope.astype("str").where(scope != "", "total")
    grew = _growth(frame, in_hundreds)
    growing = frame["metric"].eq("growth")
    frame["claimed"] = frame["claimed"].mask(growing & in_hundreds["claimed"], frame["claimed"] * 100)
    both = draft.with_rows(pd.concat([frame, grew]).sort_index(kind="stable"))
    return draft.reading({"claims": both})


def metric_of(name: str) -> str:
    """Return our word for a metric; its own in small letters where we have none.

    Examples
    --------
    >>> [metric_of(n) for n in ("Cost per lead", "Total conversion value", "conversions", "Share of voice")]
    ['cpa', 'value', 'conversions', 'share of voice']
    """
    plain = re.sub(r"[\s_-]+", " ", name.strip().lower())
    if _OTHER.search(plain):
        return plain
    return next((metric for metric, words in _METRICS if words.search(plain)), plain)


def _growth(frame: pd.DataFrame, in_hundreds: dict[str, pd.Series]) -> pd.DataFrame:
    """What a deck says of change, as claims of growth in per cent."""
    if "change" not in frame:
        return frame.iloc[:0]
    said = frame[frame["change"].notna() & frame["metric"].ne("growth")]
    percent = said["change"].where(~in_hundreds["change"].reindex(said.index), said["change"] * 100)
    before = said["before"] if "before" in said else float("nan")
    return said.assign(
        label=said["label"] + ", % change", of=said["metric"], metric="growth", now=said["claimed"], before=before,
        claimed=percent.round(6),
    )  # fmt: skip


EXAMPLES = [
    (
        "label,metric,claimed\nAverage ROAS,roas,3.12\nSpend,Spend,£195.47\n",
        {"kind": "claims", "rows": 2, "first": {"metric": "roas", "claimed": 3.12}},
    ),
    (
        "label,metric,claimed\nValue,conversion_value,3700\nLeads,Leads,41\n",
        {"kind": "claims", "rows": 2, "first": {"metric": "value", "claimed": 3700.0}},
    ),
    (
        "Metric,This period,Previous period,% change\nLeads,120,100,+20.0%\n",
        {"kind": "claims", "rows": 2, "first": {"metric": "leads", "claimed": 120.0, "before": 100.0}},
    ),
]
