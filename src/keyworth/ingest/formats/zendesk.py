"""Zendesk: tickets with their comments (JSON, also a line each), and chats with their history."""

from keyworth.ingest.entities.notes import plain
from keyworth.ingest.entities.turns import Cue, reading_of, time_of
from keyworth.ingest.protocol import CERTAIN, NO, SetAside

TITLE = "Zendesk tickets and chats"
KINDS = ("calls",)


def _tickets(data):
    found = (data.get("tickets") or data.get("chats") or data.get("results")) if isinstance(data, dict) else data
    calls = found if isinstance(found, list) else [data]
    return [c for c in calls if isinstance(c, dict)]


def _is_ticket(call):
    comments = call.get("comments")
    return isinstance(comments, list) and ("requester_id" in call or "requester" in call or "submitter_id" in call)


def _is_chat(call):
    return isinstance(call.get("history"), list) and ("visitor" in call or "agent_names" in call)


def recognise(source):
    """Return 1 for a ticket's requester and comments, or a chat's visitor and history."""
    calls = _tickets(source.json) if source.json is not None else []
    return CERTAIN if calls and (_is_ticket(calls[0]) or _is_chat(calls[0])) else NO


def read(source, kind, settings):
    """Return the messages; internal comments and events are set aside."""
    cues, told, aside, row = [], {}, [], 0
    for number, call in enumerate(_tickets(source.json), 1):
        call_id = str(call.get("id") or f"{source.name} ticket {number}")
        visitor = call.get("visitor") or call.get("requester") or {}
        told[call_id] = {
            "started_at": time_of(call.get("created_at") or call.get("timestamp"), settings.time_zone),
            "email": str(visitor.get("email") or "") if isinstance(visitor, dict) else "",
            "landing_page": str(call.get("referrer_search_url") or "") if _is_chat(call) else "",
        }
        for who, side, words in _chat(call) if _is_chat(call) else _comments(call):
            row += 1
            text = plain(words).replace("\n", " ")
            if side is None or not text:
                aside.append(SetAside(row, "no message: internal, or an event", call_id))
            else:
                cues.append(Cue(row, who, text, call_id, side))
    return reading_of(source, cues, settings, told, aside)


def _comments(ticket):
    """Yield speaker, side and words of a ticket; its requester is the customer."""
    requester = ticket.get("requester") if isinstance(ticket.get("requester"), dict) else {}
    customer = ticket.get("requester_id", requester.get("id"))
    for comment in ticket["comments"]:
        author = comment.get("author") if isinstance(comment.get("author"), dict) else {}
        own = comment.get("author_id", author.get("id")) == customer
        side = ("customer" if own else "agent") if comment.get("public", True) else None
        name = author.get("name") or (requester.get("name") if own else "")
        yield (
            str(name or ("customer" if own else "agent")),
            side,
            str(comment.get("plain_body") or comment.get("body") or ""),
        )


def _chat(chat):
    for event in chat["history"]:
        sender = str(event.get("sender_type") or "").casefold()
        side = "customer" if sender == "visitor" else "agent"
        spoken = str(event.get("type") or "chat.msg") == "chat.msg"
        yield str(event.get("name") or ""), side if spoken else None, str(event.get("msg") or "")


EXAMPLES = [
    (
        '{"id": 35, "subject": "Sheds", "requester_id": 1, "created_at": "2026-09-01T10:00:00Z", "comments": '
        '[{"author_id": 1, '
        '"public": true, "body": "Do you sell sheds?"}, {"author_id": 2, "public": true, "body": "Yes."}, '
        '{"author_id": 2, '
        '"public": false, "body": "hot"}]}\n{"id": 36, "requester_id": 4, "comments": [{"author_id": 4, "body": '
        '"Barns?"}]}\n',
        {"rows": 3, "rows_in": 4, "set_aside": 1,
         "first": {"call_id": "35", "role": "customer", "text": "Do you sell sheds?"}},
    ),
    (
        '{"chats": [{"id": "c1", "timestamp": "2026-09-01T10:00:00Z", "visitor": {"name": "Ann", "email": '
        '"a@example.com"}, '
        '"history": [{"type": "chat.memberjoin", "name": "Ann"}, {"type": "chat.msg", "name": "Ann", '
        '"sender_type": "Visitor", '
        '"msg": "A shed?"}]}]}',
        {"rows": 1, "rows_in": 2, "set_aside": 1, "first": {"role": "customer", "text": "A shed?"}},
    ),
]  # fmt: skip
