"""Pipedrive deals, with headers as "Deal - Title"."""

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Pipedrive deals"
KINDS = ("sales",)
COLUMNS = {
    "status": ("deal - status",),
    "stage": ("deal - stage",),
    "sale_id": ("deal - id", "deal - pipedrive system id", "deal - title"),
    "email": ("person - email - work", "person - email (work)", "person - email", "person - email - home"),
    "phone": ("person - phone - work", "person - phone (work)", "person - phone", "person - phone - mobile"),
    "customer_id": ("person - id", "organization - id", "organization - name"),
    "created_at": ("deal - deal created", "deal - created"),
    "won_at": ("deal - won time",),
    "lost_at": ("deal - lost time",),
    "closed_at": ("deal - closed on", "deal - deal closed on"),
    "amount": ("deal - value",),
    "currency": ("deal - currency", "deal - currency of value"),
    "product": ("deal - product name", "product - name"),
    "channel": ("deal - source channel", "deal - utm source", "deal - lead source"),
    "utm_source": ("deal - utm source",),
    "utm_medium": ("deal - utm medium",),
    "utm_campaign": ("deal - utm campaign",),
    "utm_term": ("deal - utm term",),
    "click_id": ("deal - gclid", "deal - google click id"),
    "landing_page": ("deal - landing page",),
}


def recognise(source):
    """Return 0.9 for at least two headers that begin "Deal - "."""
    return OWN_HEADER if sum(h.strip().lower().startswith("deal - ") for h in source.header) >= 2 else 0.0


def read(source, kind, settings):
    """Return the deals; won and lost are the status, the stage tells how far an open deal is."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "pipedrive")
    frame = draft.frame
    if "status" in frame:
        frame["decided"] = frame["status"]
        frame["stage"] = frame["stage"] if "stage" in frame else frame["status"]
        frame = frame.drop(columns="status")
    for column in ("won_at", "lost_at"):
        if column in frame:
            closed_at = frame["closed_at"] if "closed_at" in frame else frame[column]
            frame["closed_at"] = closed_at.where(closed_at != "", frame[column])
            frame = frame.drop(columns=column)
    draft.frame = frame
    return finish_sales(draft, unknown_stage="opportunity")


EXAMPLES = [
    (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,Deal - Deal c"
        "reated,Deal - Won time,Person - "
        "Name,Person - Email - Work,Deal - UTM Term\n101,Doe,1180.5,GBP,Won,Won,2026-08-14 09:41:00,2"
        "026-08-20 17:05:11,Jane Doe,"
        "jane@example.com,boiler repair\n102,Hotel,25000,GBP,Negotiation,Open,2026-07-01 08:00:00,,,,\n",
        {"kind": "sales", "rows": 2, "first": {"stage": "won", "utm_term": "boiler repair", "amount": 1180.5}},
    ),
]
