"""Google Meet transcripts, saved as text: attendees above, a time mark every five minutes, a farewell at the end."""

import re

from keyworth.ingest.entities.turns import Cue, named, reading_of, time_of
from keyworth.ingest.protocol import CERTAIN, NO

TITLE = "Google Meet transcript"
KINDS = ("calls",)
TEXT_ONLY = True  # told by its lines alone, before any table is looked for
_MARK = re.compile(r"^(?:\d{1,2}:)?\d{1,2}:\d{2}$")
_END = re.compile(
    r"^(?:meeting|transcription|transkription|besprechung|réunion|reunión|riunione|vergadering) (?:ended"
    r"|beendet|endete|terminée"
    r"|finalizada|terminata|beëindigd)\b.*|^this editable transcript .*|^(?:transcript|transkript) (?:ended"
    r"|beendet).*",
    re.I,
)
_TITLE = re.compile(
    r"^(?P<title>.*?)(?: \((?P<at>\d{4}-\d\d-\d\d \d{1,2}:\d{2}[^)]*)\))? ?[-–] (?:transcript|transkript"
    r"|transcription|transcripción|trascrizione|transcriptie)$",
    re.I,
)
_ATTENDEES = re.compile(r"^(?:attendees|teilnehmer|participants|asistentes|partecipanti|deelnemers|参加者)$", re.I)
_SECTION = re.compile(r"^(?:transcript|transkript|transcription|transcripción|trascrizione)$", re.I)


def recognise(source):
    """Return 1 for the title's "- Transcript" or the attendees above a section of that name."""
    lines = [line.strip() for line in source.text[:6_000].lstrip("\ufeff").splitlines() if line.strip()][:40]
    titled = any(_TITLE.match(line) for line in lines[:3])
    parts = any(map(_ATTENDEES.match, lines)) and any(map(_SECTION.match, lines))
    return CERTAIN if parts or (titled and any(named(line)[0] for line in lines)) else NO


def read(source, kind, settings):
    """Return the turns; time marks and the farewell are no words."""
    cues, started, begun = [], None, False
    lines = source.text.lstrip("\ufeff").splitlines()
    sections = any(_SECTION.match(line.strip()) for line in lines)
    for row, raw in enumerate(lines, 1):
        line = raw.strip()
        if match := _TITLE.match(line):
            started = started or _time(match["at"], settings)
            continue
        if _SECTION.match(line) or not line or _MARK.match(line) or _END.match(line):
            begun = begun or bool(_SECTION.match(line))
            continue
        who, words = named(line)
        if who and (begun or not sections):
            cues.append(Cue(row, who, words))
        elif cues:
            cues[-1] = cues[-1]._replace(text=f"{cues[-1].text} {line}")
    return reading_of(source, cues, settings, {source.name: {"started_at": started}} if started else None)


def _time(text, settings):
    """Return the time of ``2026-09-01 10:00 GMT+1``."""
    if not text:
        return None
    zone = re.search(r"GMT([+-])(\d{1,2})(?::?(\d{2}))?", text)
    offset = f"{zone[1]}{int(zone[2]):02d}:{zone[3] or '00'}" if zone else ""
    return time_of(re.sub(r"\s*(?:GMT|UTC).*$", "", text).strip() + offset, settings.time_zone)


EXAMPLES = [
    (
        "Sales call (2026-09-01 10:00 GMT+1) - Transcript\nAttendees\nAnn Buyer, Sam Rep\nTranscript\n"
        "Sam Rep: Hello, how can I help?\nAnn Buyer: I want a shed.\n00:05:00\nAnn Buyer: And planning permission?\n"
        "Meeting ended after 00:06:10\n",
        {"rows": 2, "rows_in": 3, "first": {"speaker": "Sam Rep", "text": "Hello, how can I help?"}},
    ),
]
