"""Microsoft Advertising keyword report, scheduled or downloaded: its money column is "Spend"."""

import re
from typing import Any

from keyworth.ingest.entities.keyword_rows import finish_keywords
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import CERTAIN, OWN_HEADER
from keyworth.ingest.tabular.dates import to_period

TITLE = "Microsoft Advertising keyword report"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": ("keyword",),
    "campaign": ("campaign name", "campaignname", "campaign"),
    "ad_group": ("ad group", "adgroupname", "ad group name"),
    "match_type": ("bid match type", "bidmatchtype", "match type", "delivered match type"),
    "landing_page": ("final url", "destination url", "finalurl"),
    "impressions": ("impressions", "impr."),
    "clicks": ("clicks",),
    "cost": ("spend",),
    "claimed_conversions": ("conversions", "all conversions"),
    "claimed_value": ("revenue", "conversion revenue"),
    "stated_ctr": ("ctr", "ctr (%)"),
    "stated_cpc": ("avg. cpc", "average cpc", "averagecpc"),
    "stated_roas": ("return on ad spend", "return on ad spend (%)", "roas"),
    "stated_cost_per_conversion": ("cpa", "costperconversion", "cost per conversion"),
    "currency": ("currency code", "currencycode"),
}


def recognise(source):
    """Return 0.9 for bid match type and spend; 1 with its "Report Name:" above them."""
    if not source.has("keyword"):
        return 0.0
    names = {n.replace(" ", "") for n in source.names}
    if not {"spend"} <= names or not ({"bidmatchtype", "keywordid", "deliveredmatchtype"} & names):
        return 0.0
    told = any(c.startswith("Report Name:") or c.startswith("Report Time:") for r in source.preamble for c in r)
    return CERTAIN if told else OWN_HEADER


def read(source, kind, settings):
    """Return the keywords; the copyright line at the end is set aside."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "microsoft_ads")
    first = source.rows.iloc[:, 0].str.strip()
    draft.drop(first.str.match(r"[©@(]c?\)?\s?\d{4} Microsoft"), "the report's last line, not a row")
    period: Any = (None, None)
    for record in source.preamble:
        line = ",".join(c.strip() for c in record)
        if line.startswith("Report Time:"):
            dates = re.findall(r"\d{1,2}/\d{1,2}/\d{4}", line)
            day_first = any(int(d.split("/")[0]) > 12 for d in dates)
            period = to_period(" - ".join(dates), day_first) if len(dates) == 2 else (None, None)
    return finish_keywords(draft, period=period)


EXAMPLES = [
    (
        '"Report Name: Keyword performance"\n"Report Time: 8/1/2026,8/31/2026"\n"Rows: 1"\n\n"Account'
        ' name","Campaign name",'
        '"Keyword ID","Keyword","Bid match type","Impressions","Clicks","CTR","Spend"\n"Acme","Boiler'
        '","[80000000000001]",'
        '"boiler repair","Exact","1,309","91","6.95%","318.26"\n\n"©2026 Microsoft Corporation. All r'
        'ights reserved. "\n',
        {
            "kind": "keywords",
            "rows": 1,
            "set_aside": 1,
            "cost": 318.26,
            "first": {"match_type": "exact", "clicks": 91.0},
        },
    ),
]
