"""JSON of conversations: a list of turns, or conversations with turns inside, also a line each (JSON lines)."""

from keyworth.ingest.entities.turns import Cue, reading_of, time_of
from keyworth.ingest.entities.url_parameters import origin_of
from keyworth.ingest.protocol import NO, SetAside
from keyworth.ingest.vendors.callrail import split

TITLE = "JSON transcript"
KINDS = ("calls",)
_TALK = 0.78  # below `recognise.SURE`: any vendor's own format goes before it
_TURNS = ("turns", "transcript", "utterances", "messages", "segments", "sentences", "conversation", "dialogue",
          "dialog", "entries", "monologues", "transcription", "phrases", "lines", "results", "data")  # fmt: skip
_CALLS = ("calls", "conversations", "transcripts", "dialogues", "items", "records", "data", "results")
_SPEAKER = ("speaker", "speaker_name", "speakerName", "speaker_label", "role", "participant", "name", "who", "author",
            "from", "party", "user", "speaker_id", "speakerId", "channel")  # fmt: skip
_TEXT = ("text", "content", "utterance", "sentence", "phrase", "message", "body", "transcript", "words", "value")
_COLUMNS = {
    "call_id": ("call_id", "callId", "conversation_id", "conversationId", "id", "session_id"),
    "started_at": (
        "started_at",
        "startedAt",
        "start_time",
        "startTime",
        "date",
        "timestamp",
        "created_at",
        "started",
        "datetime",
    ),
    "customer_id": ("customer_id", "customerId", "contact_id", "contactId", "client_id"),
    "phone": ("phone", "customer_phone", "caller", "caller_number"),
    "email": ("email", "customer_email"),
    "outcome": ("outcome", "result", "disposition", "status"),
    "product": ("product", "product_name", "ordered", "products", "item"),
    "keyword": ("keyword", "keywords", "utm_term"),
    "campaign": ("campaign", "utm_campaign"),
    "click_id": ("click_id", "gclid", "msclkid"),
    "landing_page": ("landing_page", "landing_page_url", "url"),
}
_SIDES = {
    "agent": "agent",
    "assistant": "agent",
    "customer": "customer",
    "caller": "customer",
    "user": "customer",
    "client": "customer",
}


def recognise(source):
    """Return 0.78 for conversations with turns that hold text: above any plain table of the same rows."""
    if source.json is None:
        return NO
    calls = _conversations(source.json)
    return _TALK if any(_turns(call) for call in calls[:20]) else NO


def read(source, kind, settings):
    """Return the turns; a row is a turn, or a conversation that has none."""
    cues, calls, aside, row = [], {}, [], 0
    conversations = _conversations(source.json)
    for number, call in enumerate(conversations, 1):
        told = {column: _render(call, names) for column, names in _COLUMNS.items()}
        call_id = told.pop("call_id") or (source.name if len(conversations) == 1 else f"{source.name} call {number}")
        told["started_at"] = time_of(told["started_at"], settings.time_zone)
        told["click_id"] = told["click_id"] or origin_of(told["landing_page"]).get("click_id", "")
        calls[call_id] = told
        turns = _turns(call)
        for speaker, text in turns:
            row += 1
            cues.append(Cue(row, speaker, text, call_id, _SIDES.get(speaker.casefold(), "unknown")))
        if not turns:
            row += 1
            aside.append(SetAside(row, "a conversation without words", call_id))
    return reading_of(source, cues, settings, calls, aside)


def _render(call, names):
    """Return what a conversation says under one of some names, as text."""
    for name in names:
        value = call.get(name)
        if isinstance(value, list):
            value = "; ".join(str(v) for v in value if isinstance(v, str | int | float))
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def _conversations(data):
    """Return the conversations of a file, each a dict with turns inside."""
    if isinstance(data, dict):
        for name in _CALLS:
            inner = data.get(name)
            if (
                isinstance(inner, list)
                and inner
                and isinstance(inner[0], dict)
                and not _is_turn(inner[0])
                and _turns(inner[0])
            ):
                return [c for c in inner if isinstance(c, dict)]
        return [data]
    if not isinstance(data, list) or not data or not all(isinstance(c, dict) for c in data):
        return []
    if not _is_turn(data[0]):
        return data
    calls: dict[str, list[dict]] = {}
    for turn in data:
        calls.setdefault(_render(turn, _COLUMNS["call_id"][:5]), []).append(turn)
    # Turns that each carry an id of their own are one conversation.
    if len(calls) == len(data) and len(data) > 1:
        return [{"turns": data}]
    return [{**turns[0], "text": None, "call_id": call_id, "turns": turns} for call_id, turns in calls.items()]


def _is_turn(item):
    return any(isinstance(item.get(n), str) for n in _TEXT[:7]) and any(n in item for n in _SPEAKER)


def _turns(call):
    """Return (speaker, text) of each turn of a conversation, whatever they are called."""
    for name in (*_TURNS, "text"):
        inner = call.get(name)
        if isinstance(inner, str) and inner.strip():
            return split(inner)
        if isinstance(inner, dict):
            if turns := _turns(inner):
                return turns
        elif isinstance(inner, list) and inner:
            if all(isinstance(t, dict) for t in inner):
                turns = [
                    (_render(t, _SPEAKER), _render({n: v for n, v in t.items() if isinstance(v, str)}, _TEXT))
                    for t in inner
                ]
                if any(text for _, text in turns):
                    return turns
            elif all(isinstance(t, list | tuple) and len(t) == 2 for t in inner):
                return [(str(a), str(b)) for a, b in inner]
    return []


EXAMPLES = [
    (
        '{"call_id": "c1", "turns": [{"speaker": "customer", "text": "one Chai Latte please"}, {"speaker": '
        '"agent", "text": "ok"}], '
        '"ordered": ["chai latte"]}\n{"call_id": "c2", "turns": [{"speaker": "customer", "text": "a mocha"}]}\n',
        {
            "rows": 3,
            "rows_in": 3,
            "first": {"call_id": "c1", "role": "customer", "text": "one Chai Latte please", "product": "chai latte"},
        },
    ),
    (
        '[{"speaker": "Agent", "text": "Hello."}, {"speaker": "Caller", "text": "A shed."}, {"speaker": '
        '"Caller", "text": "Please."}]',
        {"rows": 2, "rows_in": 3, "first": {"speaker": "Agent", "text": "Hello."}},
    ),
    (
        '{"id": "7", "started_at": "2026-08-14T09:30:00Z", "transcript": "Agent: Hello. Caller: I want a shed."}',
        {"rows": 2, "rows_in": 2, "first": {"call_id": "7", "role": "agent"}},
    ),
]
