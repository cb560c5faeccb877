"""GoHighLevel opportunities: won and lost are the status, the stage is the company's own words."""

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.entities.stage_words import stage_of
from keyworth.ingest.protocol import NO

TITLE = "GoHighLevel opportunities"
KINDS = ("sales",)
COLUMNS = {
    "stage": ("stage", "pipeline stage", "stage name"),
    "decided": ("status",),
    "sale_id": ("opportunity id", "id"),
    "customer_id": ("contact id",),
    "email": ("email",),
    "phone": ("phone",),
    "created_at": ("created on", "created at", "date added"),
    "closed_at": ("updated on", "last status change at", "updated at"),
    "amount": ("lead value", "opportunity value", "monetary value"),
    "channel": ("source",),
    "product": ("product", "service"),
    "utm_campaign": ("utm campaign",),
    "utm_term": ("utm term", "utm keyword"),
    "click_id": ("gclid", "utm gclid"),
}


def recognise(source):
    """Return 0.95 for a lead value beside its pipeline: Salesforce's opportunities have neither."""
    value = source.has("lead value") or source.has("monetary value")
    return 0.95 if value and (source.has("pipeline") or source.has("pipeline id")) and source.has("status") else NO


def read(source, kind, settings):
    """Return the opportunities; the day a closed one was last changed stands for its close."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "gohighlevel")
    frame = draft.frame
    if "stage" not in frame:
        frame["stage"] = frame["decided"]
    if "closed_at" in frame:
        closed = frame["decided"].map({w: stage_of(w) in ("won", "lost") for w in frame["decided"].unique()})
        frame["closed_at"] = frame["closed_at"].where(closed, "")
    return finish_sales(draft, unknown_stage="opportunity", note="a close is the day of the last change")


EXAMPLES = [
    (
        "Opportunity Name,Contact Name,phone,email,pipeline,stage,Lead Value,source,Created on,Updated on,status,"
        "Opportunity ID,Contact ID,Pipeline ID\n"
        "Shed,Ann,,a@example.com,Sales,Deposit paid,950,google ads,2026-08-01T10:00:00.000Z,"
        "2026-09-30T10:00:00.000Z,won,"
        "o1,c1,p1\nAwning,Cy,,c@example.com,Sales,Quote sent,120,,2026-08-02T10:00:00.000Z,"
        "2026-08-22T10:00:00.000Z,open,"
        "o3,c3,p1\n",
        {
            "kind": "sales",
            "rows": 2,
            "first": {"stage": "won", "amount": 950.0, "channel": "paid", "customer_id": "c1"},
        },
    ),
]
