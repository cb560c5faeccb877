"""Where a SQLite ledger lies: whether the file is still the one that was opened, and what is really in it.

SQLite goes on writing into a file that was deleted or replaced under it, and says that all is well. So the path is
compared with what was opened before each write, and what was written is read back by whoever opens the path anew.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

_SIDES = ("-wal", "-shm")  # a ledger's newest entries may still lie in its log


class LedgerPlace:
    """The file of a ledger, as it was when the ledger was opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened = _identity(path)

    def fault(self) -> str:
        """Return what became of the file, "" where it is still the one that was opened."""
        now = _identity(self.path)
        if now is None:
            return f"{self.path} is not there any more"
        return "" if now == self._opened else f"{self.path} is another file than the one that was opened"

    def lacks(self, seq: int, digest: str, patience: float) -> str:
        """Return why somebody who opens the path now would not find an entry there, "" where it is found."""
        query, found = "SELECT 1 FROM keyworth_entries WHERE seq = ? AND hash = ?", False
        with suppress(sqlite3.Error), closing(_read_only(self.path, patience)) as connection:
            found = connection.execute(query, (seq, digest)).fetchone() is not None
        return self.fault() or ("" if found else "what was written cannot be read back from it")


def read_only_opener(path: Path, patience: float) -> tuple[Callable[[], sqlite3.Connection], Callable[[], None]]:
    """Return how to open a ledger without a trace beside it, and how to let go of it.

    Without a log nobody has it open, and the file alone is the ledger. With a log, SQLite reads both by its index;
    where that is missing or out of reach, SQLite would have to write one, so a copy is read.

    Raises
    ------
    sqlite3.Error
        When it is no database.
    """
    log, index = (Path(f"{path}{side}") for side in _SIDES)
    mode = "ro" if log.exists() else "ro&immutable=1"
    if not log.exists() or index.exists():
        with suppress(sqlite3.OperationalError), closing(_read_only(path, patience, mode)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return lambda: _read_only(path, patience, mode), lambda: None
    folder = tempfile.TemporaryDirectory(prefix="keyworth-ledger-")
    copy = Path(folder.name) / "ledger.sqlite"
    try:
        shutil.copyfile(path, copy)
        with suppress(FileNotFoundError):
            shutil.copyfile(log, f"{copy}{_SIDES[0]}")
    except OSError as fault:
        folder.cleanup()
        raise sqlite3.OperationalError(fault.strerror or str(fault)) from None
    return lambda: sqlite3.connect(copy, timeout=patience, check_same_thread=False), folder.cleanup


def _read_only(path: Path, patience: float, mode: str = "ro") -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=patience, check_same_thread=False)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
