"""An audit of unchanged files is not made twice: a receipt says where the first lies, and what it must hash to.

The receipt, a small file in the cache, holds no data of the audit: only its place and the hash of its
``audit.json``, under the hash of all that decides an audit (input files, settings, code, models, libraries). An
audit is taken again only where every file of it is still what was written; else it is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from keyworth.assets import asset
from keyworth.audit import audit_keywords, save_audit
from keyworth.cache import KeptFiles
from keyworth.engines import get_engine
from keyworth.errors import KeyworthError
from keyworth.settings import Settings
from keyworth.store import SUMMARY, Audit, read_audit, read_summary, whole_directory

KEPT = 100  # receipts; the oldest go first
_SHIPPED = ("minilm", "static")  # encoders whose weights are among the files hashed


def audit_to(
    directory: str | Path,
    paths: Mapping[str, Sequence[str | Path]],
    settings: Settings,
    *,
    engine: str = "local",
    progress: Callable[..., Any] | None = None,
    since: str | Path | None = None,
) -> Audit:
    """Audit files and write the audit to a directory; one that is already made, and whole, is taken.

    Parameters
    ----------
    directory : path-like
    paths, settings, engine, progress, since
        As for `keyworth.audit_keywords`; ``settings.relevance.cache`` False makes it anew in any case.

    Raises
    ------
    KeyworthError
        As `keyworth.audit_keywords` and `keyworth.save_audit`.
    """
    get_engine(engine)
    key = _key(paths, settings, since)
    if key and (earlier := _recall(key)):
        with suppress(KeyworthError):  # it was changed while it was looked at
            return _taken(earlier, Path(directory))
    audit = audit_keywords(paths, settings, engine=engine, progress=progress, since=since)
    save_audit(audit, directory)
    if key and key == _key(paths, settings, since):  # no file was changed meanwhile
        with suppress(OSError):
            _remember(key, Path(directory))
    return audit


def _taken(earlier: Path, directory: Path) -> Audit:
    if os.path.abspath(directory) != str(earlier):
        with whole_directory(directory) as folder:
            for name in _listing(earlier):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(earlier / name, folder / name)
    return read_audit(directory)


def _key(paths: Mapping[str, Sequence[str | Path]], settings: Settings, since: str | Path | None) -> str:
    """Return the hash of all that decides an audit; ``""`` where that cannot be told."""
    chosen = settings.relevance
    if not chosen.cache or chosen.encoder not in _SHIPPED or (since and not _whole(Path(since))):
        return ""
    digest = hashlib.sha256(json.dumps(settings.model_dump(mode="json"), sort_keys=True).encode())
    digest.update(
        repr([*settings.assumed, sys.version, *_libraries(), str(since or "")]).encode("utf-8", "surrogatepass")
    )
    own = [Path(__file__).parent, asset("templates"), asset("models")]
    own += [Path(folder) for folder in (chosen.models, chosen.answers) if folder]
    given = [(kind, Path(path)) for kind in sorted(paths) for path in paths[kind]]
    given += [("since", Path(since) / SUMMARY)] if since else []
    try:
        for kind, path in [*(("", folder) for folder in own), *given]:
            for name, file in _files(path):
                with file.open("rb") as stream:
                    content = hashlib.file_digest(stream, "sha256").hexdigest()
                digest.update(json.dumps([kind, str(path), name, content]).encode())
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()


def _files(path: Path) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        if not path.is_file():  # a pipe can be read only once
            raise ValueError(path)
        yield "", path
        return
    for file in sorted(p for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        yield file.relative_to(path).as_posix(), file


def _libraries() -> Iterable[str]:
    """Return what is installed, by the names of its folders, which end in the version."""
    folders = sorted(p for p in set(sys.path) if os.path.isdir(p))
    return sorted(name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info"))


def _recall(key: str) -> Path | None:
    """Return the folder of the audit that a receipt names, where it is still whole."""
    try:
        receipt = json.loads(_receipts().read(key) or b"null")
        place, stated = Path(receipt["audit"]), receipt["sha256"]
        return place if _sha256(place / SUMMARY) == stated and _whole(place) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(key: str, directory: Path) -> None:
    receipt = {"audit": os.path.abspath(directory), "sha256": _sha256(directory / SUMMARY)}
    _receipts().write(json.dumps(receipt).encode(), key)


def _receipts() -> KeptFiles:
    return KeptFiles("audits", ".json", KEPT, private=True)


def _whole(directory: Path) -> bool:
    """Return whether an audit's folder holds every file that was written, as it was written, and nothing else."""
    try:
        listed = read_summary(directory)["files"]
        there = {name: _sha256(directory / name) for name in _listing(directory) if name != SUMMARY}
    except (OSError, KeyworthError):
        return False
    return there == listed


def _listing(directory: Path) -> list[str]:
    return [name for name, _ in _files(directory)]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
