"""What is on disk stays there: flushing, on Windows too."""

from __future__ import annotations

import os
from pathlib import Path

WINDOWS = os.name == "nt"


def sync(path: str | Path) -> None:
    """Flush a file or a folder to disk (a file is safe only once its folder is).

    Windows flushes a file only through a handle that may write, and has no flushing of
    folders: its file system keeps names in a journal of its own.

    Examples
    --------
    >>> import tempfile
    >>> sync(tempfile.gettempdir())
    """
    folder = os.path.isdir(path)
    if folder and WINDOWS:
        return
    handle = os.open(path, os.O_RDWR if WINDOWS else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
