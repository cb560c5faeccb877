"""The ledger: append-only, chained, durable, and fair to those who come second; on every database it may lie in."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from keyworth.errors import KeyworthError
from keyworth.review import ledger_database
from keyworth.review.chain import GENESIS, Draft
from keyworth.review.ledger import Ledger, StaleEdit
from tests.review.tampering import find_mutations


def draft(subject: str, version: int, **payload) -> Draft:
    return Draft("a1", subject, version, "decision", "Ann", "sales", {"verdict": "cut", **payload})


def test_a_stale_edit_is_refused_and_told(url):
    ledger = Ledger(url)
    ledger.append([draft("k", 1)])
    with pytest.raises(StaleEdit) as stale:
        ledger.append([draft("k", 1, reason="me too")])
    assert [e.payload["verdict"] for e in stale.value.current] == ["cut"]
    ledger.close()


def test_all_or_none(url):
    ledger = Ledger(url)
    with pytest.raises(StaleEdit):
        ledger.append([draft("a", 1), draft("b", 7)])
    assert ledger.entries() == []
    assert ledger.head() == (0, GENESIS)
    ledger.close()


def test_what_is_written_is_read_back(url):
    ledger = Ledger(url)
    text = "naïve 王 \U0001f600 \x00 \u2028 '; DROP TABLE x; --"
    ledger.append([draft("a", 1, reason=text), draft("a", 2), draft("b", 1)])
    ledger.close()
    again = Ledger(url)
    assert [(e.seq, e.subject, e.version) for e in again.entries()] == [(1, "a", 1), (2, "a", 2), (3, "b", 1)]
    assert again.entries("a1", "a")[0].payload["reason"] == text
    assert again.entries(after=2)[0].subject == "b"
    assert again.verify(again.head()) == []
    again.close()


@pytest.mark.parametrize("name", ["half \ud800 a pair", "nul\x00"])
def test_what_no_database_keeps_is_told(url, name):
    ledger = Ledger(url)
    with pytest.raises(KeyworthError, match="cannot be kept"):
        ledger.append([Draft("a1", "k", 1, "note", name, "sales", {})])
    assert ledger.head()[0] == 0
    ledger.close()


def test_an_act_sees_what_others_wrote_and_none_write_meanwhile(url):
    ledger, other = Ledger(url), Ledger(url)
    other.append([draft("k", 1)])
    seen = []

    def make(new):
        seen.extend(new)
        late = threading.Thread(target=lambda: other.append([draft("z", 1)]))
        late.start()
        late.join(0.3)
        assert late.is_alive(), "another wrote while the lock was held"
        threads.append(late)
        return [draft("k", 2)]

    threads: list[threading.Thread] = []
    written = ledger.act("a1", 0, make)
    threads[0].join(30)
    assert [e.subject for e in seen] == ["k"]
    assert [e.seq for e in written] == [2]
    assert [e.subject for e in ledger.entries()] == ["k", "k", "z"]
    for each in (ledger, other):
        each.close()


def test_mutations_are_found(tmp_path):
    find_mutations(tmp_path, 200)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_ten_thousand_mutations_are_found(tmp_path):
    find_mutations(tmp_path, 10_000)


def test_a_shortened_chain_needs_the_head_noted_elsewhere(tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path}/l.sqlite")
    ledger.append([draft("a", 1)])
    ledger.append([draft("b", 1)])
    head = ledger.head()
    with sqlite3.connect(tmp_path / "l.sqlite") as connection:
        connection.execute("DELETE FROM keyworth_entries WHERE seq=2")
    assert ledger.verify() == ["entries 2 to 2 were deleted"], "who saw it knows"
    ledger.close()
    later = Ledger(f"sqlite:///{tmp_path}/l.sqlite")
    assert later.verify() == []  # the limit that the documents state
    assert later.verify(head) == ["entries 2 to 2 were deleted"]
    later.close()


def test_postgresql_mutations_are_found(postgres):
    import psycopg

    url = postgres.new()
    ledger = Ledger(url)
    ledger.append([draft(f"k{i}", 1) for i in range(9)])
    head = ledger.head()
    for change in (
        "UPDATE keyworth_entries SET author='Bob' WHERE seq=4",
        "DELETE FROM keyworth_entries WHERE seq=4",
        "UPDATE keyworth_entries SET seq=100 WHERE seq=4",
        "DELETE FROM keyworth_entries WHERE seq=9",
        "DELETE FROM keyworth_entries",
    ):
        with psycopg.connect(url) as connection:
            connection.execute(change)
            connection.commit()
            assert ledger.verify(head), change
            connection.execute("DELETE FROM keyworth_entries")
            connection.commit()
        ledger.close()
        ledger = Ledger(url)
        ledger.append([draft(f"k{i}", 1) for i in range(9)])
        head = ledger.head()
    ledger.close()


def race(url: str, clients: int, edits: int) -> None:
    """Let clients of several processes edit the same keywords at once, each on the version that it has seen."""
    Ledger(url).close()
    processes, start, fork = max(1, clients // 10), time.monotonic(), multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=fork) as pool:
        stale = sum(pool.map(edit_as_many, [url] * processes, [range(p, clients, processes) for p in range(processes)],
                             [edits] * processes))  # fmt: skip
    ledger = Ledger(url)
    entries = ledger.entries()
    assert ledger.verify() == []
    assert sorted((e.payload["by"], e.payload["nth"]) for e in entries) == [
        (c, e) for c in range(clients) for e in range(edits)
    ], "an update was lost, or written twice"
    print(f"{clients} clients of {processes} processes x {edits} edits: {len(entries):,} kept, {stale:,} stale edits "
          f"refused and tried again, {time.monotonic() - start:.0f} s")  # fmt: skip
    ledger.close()


def edit_as_many(url: str, names: range, edits: int) -> int:
    """Edit as several clients at once, each with a ledger; a stale one looks again. Return how many were stale."""

    def client(name: int) -> int:
        ledger, rng, stale = Ledger(url), random.Random(name), 0
        seen = dict[str, tuple[int, int]]()  # of each subject: the last entry's number and version
        for i in range(edits):
            subject = f"k{rng.randrange(200)}"
            while True:
                last, version = seen.get(subject, (0, 0))
                for entry in ledger.entries("a1", subject, last):
                    last, version = entry.seq, entry.version
                try:
                    written = ledger.append([draft(subject, version + 1, by=name, nth=i)])[0]
                    seen[subject] = written.seq, written.version
                    break
                except StaleEdit:
                    seen[subject] = last, version
                    stale += 1
        ledger.close()
        return stale

    with ThreadPoolExecutor(len(names)) as pool:
        return sum(pool.map(client, names))


@pytest.mark.slow
def test_no_update_is_lost(url):
    race(url, clients=20, edits=10)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_no_update_of_fifty_clients_is_lost(url):
    race(url, clients=50, edits=1000)


def test_what_was_acknowledged_survives_kill(tmp_path):
    kill_writers(tmp_path, 25)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_what_was_acknowledged_survives_a_thousand_kills(tmp_path):
    kill_writers(tmp_path, 1000)


def kill_writers(tmp_path: Path, kills: int) -> None:
    rng, url = random.Random(3), f"sqlite:///{tmp_path}/l.sqlite"
    Ledger(url).close()
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
    assert len(acknowledged) >= kills
    assert acknowledged <= kept
    assert ledger.verify() == []
    ledger.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://root@localhost/x", "neither sqlite"),
        ("nonsense", "cannot be opened"),
        ("", "cannot be opened"),
        ("sqlite:////nowhere/at/all/l.sqlite", "unable to open"),
        ("postgresql://nobody@127.0.0.1:1/x", "cannot be opened"),
    ],
)
def test_a_database_out_of_reach_is_told(url, told):
    with pytest.raises(KeyworthError, match=told):
        Ledger(url)


def test_a_database_that_is_not_ours_is_left_alone(tmp_path):
    path = tmp_path / "crm.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(KeyworthError, match="it holds customers"):
        Ledger(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("customers",)]
    path.write_bytes(before)
    (tmp_path / "letter.txt").write_text("Dear Sir, " * 500)
    with pytest.raises(KeyworthError, match="not a database"):
        Ledger(f"sqlite:///{tmp_path}/letter.txt")
    with sqlite3.connect(tmp_path / "old.sqlite") as connection:
        connection.execute("CREATE TABLE keyworth_entries (seq INTEGER, words TEXT)")
    with pytest.raises(KeyworthError, match="lacks"):
        Ledger(f"sqlite:///{tmp_path}/old.sqlite")


def test_a_locked_database_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger_database, "PATIENCE", 0.3)
    ledger = Ledger(f"sqlite:///{tmp_path}/l.sqlite")
    other = sqlite3.connect(tmp_path / "l.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    start = time.monotonic()
    with pytest.raises(KeyworthError, match="another program holds the database"):
        ledger.append([draft("a", 1)])
    assert time.monotonic() - start < 10
    assert ledger.entries() == [], "reading goes on"
    other.execute("ROLLBACK")
    ledger.append([draft("a", 1)])
    other.close()
    ledger.close()


def test_a_new_database_held_by_another_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger_database, "PATIENCE", 0.3)
    other = sqlite3.connect(tmp_path / "l.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(KeyworthError, match="another program holds the database"):
        Ledger(f"sqlite:///{tmp_path}/l.sqlite")
    other.close()
