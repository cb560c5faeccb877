"""Files kept for another time: each written whole or not at all, read only as it was written, the oldest dropped.

A file is named by its key and the SHA-256 of its content: what was changed, cut short or put in another's place is as
if it were not there. Writers never touch a file of another, so any number of them may work at once. Nothing here is
needed: a disk that takes nothing costs the saving alone.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from keyworth.assets import cache_dir

_HASHED = 32  # of the hash's characters that a name holds


class KeptFiles:
    """The files of one kind in the cache.

    Parameters
    ----------
    kind : str
        The folder below the cache.
    suffix : str
    most : int, optional
        Files that are kept: beyond, the oldest go. Where it is not given, ``forget`` drops them.
    private : bool
        Whether a file that others may have written is as if it were not there.

    Examples
    --------
    >>> kept = KeptFiles("doctest", ".txt", most=2)
    >>> _ = kept.write(b"one", "a")
    >>> kept.read("a"), kept.read("b")
    (b'one', None)
    """

    def __init__(self, kind: str, suffix: str, most: int | None = None, *, private: bool = False) -> None:
        self.folder: Path = cache_dir() / kind
        self.suffix, self.most, self.private = suffix, most, private

    def read(self, key: str) -> bytes | None:
        """Return what is kept under a key, None where nothing is, or not as it was written."""
        return next((c for path in self.paths(key) if (c := self.content(path)) is not None), None)

    def content(self, path: Path) -> bytes | None:
        """Return the content of one of ``paths``, None where it is not what was written."""
        try:
            if self.private and not (_only_ours(self.folder) and _only_ours(path)):
                return None
            content = path.read_bytes()
        except OSError:  # dropped meanwhile by another process
            return None
        return content if path.stem.rpartition("-")[2] == _hash(content) else None

    def write(self, content: bytes, key: str = "") -> Path:
        """Keep content under a key, in place of what was kept there; return its file.

        Raises
        ------
        OSError
            Where the disk takes nothing.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = self.folder / f"{key}{'-' if key else ''}{_hash(content)}{self.suffix}"
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".partial-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        old = [path for path in self.paths(key) if path != target] if key else []
        self.forget([*old, *(self._oldest_first()[: -self.most] if self.most else [])])
        return target

    def paths(self, key: str = "") -> list[Path]:
        """Return the files that are kept, or those under one key, by name."""
        return sorted(self.folder.glob(f"{key}-*{self.suffix}" if key else f"*{self.suffix}"))

    def forget(self, paths: Iterable[Path]) -> None:
        """Drop files."""
        for path in paths:
            with suppress(OSError):
                path.unlink()

    def _oldest_first(self) -> list[Path]:
        dated = []
        for path in self.paths():
            with suppress(OSError):
                dated.append((path.stat().st_mtime, path))
        return [path for _, path in sorted(dated)]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_HASHED]


def _only_ours(path: Path) -> bool:
    """Return whether nobody else may have written it."""
    found = path.stat()
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
