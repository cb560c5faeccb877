"""Close (close.com) opportunities: the type of the status decides, the value is written with its currency."""

from keyworth.ingest.entities.order_rows import decided
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "Close opportunities"
KINDS = ("sales",)
COLUMNS = {
    "stage": ("status label", "status"),
    "decided": ("status type",),
    "sale_id": ("id", "opportunity id"),
    "customer_id": ("contact id", "lead id"),
    "email": ("primary contact email", "contact email", "email"),
    "phone": ("primary contact phone", "contact phone"),
    "created_at": ("date created", "created"),
    "closed_at": ("date won", "date lost"),
    "lost_at": ("date lost",),
    "amount": ("value formatted", "value"),
    "currency": ("value currency",),
    "channel": ("lead source", "source"),
}


def recognise(source):
    """Return 0.9 for a status' label and type beside a value's period or currency."""
    own = source.has("status label", "status type") and (source.has("value period") or source.has("value currency"))
    return OWN_HEADER if own and (source.has("lead id") or source.has("lead name")) else NO


def read(source, kind, settings):
    """Return the opportunities; a value without its formatted form is in hundredths, as the API has it."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "close_opportunities")
    frame = draft.frame
    frame["decided"] = decided(frame["decided"], {"active": "open", "won": "won", "lost": "lost"})
    if "lost_at" in frame:
        closed = frame["closed_at"]
        frame["closed_at"] = closed.where(closed != "", frame.pop("lost_at"))
    if draft.written("amount").lower() == "value":
        cents = frame["amount"].str.extract(r"^(\d+)$")[0]
        frame["amount"] = frame["amount"].where(cents.isna(), (cents.astype("float64") / 100).map(repr).astype("str"))
    return finish_sales(draft, unknown_stage="opportunity")


EXAMPLES = [
    (
        "id,lead_id,lead_name,status_label,status_type,value,value_period,value_currency,value_formatted,date_created,"
        "date_won\noppo_1,lead_1,Ann,Signed,won,95000,one_time,GBP,£950,2026-08-01,2026-09-30\n"
        "oppo_2,lead_2,Bob,Thinking,active,12000,one_time,GBP,£120,2026-08-02,\n",
        {
            "kind": "sales",
            "rows": 2,
            "currency": "GBP",
            "first": {"stage": "won", "amount": 950.0, "customer_id": "lead_1"},
        },
    ),
]
