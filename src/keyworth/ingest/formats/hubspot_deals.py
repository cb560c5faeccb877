"""HubSpot deals, by the labels of a view or by internal names; attribution stands in drill-downs."""

import re

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.entities.stage_words import OPEN, stage_of
from keyworth.ingest.protocol import OWN_HEADER
from keyworth.ingest.vendors import hubspot_sources as words

TITLE = "HubSpot deals"
KINDS = ("sales",)
COLUMNS = {
    "stage": ("deal stage", "dealstage"),
    "sale_id": ("record id", "record id - deal", "deal id", "hs_object_id"),
    "email": ("associated contact", "contact email", "email"),
    "contact": ("associated contact ids", "associated contact id"),
    "created_at": ("create date", "createdate", "created date"),
    "closed_at": ("close date", "closedate", "closed date"),
    "amount": ("amount", "amount in company currency"),
    "currency": ("currency", "deal_currency_code"),
    "product": ("product", "product interest", "line items"),
    "channel": words.SOURCE,
    "drill_1": words.FIRST,
    "drill_2": words.SECOND,
    "click_id": words.CLICK,
    "landing_page": ("first page seen", "hs_analytics_first_url"),
}

_ENTERED = re.compile(r"(?i)date[ _]entered[ _]+[\"'“”‘’]*([^\"“”‘’(]+)")


def recognise(source):
    """Return 0.9 for a deal's stage beside its name or HubSpot's record id."""
    own = source.has("deal stage") or source.has("dealstage")
    return OWN_HEADER if own and (source.has("deal name") or source.has("record id") or source.has("dealname")) else 0.0


def read(source, kind, settings):
    """Return the deals; the first associated contact is the customer."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "hubspot_deals")
    draft.need("stage")
    draft.check()
    frame = words.drill(draft.frame)
    if "contact" in frame:
        frame["customer_id"] = frame.pop("contact").str.split(";").str[0].str.strip().fillna("")
    frame["furthest"] = _furthest(draft)
    # Only a deal that is closed has a closing day; before that it is a hope.
    draft.frame = frame
    return finish_sales(draft, unknown_stage="opportunity")


def _furthest(draft):
    """Return the last open stage that each deal has a date of entry for."""
    rows = draft.source.rows.loc[draft.frame.index]
    far = rows.iloc[:, 0].map(lambda _: "").astype("str")
    entered = [(stage_of(m[1]), place) for place, name in enumerate(draft.source.header)
               if (m := _ENTERED.search(name.strip()))]  # fmt: skip
    for stage, place in sorted((e for e in entered if e[0] in OPEN), key=lambda e: OPEN.index(e[0])):
        far = far.where(rows.iloc[:, place].str.strip() == "", stage)
    return far


EXAMPLES = [
    (
        "Record ID,Deal Name,Pipeline,Deal Stage,Close Date,Create Date,Amount,Currency,Original Sour"
        "ce,Original Source "
        "Drill-Down 1,Original Source Drill-Down 2,Associated Contact,Associated Contact IDs\n7001,Do"
        "e,Sales Pipeline,Closed Won "
        "(Sales Pipeline),2026-08-20 17:05,2026-08-14 09:41,1180.5,GBP,Paid Search,Boiler | Search,bo"
        "iler repair near me,"
        "Jane Doe (jane@example.com);Joe (joe@example.com),501;502\n7003,Walk-in,Sales Pipeline,Appoi"
        "ntment Scheduled,,2026-08-27"
        " 12:00,,GBP,Offline Sources,CRM_UI,userId:123,,\n",
        {"kind": "sales", "rows": 2, "currency": "GBP",
         "first": {"stage": "won", "keyword": "boiler repair near me", "channel": "paid", "customer_id": "501",
          "amount": 1180.5}},
    ),
]  # fmt: skip
