"""Everything that can be done to a ledger behind its back, at random: nothing of it may go unseen."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from pathlib import Path

from keyworth.review.chain import Draft
from keyworth.review.ledger import Ledger

TABLE = "keyworth_entries"
COLUMNS = ("seq", "audit", "subject", "version", "kind", "author", "role", "at", "payload", "previous", "hash")
TEXTS = tuple(c for c in COLUMNS if c not in ("seq", "version"))


def written(path: Path) -> tuple[int, str]:
    """Write a ledger with every kind of entry; return its head."""
    ledger = Ledger(f"sqlite:///{path}")
    for i in range(14):
        ledger.append([Draft("a1", f"k{i % 5}", i // 5 + 1, "decision", "Ann", "sales", {"verdict": "cut", "n": i})])
    kinds = ("note", "undo", "supersede", "acceptance", "signature", "signature")
    for i, kind in enumerate(kinds, start=1):
        payload = {"meaning": "Approved", "amount": 100.0 * i, "check": "x", "text": "t"}
        ledger.append([Draft("a1", "audit", i, kind, "Bob", "marketing", payload)])
    head = ledger.head()
    ledger.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return head


def mutate(path: Path, rng: random.Random) -> str:
    """Change something, whatever constraints say; return what."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    rows = [list(r) for r in connection.execute(f"SELECT {','.join(COLUMNS)} FROM {TABLE} ORDER BY seq")]
    kind = rng.choice(["edit", "edit", "number", "blob", "delete", "swap", "cut the end", "cut the start", "insert",
                       "double", "signature", "genesis", "empty", "rehash"])  # fmt: skip
    at = rng.randrange(len(rows))
    if kind in ("edit", "signature", "genesis"):
        at = {"signature": len(rows) - rng.choice([1, 2]), "genesis": 0}.get(kind, at)
        column = COLUMNS.index(rng.choice(TEXTS))
        rows[at][column] = _edited(rows[at][column], rng)
    elif kind == "number":
        rows[at][COLUMNS.index("version")] += rng.choice([-1, 1, 1000])
    elif kind == "blob":
        column = COLUMNS.index(rng.choice(TEXTS))
        rows[at][column] = rng.choice([b"\xff\xfe", rows[at][column].encode(), 7, 1.5])
    elif kind == "delete":
        del rows[at]
    elif kind == "swap":
        other = rng.choice([i for i in range(len(rows)) if i != at])
        rows[at][0], rows[other][0] = rows[other][0], rows[at][0]
    elif kind == "cut the end":
        del rows[at:]
    elif kind == "cut the start":
        del rows[: at + 1]
    elif kind == "insert":
        rows.insert(at, [*rows[at]])
        for i, row in enumerate(rows, start=1):
            row[0] = i
    elif kind == "double":
        rows.append([rows[-1][0] + 1, *rows[at][1:]])
    elif kind == "rehash":  # an edit whose author made its hash right, and forgot those that follow
        from keyworth.review.chain import _digest

        named = dict(zip(COLUMNS, rows[at], strict=True))
        named["author"] = _edited(named["author"], rng)
        rows[at] = [*({**named, "hash": _digest(named)}).values()]
    else:
        rows = []
    connection.execute("BEGIN")
    connection.execute(f"DROP TABLE {TABLE}")
    connection.execute(f"CREATE TABLE {TABLE} ({','.join(COLUMNS)})")  # no types, keys or constraints any more
    connection.executemany(f"INSERT INTO {TABLE} VALUES ({','.join('?' * len(COLUMNS))})", rows)
    connection.execute("COMMIT")
    connection.close()
    return kind


def _edited(value: str, rng: random.Random) -> str:
    """Return the text with one character replaced, added or taken away."""
    at, other = rng.randrange(len(value)), rng.choice("0123456789abcdefXYZ{} \u00e9\x00")
    out = rng.choice(
        [value[:at] + other + value[at + 1 :], value[:at] + other + value[at:], value[:at] + value[at + 1 :]]
    )
    return out if out != value else value + "x"


def find_mutations(folder: Path, times: int) -> None:
    """Mutate a ledger again and again; assert that each is found, given the head noted before."""
    source, target, rng = folder / "l.sqlite", folder / "m.sqlite", random.Random(5)
    head, tried = written(source), Counter[str]()
    data = source.read_bytes()
    for _ in range(times):
        for extra in ("", "-wal", "-shm"):
            (folder / f"m.sqlite{extra}").unlink(missing_ok=True)
        target.write_bytes(data)
        kind = mutate(target, rng)
        changed = Ledger(f"sqlite:///{target}")
        assert changed.verify(head), f"unseen: {kind}"
        changed.close()
        tried[kind] += 1
    print(f"{times:,} mutations, all found: {dict(sorted(tried.items()))}")
