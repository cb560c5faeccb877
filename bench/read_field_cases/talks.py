"""Chats and transcripts."""

from bench.read_field_cases import Case

_SAID = ["do you sell loft ladders?", "Yes, several.", "what is the price?"]


def _talk(speakers: list[str], texts: list[str] | None = None, **more: list) -> dict:
    return {"calls": {"speaker": speakers, "text": texts or _SAID, **more}}


_ASA = ["Ann", "Sam", "Ann"]

CASES = [
    Case(
        "WhatsApp, iPhone",
        "[14/08/2026, 10:01:22] Ann: \u200eMessages and calls are end-to-end encrypted.\n"
        "[14/08/2026, 10:01:40] Ann: do you sell loft ladders?\n[14/08/2026, 10:02:10] Sam: Yes,\nseveral.\n"
        "[14/08/2026, 10:03:00] Ann: \u200eimage omitted\n[14/08/2026, 10:03:11] Ann: what is the price?\n",
        _talk(_ASA),
        2,
    ),
    Case(
        "WhatsApp, Android, American",
        "8/14/26, 10:01\u202fAM - Messages and calls are end-to-end encrypted.\n8/14/26, 10:01\u202fAM - Ann: "
        "do you sell loft ladders?\n"
        "8/14/26, 10:02\u202fAM - Sam: Yes, several.\n8/14/26, 10:03\u202fAM - Ann: what is the price?\n",
        _talk(_ASA, started_at=["2026-08-14T09:01"] * 3),
        1,
    ),
    Case(
        "Zoom chat",
        "10:01:22\t From  Ann : do you sell loft ladders?\n10:02:10\t From  Sam  to  Everyone : Yes, several.\n"
        "10:03:11\t From  Ann  to  Sam(Direct Message) : what is the price?\n",
        _talk(_ASA),
    ),
    Case(
        "Zoom chat, new layout",
        "10:01:22 From Ann to Everyone:\n\tdo you sell loft ladders?\n10:02:10 From Sam to Everyone:\n\tYes, "
        "several.\n"
        "10:03:11 From Ann to Sam(direct message):\n\twhat is the price?\n",
        _talk(_ASA),
    ),
    Case(
        "Google Meet",
        "Sales call (2026-08-14 10:00 GMT+1) - Transcript\nAttendees\nAnn Buyer, Sam Rep\nTranscript\nAnn "
        "Buyer: do you sell loft ladders?\n"
        "Sam Rep: Yes, several.\n00:05:00\nAnn Buyer: what is the price?\nMeeting ended after 00:06:10 👋\n",
        _talk(["Ann Buyer", "Sam Rep", "Ann Buyer"], started_at=["2026-08-14T09:00"] * 3),
    ),
    Case(
        "Fathom, copied",
        "Sales call - August 14\nVIEW RECORDING - 12 mins (No highlights): https://example.com/1\n\n---\n\n0:00 "
        "- Ann (Home Ltd)\n"
        "  do you sell loft ladders?\n\n0:12 - Sam\n  Yes, several.\n\n0:20 - Ann (Home Ltd)\n  what is the price?\n",
        _talk(_ASA),
    ),
    Case(
        "Fathom API",
        '{"recording_id": 7, "created_at": "2026-08-14T09:00:00Z", "transcript": [{"speaker": {"display_name": '
        '"Ann"}, "text": '
        '"do you sell loft ladders?", "timestamp": "00:00:01"}, {"speaker": {"display_name": "Sam"}, "text": '
        '"Yes, several."}, '
        '{"speaker": {"display_name": "Ann"}, "text": "what is the price?"}]}',
        _talk(_ASA, call_id=["7"] * 3),
    ),
    Case(
        "AssemblyAI",
        '{"id": "t1", "language_model": "x", "acoustic_model": "y", "status": "completed", "audio_url": '
        '"https://example.com/a", "text": "x", '
        '"utterances": [{"speaker": "A", "text": "do you sell loft ladders?", "start": 1}, {"speaker": "B", '
        '"text": "Yes, several."}, '
        '{"speaker": "A", "text": "what is the price?"}]}',
        _talk(["A", "B", "A"], call_id=["t1"] * 3),
    ),
    Case(
        "Intercom",
        '{"type": "conversation.list", "conversations": [{"type": "conversation", "id": "9", "created_at": '
        '1786697980, "source": {"type": '
        '"conversation", "body": "<p>do you sell loft ladders?</p>", "author": {"type": "user", "name": "Ann"}},'
        ' "conversation_parts": '
        '{"type": "conversation_part.list", "conversation_parts": [{"part_type": "assignment", "body": null, '
        '"author": {"type": "bot"}}, '
        '{"part_type": "comment", "body": "<p>Yes, several.</p>", "author": {"type": "admin", "name": "Sam"}}, '
        '{"part_type": "comment", '
        '"body": "<p>what is the price?</p>", "author": {"type": "user", "name": "Ann"}}]}}]}',
        _talk(_ASA, role=["customer", "agent", "customer"]),
        1,
    ),
    Case(
        "Zendesk tickets",
        '{"tickets": [{"id": 35, "subject": "Ladders", "requester_id": 1, "created_at": "2026-08-14T09:00:00Z", '
        '"comments": [{"author_id": 1, '
        '"public": true, "plain_body": "do you sell loft ladders?"}, {"author_id": 2, "public": false, '
        '"plain_body": "hot lead"}, '
        '{"author_id": 2, "public": true, "plain_body": "Yes, several."}, {"author_id": 1, "plain_body": "what '
        'is the price?"}]}]}',
        _talk(["customer", "agent", "customer"], role=["customer", "agent", "customer"], call_id=["35"] * 3),
        1,
    ),
    Case(
        "Zendesk chats",
        '{"chats": [{"id": "c1", "timestamp": "2026-08-14T09:00:00Z", "visitor": {"name": "Ann"}, "history": '
        '[{"type": "chat.memberjoin", '
        '"name": "Ann"}, {"type": "chat.msg", "name": "Ann", "sender_type": "Visitor", "msg": "do you sell loft '
        'ladders?"}, {"type": '
        '"chat.msg", "name": "Sam", "sender_type": "Agent", "msg": "Yes, several."}, {"type": "chat.msg", '
        '"name": "Ann", "sender_type": '
        '"Visitor", "msg": "what is the price?"}]}]}',
        _talk(_ASA, role=["customer", "agent", "customer"]),
        1,
    ),
]  # fmt: skip
