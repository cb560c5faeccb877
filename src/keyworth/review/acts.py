"""The acts of a review without its page: for scripts, and for those who work offline."""

from __future__ import annotations

from pathlib import Path

from keyworth.errors import KeyworthError, UnusableSettings
from keyworth.review.desk import Desk
from keyworth.review.ledger import Entry, Ledger
from keyworth.review.outputs import OUTPUTS
from keyworth.review.signoff import ROLES
from keyworth.review.workbook import read_workbook
from keyworth.settings import Review

LEDGER_FILE = "keyworth-decisions.sqlite"


def open_desk(audit: str | Path, database: str | None, settings: Review) -> Desk:
    """Return the desk of a saved audit; without a database, its ledger lies beside the audit's folder.

    The ledger is not in the audit's folder: that one may be replaced by the next audit, decisions never.
    """
    where = Path(audit).absolute().parent / LEDGER_FILE
    return Desk(audit, Ledger(database or f"sqlite:///{where}"), settings)


def told_signature(entry: Entry, desk: Desk) -> str:
    """Return a signature as a person reads it."""
    seq, digest = desk.ledger.head()
    approved = f" for {entry.payload['amount']:,.2f}" if entry.payload["meaning"] == "Approved" else ""
    state = "The audit is signed." if desk.is_signed() else "More signatures are needed."
    return (
        f"{entry.author} ({entry.role}): {entry.payload['meaning']}{approved}, {entry.at}\n{state}\n"
        f"Head of the ledger, to note elsewhere: {seq}:{digest}"
    )


def told_ledger(desk: Desk, faults: list[str]) -> str:
    """Return the state of the ledger as a person reads it."""
    seq, digest = desk.ledger.head()
    lines = faults or [f"The ledger verifies: {seq} entries, none edited, deleted or moved."]
    note = "Without a head noted elsewhere, whoever holds the whole database could rewrite its end unseen."
    return "\n".join([*lines, f"Head: {seq}:{digest}", note])


def parse_head(text: str | None) -> tuple[int, str] | None:
    """Return ``(number, hash)`` of ``NUMBER:HASH``."""
    if text is None:
        return None
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise UnusableSettings(f"--head {text!r} is not NUMBER:HASH", mend="Give it as `keyworth verify` printed it.")
    return int(number), digest


def write_outputs(desk: Desk, out: str | Path, only: list[str] | None = None) -> list[Path]:
    """Write the files that leave a review into a folder; return their paths."""
    if unknown := sorted(set(only or []) - set(OUTPUTS)):
        raise UnusableSettings(f"no such file: {', '.join(unknown)}", [f"known: {', '.join(OUTPUTS)}"])
    folder, written = Path(out), []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in only or OUTPUTS:
            (folder / name).write_bytes(OUTPUTS[name][1](desk))
            written.append(folder / name)
    except OSError as fault:
        raise KeyworthError(f"{folder} cannot be written", [fault.strerror or str(fault)]) from None
    return written


def merge_workbook(desk: Desk, path: str | Path, name: str, role: str) -> int:
    """Merge a workbook's decisions, all or none; return how many."""
    if role not in ROLES:
        raise UnusableSettings(f"role {role!r} is none of {', '.join(ROLES)}")
    return len(desk.write(read_workbook(path, desk.decided(), desk.run_id, name, role)))
