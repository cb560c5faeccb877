"""A signed audit with its ledger, and all that can be done to either: each must be found or refused, and named."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from keyworth.errors import KeyworthError
from keyworth.review.chain import GENESIS, _digest
from keyworth.review.ledger import Ledger
from keyworth.review.review_commands import ledger_faults, open_desk
from keyworth.review.review_session import Desk
from keyworth.review.signoff import Person
from keyworth.settings import Review
from tests.review.conftest import make_audit
from tests.review.tampering import COLUMNS, TABLE, mutate

ANN, BOB = Person("Ann", "sales", "one"), Person("Bob", "marketing", "two")
LEDGER = "keyworth-decisions.sqlite"
NAMED = re.compile(r"entr(y|ies) \d+|\.(sqlite|json|parquet|html|txt)|not an audit directory|no such table")
Row = dict[str, Any]


class Case:
    """A signed audit, whole, and copies of it to be spoilt."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.whole = folder, folder / "whole"
        make_audit(self.whole / "audit")
        desk = self._desk("whole")
        cuts, fixes, keeps = (
            [r["subject"] for r in desk.queue({"verdict": v})["rows"]] for v in ("cut", "fix", "keep")
        )
        desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
        desk.decide(BOB, keeps[0], 0, "change", "cut", reason="we stop selling it")
        desk.decide(BOB, fixes[0], 0, "defer", "", owner="Cy", due="2999-01-01")
        desk.note(ANN, cuts[0], 1, "asked the warehouse")
        desk.judge(ANN, cuts[1], "yes", "no")
        desk.undo(BOB, keeps[0], 1)
        desk.accept(ANN, "rows reconcile", "known")
        for who in (ANN, BOB):
            desk.sign(who, "Approved")
        desk.decide(ANN, cuts[0], 2, "change", "keep", supersede=True, reason="back in stock")
        for who in (ANN, BOB):
            desk.sign(who, "Approved")
        assert desk.is_signed()
        assert ledger_faults(desk) == []
        self.head = "{}:{}".format(*desk.ledger.head())
        desk.ledger.close()
        with closing(sqlite3.connect(self.whole / LEDGER)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy(self) -> Path:
        shutil.rmtree(self.folder / "copy", ignore_errors=True)
        shutil.copytree(self.whole, self.folder / "copy")
        return self.folder / "copy"

    def _desk(self, name: str) -> Desk:
        return open_desk(self.folder / name / "audit", None, Review(two_signatures_above=50))

    def told(self, head: str | None) -> list[str]:
        """Return what `keyworth verify` says of the copy."""
        try:
            desk = open_desk(self.folder / "copy" / "audit", None, Review(), absent="fault")
        except KeyworthError as fault:
            return [str(fault)]
        try:
            return ledger_faults(desk, head)
        finally:
            desk.ledger.close()


def rows_of(path: Path) -> list[Row]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(f"SELECT {','.join(COLUMNS)} FROM {TABLE} ORDER BY seq").fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def forge(path: Path, rows: list[Row]) -> None:
    """Write rows as a chain whose every hash is right."""
    previous = GENESIS
    for seq, row in enumerate(rows, start=1):
        row |= {"seq": seq, "previous": previous}
        row["hash"] = previous = _digest(row)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"DROP TABLE {TABLE}")
        connection.execute(f"CREATE TABLE {TABLE} ({','.join(COLUMNS)})")  # no types, keys or constraints any more
        connection.executemany(f"INSERT INTO {TABLE} VALUES ({','.join('?' * len(COLUMNS))})",
                               [tuple(r[c] for c in COLUMNS) for r in rows])  # fmt: skip


def _payload(change: Callable[[dict[str, Any]], Any], *kinds: str) -> Callable[[list[Row], random.Random], None]:
    def act(rows: list[Row], rng: random.Random) -> None:
        row = rng.choice([r for r in rows if r["kind"] in kinds])
        payload = json.loads(row["payload"])
        change(payload)
        row["payload"] = json.dumps(payload, sort_keys=True, separators=(",", ":"))

    return act


def _column(name: str, *values: Any) -> Callable[[list[Row], random.Random], None]:
    def act(rows: list[Row], rng: random.Random) -> None:
        rng.choice(rows)[name] = rng.choice(values)

    return act


def _decide_again(rows: list[Row], rng: random.Random) -> None:
    """Change what was signed by a plain decision at the end."""
    first = rng.choice([r for r in rows[:3] if r["subject"] != rows[-3]["subject"]])
    version = 1 + max(r["version"] for r in rows if r["subject"] == first["subject"])
    rows.append({**first, "version": version, "payload": first["payload"].replace('"cut"', '"keep"')})


def _drop(rows: list[Row], rng: random.Random) -> None:
    del rows[rng.randrange(len(rows) - 1)]


def _swap(rows: list[Row], rng: random.Random) -> None:
    """Put a decision behind the signatures, in place of the one that superseded it."""
    at = rng.randrange(3)
    rows.append(rows.pop(at))


SESSION = {"session": "one"}
FORGERIES: dict[str, Callable[[list[Row], random.Random], None]] = {
    "role": _column("role", "boss", "", "Sales", "SALES "),
    "date": _column("at", "2026-02-30T10:00:00+00:00", "yesterday", "", "2019-01-01", "3026-01-01T00:00:00.000+00:00"),
    "local time": _column("at", "2026-01-01T10:00:00+02:00"),
    "kind": _column("kind", "approval", "", "Decision"),
    "author": _column("author", "", " "),
    "subject": _column("subject", "audit", "no such keyword", ""),
    "version": _column("version", 0, -1, 99),
    "verdict": _payload(lambda p: p.update(verdict="burn"), "decision", "supersede"),
    "other verdict": _payload(lambda p: p.update(verdict="watch"), "supersede"),
    "no verdict": _payload(lambda p: p.update(verdict=None, action="agree"), "decision"),
    "action": _payload(lambda p: p.update(action="dance"), "decision"),
    "no reason": _payload(lambda p: p.pop("reason", None), "supersede", "acceptance"),
    "other audit": _payload(lambda p: p.update(audit_sha256="f" * 64), "decision", "signature", "note", "judgement"),
    "amount": _payload(lambda p: p.update(amount=p["amount"] * 2 + 1), "signature"),
    "endless amount": _payload(lambda p: p.update(amount=float("nan")), "signature"),
    "no amount": _payload(lambda p: p.update(amount="1"), "signature"),
    "decided": _payload(lambda p: p.update(decided=p["decided"] + 1), "signature"),
    "meaning": _payload(lambda p: p.update(meaning="Liked"), "signature"),
    "head": _payload(lambda p: p.update(head=[p["head"][0] - 1, p["head"][1]]), "signature"),
    "no head": _payload(lambda p: p.pop("head"), "signature"),
    "accepted": _payload(
        lambda p: p.update(accepted=[{"check": "rows reconcile", "by": "Eve", "reason": "x"}]), "signature"
    ),
    "both sides": _payload(lambda p: p.update(session="one"), "signature"),
    "judgement": _payload(lambda p: p.update(product="perhaps"), "judgement"),
    "nothing": _payload(lambda p: p.clear(), "decision", "note", "acceptance", "signature", "judgement"),
    "decided again": _decide_again,
    "dropped": _drop,
    "moved": _swap,
}


def _edit(path: Path, rng: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= rng.randrange(1, 256)
    path.write_bytes(content)


def spoil_audit(folder: Path, rng: random.Random) -> str:
    """Swap, edit, delete or add to the audit's files."""
    audit, kind = folder / "audit", rng.choice(["edit", "delete", "cut", "add", "empty", "other audit", "other checks"])
    path = rng.choice(sorted(p for p in audit.rglob("*") if p.is_file()))
    if kind == "edit":
        _edit(path, rng)
    elif kind == "delete":
        path.unlink()
    elif kind == "cut":
        path.write_bytes(path.read_bytes()[: rng.randrange(path.stat().st_size)])
    elif kind == "add":
        (audit / f"added{rng.randrange(9)}.txt").write_text("x")
    elif kind == "empty":
        path.write_bytes(b"")
    else:
        shutil.rmtree(audit)
        make_audit(audit, **({"n": rng.randrange(1, 12)} if kind == "other audit" else {"checks": []}))
    return f"audit: {kind}"


def spoil_running(case: Case, rng: random.Random) -> str:
    """Harm a ledger under an open desk, then let everybody act: nothing may be taken."""
    copy, kind = (
        case.copy(),
        rng.choice(["deleted", "moved", "replaced", "emptied", "older", "cut", "forged", "folder"]),
    )
    desk, path = open_desk(copy / "audit", None, Review()), copy / LEDGER
    try:
        desk.refresh()
        if kind == "deleted":
            path.unlink()
        elif kind == "moved":
            path.rename(copy / "elsewhere.sqlite")
        elif kind == "folder":
            copy.rename(case.folder / "gone")
        elif kind in ("replaced", "emptied"):
            if kind == "replaced":
                shutil.copyfile(case.whole / LEDGER, copy / "new")
            else:
                Ledger(f"sqlite:///{copy}/new").close()
            os.replace(copy / "new", path)
        elif kind == "forged":
            rows = rows_of(path)
            rng.choice(rows)["author"] = "Eve"
            forge(path, rows)
        else:
            least = rng.randrange(1, len(rows_of(path))) if kind == "cut" else 1
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute(f"DELETE FROM {TABLE} WHERE seq > ?", (least,))
        told = []
        for act in (
            lambda: desk.decide(BOB, desk.shelf.subjects[7], 0, "agree", "", supersede=True, reason="x"),
            lambda: desk.note(BOB, desk.shelf.subjects[8], 0, "hm"),
            lambda: desk.sign(BOB, "Reviewed"),
        ):
            try:
                raise AssertionError(f"acknowledged after: {kind}: {act()}")
            except KeyworthError as fault:
                told.append(str(fault))
        assert all(NAMED.search(t) for t in told), told
    finally:
        desk.ledger.close()
        shutil.rmtree(case.folder / "gone", ignore_errors=True)
    return f"running: {kind}"


def find_forgeries(folder: Path, times: int) -> None:
    """Spoil a signed audit or its ledger again and again; assert that each is found or refused, and named."""
    case, rng, tried = Case(folder), random.Random(19), Counter[str]()
    for n in range(times):
        family = ("tampered", "forged", "running", "audit", "forged")[n % 5]
        if family == "running":
            tried[spoil_running(case, rng)] += 1
            continue
        copy, head = case.copy(), case.head
        if family == "tampered":
            kind = f"tampered: {mutate(copy / LEDGER, rng)}"
        elif family == "forged":
            rows, name = rows_of(copy / LEDGER), rng.choice(list(FORGERIES))
            kind, before, head = f"forged: {name}", json.dumps(rows), None  # found without any note of the head
            FORGERIES[name](rows, rng)
            if json.dumps(rows) == before:
                continue
            forge(copy / LEDGER, rows)
        else:
            kind, head = spoil_audit(copy, rng), None
        told = case.told(head)
        assert told, f"unseen: {kind}"
        assert all(NAMED.search(t) for t in told), (kind, told)
        tried[kind] += 1
    print(f"{sum(tried.values()):,} mutations, all found or refused, and named: {dict(sorted(tried.items()))}")
