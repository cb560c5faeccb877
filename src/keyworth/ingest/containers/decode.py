"""Bytes to text: by byte-order mark, by where the NULs lie, strict UTF-8, then cp1252.

No guessing library: on short cp1252 texts they answer cp1250 or cp852, and letters change silently.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Beside a letter; alone among spaces it may be meant, and a long run is no text.
_C1 = re.compile(
    "(?<=[^\\s\x80-\x9f])[\x80-\x9f]{1,3}(?![\x80-\x9f])|(?<![\x80-\x9f])[\x80-\x9f]{1,3}(?=[^\\s\x80-\x9f])"
)


def encoding_of(data: bytes) -> str:
    """Return the encoding of a text file.

    Examples
    --------
    >>> encoding_of("Kosten".encode("utf-16-le")), encoding_of("Café".encode("cp1252"))
    ('utf-16-le', 'cp1252')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    head = data[:4096]
    if len(head) >= 4:
        odd, even = head[1::2].count(0) / len(head[1::2]), head[0::2].count(0) / len(head[0::2])
        if odd > 0.4 and even < 0.1:
            return "utf-16-le"
        if even > 0.4 and odd < 0.1:
            return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        # A file cut in the middle of a letter is still UTF-8.
        return "utf-8" if fault.start > len(data) - 4 and fault.start > 3 else "cp1252"
    return "utf-8"


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the encoding it was found in.

    Line ends are kept as they are; a byte that cp1252 does not know stays as its Latin-1 letter. A control
    character of the C1 block in Unicode text is what cp1252 has at its place: that is how it came there.

    Examples
    --------
    >>> decode(b"caf\\xe9 \\x81"), decode("men\\x92s".encode())
    (('café \\x81', 'cp1252'), ('men’s', 'utf-8'))
    """
    name = encoding_of(data)
    if name == "cp1252":
        try:
            return data.decode("cp1252"), name
        except UnicodeDecodeError:
            return "".join(_cp1252(byte) for byte in data), name
    text = data.decode(name, errors="replace")
    return (text if text.isascii() else _C1.sub(lambda run: "".join(map(_cp1252, map(ord, run[0]))), text)), name


def _cp1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
