"""Zoom's saved chat: a time and "From … to …" before each message, the words on the same line or below."""

import re

from keyworth.ingest.entities.turns import Cue, reading_of
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "Zoom chat"
KINDS = ("calls",)
TEXT_ONLY = True  # told by its lines alone, before any table is looked for
_LINE = re.compile(
    r"^(?:\d{4}-\d\d-\d\d )?\d{1,2}:\d{2}:\d{2}\s+(?:From|Von|De|Da|Van)\s+(?P<name>.+?)"
    r"(?:\s+(?:to|an|à|a|para|aan)\s+(?P<to>.+?))?\s?:\s*(?P<words>.*)$"
)


def recognise(source):
    """Return 0.9 where lines begin with a time and who a message is from."""
    lines = [line for line in source.text[:20_000].splitlines() if line.strip()][:100]
    found = sum(bool(_LINE.match(line)) for line in lines)
    return OWN_HEADER if found >= 2 and found >= 0.3 * len(lines) else NO


def read(source, kind, settings):
    """Return the messages; whom they were for is left out."""
    cues = []
    for row, line in enumerate(source.text.lstrip("\ufeff").splitlines(), 1):
        if match := _LINE.match(line):
            cues.append(Cue(row, " ".join(match["name"].split()), match["words"]))
        elif cues and line.strip():
            cues[-1] = cues[-1]._replace(text=f"{cues[-1].text} {line.strip()}".strip())
    return reading_of(source, cues, settings)


EXAMPLES = [
    (
        "10:01:22\t From  Ann Buyer : do you have a log cabin?\n10:02:10\t From  Sam Rep : Yes, several\n"
        "10:03:11\t From  Ann Buyer  to  Sam Rep(Direct Message) : what is the price?\n"
        "10:04:11 From Ann Buyer to Everyone:\n\tand when?\n",
        {"rows": 3, "rows_in": 4, "first": {"speaker": "Ann Buyer", "text": "do you have a log cabin?"}},
    ),
]
