"""Folders of audits: the last one is found by itself, and none is read as an export."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from keyworth import audit_keywords, save_audit
from keyworth.check import check_files
from keyworth.errors import UnusableFile
from keyworth.store import last_audit
from tests.house.conftest import KEYWORDS, write_table


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months' audits, the later one first by name."""
    place = tmp_path_factory.mktemp("months")
    for name, month in (("b-april", "04"), ("a-may", "05")):
        dated = [("period_start", "period_end")] + [(f"2026-{month}-01", f"2026-{month}-30")] * (len(KEYWORDS) - 1)
        rows = [(*row, *days) for row, days in zip(KEYWORDS, dated, strict=True)]
        report = write_table(place / f"{name}.csv", rows)
        save_audit(audit_keywords([report]), place / "audits" / name)
    return place / "audits"


def test_the_last_is_the_one_whose_files_end_last(audits: Path) -> None:
    assert last_audit(audits) == audits / "a-may"
    assert last_audit(audits, but=audits / "a-may") == audits / "b-april"
    assert last_audit(audits / "b-april") == audits / "b-april"
    assert last_audit(audits.parent / "none") == audits.parent / "none"  # whoever reads it says what is wrong


def test_since_takes_a_folder_and_a_first_audit_goes_on(audits: Path, tmp_path: Path) -> None:
    report = write_table(tmp_path / "june.csv", KEYWORDS)
    (tmp_path / "empty").mkdir()
    for folder, words in ((audits, f"Compared with {audits / 'a-may'}"), (tmp_path / "empty", "no earlier audit")):
        done = subprocess.run(
            [sys.executable, "-m", "keyworth.cli", "audit", report, "--out", tmp_path / "june", "--since", folder],
            capture_output=True, text=True, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert words in done.stdout + done.stderr


def test_an_audit_among_exports_is_no_export(audits: Path, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    write_table(exports / "words.csv", KEYWORDS)
    alone = check_files([exports]).intake
    save_audit(audit_keywords([exports]), exports / "audit")
    found = check_files([exports])
    assert found.intake.tables["keywords"].equals(alone.tables["keywords"])
    assert "exports/audit: NOT READ\n  an audit that keyworth wrote" in str(found)
    with pytest.raises(UnusableFile, match="is an audit that keyworth wrote"):
        audit_keywords([audits / "a-may"])
