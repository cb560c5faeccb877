"""What entries must be beyond their hashes: of a known kind, by a known role, at a possible time, in a possible order.

A chain proves that nothing was changed after it was written. Whoever writes a whole new one makes the hashes right;
that what it says could ever have been written by a review is harder to keep up.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from keyworth.errors import KeyworthError
from keyworth.review.audit_check import swapped
from keyworth.review.chain import Entry
from keyworth.review.decisions import ACTIONS, BLIND, DECIDING, fold, is_date
from keyworth.review.signoff import MEANINGS, ROLES, WHOLE, is_amount, other_side
from keyworth.schema import VERDICTS

if TYPE_CHECKING:
    from keyworth.review.review_session import Desk

SKEW = timedelta(days=1)  # by which the clocks of two reviewers' machines may differ


def refuse_odd(entries: Iterable[Entry]) -> None:
    """Raise where an entry is none that a review writes: nothing is folded from it."""
    if faults := [f"entry {e.seq}: {fault}" for e in entries for fault in entry_faults(e)]:
        raise KeyworthError("the ledger holds what no review wrote", faults, "`keyworth verify` tells everything.")


def desk_faults(desk: Desk, head: tuple[int, str] | None = None) -> list[str]:
    """Return every fault of a ledger, and of the audit on the desk against what was decided on it and signed.

    Parameters
    ----------
    desk : Desk
    head : (int, str), optional
        Noted earlier, outside the database.
    """
    if faults := desk.ledger.verify(head):
        return faults
    entries = desk.ledger.entries()
    if faults := [f"entry {e.seq}: {fault}" for e in entries for fault in entry_faults(e)]:
        return faults
    mine = [e for e in entries if e.audit == desk.run_id]
    pounds = dict(zip(desk.shelf.subjects, desk.shelf.pounds.tolist(), strict=True))
    faults = history_faults(entries) + swapped(mine, desk.sha256)
    return faults or sums_faults(mine, pounds, desk.sha256)


def entry_faults(entry: Entry) -> list[str]:
    """Return what is wrong with an entry by itself.

    Examples
    --------
    >>> entry_faults(Entry(1, "a", "k", 1, "decision", "Ann", "boss", "2026-02-30", {"action": "agree"}, "", ""))
    ["'boss' is no role", "'2026-02-30' is no time in UTC", 'None is no verdict']
    """
    faults = [] if entry.role in ROLES else [f"{entry.role!r} is no role"]
    if _time(entry.at) is None:
        faults.append(f"{entry.at!r} is no time in UTC")
    if not entry.author.strip():
        faults.append("nobody made it")
    if entry.kind not in _PAYLOADS:
        return [*faults, f"{entry.kind!r} is no kind of entry"]
    whole, blind = entry.subject == WHOLE, entry.subject.startswith(BLIND)
    if whole != (entry.kind in ("acceptance", "signature")) or blind != (entry.kind == "judgement"):
        faults.append(f"a {entry.kind} cannot be about {entry.subject!r}")
    return faults + _PAYLOADS[entry.kind](entry.payload)


def history_faults(entries: Sequence[Entry]) -> list[str]:
    """Return what is wrong with entries in their order, each of which is sound by itself, of whatever audits."""
    faults: list[str] = []
    versions, changed = defaultdict[tuple[str, str], int](int), dict[tuple[str, str], int]()
    last, signed, whole = dict[str, Entry](), dict[str, int](), defaultdict[str, list[Entry]](list)
    latest = datetime(1970, 1, 2, tzinfo=UTC)
    for e in entries:
        key, at = (e.audit, e.subject), datetime.fromisoformat(e.at)
        found = []
        versions[key] += 1
        if e.version != versions[key]:
            found.append(f"it is version {e.version} of its subject, where {versions[key]} is due")
            versions[key] = e.version
        if at < latest - SKEW:
            found.append(f"it is of {e.at}, long before the one before it")
        if at > datetime.now(UTC) + SKEW:
            found.append(f"it is of {e.at}, which is to come")
        latest = max(latest, at)
        if e.kind in ("decision", "undo") and signed.get(e.audit, 0) > changed.get(key, 0):
            found.append("it changes what was signed, without superseding it")
        if e.kind in DECIDING:
            changed[key] = e.seq
        elif e.kind == "signature":
            found += _signature_faults(e, last.get(e.audit), whole[e.audit])
            signed[e.audit] = e.seq
        if e.subject == WHOLE:
            whole[e.audit].append(e)
        last[e.audit] = e
        faults += [f"entry {e.seq}: {f}" for f in found]
    return faults


def sums_faults(entries: Sequence[Entry], pounds: Mapping[str, float], sha256: str) -> list[str]:
    """Return the signatures of an audit that name other sums than the decisions before them come to.

    Parameters
    ----------
    entries : sequence of Entry
        An audit's.
    pounds : mapping of subject to float
        What cutting or fixing each keyword moves.
    sha256 : str
        The audit's hash: what was signed of another cannot be worked out again.
    """
    faults, states = [], fold({}, ())
    for e in entries:
        if e.kind == "signature" and e.payload["audit_sha256"] == sha256:
            decided = sum(s.decision is not None for s in states.values())
            amount = math.fsum(pounds.get(k, 0.0) for k, s in states.items() if s.verdict in ("cut", "fix"))
            if decided != e.payload["decided"] or abs(amount - e.payload["amount"]) > 0.01:
                faults.append(
                    f"entry {e.seq}: it signs {e.payload['decided']} decisions and {e.payload['amount']:,.2f}; "
                    f"before it stand {decided} and {amount:,.2f}"
                )
        fold(states, (e,))
    unknown = sorted({e.subject for e in entries if e.kind in DECIDING and e.subject not in pounds})
    return faults + [f"the audit has no keyword {s!r}, which was decided on" for s in unknown]


def _signature_faults(entry: Entry, before: Entry | None, whole: Sequence[Entry]) -> list[str]:
    faults = []
    if entry.payload["head"] != ([before.seq, before.hash] if before else [0, ""]):
        faults.append("the head that it names is not the entry before it")
    accepted = {a.payload["check"]: a for a in whole if a.kind == "acceptance"}
    for said in entry.payload["accepted"]:
        a = accepted.get(said["check"])
        if a is None or (a.author, a.payload["reason"]) != (said["by"], said["reason"]):
            faults.append(f"the check {said['check']!r} was not accepted so before it")
    if other := other_side(whole, entry.payload.get("session", ""), entry.author, entry.role):
        faults.append(f"it was signed from the session in which {other.author} ({other.role}) signed")
    return faults


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.utcoffset() == timedelta(0) else None


def _decision(p: dict[str, Any]) -> list[str]:
    faults = [] if p.get("action") in ACTIONS else [f"{p.get('action')!r} is no action"]
    deferred = p.get("action") == "defer"
    if (p.get("verdict") is not None) if deferred else (p.get("verdict") not in VERDICTS):
        faults.append(f"{p.get('verdict')!r} is no verdict")
    if deferred and not (_text(p.get("owner")) and _text(p.get("due")) and is_date(p["due"])):
        faults.append("it is deferred to nobody, or to no day")
    if p.get("action") == "change" and not _text(p.get("reason")):
        faults.append("it changes a verdict without a reason")
    return faults


def _supersede(p: dict[str, Any]) -> list[str]:
    return _decision(p) + ([] if _text(p.get("reason")) else ["it supersedes without a reason"])


def _note(p: dict[str, Any]) -> list[str]:
    return [] if _text(p.get("text")) else ["it notes nothing"]


def _judgement(p: dict[str, Any]) -> list[str]:
    said = [p[k] for k in ("product", "customers") if k in p]
    return [] if said and set(map(str, said)) <= {"yes", "no", "unsure"} else ["it judges nothing"]


def _acceptance(p: dict[str, Any]) -> list[str]:
    return [] if _text(p.get("check")) and _text(p.get("reason")) else ["it accepts nothing, or without a reason"]


def _signature(p: dict[str, Any]) -> list[str]:
    faults = [] if p.get("meaning") in MEANINGS else [f"{p.get('meaning')!r} is no meaning of a signature"]
    for name in ("amount", "decided"):
        if not is_amount(p.get(name)):
            faults.append(f"its {name} is no number")
    if not (_text(p.get("audit_sha256")) and len(p["audit_sha256"]) == 64):
        faults.append("it names no audit")
    head, accepted = p.get("head"), p.get("accepted")
    if not (isinstance(head, list) and len(head) == 2 and isinstance(head[0], int) and isinstance(head[1], str)):
        faults.append("it names no head")
    if not isinstance(accepted, list) or not all(
        isinstance(a, dict) and set(a) == {"check", "by", "reason"} and all(map(_text, a.values())) for a in accepted
    ):
        faults.append("the checks that it accepts are none")
    return faults


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_PAYLOADS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "decision": _decision,
    "supersede": _supersede,
    "undo": lambda _p: [],
    "note": _note,
    "judgement": _judgement,
    "acceptance": _acceptance,
    "signature": _signature,
}
