"""A saved audit: a directory that is whole, or is not there.

It is written under a temporary name beside its place, synced and moved into
place, so that a full disk, Ctrl-C or ``kill -9`` leaves the old audit or none,
and never half of one. ``audit.json`` lists the SHA-256 of every other file.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keyworth.durable import sync
from keyworth.errors import KeyworthError, UnusableAudit
from keyworth.parquet import read_parquet

if TYPE_CHECKING:
    import pandas as pd

SUMMARY = "audit.json"
TABLES = "tables"


@dataclass(frozen=True)
class Audit:
    """The frozen result of an audit; everything after it reads only this.

    Attributes
    ----------
    keywords : DataFrame
        One row a keyword as listed; ``schema.KEYWORDS_CSV`` first, then more columns
        (``keyword_id``, ``keyword_key``, ``channel``, … of the tables it was made from).
    tables : dict of str to DataFrame
        By the names of ``schema``: files, set_aside, catalogue, phrases, quotes, relevance, matches,
        alignment, uncovered, money, credits, claim_ledger, flag_outcomes, and the money room's
        summaries (funnel, channels, models, kpis …).
    summary : dict
        What ``audit.json`` holds: headline figures, checks, settings, input hashes, versions.
    """

    keywords: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)


def write_audit(audit: Audit, directory: str | Path, render: Callable[[Audit, Path], None]) -> Path:
    """Write an audit to a directory, in one step for whoever looks.

    Parameters
    ----------
    audit : Audit
    directory : path-like
        Made, or replaced when it holds an audit that nobody has decided on.
    render : callable
        Writes what people read (``report.html``, the CSV files, …) into the folder it is given.

    Returns
    -------
    Path
        The directory.

    Raises
    ------
    UnusableAudit
        When the directory holds anything but an audit, or decisions about one.
    KeyworthError
        When the disk is full or the place cannot be written.
    """
    with whole_directory(directory) as folder:
        (folder / TABLES).mkdir()
        for name, table in {"keywords": audit.keywords, **audit.tables}.items():
            table.to_parquet(folder / TABLES / f"{name}.parquet", index=False, compression="zstd")
        render(audit, folder)
        seal(audit.summary, folder)
    return Path(directory)


def seal(summary: dict[str, Any], folder: Path) -> None:
    """Write ``audit.json`` with the hash of every other file of an audit's folder."""
    listed = {p.relative_to(folder).as_posix(): _sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    listed.pop(SUMMARY, None)
    text = json.dumps({**summary, "files": listed}, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")


def read_audit(directory: str | Path) -> Audit:
    """Read a saved audit, after its tables have been checked against ``audit.json``.

    Raises
    ------
    UnusableAudit
        When it is missing, half-written, or a table of it has been edited.
    """
    directory = Path(directory)
    summary = read_summary(directory)
    faults, tables = [], {}
    for name, digest in summary["files"].items():
        path = directory / name
        if not name.startswith(f"{TABLES}/"):
            continue
        if not path.is_file():
            faults.append(f"{name} is missing")
        elif _sha256(path) != digest:
            faults.append(f"{name} is not what the audit wrote")
        else:
            tables[path.stem] = path
    if "keywords" not in tables and not faults:
        faults.append(f"{TABLES}/keywords.parquet is not listed in {SUMMARY}")
    if faults:
        raise UnusableAudit(f"{directory} is not the audit that was saved", faults, "Run `keyworth audit` again.")
    frames = {name: read_parquet(path) for name, path in sorted(tables.items())}
    return Audit(frames.pop("keywords"), frames, summary)


def read_summary(directory: str | Path) -> dict[str, Any]:
    """Read ``audit.json`` alone."""
    path = Path(directory) / SUMMARY
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(summary, dict) or not isinstance(summary["files"], dict):
            raise KeyError
    except OSError:
        raise UnusableAudit(
            f"{directory} is not an audit directory",
            [f"it has no {SUMMARY}"],
            "Name a folder that `keyworth audit` wrote.",
        ) from None
    except (ValueError, KeyError):
        raise UnusableAudit(f"{path} is damaged", mend="Run `keyworth audit` again.") from None
    return summary


def last_audit(directory: str | Path, but: str | Path | None = None) -> Path | None:
    """Return an audit's folder as it is, or the latest audit of a folder of audits.

    Parameters
    ----------
    directory : path-like
    but : path-like, optional
        Not this one: the audit about to be written again.

    Returns
    -------
    Path or None
        The audit whose files end last; of several, the last by name. None where the folder holds none.
    """
    directory = Path(directory)
    if (directory / SUMMARY).exists() or not directory.is_dir():
        return directory
    own = os.path.abspath(but) if but else ""
    there = [path for path in directory.iterdir() if (path / SUMMARY).is_file() and os.path.abspath(path) != own]
    return max(there, key=lambda path: (_last_day(path), path.name), default=None)


def _last_day(audit: Path) -> str:
    try:
        days = read_parquet(audit / TABLES / "files.parquet")["period_end"].dropna()
    except (OSError, ValueError, KeyError):  # whoever reads the audit tells what is wrong with it
        return ""
    return days.max().date().isoformat() if len(days) else ""


@contextmanager
def whole_directory(directory: str | Path) -> Iterator[Path]:
    """Give a temporary folder that takes a directory's place once its content is safely on disk."""
    target = Path(os.path.abspath(directory))
    _replaceable(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.partial-", dir=target.parent))
    except OSError as fault:
        raise KeyworthError(f"{directory} cannot be written", [fault.strerror or str(fault)]) from None
    try:
        yield folder
        for path in [*sorted(folder.rglob("*")), folder]:
            sync(path)
        folder.chmod(0o755)
        _take_place(folder, target)
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM):
            raise
        problem = f"{fault.strerror}; nothing was written, and an earlier audit there is untouched"
        raise KeyworthError(f"{directory} cannot be written", [problem], "Make room, or name another --out.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _replaceable(target: Path) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if not target.is_dir() or target.is_symlink():
        raise UnusableAudit(f"{target} is not a folder", mend="Name another --out.")
    there = {p.name for p in target.iterdir()}
    if not there:
        return
    own = {name.split("/")[0] for name in read_summary(target)["files"]} | {SUMMARY} if SUMMARY in there else set()
    if foreign := sorted(there - own):
        shown = ", ".join(foreign[:5])
        raise UnusableAudit(
            f"{target} would lose what is not keyworth's to delete", [f"it holds {shown}"], "Name another --out."
        )


def _take_place(folder: Path, target: Path) -> None:
    if target.exists():
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.previous-", dir=target.parent))
        aside.rmdir()  # its name is what is wanted: Windows moves no folder onto another
        os.replace(target, aside)
        try:
            os.replace(folder, target)
        except BaseException:
            with suppress(OSError):
                os.replace(aside, target)
            raise
        shutil.rmtree(aside, ignore_errors=True)
    else:
        os.replace(folder, target)
    sync(target.parent)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
