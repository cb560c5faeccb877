"""What Python's zip reader raises when a zip, or a member of one, is not what its headers say."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

# RuntimeError: a password; ValueError: a place before the file's beginning; NotImplementedError: a method of packing.
DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
