"""CallRail calls (API JSON): the talk by speaker, and the click, keyword and landing page that brought the call."""

from keyworth.ingest.protocol import CERTAIN, NO
from keyworth.ingest.vendors.callrail import CALL_COLUMNS, tables_of

TITLE = "CallRail calls (JSON)"
KINDS = ("calls", "touchpoints")
_OWN = ("tracking_phone_number", "customer_phone_number", "conversational_transcript")


def recognise(source):
    """Return 1 for ``calls`` with a tracking number."""
    calls = _calls(source.json)
    return CERTAIN if calls and any(name in calls[0] for name in _OWN) else NO


def read(source, kind, settings):
    """Return turns and touchpoints; a row is a call."""
    rows = []
    for row, call in enumerate(_calls(source.json), 1):
        told = {
            column: next((str(call[n]) for n in names if call.get(n)), "") for column, names in CALL_COLUMNS.items()
        }
        told["outcome"] = told["outcome"] or "; ".join(
            str(t.get("name", "")) if isinstance(t, dict) else str(t) for t in call.get("tags") or []
        )
        rows.append((row, told, _turns(call)))
    return tables_of(source, kind, rows, settings)


def _calls(data):
    calls = data.get("calls") if isinstance(data, dict) else data
    return [c for c in calls if isinstance(c, dict)] if isinstance(calls, list) else []


def _turns(call):
    return [
        (str(turn.get("speaker") or ""), str(turn.get("phrase") or turn.get("text") or ""))
        for turn in call.get("conversational_transcript") or []
    ]


EXAMPLES = [
    (
        '{"calls": [{"id": "CAL8", "start_time": "2026-08-14T09:30:05.000-05:00", "customer_name": "JANE DOE", '
        '"customer_phone_number": '
        '"+15550100123", "tracking_phone_number": "+15550100100", "source": "google_paid", "medium": "CPC", '
        '"keywords": "boiler repair", '
        '"landing_page_url": "https://example.com/a?gclid=Cj0", "gclid": "Cj0", "conversational_transcript": '
        '[{"speaker": "Agent", '
        '"phrase": "Acme."}, {"speaker": "Caller", "phrase": "It beeps."}]}, {"id": "CAL9", '
        '"tracking_phone_number": "+1555"}]}',
        {"rows": 2, "rows_in": 2, "set_aside": 1,
         "first": {"call_id": "CAL8", "role": "agent", "keyword": "boiler repair", "click_id": "Cj0"}},
    ),
]  # fmt: skip
