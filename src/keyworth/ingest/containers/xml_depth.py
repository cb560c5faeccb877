"""XML nested deeper than any document is, refused before a parser builds it: walks over it take the square of it."""

from __future__ import annotations

from typing import Any

from keyworth.errors import UnusableFile

DEEPEST = 200  # Word nests tables and text boxes some dozens deep; feeds a handful


def refuse_deep(name: str, stream: Any) -> None:
    """Raise ``UnusableFile`` when a document is nested too deep; what is no XML at all is left to its format.

    Parameters
    ----------
    name : str
    stream : binary file

    Examples
    --------
    >>> import io
    >>> refuse_deep("a.xml", io.BytesIO(b"<a>" * 300 + b"</a>" * 300))
    Traceback (most recent call last):
    keyworth.errors.UnusableFile: a.xml is nested more than 200 deep...
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    depth = 0
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise UnusableFile(f"{name} is nested more than {DEEPEST} deep", mend="Save it again, or as text.")
            if event == "end":
                element.clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return
