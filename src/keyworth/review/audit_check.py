"""Is this still the audit that was decided on: its hash, every file that it lists, and what the entries say of it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from keyworth.errors import KeyworthError
from keyworth.review.chain import Entry
from keyworth.store import SUMMARY, TABLES, read_summary


def audit_hash(summary: dict[str, Any]) -> str:
    """Return the SHA-256 of what an audit says: its summary and tables, not the pages made of them.

    The report may be rendered again without a change of it; any edit of a figure, a check or a table is one.
    """
    files = {k: v for k, v in summary.get("files", {}).items() if k.startswith(f"{TABLES}/")}
    told = json.dumps({**summary, "files": files}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def file_faults(directory: str | Path, sha256: str) -> list[str]:
    """Return what is wrong with a saved audit on disk: every file that it lists is read, and nothing else is there.

    Parameters
    ----------
    directory : path-like
    sha256 : str
        `audit_hash` of the audit that was opened.
    """
    directory = Path(directory)
    try:
        summary = read_summary(directory)
    except KeyworthError as damaged:
        return [damaged.subject, *damaged.problems]
    faults = []
    if (now := audit_hash(summary)) != sha256:
        faults.append(f"{SUMMARY} was changed since it was opened: its hash was {sha256[:12]}…, now it is {now[:12]}…")
    for name, digest in sorted(summary["files"].items()):
        if fault := _file_fault(directory, name, digest):
            faults.append(f"{name} {fault}")
    there = {p.relative_to(directory).as_posix() for p in directory.rglob("*") if p.is_file() or p.is_symlink()}
    faults += [f"{name} was not written with the audit" for name in sorted(there - set(summary["files"]) - {SUMMARY})]
    return faults


def swapped(entries: Iterable[Entry], sha256: str) -> list[str]:
    """Return the entries that were made on an audit of this name that said something else."""
    signed, others = [], defaultdict[str, list[Entry]](list)
    for entry in entries:
        said = entry.payload.get("audit_sha256", sha256)  # entries of early versions do not say it
        if said != sha256 and entry.kind == "signature":
            signed.append(entry)
        elif said != sha256:
            others[str(said)].append(entry)
    faults = [
        f"entry {e.seq}: {e.author} signed it on {e.at[:10]} with the hash {str(e.payload['audit_sha256'])[:12]}…; "
        f"now it is {sha256[:12]}…: the audit was changed after it was signed"
        for e in signed
    ]
    return faults + [
        f"entries {made[0].seq} to {made[-1].seq} ({len(made)} of them) were made on the hash {said[:12]}…; now it is "
        f"{sha256[:12]}…: the audit was changed after it was decided on"
        for said, made in others.items()
    ]


def _file_fault(directory: Path, name: str, digest: object) -> str:
    path = directory / name
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        return "is no file of the audit"
    if not path.is_file() or path.is_symlink():
        return "is missing"
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        return f"cannot be read: {fault.strerror}"
    return "" if found == digest else "is not what the audit wrote"
