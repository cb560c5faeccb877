"""Salesforce tasks (Data Loader or report): the comments of a logged call, as staff wrote them."""

from keyworth.ingest.entities.notes import reading_of_notes
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO, OWN_HEADER
from keyworth.ingest.tabular.column_names import positions

TITLE = "Salesforce tasks"
KINDS = ("calls",)
COLUMNS = {
    "text": ("Description", "Full Comments", "Comments"),
    "call_id": ("Id", "Activity ID", "Task ID"),
    "started_at": ("CreatedDate", "Created Date", "ActivityDate", "Date", "Due Date"),
    "customer_id": ("WhoId", "Contact ID", "Lead ID", "AccountId"),
    "outcome": ("CallDisposition", "Call Result", "Call Disposition"),
    "owner": ("Owner", "Assigned", "Assigned To", "OwnerId"),
    "contact": ("Contact", "Name", "Lead"),
}
_OWN = {"whoid", "calldurationinseconds", "calldisposition", "tasksubtype"}
_REPORT = {"call duration", "call type", "call result", "assigned", "full comments", "company / account"}


def recognise(source):
    """Return 0.9 for the API's names of a task, or two of a report's own labels beside comments."""
    names = set(source.names)
    if "text" not in positions(source.names, COLUMNS):
        return NO
    return OWN_HEADER if len(names & _OWN) >= 2 or ("subject" in names and len(names & _REPORT) >= 2) else NO


def read(source, kind, settings):
    """Return the comments as the agent's turns and their quotations as the customer's."""
    draft = Draft(source, "calls", TITLE, COLUMNS, settings, "salesforce_task")
    draft.need("text")
    return reading_of_notes(draft)


EXAMPLES = [
    (
        '"Id","WhoId","Subject","ActivityDate","TaskSubtype","CallDurationInSeconds","CallDisposition",'
        '"Description","OwnerId"\n'
        '"00T1","0031","Call","2026-08-14","Call","252","Connected","Customer says ""boiler is '
        'beeping"".\nWants a visit.","0055"\n'
        '"00T2","0032","","2026-08-14","Call","31","","","0055"\n',
        {
            "rows": 2,
            "rows_in": 2,
            "set_aside": 1,
            "first": {"role": "agent", "customer_id": "0031", "outcome": "Connected"},
        },
    ),
]
