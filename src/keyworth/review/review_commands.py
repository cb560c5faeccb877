"""The acts of a review without its page: for scripts, and for those who work offline."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from pathlib import Path

from keyworth.errors import KeyworthError, UnusableSettings
from keyworth.review.answering import Answered, of_review
from keyworth.review.audit_check import file_faults
from keyworth.review.chain import Entry
from keyworth.review.decisions import standing
from keyworth.review.ledger import Ledger
from keyworth.review.ledger_check import desk_faults
from keyworth.review.ledger_database import ledger_file
from keyworth.review.outputs import OUTPUTS, make_output
from keyworth.review.review_session import Desk
from keyworth.review.signoff import Person
from keyworth.review.workbook import read_workbook
from keyworth.settings import Review

LEDGER_FILE = "keyworth-decisions.sqlite"


def open_desk(audit: str | Path, database: str | None, settings: Review, absent: str = "made") -> Desk:
    """Return the desk of a saved audit; without a database, its ledger lies beside the audit's folder.

    The ledger is not in the audit's folder: that one may be replaced by the next audit, decisions never.

    Parameters
    ----------
    audit : path-like
    database : str or None
    settings : Review
    absent : {"made", "empty", "fault"}
        What an absent SQLite file means: it is made, read as one without entries, or told. But for the first, nothing
        is to be written: a ledger that is there is only read.
    """
    url = database or f"sqlite:///{Path(audit).absolute().parent / LEDGER_FILE}"
    desk = Desk(audit, Ledger("sqlite://"), settings)  # the audit is read first: no ledger is made beside a typo
    file = ledger_file(url)
    if file is not None and not file.exists() and absent != "made":
        if absent == "fault":
            told = "nobody has decided anything yet, or --database names another place"
            raise KeyworthError(f"there is no ledger at {file}", [told])
        return desk
    desk.ledger = Ledger(url, read_only=absent != "made")
    return desk


def reviewed_answers(audit: str | Path, database: str | None, settings: Review) -> Answered:
    """Return what was judged on the review's pages, as answers."""
    desk = open_desk(audit, database, settings, absent="fault")
    return of_review(desk.audit, standing(desk.ledger.entries(desk.run_id)))


def render_signature(entry: Entry, desk: Desk) -> str:
    """Return a signature as a person reads it."""
    seq, digest = desk.ledger.head()
    approved = f" for {entry.payload['amount']:,.2f}" if entry.payload["meaning"] == "Approved" else ""
    missing = desk.missing_signatures()
    state = f"Still to approve: {' and '.join(missing)}." if missing else "The audit is signed."
    state += f" Above {desk.two_above():,.2f} both sides sign."
    return (
        f"{entry.author} ({entry.role}): {entry.payload['meaning']}{approved}, {entry.at}\n"
        f"{entry.payload['decided']:,} of {len(desk.shelf.subjects):,} keywords are decided. {state}\n"
        f"Head of the ledger, to note elsewhere: {seq}:{digest}"
    )


def ledger_faults(desk: Desk, head: str | None = None) -> list[str]:
    """Return every fault of the ledger, of the audit against what was signed, and of every file that the audit lists.

    Parameters
    ----------
    desk : Desk
    head : str, optional
        ``NUMBER:HASH``, noted earlier outside the database.
    """
    return desk_faults(desk, _parse_head(head)) + file_faults(desk.directory, desk.sha256)


def render_ledger(desk: Desk, faults: list[str]) -> str:
    """Return the state of the ledger as a person reads it, and what it says of this audit."""
    seq, digest = desk.ledger.head()
    lines = list(faults)
    if not faults:
        desk.refresh()
        files = len(desk.audit.summary["files"])
        lines = [
            f"The ledger verifies: {seq} entries, none edited, deleted or moved.",
            f"{len(desk.entries)} of them speak of this audit ({desk.run_id}). {_render_state(desk)}",
            f"The audit's {files} files are as they were written.",
        ]
    note = "Without a head noted elsewhere, whoever holds the whole database could rewrite its end unseen."
    return "\n".join([*lines, f"Head: {seq}:{digest}", note])


def terminal_session() -> str:
    """Return a mark of the login from which a command was given, the same for all that are given from it."""
    who = (os.getuid(), os.getsid(0)) if hasattr(os, "getsid") else os.environ.get("USERNAME", "")
    told = f"keyworth terminal {platform.node()} {who}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def _render_state(desk: Desk) -> str:
    missing = desk.missing_signatures()
    if not missing:
        return f"It is signed by {' and '.join(f'{e.author} ({e.role})' for e in desk.signatures())}."
    return f"It is not signed. Still to approve: {' and '.join(missing)}."


def write_outputs(desk: Desk, out: str | Path, only: list[str] | None = None, reply_by: str = "") -> list[Path]:
    """Write the files that leave a review into a folder, each whole or not at all; return their paths."""
    if unknown := sorted(set(only or []) - set(OUTPUTS)):
        raise UnusableSettings(f"no such file: {', '.join(unknown)}", [f"known: {', '.join(OUTPUTS)}"])
    made = {name: make_output(name, desk, reply_by) for name in only or OUTPUTS}
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".keyworth-", dir=folder) as aside:
            for name, data in made.items():
                with (Path(aside) / name).open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            for name in made:
                os.replace(Path(aside) / name, folder / name)
    except OSError as fault:
        problem = f"{fault.strerror or fault}; what was there is untouched"
        raise KeyworthError(f"{folder} cannot be written", [problem], "Make room, or name another --out.") from None
    return [folder / name for name in made]


def merge_workbook(desk: Desk, path: str | Path, who: Person) -> int:
    """Merge a workbook's decisions, all or none; return how many."""
    return len(desk.write(lambda: read_workbook(path, desk.decided(), desk.run_id, who)))


def _parse_head(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    number, _, digest = text.strip().partition(":")
    if not (number.isdecimal() and len(number) < 16 and len(digest) == 64):
        raise UnusableSettings(f"--head {text!r} is not NUMBER:HASH", mend="Give it as `keyworth verify` printed it.")
    return int(number), digest.lower()
