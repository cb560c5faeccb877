"""Notes that staff write about a call: only what stands in quotation marks in them is the customer's own words."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.ingest.entities.contacts import identify
from keyworth.ingest.entities.row_builder import Draft

if TYPE_CHECKING:
    from keyworth.ingest.protocol import Reading

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr)\s*/?>", re.I)
_TAG = re.compile(r"<[^<>]{1,400}>")
_QUOTED = re.compile(
    r"[\"“„«]([^\"“”„«»\n]{2,300})[\"”“»]|(?<!\w)[‘']([^‘’'\n]{3,200}(?:['’][a-z]{1,2}\b[^‘’'\n]{0,200})?)[’'](?!\w)"
)
_BOILERPLATE = re.compile(
    r"^(?:Logged (?:from|by|via)|Sent from my|This email|Powered by|Call (?:recording|duration)\s?:).*$", re.I | re.M
)
_AGENT, _CUSTOMER = "agent", "customer"


def plain(cell: str) -> str:
    """Return the text of a cell that may hold HTML, without a dialler's boilerplate.

    Examples
    --------
    >>> plain("<div>Boiler <b>beeping</b> &amp; loud.<br>Asked about finance.</div>")
    'Boiler beeping & loud.\\nAsked about finance.'
    """
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", cell)))
    lines = [" ".join(line.split()) for line in _BOILERPLATE.sub("", text).splitlines()]
    return "\n".join(line for line in lines if line)


def quoted(note: str) -> list[str]:
    """Return what a note quotes.

    Examples
    --------
    >>> quoted('Says "combi keeps losing pressure". Asked for \\'the small pod\\', won\\'t wait.')
    ['combi keeps losing pressure', 'the small pod']
    """
    return [(a or b).strip() for a, b in _QUOTED.findall(note) if (a or b).strip()]


def reading_of_notes(draft: Draft, staff: str = "owner") -> Reading:
    """Return a turn of the agent for each note, and a turn of the customer for each quotation in it.

    Parameters
    ----------
    draft : Draft
        With ``text``, and where the file has them ``call_id``, ``started_at``, ``customer_id``, ``outcome``,
        ``contact`` (the customer's name) and ``owner``.
    staff : str
        The column that names the writer.
    """
    draft.check()
    draft.frame["text"] = draft.frame["text"].map(plain).astype("str")
    draft.drop(draft.frame["text"] == "", "nothing was noted")
    draft.times()
    frame = draft.frame.copy()
    if "call_id" not in frame:
        frame["call_id"] = draft.source.name + " row " + frame.index.astype("str")
    writer = frame[staff] if staff in frame else pd.Series("", index=frame.index)
    contact = frame["contact"].map(_name).astype("str") if "contact" in frame else pd.Series("", index=frame.index)
    frame["speaker"] = (writer + " (note)").str.strip()
    notes = identify(frame.assign(role=_AGENT, turn=0))
    said = notes["text"].map(quoted)
    quotes = notes.assign(text=said, speaker=(contact + " (customer, quoted)").str.strip(), role=_CUSTOMER)
    quotes = quotes.explode("text").dropna(subset=["text"])
    quotes["turn"] = quotes.groupby("call_id", sort=False).cumcount() + 1
    both = pd.concat([notes, quotes]).sort_index(kind="stable")
    return draft.reading({"calls": draft.with_rows(both)}, note="staff's notes: only quotations are customers' words")


def _name(contact: str) -> str:
    """Return the name in ``Jane Doe (jane@example.com)``, or in a title such as ``Call with Jane Doe``."""
    contact = re.sub(r"\(.*?\)|<.*?>|\S+@\S+", " ", contact)
    match = re.match(r"^(?:(?:outbound |inbound |missed )?call (?:with|to|from) )(.*)$", contact.strip(), re.I)
    return " ".join((match[1] if match else "" if contact.strip().casefold().endswith("call") else contact).split())
