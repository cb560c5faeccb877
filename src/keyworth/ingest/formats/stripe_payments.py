"""Stripe payments and invoices: the dashboard's CSV in whole units, the API's JSON in the smallest unit."""

from keyworth.ingest.entities.order_rows import decided, net
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "Stripe payments"
KINDS = ("sales",)
COLUMNS = {
    "sale_id": ("id", "paymentintent id", "invoice number", "number"),
    "stage": ("status",),
    "created_at": ("created date (utc)", "created (utc)", "date (utc)", "created"),
    "amount": ("amount", "amount paid", "total", "amount due"),
    "refunded": ("amount refunded",),
    "currency": ("currency",),
    "customer_id": ("customer id", "customer"),
    "email": ("customer email", "billing details.email", "receipt email", "email"),
    "product": ("description", "seller message"),
    "click_id": ("gclid (metadata)", "metadata.gclid"),
    "utm_campaign": ("utm campaign (metadata)", "metadata.utm campaign"),
    "utm_term": ("utm term (metadata)", "metadata.utm term"),
}
_MEANS = {"paid": "won", "succeeded": "won", "complete": "won", "refunded": "lost", "partial refund": "won",
          "partially refunded": "won", "failed": "lost", "canceled": "lost", "cancelled": "lost", "blocked": "lost",
          "void": "lost", "uncollectible": "lost", "open": "opportunity", "draft": "opportunity",
          "requires payment method": "lost", "requires action": "opportunity", "processing": "opportunity",
          "disputed": "lost", "incomplete": "opportunity"}  # fmt: skip
_WHOLE = ("JPY", "KRW", "VND", "CLP", "PYG", "UGX", "XAF", "XOF")  # currencies without a smaller unit


def recognise(source):
    """Return 0.9 for a payment's own columns, or the API's objects."""
    names = set(source.names)
    csv = (
        "status" in names
        and {"amount", "amount due"} & names
        and {"created date (utc)", "created (utc)", "date (utc)"} & names
    )
    api = (
        {"amount", "amount refunded", "currency", "created", "status"} <= names
        or {"object", "amount", "currency", "status", "created"} <= names
        or {"object", "amount paid", "status"} <= names
    )
    return OWN_HEADER if csv or api else NO


def read(source, kind, settings):
    """Return the payments: what was paid is won, less what was given back."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "stripe_payments")
    draft.need("stage", "amount")
    draft.check()
    frame = draft.frame
    if not set(source.names) & set(COLUMNS["created_at"][:3]):  # the API counts in pence
        whole = frame["currency"].str.upper().isin(_WHOLE)
        for column in {"amount", "refunded"} & set(frame):
            units = (frame[column].str.extract(r"^(-?\d+)$")[0].astype("float64") / 100).map(
                lambda v: "" if v != v else repr(v)
            )
            frame[column] = frame[column].where(whole, units.astype("str"))
    frame["decided"] = decided(frame["stage"], _MEANS)
    back = frame.get("refunded", frame["stage"]).eq(frame["amount"]) & frame["amount"].ne("")
    frame["decided"] = frame["decided"].where(~back, "lost")
    draft.frame = net(draft, frame)
    draft.frame["closed_at"] = draft.frame["created_at"].where(draft.frame["decided"] == "won", "")
    return finish_sales(draft, unknown_stage="opportunity")


EXAMPLES = [
    (
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Description,Fee,Status,Customer ID,Customer Email\n"
        "ch_1,2026-08-14 10:30,950.00,50.00,gbp,Shed,14.20,Paid,cus_1,a@example.com\n"
        "ch_2,2026-08-15 10:30,120.00,0.00,gbp,Awning,0.00,Failed,cus_2,b@example.com\n",
        {
            "kind": "sales",
            "rows": 2,
            "currency": "GBP",
            "first": {"stage": "won", "amount": 900.0, "customer_id": "cus_1"},
        },
    ),
    (
        '{"object": "list", "data": [{"id": "pi_1", "object": "payment_intent", "amount": 95000, "currency": "gbp", '
        '"created": 1786700000, "status": "succeeded", "customer": "cus_1", "metadata": {"gclid": "Cj0"}}]}',
        {"kind": "sales", "rows": 1, "currency": "GBP", "first": {"stage": "won", "amount": 950.0, "click_id": "Cj0"}},
    ),
]
