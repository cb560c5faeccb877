"""A plain table of calls: a whole call in `transcript`, or a turn a row in `text` with its `speaker`."""

import re

import pandas as pd

from keyworth.ingest.entities.contacts import identify
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.url_parameters import origin_of
from keyworth.ingest.tabular.column_names import plain_score

TITLE = "plain table of calls"
KINDS = ("calls",)
COLUMNS = {
    "transcript": ("transcript", "transcription", "call transcript", "conversation", "full transcript"),
    "text": ("text", "utterance", "sentence", "message", "phrase", "body", "content", "notes", "call notes"),
    "call_id": ("call_id", "call", "conversation id", "id", "recording id", "session id", "conversation"),
    "started_at": ("started_at", "date", "call date", "start time", "time", "started", "timestamp", "call time"),
    "customer_id": ("customer_id", "customer", "contact id", "client id", "lead id"),
    "phone": ("phone", "phone number", "customer phone", "caller number", "caller id", "from"),
    "email": ("email", "customer email"),
    "speaker": ("speaker", "speaker name", "role", "who", "participant", "author"),
    "outcome": ("outcome", "call outcome", "result", "disposition"),
    "product": ("product", "product name"),
    "keyword": ("keyword", "keywords"),
    "campaign": ("campaign",),
    "click_id": ("click_id", "gclid", "msclkid"),
    "landing_page": ("landing_page", "landing page url", "url"),
}  # fmt: skip
_CUSTOMER = r"(?i)^(?:customer|caller|client|prospect|lead|buyer|visitor|user|guest|patient|kunde|cliente?|anrufer)\b"
_AGENT = r"(?i)^(?:agent|rep|representative|sales\w*|advis[eo]r|operator|staff|assistant|consultant|support|host|bot)\b"
_TURN = re.compile(r"(?:(?<=^)|(?<=[.!?…\"'])\s+|\n\s*)(?=([A-Z][\w.'’-]*(?: [A-Z0-9][\w.'’-]*){0,2})\s?:\s+\S)")


def recognise(source):
    """Return 0.46 to 0.75 for a table with a transcript, or with text beside a speaker or call."""
    whole = plain_score(source.names, COLUMNS, "transcript")
    return (
        whole
        or plain_score(source.names, COLUMNS, "text", "speaker")
        or plain_score(source.names, COLUMNS, "text", "call_id")
    )


def read(source, kind, settings):
    """Return the turns; a call without words is set aside."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "plain_calls")
    column = "transcript" if "transcript" in draft.frame else "text"
    draft.need(column)
    draft.check()
    draft.drop_empty(column, "words in it")
    draft.times()
    frame = identify(draft.frame)
    if "landing_page" in frame:
        told = frame["landing_page"].map(lambda url: origin_of(url).get("click_id", "")).astype("str")
        frame["click_id"] = frame["click_id"].where(frame["click_id"] != "", told) if "click_id" in frame else told
    if "call_id" not in frame:
        frame["call_id"] = source.name + " row " + frame.index.astype("str")
    if column == "transcript":
        frame = _turns(frame)
    frame["turn"] = frame.groupby("call_id", sort=False).cumcount()
    if "speaker" not in frame:
        frame["speaker"] = ""
    named = {s: role_of(s, settings.agent_names) for s in frame["speaker"].unique()}
    frame["role"] = frame["speaker"].map(named).astype("str")
    return draft.reading({"calls": draft.with_rows(frame)})


def _turns(frame):
    """Return a row a turn; the index stays the row of the file."""
    pieces = frame["transcript"].map(split_turns)
    out = (
        frame.drop(columns=[c for c in ("transcript", "text", "speaker") if c in frame])
        .assign(_turn=pieces)
        .explode("_turn")
    )
    turns = pd.DataFrame(out.pop("_turn").tolist(), columns=["speaker", "text"], index=out.index)
    return out.assign(speaker=turns["speaker"], text=turns["text"])


def split_turns(transcript):
    """Return (speaker, words) for each turn of a transcript such as "Agent: … Caller: …".

    Examples
    --------
    >>> split_turns("Agent: Hello. Caller: Hi, it beeps.")
    [('Agent', 'Hello.'), ('Caller', 'Hi, it beeps.')]
    >>> split_turns("just words")
    [('', 'just words')]
    """
    starts = [m.start(1) for m in _TURN.finditer(transcript)]
    if not starts:
        return [("", transcript.strip())]
    head = transcript[: starts[0]].strip()
    turns = [("", head)] if head else []
    for start, end in zip(starts, [*starts[1:], len(transcript)], strict=True):
        speaker, _, words = transcript[start:end].partition(":")
        if words.strip():
            turns.append((speaker.strip(), words.strip()))
    return turns


def role_of(speaker, agent_names=()):
    """Return customer, agent or unknown for a speaker's name."""
    if speaker.casefold() in {a.casefold() for a in agent_names} or re.match(_AGENT, speaker):
        return "agent"
    return "customer" if re.match(_CUSTOMER, speaker) else "unknown"


EXAMPLES = [
    (
        'call_id,transcript,outcome\nc1,"Agent: Hello. Caller: Hi, it beeps.",won\nc2,,lost\n',
        {"kind": "calls", "rows": 2, "set_aside": 1, "first": {"role": "agent", "text": "Hello.", "call_id": "c1"}},
    ),
    (
        "call_id,speaker,text\nc1,Agent,Hello\nc1,Customer,I want a shed\n",
        {"kind": "calls", "rows": 2, "first": {"turn": 0, "speaker": "Agent"}},
    ),
]
