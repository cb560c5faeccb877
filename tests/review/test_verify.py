"""`verify`: what it finds without any note of the head, what it says, and that it touches nothing."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from pathlib import Path

import pytest

from keyworth.review.review_commands import ledger_faults, open_desk, render_ledger
from keyworth.settings import Review
from tests.review.forging import FORGERIES, LEDGER, Case, find_forgeries, forge, rows_of


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Case:
    return Case(tmp_path_factory.mktemp("case"))


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_chain_says_what_no_review_wrote(case, name):
    """All its hashes are right, and nobody noted its head."""
    for seed in range(3):
        rows = rows_of(case.copy() / LEDGER)
        before = str(rows)
        FORGERIES[name](rows, random.Random(seed))
        if str(rows) != before:
            forge(case.folder / "copy" / LEDGER, rows)
            assert case.told(None), seed


def test_a_forgery_that_could_have_been_written_needs_the_head(case):
    rows = rows_of(case.copy() / LEDGER)
    rows[0]["author"] = "Eve"
    forge(case.folder / "copy" / LEDGER, rows)
    assert any("is not the one whose hash was noted" in t for t in case.told(case.head))


def test_mutations_are_found_or_refused_and_named(tmp_path):
    find_forgeries(tmp_path, 60)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_thousand_mutations_are_found_or_refused_and_named(tmp_path):
    find_forgeries(tmp_path, 1100)


def test_it_says_how_many_entries_speak_of_this_audit_and_whether_it_is_signed(case):
    desk = open_desk(case.copy() / "audit", None, Review(two_signatures_above=50), absent="fault")
    told = render_ledger(desk, ledger_faults(desk))
    seq = case.head.partition(":")[0]
    assert f"{seq} of them speak of this audit (abc123def456). It is signed by Ann (sales) and Bob (marketing)." in told
    assert "files are as they were written" in told
    desk.ledger.close()
    from tests.review.conftest import make_audit

    make_audit(case.folder / "copy" / "other", run_id="fff000fff000")
    other = open_desk(case.folder / "copy" / "other", None, Review(), absent="fault")
    told = render_ledger(other, ledger_faults(other))
    assert "0 of them speak of this audit (fff000fff000). It is not signed. Still to approve: one person." in told
    other.ledger.close()


@pytest.mark.parametrize("state", ["at rest", "with a log", "with a log and its index"])
def test_a_read_only_copy_is_read(case, state):
    """On a medium, or in a folder, where nothing can be written: by somebody who is not root."""
    with tempfile.TemporaryDirectory(prefix="kw-ro-", dir="/tmp") as folder:
        place = Path(folder) / "place"
        shutil.copytree(case.whole, place)
        entries = len(rows_of(place / LEDGER))
        if state != "at rest":
            open_one = open_desk(place / "audit", None, Review())
            open_one.note(*_note(open_one))
            entries += 1
            shutil.copytree(place, Path(folder) / "live")
            open_one.ledger.close()
            shutil.rmtree(place)
            (Path(folder) / "live").rename(place)
            assert (place / f"{LEDGER}-wal").stat().st_size > 0
            if state == "with a log":
                (place / f"{LEDGER}-shm").unlink()
        before = _seal(place, folder)
        assert _as_nobody(place / "audit") == entries
        assert {p.name: p.stat().st_mtime_ns for p in place.rglob("*")} == before


def _note(desk):
    from tests.review.forging import ANN

    return ANN, desk.shelf.subjects[9], 0, "hm"


def _seal(place: Path, folder: str) -> dict[str, int]:
    os.chmod(folder, 0o755)
    for path in [place, *place.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return {p.name: p.stat().st_mtime_ns for p in place.rglob("*")}


def _as_nobody(audit: Path) -> int:
    """Verify an audit as an unprivileged user; return the number of entries of a ledger without fault."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = b"failed"
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            desk = open_desk(audit, None, Review(), absent="fault")
            faults = ledger_faults(desk)
            told = "; ".join(faults).encode() or str(desk.ledger.head()[0]).encode()
            desk.ledger.close()
        except BaseException as fault:
            told = str(fault).encode()
        finally:
            os.write(writing, told[:4000])
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    assert told.isdecimal(), told
    return int(told)


def test_it_changes_nothing(case):
    copy = case.copy()
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in copy.rglob("*") if p.is_file()}
    assert case.told(case.head) == []
    after = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in copy.rglob("*") if p.is_file()}
    assert after == before, "nothing is made beside it either"
