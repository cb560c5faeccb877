"""Who may sign what: two signatures above an amount, one of each side; nothing signed is ever changed.

After 21 CFR 11.50: a signature carries the printed name, the time and the
meaning; and here the pounds, the audit's hash and the ledger's head too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from keyworth.errors import KeyworthError
from keyworth.review.ledger import Draft, Entry

ROLES = ("marketing", "sales", "approver")
MEANINGS = ("Reviewed", "Approved")
WHOLE = "audit"  # the subject of a signature


def amount_moved(decided: pd.DataFrame) -> float:
    """Return the pounds of the period that the decisions move: the cost of what is cut or fixed."""
    moved = decided["decided_verdict"].isin(["cut", "fix"])
    return round(float(decided.loc[moved, "at_stake"].sum()), 2)


def signature(
    audit: str,
    audit_sha256: str,
    entries: Sequence[Entry],
    *,
    name: str,
    role: str,
    meaning: str,
    amount: float,
    failed_checks: Sequence[str],
    head: tuple[int, str],
) -> Draft:
    """Return the draft of a signature, checked.

    Raises
    ------
    KeyworthError
        When the role or meaning is unknown, a failed check has not been accepted by name, or
        the same person signs twice.
    """
    faults = []
    if not name.strip():
        faults.append("a signature needs a printed name")
    if role not in ROLES:
        faults.append(f"role {role!r} is none of {', '.join(ROLES)}")
    if meaning not in MEANINGS:
        faults.append(f"meaning {meaning!r} is none of {', '.join(MEANINGS)}")
    accepted = {e.payload["check"] for e in entries if e.kind == "acceptance"}
    faults += [f"the failed check {c!r} has not been accepted" for c in failed_checks if c not in accepted]
    valid = valid_signatures(entries)
    if any(e.author.casefold() == name.strip().casefold() and e.payload["meaning"] == meaning for e in valid):
        faults.append(f"{name.strip()} has signed this already")
    if faults:
        raise KeyworthError("the audit cannot be signed yet", faults)
    version = 1 + max((e.version for e in entries if e.subject == WHOLE), default=0)
    payload = {"meaning": meaning, "amount": amount, "audit_sha256": audit_sha256, "head": list(head)}
    return Draft(audit, WHOLE, version, "signature", name.strip(), role, payload)


def valid_signatures(entries: Sequence[Entry]) -> list[Entry]:
    """Return the signatures that still hold: those after the last change of a decision."""
    last = max((e.seq for e in entries if e.kind in ("decision", "undo", "supersede")), default=0)
    return [e for e in entries if e.kind == "signature" and e.seq > last]


def is_signed(entries: Sequence[Entry], amount: float, two_above: float) -> bool:
    """Return whether the budget may be spent: approved, and above the amount by both sides.

    Parameters
    ----------
    entries : sequence of Entry
        The ledger's entries of the audit.
    amount, two_above : float
        Pounds that the decisions move, and pounds above which two signatures are needed.
    """
    approved = [e for e in valid_signatures(entries) if e.payload["meaning"] == "Approved"]
    if amount <= two_above:
        return bool(approved)
    sides = {e.role for e in approved}
    people = {e.author.casefold() for e in approved}
    return len(people) >= 2 and {"marketing", "sales"} <= sides


def refuse_if_signed(entries: Sequence[Entry], draft: Draft, amount: float, two_above: float) -> None:
    """Raise when a draft would change what has been signed; ``supersede`` is the one way."""
    if draft.kind in ("decision", "undo") and is_signed(entries, amount, two_above):
        raise KeyworthError(
            "this audit is signed", ["signed decisions cannot be changed"], "Supersede it, with a reason."
        )


def acceptance(audit: str, entries: Sequence[Entry], check: str, reason: str, name: str, role: str) -> Draft:
    """Return the draft that accepts one failed check by name, with a reason."""
    if not (reason.strip() and name.strip()):
        raise KeyworthError(f"the failed check {check!r} needs a name and a reason to be accepted")
    version = 1 + max((e.version for e in entries if e.subject == WHOLE), default=0)
    payload: dict[str, Any] = {"check": check, "reason": reason.strip()}
    return Draft(audit, WHOLE, version, "acceptance", name.strip(), role, payload)
