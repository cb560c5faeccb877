"""CallRail Call List (CSV): a call a row, its transcript in one cell, and what brought it."""

from keyworth.ingest.protocol import NO, OWN_HEADER
from keyworth.ingest.tabular.column_names import positions
from keyworth.ingest.vendors.callrail import CALL_COLUMNS, Call, tables_of

TITLE = "CallRail call list (CSV)"
KINDS = ("calls", "touchpoints")


def recognise(source):
    """Return 0.9 for a tracking number beside a landing page, keywords or a call status."""
    names = set(source.names)
    own = names & {"tracking number", "tracking phone number", "number name"}
    return OWN_HEADER if own and names & {"landing page", "landing page url", "keywords", "call status"} else NO


def read(source, kind, settings):
    """Return turns and touchpoints; a row is a call."""
    places = positions(source.names, CALL_COLUMNS)
    rows: list[Call] = [
        (int(row), {column: cells.iloc[place].strip() for column, place in places.items()}, [])
        for row, cells in source.rows.iterrows()
    ]
    return tables_of(source, kind, rows, settings)


EXAMPLES = [
    (
        "Call Status,Number Name,Tracking Number,Source,Medium,Campaign,Keywords,Start Time,Name,Phone Number,"
        "Landing Page,GCLID,Tags,"
        "Transcription\nAnswered Call,Pool,+15550100100,Google Ads,CPC,Boiler,boiler repair,2026-08-14 09:30:05 "
        "-0500,JANE DOE,+15550100123,"
        'https://example.com/?gclid=Cj0,Cj0,booked,"Agent: Acme Heating. Caller: Hi, the boiler keeps '
        'beeping."\nMissed Call,Pool,+15550100101,'
        "Google Organic,Organic,,,2026-08-14 10:11:40 -0500,,+15550100124,https://example.com/,,,\n",
        {
            "rows": 2,
            "rows_in": 2,
            "set_aside": 0,
            "first": {"speaker": "Agent", "text": "Acme Heating.", "outcome": "booked"},
        },
    ),
]
