"""A ledger that is replaced, deleted, cut or swapped under a running review: what is acknowledged is kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from keyworth.errors import KeyworthError
from keyworth.review.chain import Draft, LostLedger
from keyworth.review.ledger import Ledger
from tests.review.visitors import OWN, enter

NAME = "l.sqlite"


def draft(n: int) -> Draft:
    return Draft("a1", f"k{n}", 1, "note", "Ann", "sales", {"text": "t"})


def _whole(folder: Path, name: str = NAME) -> None:
    with sqlite3.connect(folder / name) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def deleted(folder: Path) -> None:
    for path in folder.glob(f"{NAME}*"):
        path.unlink()


def only_the_file_deleted(folder: Path) -> None:
    (folder / NAME).unlink()


def moved(folder: Path) -> None:
    (folder / NAME).rename(folder / "elsewhere.sqlite")


def folder_moved(folder: Path) -> None:
    folder.rename(folder.with_name("moved"))


def replaced_by_a_copy(folder: Path) -> None:
    _whole(folder)
    shutil.copyfile(folder / NAME, folder / "copy")
    os.replace(folder / "copy", folder / NAME)


def replaced_by_an_empty_one(folder: Path) -> None:
    Ledger(f"sqlite:///{folder}/new.sqlite").close()
    os.replace(folder / "new.sqlite", folder / NAME)


def replaced_by_an_empty_file(folder: Path) -> None:
    (folder / "new").touch()
    os.replace(folder / "new", folder / NAME)


def replaced_by_a_link(folder: Path) -> None:
    (folder / NAME).rename(folder / "real.sqlite")
    Ledger(f"sqlite:///{folder}/other.sqlite").close()
    (folder / NAME).symlink_to(folder / "other.sqlite")


def replaced_by_a_folder(folder: Path) -> None:
    (folder / NAME).unlink()
    (folder / NAME).mkdir()


def log_deleted(folder: Path) -> None:
    (folder / f"{NAME}-wal").unlink()


def rows_deleted(folder: Path) -> None:
    _sql(folder, "DELETE FROM keyworth_entries WHERE seq > 1")


def last_row_edited(folder: Path) -> None:
    _sql(folder, "UPDATE keyworth_entries SET hash = 'x' WHERE seq = 3")


def table_dropped(folder: Path) -> None:
    _sql(folder, "DROP TABLE keyworth_entries")


def rewritten(folder: Path) -> None:
    """Put another chain, whole in itself, into the same file."""
    other = Ledger(f"sqlite:///{folder}/forged.sqlite")
    other.append([Draft("a1", f"k{n}", 1, "note", "Eve", "sales", {"text": "t"}) for n in range(5)])
    other.close()
    with sqlite3.connect(folder / NAME) as connection:
        connection.execute("ATTACH ? AS forged", (str(folder / "forged.sqlite"),))
        connection.execute("DELETE FROM keyworth_entries")
        connection.execute("INSERT INTO keyworth_entries SELECT * FROM forged.keyworth_entries")
    connection.close()


def restored_in_place(folder: Path) -> None:
    """Bring back the backup of this morning, as SQLite's own `.restore` does."""
    with sqlite3.connect(folder / "backup.sqlite") as old, sqlite3.connect(folder / NAME) as now:
        old.backup(now)
    old.close(), now.close()


def _sql(folder: Path, command: str) -> None:
    connection = sqlite3.connect(folder / NAME)
    with connection:
        connection.execute(command)
    connection.close()


HARMS: list[Callable[[Path], None]] = [
    deleted, only_the_file_deleted, moved, folder_moved, replaced_by_a_copy, replaced_by_an_empty_one,
    replaced_by_an_empty_file, replaced_by_a_link, replaced_by_a_folder, log_deleted, rows_deleted, last_row_edited,
    table_dropped, rewritten, restored_in_place,
]  # fmt: skip


@pytest.fixture
def folder(tmp_path) -> Path:
    """A ledger of one entry, with a backup of it."""
    place = tmp_path / "place"
    place.mkdir()
    ledger = Ledger(f"sqlite:///{place}/{NAME}")
    ledger.append([draft(1)])
    ledger.close()
    shutil.copyfile(place / NAME, place / "backup.sqlite")
    return place


@pytest.mark.parametrize("harm", HARMS, ids=lambda h: h.__name__)
def test_nothing_is_acknowledged_after_it(folder, harm):
    ledger = Ledger(f"sqlite:///{folder}/{NAME}")
    ledger.append([draft(2), draft(3)])
    harm(folder)
    for n in (4, 5):
        with pytest.raises(KeyworthError) as told:
            ledger.append([draft(n)])
        assert isinstance(told.value, LostLedger) or harm is table_dropped, told.value
    if harm is not log_deleted:  # the file is whole: only its newest entries would be lost
        with pytest.raises(KeyworthError):
            ledger.entries()
        assert ledger.verify() != []
    ledger.close()


@pytest.mark.parametrize("harm", [deleted, replaced_by_an_empty_one, replaced_by_a_copy], ids=lambda h: h.__name__)
def test_a_replacement_between_the_look_and_the_end_is_refused(folder, harm):
    """Even while the writer's lock is held."""
    ledger = Ledger(f"sqlite:///{folder}/{NAME}")

    def make(_new):
        harm(folder) if harm is not replaced_by_a_copy else shutil.move(folder / NAME, folder / "x")
        return [draft(9)]

    with pytest.raises(LostLedger):
        ledger.act("a1", 0, make)
    ledger.close()


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM keyworth_entries WHERE seq > 1",
        "DROP TABLE keyworth_entries",
        "TRUNCATE keyworth_entries",
        "UPDATE keyworth_entries SET hash='x' WHERE seq=3",
    ],
)
def test_postgresql_is_compared_with_what_was_seen_too(postgres, change):
    import psycopg

    url = postgres.new()
    ledger = Ledger(url)
    ledger.append([draft(1), draft(2), draft(3)])
    with psycopg.connect(url) as connection:
        connection.execute(change)
    with pytest.raises(KeyworthError):
        ledger.append([draft(4)])
    assert ledger.verify() != []
    ledger.close()


def test_a_ledger_named_from_a_folder_stays_there(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    ledger = Ledger(f"sqlite:///{NAME}")
    monkeypatch.chdir(tmp_path)
    ledger.append([draft(2)])
    assert ledger.head()[0] == 2
    assert not (tmp_path / NAME).exists()
    ledger.close()
    with pytest.raises(KeyworthError, match="names a file and nothing else"):
        Ledger("sqlite:///x.sqlite?mode=memory&uri=true")


def test_the_page_says_so_and_redirects_nobody(app, desk, tokens, tmp_path):
    client, subject = enter(app, tokens), desk.shelf.subjects[0]
    decide = {"data": {"version": "0", "action": "agree"}, "headers": OWN}
    assert client.post(f"/keyword/{subject}/decide", **decide).status_code == 303
    for path in tmp_path.glob("ledger.sqlite*"):
        path.unlink()
    for path in (f"/keyword/{desk.shelf.subjects[1]}/decide", f"/keyword/{desk.shelf.subjects[2]}/decide"):
        answer = client.post(path, **decide)
        assert answer.status_code == 409
        assert "is not there any more" in answer.text
        assert "Nothing was saved" in answer.text
    for path in ("/queue", "/signoff", f"/keyword/{subject}"):
        assert client.get(path).status_code == 409
    assert not (tmp_path / "ledger.sqlite").exists(), "no new one is made in its place"
