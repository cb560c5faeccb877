"""Intercom conversations (API JSON): the first message, then its parts; notes and assignments are no words."""

from keyworth.ingest.entities.notes import plain
from keyworth.ingest.entities.turns import Cue, reading_of, time_of
from keyworth.ingest.protocol import CERTAIN, NO, SetAside

TITLE = "Intercom conversations"
KINDS = ("calls",)
_SIDE = {
    "user": "customer",
    "lead": "customer",
    "contact": "customer",
    "admin": "agent",
    "bot": "agent",
    "team": "agent",
}
_SPOKEN = ("comment", "open", "close", "conversation", "assignment")


def _conversations(data):
    found = data.get("conversations") or data.get("data") if isinstance(data, dict) else data
    calls = found if isinstance(found, list) else [data]
    return [
        c for c in calls if isinstance(c, dict) and ("conversation_parts" in c or isinstance(c.get("source"), dict))
    ]


def recognise(source):
    """Return 1 for conversations with parts, or a source with its author."""
    calls = _conversations(source.json) if source.json is not None else []
    own = calls and ("conversation_parts" in calls[0] or "author" in (calls[0].get("source") or {}))
    return CERTAIN if own else NO


def read(source, kind, settings):
    """Return the messages; a row is a part of a conversation."""
    cues, told, aside, row = [], {}, [], 0
    for number, call in enumerate(_conversations(source.json), 1):
        call_id = str(call.get("id") or f"{source.name} conversation {number}")
        first = call.get("source") if isinstance(call.get("source"), dict) else {}
        told[call_id] = {
            "started_at": time_of(call.get("created_at"), settings.time_zone),
            "email": str((first.get("author") or {}).get("email") or ""),
            "landing_page": str(first.get("url") or ""),
        }
        parts = (call.get("conversation_parts") or {}).get("conversation_parts") or []
        for part in [first, *(p for p in parts if isinstance(p, dict))]:
            row += 1
            author = part.get("author") or {}
            words = plain(str(part.get("body") or "")).replace("\n", " ")
            if part.get("part_type", "comment") not in _SPOKEN or not words:
                aside.append(SetAside(row, "no message: a note or an event", str(part.get("part_type") or "")))
                continue
            side = _SIDE.get(str(author.get("type") or ""), "unknown")
            cues.append(Cue(row, str(author.get("name") or author.get("type") or ""), words, call_id, side))
    return reading_of(source, cues, settings, told, aside)


EXAMPLES = [
    (
        '{"type": "conversation", "id": "9", "created_at": 1786700000, "source": {"body": "<p>Do you sell '
        'sheds?</p>", "author": '
        '{"type": "user", "name": "Ann"}, "url": "https://example.com/"}, "conversation_parts": '
        '{"conversation_parts": '
        '[{"part_type": "comment", "body": "<p>Yes.</p>", "author": {"type": "admin", "name": "Sam"}}, '
        '{"part_type": "note", '
        '"body": "hot lead", "author": {"type": "admin"}}]}}',
        {"rows": 2, "rows_in": 3, "set_aside": 1,
         "first": {"call_id": "9", "role": "customer", "text": "Do you sell sheds?"}},
    ),
]  # fmt: skip
