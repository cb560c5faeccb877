"""HubSpot calls: notes of staff in HTML, or the transcription where the portal exports it."""

from keyworth.ingest.entities.notes import reading_of_notes
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO, OWN_HEADER
from keyworth.ingest.tabular.column_names import positions

TITLE = "HubSpot calls"
KINDS = ("calls",)
COLUMNS = {
    "text": ("Call notes", "hs_call_body", "Call body", "Call summary"),
    "call_id": ("Record ID", "hs_object_id", "Call ID"),
    "started_at": ("Activity date", "hs_timestamp", "Create date", "hs_createdate"),
    "customer_id": ("Associated Contact IDs", "Associated Contact ID", "Contact ID"),
    "outcome": ("Call outcome", "hs_call_disposition"),
    "owner": ("Activity assigned to", "hubspot_owner_id", "Owner"),
    "contact": ("Associated Contact", "Call Title", "hs_call_title"),
}


def recognise(source):
    """Return 0.9 for a call title beside notes, or HubSpot's own names of them."""
    if {"hs call body", "hs call title"} & set(source.names):
        return OWN_HEADER
    return OWN_HEADER if source.has("call title") and "text" in positions(source.names, COLUMNS) else NO


def read(source, kind, settings):
    """Return the notes as the agent's turns and their quotations as the customer's."""
    draft = Draft(source, "calls", TITLE, COLUMNS, settings, "hubspot_calls")
    draft.need("text")
    draft.check()
    if "customer_id" in draft.frame:
        # The first of several contacts: exports list them in the order they were associated.
        draft.frame["customer_id"] = draft.frame["customer_id"].str.split(r"[;,]", regex=True).str[0].str.strip()
    return reading_of_notes(draft)


EXAMPLES = [
    (
        "Record ID,Call Title,Activity date,Activity assigned to,Call direction,Call outcome,Call notes,"
        "Associated Contact IDs\n"
        '512,Call with Jane Doe,2026-08-14 09:30,Sam Rep,Inbound,Connected,"<div>Boiler <b>beeping</b>, said '
        '""it keeps losing pressure"".'
        '<br>Asked about finance.</div>",501;502\n513,Outbound call,2026-08-14 10:02,Sam Rep,Outbound,Left '
        "voicemail,,503\n",
        {
            "rows": 2,
            "rows_in": 2,
            "set_aside": 1,
            "first": {"role": "agent", "customer_id": "501", "outcome": "Connected"},
        },
    ),
]
