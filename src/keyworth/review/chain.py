"""The chain: entries whose hashes cover their content and the hash before them.

As RFC 6962's logs and 21 CFR 11.10(e)'s audit trails do in their ways, so that an
edit, a deletion or a reorder is found. What a chain without an outside anchor
cannot prove: that nobody with the whole database rewrote it from some entry on, or
cut off its end. Note the head elsewhere, or send it to the other side; then that is
found too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from keyworth.errors import KeyworthError

GENESIS = "0" * 64
_HASHED = ("seq", "audit", "subject", "version", "kind", "author", "role", "at", "payload", "previous")


@dataclass(frozen=True)
class Draft:
    """An entry before it is written; `version` is the one that the author has seen, plus one."""

    audit: str
    subject: str
    version: int
    kind: str
    author: str
    role: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One line of the ledger.

    Attributes
    ----------
    seq : int
        1, 2, 3 … without a gap.
    audit : str
        The run id of the audit that it is about.
    subject : str
        What it is about: a keyword row's id, ``"audit"`` for a signature of the whole, ``"blind ID"``
        for a judgement of a keyword.
    version : int
        1, 2, 3 … for each subject of an audit: the optimistic lock.
    kind : str
        ``decision``, ``undo``, ``note``, ``judgement``, ``acceptance``, ``signature``, ``supersede``.
    payload : dict
        What was decided, in plain JSON.
    """

    seq: int
    audit: str
    subject: str
    version: int
    kind: str
    author: str
    role: str
    at: str
    payload: dict[str, Any]
    previous: str
    hash: str


class LostLedger(KeyworthError):
    """What the ledger held when it was last looked at is not there any more: nothing may be written to it."""

    def __init__(self, problem: str) -> None:
        mend = "Stop this review, bring back the ledger that was there, and begin again. Nothing was saved."
        super().__init__("the ledger is not the one that was opened", [problem], mend)


class StaleEdit(KeyworthError):
    """Somebody else changed the same thing first; `current` is what stands now."""

    def __init__(self, subject: str, current: list[Entry]) -> None:
        super().__init__("somebody changed this since you opened it", mend="Look at the difference and decide again.")
        self.subject_id = subject
        self.current = current


def chained(drafts: Iterable[Draft], head: tuple[int, str], at: str) -> list[dict[str, Any]]:
    """Return the drafts as rows that follow a head.

    Raises
    ------
    KeyworthError
        When a text holds what a database cannot keep (half a surrogate pair, a NUL in a name).

    Examples
    --------
    >>> rows = chained([Draft("a1", "k7", 1, "note", "Ann", "sales", {"text": "hm"})], (0, GENESIS), "2026-01-01")
    >>> rows[0]["seq"], chain_faults(rows), chain_faults([{**rows[0], "author": "Bob"}])
    (1, [], ['entry 1 was changed after it was written'])
    """
    last, previous = head
    rows = []
    for seq, draft in enumerate(drafts, start=last + 1):
        row = {**draft.__dict__, "seq": seq, "at": at, "payload": _canonical(draft.payload), "previous": previous}
        try:
            row["hash"] = previous = _digest(row)
            if "\x00" in f"{draft.audit}{draft.subject}{draft.author}{draft.role}":
                raise UnicodeError
        except UnicodeError:
            raise KeyworthError("a text holds a character that cannot be kept", mend="Type it again.") from None
        rows.append(row)
    return rows


def chain_faults(rows: Iterable[Any], *anchors: tuple[int, str] | None) -> list[str]:
    """Return every fault of rows in the order of their numbers; none means nothing was edited, deleted or moved.

    Parameters
    ----------
    rows : iterable of mapping
    *anchors : (int, str), optional
        Heads noted earlier, outside the database; they find a rewritten or shortened chain too.
    """
    noted = {a[0]: a[1] for a in anchors if a and a[0]}
    faults, expected, previous = [], 1, GENESIS
    for row in rows:
        seq = row["seq"]
        if seq > expected:
            faults.append(
                f"entry {expected} is missing"
                if seq == expected + 1
                else f"entries {expected} to {seq - 1} are missing"
            )
        elif seq < expected:
            faults.append(f"entry {seq} is out of order")
        if row["previous"] != previous:
            faults.append(f"entry {seq} does not follow the one before it")
        if _is_changed(row):
            faults.append(f"entry {seq} was changed after it was written")
        if noted.get(seq, row["hash"]) != row["hash"]:
            faults.append(f"entry {seq} is not the one whose hash was noted")
        expected, previous = seq + 1, row["hash"]
    if expected <= (last := max(noted, default=0)):
        faults.append(f"entries {expected} to {last} were deleted")
    return faults


def to_entry(row: Any) -> Entry:
    """Return a row as an entry.

    Raises
    ------
    KeyworthError
        When it is none any more: somebody changed it behind the ledger's back.
    """
    fields = {name: row[name] for name in Entry.__dataclass_fields__}
    try:
        payload = json.loads(row["payload"])
        if not isinstance(payload, dict):
            raise ValueError
    except (TypeError, ValueError):
        told = f"entry {row['seq']} was changed after it was written"
        raise KeyworthError("the ledger is damaged", [told], "`keyworth verify` tells everything.") from None
    return Entry(**{**fields, "payload": payload})


def _canonical(payload: dict[str, Any]) -> str:
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _is_changed(row: Mapping[str, Any]) -> bool:
    try:
        return bool(_digest(row) != row["hash"])
    except (TypeError, UnicodeError):  # a blob, or bytes that are no text, where text was
        return True


def _digest(row: Mapping[str, Any]) -> str:
    told = json.dumps([row[name] for name in _HASHED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8")).hexdigest()
