"""Who may sign what: two signatures above an amount, one of each side; nothing signed is ever changed.

After 21 CFR 11.50: a signature carries the printed name, the time and the
meaning; and here the pounds, the audit's hash, the checks accepted and the
ledger's head too. It holds for what it was set under: a decision taken afterwards,
or another audit, and it holds no more.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from keyworth.errors import KeyworthError
from keyworth.review.chain import Draft, Entry
from keyworth.review.decisions import plain

SIDES = ("marketing", "sales")
ROLES = (*SIDES, "approver")
MEANINGS = ("Reviewed", "Approved")
WHOLE = "audit"  # the subject of a signature


@dataclass(frozen=True)
class Person:
    """Who acts: the printed name and the side they speak for."""

    name: str
    role: str


def person(name: str, role: str) -> Person:
    """Return who acts, the name as it is printed.

    Raises
    ------
    KeyworthError
        Without a name that can be printed, or with a role that is none.

    Examples
    --------
    >>> person("  Ann\\u202e  Lee\\n", "sales")
    Person(name='Ann Lee', role='sales')
    """
    shown = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in name)
    shown = " ".join(unicodedata.normalize("NFC", shown).split())[:200]
    faults = [] if shown else ["a name is needed"]
    if role not in ROLES:
        faults.append(f"role {role!r} is none of {', '.join(ROLES)}")
    if faults:
        raise KeyworthError("say who acts", faults)
    return Person(shown, role)


def signature(
    audit: str,
    audit_sha256: str,
    entries: Sequence[Entry],
    valid: Sequence[Entry],
    who: Person,
    meaning: str,
    *,
    amount: float,
    decided: int,
    failed_checks: Sequence[str],
    head: tuple[int, str],
) -> Draft:
    """Return the draft of a signature, checked; `entries` are those about the whole audit, `valid` the signatures held.

    Raises
    ------
    KeyworthError
        When the meaning is unknown, a failed check has not been accepted by name, or the same
        person signs twice.
    """
    faults = []
    if meaning not in MEANINGS:
        faults.append(f"meaning {meaning!r} is none of {', '.join(MEANINGS)}")
    accepted = accepted_checks(entries)
    faults += [f"the failed check {c!r} has not been accepted" for c in failed_checks if c not in accepted]
    if any(_same(e.author, who.name) and e.payload["meaning"] == meaning for e in valid):
        faults.append(f"{who.name} has signed this already")
    if faults:
        raise KeyworthError("the audit cannot be signed yet", faults)
    payload = {
        "meaning": meaning,
        "amount": amount,
        "decided": decided,
        "audit_sha256": audit_sha256,
        "head": list(head),
        "accepted": [
            {"check": c, "by": accepted[c].author, "reason": accepted[c].payload["reason"]} for c in failed_checks
        ],
    }
    return Draft(audit, WHOLE, _next(entries), "signature", who.name, who.role, payload)


def acceptance(audit: str, entries: Sequence[Entry], who: Person, check: str, reason: str) -> Draft:
    """Return the draft that accepts one failed check by name, with a reason."""
    if not plain(reason):
        raise KeyworthError(f"the failed check {check!r} needs a reason to be accepted")
    payload: dict[str, Any] = {"check": check, "reason": plain(reason)}
    return Draft(audit, WHOLE, _next(entries), "acceptance", who.name, who.role, payload)


def accepted_checks(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return the last acceptance of each failed check, by its name."""
    return {e.payload["check"]: e for e in entries if e.kind == "acceptance"}


def valid_signatures(entries: Sequence[Entry], audit_sha256: str, changed_at: int) -> list[Entry]:
    """Return the signatures that still hold: of this very audit, after the last change of a decision.

    Parameters
    ----------
    entries : sequence of Entry
        Those about the audit as a whole, at least.
    audit_sha256 : str
    changed_at : int
        The number of the last entry that decided, superseded or took back anything.
    """
    signed = (e for e in entries if e.kind == "signature" and e.seq > changed_at)
    return [e for e in signed if e.payload["audit_sha256"] == audit_sha256]


def missing_signatures(valid: Sequence[Entry], amount: float, two_above: float) -> list[str]:
    """Return whose approval is still needed before the budget is spent; none means that it is signed.

    Parameters
    ----------
    valid : sequence of Entry
        `valid_signatures`.
    amount, two_above : float
        Pounds that the decisions move, and pounds above which both sides sign.
    """
    approved = [e for e in valid if e.payload["meaning"] == "Approved"]
    if amount <= two_above:
        return [] if approved else ["one person"]
    return [side for side in SIDES if side not in {e.role for e in approved}]


def refuse_if_signed(valid: Sequence[Entry], drafts: Sequence[Draft]) -> None:
    """Raise when drafts would change what has been signed; ``supersede`` is the one way."""
    if valid and any(d.kind in ("decision", "undo") for d in drafts):
        by = ", ".join(sorted({e.author for e in valid}))
        raise KeyworthError(
            "this audit is signed",
            [f"signed decisions cannot be changed (signed by {by})"],
            "Supersede it, with a reason; it is then signed again.",
        )


def _next(entries: Sequence[Entry]) -> int:
    return 1 + max((e.version for e in entries if e.subject == WHOLE), default=0)


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFKC", one).casefold() == unicodedata.normalize("NFKC", other).casefold()
