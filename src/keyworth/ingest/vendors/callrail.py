"""CallRail's calls, whichever file they come in: turns of the talk, and the touchpoint that brought each call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth.ingest.entities.contacts import identify, mask
from keyworth.ingest.entities.turns import Cue, reading_of, time_of
from keyworth.ingest.entities.url_parameters import channel_of, fill_origin
from keyworth.ingest.protocol import Reading, SetAside

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source
    from keyworth.settings import Ingest

CALL_COLUMNS = {
    "call_id": ("id", "call id"),
    "started_at": ("start_time", "start time", "date"),
    "phone": ("customer_phone_number", "phone number", "customer phone", "caller number"),
    "name": ("customer_name", "name"),
    "keyword": ("keywords", "utm_term"),
    "campaign": ("campaign", "utm_campaign"),
    "click_id": ("gclid", "msclkid", "gbraid", "wbraid", "fbclid"),
    "landing_page": ("landing_page_url", "landing page", "landing page url"),
    "source": ("source", "source_name"),
    "medium": ("medium", "utm_medium"),
    "utm_source": ("utm_source",),
    "outcome": ("lead_status", "tags", "qualified"),
    "transcription": ("transcription", "transcript"),
}
_SIDE = {"agent": "agent", "caller": "customer", "customer": "customer"}
_TURN = re.compile(r"(?:^|(?<=[.!?…])\s+|\n\s*)(Agent|Caller|Customer|Speaker \d)\s?:\s+")
Call = tuple[int, dict[str, str], list[tuple[str, str]]]


def tables_of(source: Source, kind: str, rows: list[Call], settings: Ingest) -> Reading:
    """Return turns and touchpoints of calls.

    Parameters
    ----------
    source : Source
    kind : str
    rows : list of (row, columns, turns)
        Turns are (speaker, words); empty where only ``transcription`` has the words.
    settings : settings.Ingest

    Returns
    -------
    Reading
        A call without words still is a touchpoint, and so is used.
    """
    cues, calls, touches, aside = [], {}, [], []
    for row, told, turns in rows:
        call_id = told.get("call_id") or f"{source.name} row {row}"
        started = time_of(told.get("started_at", ""), settings.time_zone)
        calls[call_id] = {
            "started_at": started,
            **{c: told.get(c, "") for c in ("phone", "keyword", "campaign", "click_id", "landing_page", "outcome")},
        }
        words = turns or split(told.get("transcription", ""))
        for who, text in words:
            side = _SIDE.get(who.casefold(), "unknown")
            name = told.get("name", "").title() if side == "customer" else ""
            cues.append(Cue(row, f"{name} ({who})" if name else who, text, call_id, side))
        if told.get("phone") or words:
            touches.append({**told, "at": started, "source_row": row})
        else:
            aside.append(
                SetAside(
                    row, "neither a caller's number nor a word was kept of it", mask(" | ".join(told.values()))[:300]
                )
            )
    reading = reading_of(source, cues, settings, calls)
    tables = {"calls": reading.tables["calls"], "touchpoints": _touchpoints(pd.DataFrame(touches))}
    return Reading(tables, len(rows), tuple(aside), note="calls and the touchpoints that brought them")


def _touchpoints(frame: Any) -> Any:
    if not len(frame):
        return frame.reindex(columns=["customer_id", "source_row"])
    for column in ("phone", "source", "medium", "utm_source"):
        if column not in frame:
            frame[column] = ""
    frame["channel"] = (frame["source"] + " " + frame["medium"]).map(channel_of)
    frame = fill_origin(frame.rename(columns={"medium": "utm_medium"}))
    return identify(frame).assign(origin="call_tracking")


def split(transcription: str) -> list[tuple[str, str]]:
    """Return (speaker, words) of a transcription in one cell.

    Examples
    --------
    >>> split("Agent: Acme Heating. Caller: Hi, the boiler keeps beeping.")
    [('Agent', 'Acme Heating.'), ('Caller', 'Hi, the boiler keeps beeping.')]
    >>> split("Hi there.")
    [('', 'Hi there.')]
    """
    parts = _TURN.split(transcription)
    turns = [("", parts[0].strip())] if parts[0].strip() else []
    return turns + [(who, words.strip()) for who, words in zip(parts[1::2], parts[2::2], strict=True)]
