"""Who may sign what: two signatures above an amount, one of each side; nothing signed is ever changed.

After 21 CFR 11.50: a signature carries the printed name, the time and the
meaning; and here the pounds, the audit's hash, the checks accepted and the
ledger's head too. It holds for what it was set under: a decision taken afterwards,
or another audit, and it holds no more. Two people are two names that do not look
the same, from two sessions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from keyworth.errors import KeyworthError
from keyworth.review.chain import Draft, Entry
from keyworth.review.decisions import plain
from keyworth.review.names import look_alike, printed_name

SIDES = ("marketing", "sales")
ROLES = (*SIDES, "approver")
MEANINGS = ("Reviewed", "Approved")
WHOLE = "audit"  # the subject of a signature
_NOTHING = "nothing is decided yet: there is nothing to sign"


@dataclass(frozen=True)
class Person:
    """Who acts: the printed name, the side they speak for, and a mark of the session that they act from."""

    name: str
    role: str
    session: str = field(default="", compare=False, repr=False)


def person(name: str, role: str, session: str = "") -> Person:
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
    shown = printed_name(name)
    faults = [] if shown else ["a name is needed"]
    if role not in ROLES:
        faults.append(f"role {role!r} is none of {', '.join(ROLES)}")
    if faults:
        raise KeyworthError("say who acts", faults)
    return Person(shown, role, session)


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
    settled: int,
    two_above: float,
    failed_checks: Sequence[str],
    head: tuple[int, str],
) -> Draft:
    """Return the draft of a signature, checked; `entries` are those about the whole audit, `valid` the signatures held.

    Parameters
    ----------
    decided, settled : int
        Keywords that were decided on, and those of them that are not deferred.
    two_above : float
        Pounds above which both sides sign, as it held for this signature.

    Raises
    ------
    KeyworthError
        When nothing is decided, the meaning is unknown, a failed check has not been accepted by name, the same
        person signs twice, or somebody else has signed from the same session.
    """
    faults = []
    if not settled:
        faults.append("all that was decided is deferred: there is nothing to sign" if decided else _NOTHING)
    if meaning not in MEANINGS:
        faults.append(f"meaning {meaning!r} is none of {', '.join(MEANINGS)}")
    accepted = accepted_checks(entries)
    faults += [f"the failed check {c!r} has not been accepted" for c in failed_checks if c not in accepted]
    for e in valid:
        if look_alike(e.author, who.name) and e.payload["meaning"] == meaning:
            alike = "" if e.author == who.name else f" ({e.author!r} and {who.name!r} look the same)"
            faults.append(f"{who.name} has signed this already{alike}")
    if other := other_side(entries, who.session, who.name, who.role):
        faults.append(
            f"{other.author} ({other.role}) has signed from this session: whoever signs for another side does it from "
            "a session of their own (“Another reviewer” makes one)"
        )
    if faults:
        raise KeyworthError("the audit cannot be signed yet", faults)
    payload = {
        "meaning": meaning,
        "amount": amount,
        "decided": decided,
        "audit_sha256": audit_sha256,
        "head": list(head),
        "two_signatures_above": two_above,
        "accepted": [
            {"check": c, "by": accepted[c].author, "reason": accepted[c].payload["reason"]} for c in failed_checks
        ],
    }
    if who.session:
        payload["session"] = who.session
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


def strictest(valid: Sequence[Entry], *stated: object) -> float:
    """Return the pounds above which both sides sign: the least that anybody stated, a signature that holds too.

    Examples
    --------
    >>> strictest([], 5000.0, None, 100.0)
    100.0
    """
    recorded = [e.payload.get("two_signatures_above") for e in valid]
    return float(min(v for v in (*stated, *recorded) if is_amount(v)))


def is_amount(value: object) -> TypeGuard[float]:
    """Return whether a value is an amount of pounds: a number, not below nought, and not without end."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf


def missing_signatures(valid: Sequence[Entry], amount: float, two_above: float, settled: int) -> list[str]:
    """Return whose approval is still needed before the budget is spent; none means that it is signed.

    Parameters
    ----------
    valid : sequence of Entry
        `valid_signatures`.
    amount, two_above : float
        Pounds that the decisions move, and pounds above which both sides sign.
    settled : int
        Keywords that are decided and not deferred: where there is none, nothing is signed.
    """
    approved = [e for e in valid if e.payload["meaning"] == "Approved"]
    if amount <= two_above:
        return [] if approved and settled else ["one person"]
    sides = {side: [e for e in approved if e.role == side] for side in SIDES}
    missing = [side for side, signed in sides.items() if not signed]
    if not missing and not any(_two(m, s) for m in sides["marketing"] for s in sides["sales"]):
        return ["another person"]
    return missing if settled else list(SIDES)


def refuse_signed(signed: Iterable[Entry], drafts: Sequence[Draft], is_locked: Callable[[str], bool]) -> None:
    """Raise when drafts would change a keyword as it was signed; its own ``supersede`` is the one way."""
    if any(d.kind in ("decision", "undo") and is_locked(d.subject) for d in drafts):
        by = ", ".join(sorted({e.author for e in signed}))
        raise KeyworthError(
            "this audit is signed",
            [f"signed decisions cannot be changed (signed by {by})"],
            "Supersede each that is to change, with a reason; the audit is then signed again.",
        )


def other_side(whole: Iterable[Entry], session: str, author: str, role: str) -> Entry | None:
    """Return a signature that somebody else, or the same for another side, set from the same session."""
    for e in whole:
        same = e.kind == "signature" and session and e.payload.get("session") == session
        if same and (e.role != role or not look_alike(e.author, author)):
            return e
    return None


def _two(one: Entry, other: Entry) -> bool:
    """Return whether two signatures are of two people: by name and by session."""
    session = one.payload.get("session")
    return not look_alike(one.author, other.author) and (not session or session != other.payload.get("session"))


def _next(entries: Sequence[Entry]) -> int:
    return 1 + max((e.version for e in entries if e.subject == WHOLE), default=0)
