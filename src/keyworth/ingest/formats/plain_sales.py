"""A plain table of leads and sales, one a row, from any CRM; only `stage` is needed."""

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.tabular.column_names import plain_score

TITLE = "plain table of sales"
KINDS = ("sales",)
COLUMNS = {
    "stage": ("stage", "deal stage", "sales stage", "status", "lead status", "pipeline stage", "outcome"),
    "furthest": ("furthest", "furthest stage", "last stage", "stage reached", "previous stage", "stage before lost",
                 "last open stage", "highest stage"),
    "sale_id": ("sale_id", "id", "deal id", "order id", "lead id", "opportunity id", "reference", "record id"),
    "customer_id": ("customer_id", "customer", "contact id", "client id", "account id", "visitor id", "user id"),
    "email": ("email", "e-mail", "email address", "customer email"),
    "phone": ("phone", "phone number", "telephone", "mobile", "customer phone"),
    "created_at": ("created_at", "created", "created date", "create date", "date created", "date", "enquiry date",
                   "lead date", "created on"),
    "closed_at": ("closed_at", "closed", "close date", "closed date", "won date", "date closed", "sale date"),
    "amount": ("amount", "value", "deal value", "sale value", "revenue", "total", "order value", "deal amount"),
    "currency": ("currency", "currency code"),
    "product": ("product", "product name", "item", "product interest"),
    "channel": ("channel", "lead source", "source", "original source"),
    "keyword": ("keyword",),
    "click_id": ("click_id", "gclid", "google click id", "msclkid", "fbclid", "gbraid", "wbraid"),
    "utm_source": ("utm_source",),
    "utm_medium": ("utm_medium",),
    "utm_campaign": ("utm_campaign",),
    "utm_term": ("utm_term",),
    "landing_page": ("landing_page", "landing page url", "first page seen", "landing url", "landing site"),
}  # fmt: skip


def recognise(source):
    """Return 0.5 to 0.75 for a table with a stage and one column that only a sale has."""
    if not source.has("stage") and not (source.has("deal stage") or source.has("sales stage")):
        return 0.0
    return plain_score(source.names, COLUMNS, "stage")


def read(source, kind, settings):
    """Return the sales."""
    return finish_sales(Draft(source, kind, TITLE, COLUMNS, settings, "plain_sales"))


EXAMPLES = [
    (
        "stage,sale_id,customer_id,created_at,amount,currency\nwon,1,c1,2026-08-14,1180.50,GBP\nlead,2,jane@example.com,"
        "2026-08-15,,GBP\nwon,1,c1,2026-08-14,1180.50,GBP\nwon,3,c2,2026-08-14,10,USD\nperhaps,4,c9,2026-08-14,1,GBP\n",
        {"kind": "sales", "rows": 3, "set_aside": 2, "currency": "GBP", "first": {"amount": 1180.5, "stage": "won"}},
    ),
]
