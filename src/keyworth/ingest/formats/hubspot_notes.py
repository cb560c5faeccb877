"""HubSpot notes: what staff wrote, in HTML; only quotations in them are the customer's words."""

from keyworth.ingest.entities.notes import reading_of_notes
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "HubSpot notes"
KINDS = ("calls",)
COLUMNS = {
    "text": ("Note body", "hs_note_body", "Body"),
    "call_id": ("Record ID", "hs_object_id"),
    "started_at": ("Activity date", "hs_timestamp", "Create date"),
    "customer_id": ("Associated Contact IDs", "Associated Contact ID"),
    "owner": ("Activity assigned to", "hubspot_owner_id", "Created by"),
    "contact": ("Associated Contact",),
}


def recognise(source):
    """Return 0.9 for a note body."""
    return OWN_HEADER if {"note body", "hs note body"} & set(source.names) else NO


def read(source, kind, settings):
    """Return the notes as the agent's turns and their quotations as the customer's."""
    draft = Draft(source, "calls", TITLE, COLUMNS, settings, "hubspot_notes")
    draft.need("text")
    draft.check()
    if "customer_id" in draft.frame:
        draft.frame["customer_id"] = draft.frame["customer_id"].str.split(r"[;,]", regex=True).str[0].str.strip()
    return reading_of_notes(draft)


EXAMPLES = [
    (
        "Record ID,Activity date,Note body,Associated Contact,Associated Contact IDs\n612,2026-08-14 09:41,"
        '"<p>Says ""combi keeps losing pressure"".</p>",Jane Doe (jane@example.com),501\n',
        {
            "rows": 2,
            "rows_in": 1,
            "first": {"role": "agent", "call_id": "612", "text": 'Says "combi keeps losing pressure".'},
        },
    ),
]
