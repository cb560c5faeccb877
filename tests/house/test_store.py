"""A saved audit is whole, or is not there."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import time
from pathlib import Path

import pandas as pd
import pytest

from keyworth.errors import KeyworthError, UnusableAudit
from keyworth.store import Audit, read_audit, write_audit


def an_audit(n: int = 3) -> Audit:
    keywords = pd.DataFrame({"keyword": [f"garden office {i}" for i in range(n)], "cost": [1.5] * n})
    return Audit(keywords, {"phrases": pd.DataFrame({"phrase": ["garden room"] * n})}, {"n": n})


def render(audit: Audit, folder: Path) -> None:
    (folder / "report.html").write_text(f"<p>{audit.summary['n']}</p>" * 1000)


def test_what_is_written_is_read_again(tmp_path):
    write_audit(an_audit(), tmp_path / "audit", render)
    again = read_audit(tmp_path / "audit")
    pd.testing.assert_frame_equal(again.keywords, an_audit().keywords)
    assert again.summary["n"] == 3
    assert [p.name for p in tmp_path.iterdir()] == ["audit"]


def test_an_audit_replaces_an_audit(tmp_path):
    for n in (3, 5):
        write_audit(an_audit(n), tmp_path / "audit", render)
    assert len(read_audit(tmp_path / "audit").keywords) == 5
    assert [p.name for p in tmp_path.iterdir()] == ["audit"]


def test_what_is_not_ours_is_never_deleted(tmp_path):
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(UnusableAudit, match=r"thesis\.doc"):
        write_audit(an_audit(), tmp_path, render)
    write_audit(an_audit(), tmp_path / "audit", render)
    (tmp_path / "audit" / "notes.txt").write_text("ours")
    with pytest.raises(UnusableAudit, match=r"notes\.txt"):
        write_audit(an_audit(), tmp_path / "audit", render)


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_a_fault_halfway_leaves_the_old_audit(tmp_path, fault):
    write_audit(an_audit(3), tmp_path / "audit", render)

    def stop(audit, folder):
        (folder / "report.html").write_text("half")
        raise fault

    with pytest.raises((KeyboardInterrupt, KeyworthError)):
        write_audit(an_audit(5), tmp_path / "audit", stop)
    assert len(read_audit(tmp_path / "audit").keywords) == 3
    assert [p.name for p in tmp_path.iterdir()] == ["audit"]


def test_a_full_disk_is_told(tmp_path):
    def full(audit, folder):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(KeyworthError, match="No space left on device"):
        write_audit(an_audit(), tmp_path / "audit", full)
    assert list(tmp_path.iterdir()) == []


def test_an_edited_table_is_refused(tmp_path):
    write_audit(an_audit(), tmp_path / "audit", render)
    an_audit(9).keywords.to_parquet(tmp_path / "audit" / "tables" / "keywords.parquet")
    with pytest.raises(UnusableAudit, match=r"keywords\.parquet is not what the audit wrote"):
        read_audit(tmp_path / "audit")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}', "\x00"])
def test_a_damaged_summary_is_refused(tmp_path, text):
    write_audit(an_audit(), tmp_path / "audit", render)
    (tmp_path / "audit" / "audit.json").write_text(text)
    with pytest.raises(UnusableAudit):
        read_audit(tmp_path / "audit")


def test_the_same_audit_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_audit(an_audit(), tmp_path / name, render)
    a, b = (json.loads((tmp_path / name / "audit.json").read_text()) for name in ("a", "b"))
    assert a == b


def kill_writers(tmp_path: Path, kills: int) -> None:
    """Kill a process that writes audits, at random moments; what is there must always be whole."""
    rng = random.Random(7)
    target = tmp_path / "audit"
    write_audit(an_audit(1), target, render)
    for _ in range(kills):
        child = os.fork()
        if child == 0:
            n = 1
            while True:
                n += 1
                write_audit(an_audit(n), target, render)
        time.sleep(rng.uniform(0.002, 0.04))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if target.exists():
            audit = read_audit(target)
            assert len(audit.keywords) == audit.summary["n"]


def test_killed_at_random_moments(tmp_path):
    kill_writers(tmp_path, 40)


@pytest.mark.slow
def test_killed_a_thousand_times(tmp_path):
    kill_writers(tmp_path, 1000)
