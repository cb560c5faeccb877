"""QuickBooks: a list of transactions or invoices under the company's name; the type tells what is a sale."""

from keyworth.ingest.entities.order_rows import decided, once
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "QuickBooks transactions"
KINDS = ("sales",)
COLUMNS = {
    "sale_id": ("num", "no.", "no", "invoice no", "invoiceno", "number"),
    "what": ("transaction type", "type"),
    "state": ("status",),
    "created_at": ("date", "transaction date", "invoice date", "invoicedate"),
    "customer_id": ("customer", "name", "client", "customer full name", "customer/project"),
    "email": ("customer email", "email"),
    "amount": ("amount", "total", "total amount", "invoice amount"),
    "currency": ("currency",),
    "product": ("product/service", "item(product/service)", "item", "memo/description", "memo", "description"),
}
_SALES = {"invoice": "won", "sales receipt": "won", "estimate": "opportunity", "quote": "opportunity",
"credit memo": "won",
          "credit note": "won", "refund": "won", "refund receipt": "won", "sales order": "won"}  # fmt: skip
_TOTAL = r"(?i)^\s*(?:grand )?totals?\b"


def recognise(source):
    """Return 0.9 for a transaction type or an invoice's number beside a customer, an amount and an open balance."""
    names = set(source.names)
    who, number = names & set(COLUMNS["customer_id"]), names & set(COLUMNS["sale_id"])
    listed = "transaction type" in names or ("open balance" in names and "due date" in names)
    return OWN_HEADER if listed and who and number and names & set(COLUMNS["amount"]) else NO


def read(source, kind, settings):
    """Return invoices and receipts as sales, estimates as opportunities,
    credits as refunds; the rest is set aside."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "quickbooks_sales")
    frame = draft.frame
    draft.drop(
        source.rows.iloc[:, 0].str.match(_TOTAL) | (frame["amount"] == ""), "a total or a heading, not a transaction"
    )
    frame = draft.frame
    what = frame["what"] if "what" in frame else frame["amount"].map(lambda _: "Invoice").astype("str")
    draft.frame = frame = frame.assign(what=what)
    draft.drop(decided(what, _SALES) == "", "no sale: '" + what + "'")
    frame = once(draft.frame)
    back = frame["what"].str.contains(r"(?i)credit|refund")
    frame = frame.assign(
        amount=frame["amount"].where(~back, "-" + frame["amount"].str.lstrip("-")),
        stage=frame["what"],
        decided=decided(frame["what"], _SALES),
    )
    if "state" in frame:
        void = frame["state"].str.contains(r"(?i)void|deleted|rejected|declined")
        frame["decided"] = frame["decided"].where(~void, "lost")
    draft.frame = frame.drop(columns=["what", "state"], errors="ignore")
    return finish_sales(draft, unknown_stage="opportunity", note="an invoice is a sale, paid or not")


EXAMPLES = [
    (
        "Acme Ltd\nTransaction List by Date\nAugust 2026\n\nDate,Transaction Type,Num,Name,Memo/Description,Amount\n"
        "14/08/2026,Invoice,1001,Ann Buyer,Shed,950.00\n15/08/2026,Payment,,Ann Buyer,,950.00\n"
        "16/08/2026,Estimate,E-7,Bob,Awning,120.00\n",
        {"kind": "sales", "rows": 2, "set_aside": 1, "first": {"stage": "won", "amount": 950.0, "product": "Shed"}},
    ),
]
