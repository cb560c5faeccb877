"""HubSpot contacts: each is a lead, or further on as its lifecycle stage says."""

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import OWN_HEADER
from keyworth.ingest.vendors import hubspot_sources as words

TITLE = "HubSpot contacts"
KINDS = ("sales",)
COLUMNS = words.everywhere({
    "stage": ("lifecycle stage", "lifecyclestage"),
    "customer_id": ("record id", "record id - contact", "contact id", "hs_object_id"),
    "email": ("email", "e-mail"),
    "phone": ("phone number", "phone", "mobile phone number"),
    "created_at": ("create date", "createdate"),
    "channel": words.SOURCE,
    "drill_1": words.FIRST,
    "drill_2": words.SECOND,
    "click_id": words.CLICK,
    "landing_page": ("first page seen", "hs_analytics_first_url"),
})  # fmt: skip


def recognise(source):
    """Return 0.9 for a lifecycle stage."""
    return OWN_HEADER if set(source.names) & set(COLUMNS["stage"]) else 0.0


def read(source, kind, settings):
    """Return the contacts as leads; a customer's sale itself is in the deals, so a contact is never counted as won."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "hubspot_contacts")
    draft.need("stage")
    draft.check()
    frame = words.drill(draft.frame)
    frame["stage"] = "lead"
    frame["sale_id"] = "contact " + frame["customer_id"] if "customer_id" in frame else ""
    draft.frame = frame
    return finish_sales(draft, note="contacts count as leads; sales are in the deals")


EXAMPLES = [
    (
        "Record ID,First Name,Email,Phone Number,Lifecycle Stage,Create Date,Original Traffic Source,"
        "Original Traffic Source "
        "Drill-Down 1,Original Traffic Source Drill-Down 2,First Page Seen,Google ad click id\n501,Ja"
        "ne,jane@example.com,"
        "+44 20 7946 0123,Customer,2026-08-14 09:35,Paid Search,Boiler | Search,boiler repair near me,"
        "https://example.com/b?utm_term=boiler%20repair,Cj0KCtest\n",
        {"kind": "sales", "rows": 1, "first": {"stage": "lead", "click_id": "Cj0KCtest", "utm_term": "boiler repair",
                                                "keyword": "boiler repair near me", "customer_id": "501"}},
    ),
]  # fmt: skip
