"""WhatsApp chats, exported from Android or an iPhone: a day, a time and a name before each message,
in any order of dates."""

import re

import pandas as pd

from keyworth.ingest.entities.contacts import mask
from keyworth.ingest.entities.turns import Cue, reading_of
from keyworth.ingest.protocol import NO, OWN_HEADER, SetAside
from keyworth.ingest.tabular.dates import day_order, to_times

TITLE = "WhatsApp chat"
KINDS = ("calls",)
TEXT_ONLY = True  # told by its lines alone, before any table is looked for
_LINE = re.compile(
    r"^\[?(?P<day>\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}),? (?P<time>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.? "
    r"?m\.?)?)\]?(?: -)? "
    r"(?:(?P<name>[^:]{1,60}): (?P<words>.*)|(?P<system>.*))$",
    re.I,
)
_NO_WORDS = re.compile(
    r"^<.*(?:omitted|attached).*>$|^\(?.*(?:image|video|audio|sticker|gif|document|contact card) omitted\)?$"
    r"|^<[^<>]+>$"
    r"|end-to-end encrypted|ende-zu-ende-verschlüsselt|chiffrés de bout en bout|cifrad[oa]s de extremo a extremo"
    r"|crittografat\w+ end-to-end|end-to-end versleuteld|criptografia de ponta a ponta"
    r"|^(?:this message was deleted|you deleted this message|missed (?:voice|video) call)\.?$"
    r"|^\S+\.\w{3,4} \(file attached\)$",
    re.I,
)


def _lines(text):
    text = text.lstrip("\ufeff").replace("\u200e", "").replace("\u202f", " ").replace("\xa0", " ")
    return list(enumerate(text.splitlines(), 1))


def recognise(source):
    """Return 0.9 where most of the opening lines begin with a day, a time and a name."""
    lines = [line for _, line in _lines(source.text[:20_000]) if line.strip()][:100]
    found = [m for line in lines if (m := _LINE.match(line)) and m["name"]]
    return OWN_HEADER if len(found) >= 2 and len(found) >= 0.4 * len(lines) else NO


def read(source, kind, settings):
    """Return the messages; pictures and the messenger's own notices are set aside."""
    cues, aside, stamps = [], [], []
    for row, line in _lines(source.text):
        match = _LINE.match(line)
        if match:
            stamps.append((match["day"], match["time"].replace(".", ":")))
        if match and match["name"] and not _NO_WORDS.search(match["words"].strip()):
            cues.append(Cue(row, match["name"].strip(), match["words"]))
        elif match:
            aside.append(SetAside(row, "no words of a person", mask(line)[:300]))
        elif cues and line.strip():
            cues[-1] = cues[-1]._replace(text=f"{cues[-1].text} {line.strip()}")
    return reading_of(source, cues, settings, {source.name: {"started_at": _first(stamps, settings)}}, aside)


def _first(stamps, settings):
    if not stamps:
        return None
    days = pd.Series([day for day, _ in stamps], dtype="str")
    order, _ = day_order([days], settings.day_first)
    at = pd.Series([f"{stamps[0][0]} {stamps[0][1]}"], dtype="str")
    stamp = to_times(at, settings.time_zone, order, settled=True)[0].iloc[0]
    return None if pd.isna(stamp) else stamp


EXAMPLES = [
    (
        "01/09/2026, 10:01 - Messages and calls are end-to-end encrypted.\n01/09/2026, 10:01 - Ann Buyer: do "
        "you have a log cabin?\n"
        "01/09/2026, 10:02 - Sam Rep: Yes, several\nfrom 4x3 m\n01/09/2026, 10:05 - Ann Buyer: <Media omitted>\n",
        {
            "rows": 2,
            "rows_in": 4,
            "set_aside": 2,
            "first": {"speaker": "Ann Buyer", "text": "do you have a log cabin?"},
        },
    ),
    (
        "[14.09.26, 10:01:22] Ann: a shed?\n[14.09.26, 10:02:10] Sam: Yes\n",
        {"rows": 2, "first": {"speaker": "Ann", "text": "a shed?"}},
    ),
]
