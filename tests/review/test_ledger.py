"""The ledger: append-only, chained, durable, and fair to those who come second."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import threading
import time

import pytest

from keyworth.review.ledger import Draft, Ledger, StaleEdit


def draft(subject: str, version: int, **payload) -> Draft:
    return Draft("a1", subject, version, "decision", "Ann", "sales", {"verdict": "cut", **payload})


def test_a_stale_edit_is_refused_and_told(tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path}/l.sqlite")
    ledger.append([draft("k", 1)])
    with pytest.raises(StaleEdit) as stale:
        ledger.append([draft("k", 1, reason="me too")])
    assert [e.payload["verdict"] for e in stale.value.current] == ["cut"]


def test_all_or_none(tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path}/l.sqlite")
    with pytest.raises(StaleEdit):
        ledger.append([draft("a", 1), draft("b", 7)])
    assert ledger.entries() == []


def mutate(path, rng: random.Random) -> None:
    """Edit, delete or move one entry behind the ledger's back."""
    with sqlite3.connect(path) as connection:
        connection.execute("DROP INDEX one_version")
        rows = connection.execute("SELECT seq FROM entries").fetchall()
        seq = rng.choice(rows)[0]
        kind = rng.choice(["edit", "delete", "swap"])
        if kind == "edit":
            column = rng.choice(["payload", "author", "role", "at", "kind", "subject", "audit", "previous", "hash"])
            value = connection.execute(f"SELECT {column} FROM entries WHERE seq=?", (seq,)).fetchone()[0]
            at = rng.randrange(len(value))
            other = rng.choice([c for c in "0123456789abcdefXYZ{}" if c != value[at]])
            connection.execute(
                f"UPDATE entries SET {column}=? WHERE seq=?", (value[:at] + other + value[at + 1 :], seq)
            )
        elif kind == "delete":
            connection.execute("DELETE FROM entries WHERE seq=?", (seq,))
        else:
            other = rng.choice([r[0] for r in rows if r[0] != seq])
            connection.execute("UPDATE entries SET seq=-1 WHERE seq=?", (seq,))
            connection.execute("UPDATE entries SET seq=? WHERE seq=?", (seq, other))
            connection.execute("UPDATE entries SET seq=? WHERE seq=-1", (other,))


def find_mutations(tmp_path, times: int) -> None:
    source = tmp_path / "l.sqlite"
    ledger = Ledger(f"sqlite:///{source}")
    for i in range(20):
        ledger.append([draft(f"k{i % 5}", i // 5 + 1, note=f"n{i}")])
    head = ledger.head()
    ledger._engine.dispose()
    rng, data = random.Random(5), None
    with sqlite3.connect(source) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    data = source.read_bytes()
    target = tmp_path / "m.sqlite"
    for _ in range(times):
        target.write_bytes(data)
        mutate(target, rng)
        changed = Ledger(f"sqlite:///{target}")
        assert changed.verify(head), "a mutation went unseen"
        changed._engine.dispose()
        for extra in ("-wal", "-shm"):
            (tmp_path / f"m.sqlite{extra}").unlink(missing_ok=True)


def test_mutations_are_found(tmp_path):
    find_mutations(tmp_path, 150)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_ten_thousand_mutations_are_found(tmp_path):
    find_mutations(tmp_path, 10_000)


def test_a_shortened_chain_needs_the_head_noted_elsewhere(tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path}/l.sqlite")
    ledger.append([draft("a", 1)])
    ledger.append([draft("b", 1)])
    head = ledger.head()
    with sqlite3.connect(tmp_path / "l.sqlite") as connection:
        connection.execute("DELETE FROM entries WHERE seq=2")
    assert ledger.verify() == []  # the limit that the documents state
    assert ledger.verify(head)


def race(url: str, clients: int, edits: int) -> Ledger:
    """Let clients edit the same few keywords at once; a stale one looks again and retries."""
    faults = []

    def client(name: int) -> None:
        ledger, rng = Ledger(url), random.Random(name)
        try:
            for i in range(edits):
                subject = f"k{rng.randrange(7)}"
                while True:
                    version = max((e.version for e in ledger.entries("a1", subject)[-1:]), default=0)
                    try:
                        ledger.append([draft(subject, version + 1, by=name, nth=i)])
                        break
                    except StaleEdit:
                        continue
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not faults
    ledger = Ledger(url)
    assert ledger.verify() == []
    written = {(e.payload["by"], e.payload["nth"]) for e in ledger.entries()}
    assert len(written) == clients * edits
    return ledger


def test_no_update_is_lost(tmp_path):
    race(f"sqlite:///{tmp_path}/l.sqlite", clients=6, edits=15)


def test_what_was_acknowledged_survives_kill(tmp_path):
    kill_writers(tmp_path, 25)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_what_was_acknowledged_survives_a_thousand_kills(tmp_path):
    kill_writers(tmp_path, 1000)


def kill_writers(tmp_path, kills: int) -> None:
    rng, url = random.Random(3), f"sqlite:///{tmp_path}/l.sqlite"
    Ledger(url)
    said = tmp_path / "acknowledged"
    said.touch()
    for k in range(kills):
        child = os.fork()
        if child == 0:
            ledger = Ledger(url)
            with said.open("ab", buffering=0) as out:
                for i in range(100000):
                    entry = ledger.append([draft(f"{k}-{i}", 1)])[0]
                    out.write(f"{entry.hash}\n".encode())
        size, deadline = said.stat().st_size, time.monotonic() + 10
        while said.stat().st_size == size and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(rng.uniform(0.0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    ledger = Ledger(url)
    kept = {e.hash for e in ledger.entries()}
    acknowledged = {line for line in said.read_text().split("\n") if len(line) == 64}
    assert acknowledged
    assert acknowledged <= kept
    assert ledger.verify() == []
