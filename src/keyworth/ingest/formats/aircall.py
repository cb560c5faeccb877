"""Aircall calls (CSV, XLSX): who called which line and when; it holds no words, so a call is a touchpoint."""

import pandas as pd

from keyworth.ingest.entities.contacts import identify, mask
from keyworth.ingest.protocol import NO, OWN_HEADER, Reading, SetAside
from keyworth.ingest.tabular.column_names import positions
from keyworth.ingest.tabular.dates import to_times

TITLE = "Aircall calls"
KINDS = ("touchpoints",)
COLUMNS = {
    "at": ("datetime (utc)",),
    "local": ("datetime (tz offset incl.)",),
    "day": ("date (tz offset incl.)",),
    "clock": ("time (tz offset incl.)",),
    "direction": ("direction",),
    "phone": ("from",),
    "to": ("to",),
    "line": ("line",),
    "tags": ("tags",),
}


def recognise(source):
    """Return 0.9 for its own columns of durations and missed calls."""
    names = set(source.names)
    return OWN_HEADER if names & {"missed call reason", "duration (in call)"} and {"direction", "line"} <= names else NO


def read(source, kind, settings):
    """Return a touchpoint for each inbound call; the caller is told by number."""
    places = positions(source.names, COLUMNS)
    rows = source.rows
    frame = rows[list(places.values())].set_axis(list(places), axis=1).apply(lambda cells: cells.str.strip())
    for column in COLUMNS:
        if column not in frame:
            frame[column] = ""
    local = frame["local"].where(frame["local"] != "", (frame["day"] + " " + frame["clock"]).str.strip())
    known = to_times(frame["at"], "UTC", settings.day_first)[0]
    frame["at"] = known.fillna(to_times(local, settings.time_zone, settings.day_first)[0])
    reason = pd.Series("", index=frame.index, dtype="str").mask(frame["phone"] == "", "no caller's number")
    reason = reason.mask(frame["at"].isna(), "no time that can be read")
    reason = reason.mask(frame["direction"].str.casefold() == "outbound", "an outbound call: no customer came by it")
    aside = [SetAside(int(r), reason[r], mask(" | ".join(rows.loc[r]))[:300]) for r in frame.index[reason != ""]]
    used = frame[reason == ""].copy()
    # Numbers come without their plus sign.
    used["phone"] = "+" + used["phone"].str.lstrip("+")
    table = identify(used[["at", "phone"]]).assign(
        channel="phone", origin="call_tracking", source_row=used.index.to_numpy()
    )
    return Reading({"touchpoints": table}, len(rows), tuple(aside), note="Aircall keeps no words: calls as touchpoints")


EXAMPLES = [
    (
        "line,date (TZ offset incl.),time (TZ offset incl.),number timezone,datetime (UTC),country_code,"
        "direction,from,to,answered,"
        "missed_call_reason,user,duration (total),duration (in call),via,voicemail,tags\nSupport UK,2026-08-14,"
        "10:30:05,Europe/London,"
        "2026-08-14 09:30:05,GB,inbound,442079460123,442079460100,Yes,,Sam Rep,252,240,,,booked\nSupport UK,"
        "2026-08-14,11:11:40,Europe/London,"
        "2026-08-14 10:11:40,GB,outbound,442079460100,442079460124,No,,,33,0,,,\n",
        {"kind": "touchpoints", "rows": 1, "set_aside": 1, "first": {"channel": "phone", "origin": "call_tracking"}},
    ),
]
