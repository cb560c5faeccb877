"""Word transcripts of Teams, both layouts, and any Word file of turns: a name, a time, the words."""

import io
import re
import zipfile

from keyworth.errors import UnusableFile
from keyworth.ingest.containers.zip_damage import DAMAGED_ZIP
from keyworth.ingest.entities.plain_transcripts import inline_header, rev_header, turns_of
from keyworth.ingest.entities.turns import Cue, reading_of, started_in_name, time_of
from keyworth.ingest.protocol import NO, OWN_HEADER, PLAIN

TITLE = "Teams transcript (Word)"
KINDS = ("calls",)
_SPAN = re.compile(r"^\d{1,2}:\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->\s*\d{1,2}:\d{1,2}:\d{1,2}[.,]\d{1,3}$")
_TURN = re.compile(r"^(?P<name>\S[^\n]{0,80}?)\s{2,}\d{1,3}:\d{2}(?::\d{2})?\s*\n(?P<words>.*)$", re.S)
_STATUS = re.compile(r"^.{1,80} (?:started|stopped) transcription$")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def recognise(source):
    """Return 0.9 for a Word file with turns in Teams' layouts, 0.5 with turns in another."""
    if source.binary != "Word document":
        return NO
    lines = _paragraphs(source)
    if any(_SPAN.match(line) or _TURN.match(line) for line in lines):
        return OWN_HEADER
    return PLAIN if any(inline_header(line) for line in lines) else NO


def read(source, kind, settings):
    """Return the turns; the start comes from the title that Teams writes above them."""
    lines = _paragraphs(source)
    started = None
    for line in lines[:4]:
        started = started or started_in_name(line, settings.time_zone) or time_of(line, settings.time_zone)
    cues = _old(lines) or _new(lines) or turns_of("\n".join(lines), lambda x: rev_header(x) or inline_header(x))[0]
    return reading_of(source, cues, settings, {source.name: {"started_at": started}})


def _old(lines):
    """Three lines a caption: the time, the name, the words."""
    cues = []
    for i, line in enumerate(lines):
        if _SPAN.match(line) and i + 1 < len(lines):
            end = next((k for k in range(i + 1, len(lines)) if _SPAN.match(lines[k])), len(lines))
            speaker, words = (lines[i + 1], lines[i + 2 : end]) if end - i > 2 else ("", lines[i + 1 : end])
            cues.append(Cue(i + 1, speaker, " ".join(words)))
    return cues


def _new(lines):
    """A paragraph a turn: the name, the time, a soft break, the words."""
    cues = []
    for i, line in enumerate(lines, 1):
        if match := _TURN.match(line):
            cues.append(Cue(i, match["name"].strip(), match["words"]))
        elif cues and not _STATUS.match(line):
            cues[-1] = cues[-1]._replace(text=f"{cues[-1].text} {line}")
    return cues


def _paragraphs(source):
    """Return the paragraphs that say anything, a soft break as a new line."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            root = fromstring(archive.read("word/document.xml"), forbid_dtd=True)
    except (*DAMAGED_ZIP, KeyError, ParseError, DefusedXmlException):
        raise UnusableFile(f"{source.name} is a Word file that is damaged", mend="Save it again, or as text.") from None
    lines = []
    for paragraph in root.iter(f"{_WORD}p"):
        text = "".join(_piece(node) for node in paragraph.iter()).strip()
        if text:
            lines.append(text)
    return lines


def _piece(node):
    if node.tag == f"{_WORD}t":
        return node.text or ""
    return {f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}tab": "\t"}.get(node.tag, "")


def _document(*paragraphs):
    """Return the bytes of a small Word file, for the examples."""
    body = "".join(
        "<w:p><w:r>" + "<w:br/>".join(f'<w:t xml:space="preserve">{t}</w:t>' for t in p.split("\n")) + "</w:r></w:p>"
        for p in paragraphs
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("word/document.xml"),
            f'<w:document xmlns:w="{_WORD[1:-1]}"><w:body>{body}</w:body></w:document>',
        )
    return data.getvalue()


EXAMPLES = [
    (
        _document("0:0:5.100 --&gt; 0:0:8.250", "Sam Rep", "Acme Heating, Sam speaking.",
                  "0:0:8.500 --&gt; 0:0:14.20", "Jane Doe", "Hi, it beeps."),
        {"rows": 2, "rows_in": 2, "first": {"speaker": "Sam Rep", "text": "Acme Heating, Sam speaking."}},
    ),
    (
        _document("Boiler call-20260814_093000-Meeting Recording", "August 14, 2026, 9:30AM", "4m 12s",
                  "Sam Rep started transcription", "Sam Rep   0:05\nAcme Heating, Sam speaking.",
                  "Doe, Jane   0:10\nHi, it beeps.", "Sam Rep stopped transcription"),
        {"rows": 2, "rows_in": 2, "first": {"speaker": "Sam Rep", "text": "Acme Heating, Sam speaking."}},
    ),
]  # fmt: skip
