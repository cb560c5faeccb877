"""Xero and Zoho invoices: a row an item, the invoice's total on each; bills and credit notes are told apart."""

from keyworth.ingest.entities.order_rows import decided, once
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "invoices (Xero, Zoho)"
KINDS = ("sales",)
COLUMNS = {
    "sale_id": ("invoicenumber", "*invoicenumber", "invoice number", "number"),
    "stage": ("status", "invoice status"),
    "created_at": ("invoicedate", "*invoicedate", "invoice date", "date"),
    "closed_at": ("fullypaidondate", "paid date"),
    "customer_id": ("contactname", "*contactname", "contact name", "contact", "customer name", "client", "client name"),
    "email": ("emailaddress", "email", "primary contact email", "customer email"),
    "amount": ("total", "invoice total", "gross"),
    "currency": ("currency", "currencycode", "currency code"),
    "product": ("description", "*description", "item name", "inventoryitemcode", "item desc"),
    "what": ("type",),
}
_MEANS = {"paid": "won", "awaiting payment": "won", "authorised": "won", "authorized": "won", "sent": "won",
          "overdue": "won", "closed": "won", "open": "won", "partiallypaid": "won", "partially paid": "won",
          "viewed": "won", "draft": "opportunity", "submitted": "opportunity", "awaiting approval": "opportunity",
          "voided": "lost", "deleted": "lost", "void": "lost"}  # fmt: skip


def recognise(source):
    """Return 0.9 for an invoice's number beside a contact and a due date, by Xero's names."""
    names = {n.lstrip("*") for n in source.names}
    contact, number = (
        names & {"contactname", "contact name", "customer name"},
        names & {"invoicenumber", "invoice number"},
    )
    return OWN_HEADER if contact and number and names & {"duedate", "due date"} and "total" in names else NO


def read(source, kind, settings):
    """Return the invoices; one that was sent is a sale, paid or not."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "xero_invoices")
    draft.need("sale_id", "amount")
    draft.check()
    frame = draft.frame
    if "what" in frame:
        draft.drop(frame["what"].str.contains(r"(?i)bill|payable|purchase|accpay"), "a bill, not a sale")
    draft.drop_empty("sale_id", "invoice number")
    frame = once(draft.frame)
    if "what" in frame:
        credit = frame["what"].str.contains(r"(?i)credit")
        frame["amount"] = frame["amount"].where(~credit, "-" + frame["amount"].str.lstrip("-"))
        frame = frame.drop(columns="what")
    if "stage" not in frame:
        frame["stage"] = "awaiting payment"
    frame["decided"] = decided(frame["stage"], _MEANS)
    draft.frame = frame
    return finish_sales(draft, unknown_stage="opportunity", note="an invoice that was sent is a sale")


EXAMPLES = [
    (
        "*ContactName,EmailAddress,*InvoiceNumber,*InvoiceDate,*DueDate,Total,*Description,*Quantity,"
        "*UnitAmount,Currency,"
        "Type,Status\nAnn Buyer,a@example.com,INV-1,14/08/2026,28/08/2026,950.00,Shed,1,900.00,GBP,Sales "
        "invoice,Paid\n"
        "Ann Buyer,a@example.com,INV-1,14/08/2026,28/08/2026,950.00,Delivery,1,50.00,GBP,Sales invoice,Paid\n"
        "Timber Co,,B-7,15/08/2026,28/08/2026,120.00,Wood,1,120.00,GBP,Bill,Paid\n",
        {
            "kind": "sales",
            "rows": 1,
            "rows_in": 3,
            "set_aside": 1,
            "currency": "GBP",
            "first": {"stage": "won", "amount": 950.0, "product": "Shed; Delivery", "customer_id": "Ann Buyer"},
        },
    ),
]
