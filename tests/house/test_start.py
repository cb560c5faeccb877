"""`keyworth start`: from a folder of exports to the first report, asked in a terminal or answered by switches."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from keyworth import check
from keyworth.errors import UnusableSettings
from keyworth.settings import Settings, read_settings
from keyworth.start import hints, look_over, unanswered, with_answers
from keyworth.where_to_export import WHERE
from tests.conftest import ROOT
from tests.house.conftest import KEYWORDS, TABLES, write_table

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")


def folder_of(path: Path, tables: dict) -> Path:
    path.mkdir()
    for kind, rows in tables.items():
        write_table(path / f"{kind}.csv", rows)
    return path


def start(place: Path, *args: str, typed: str | None = None) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "keyworth.cli", "start", *args, "--quiet"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=240, input=typed)


def in_a_terminal(place: Path, answers: dict[str, str], *args: str) -> str:
    """Answer each question as it appears; return what the terminal showed."""
    pid, screen = pty.fork()
    if pid == 0:
        os.chdir(place)
        os.execv(sys.executable, [sys.executable, "-m", "keyworth.cli", "start", *args, "--quiet", "--no-browser"])
    shown, waiting, until = "", dict(answers), time.monotonic() + 240
    while time.monotonic() < until:
        if select.select([screen], [], [], 1)[0]:
            try:
                shown += os.read(screen, 65536).decode(errors="replace")
            except OSError:
                break
        for words in [w for w in waiting if w in shown]:
            os.write(screen, f"{waiting.pop(words)}\n".encode())
    os.waitpid(pid, 0)
    assert not waiting, shown
    return shown


ANSWERS = {
    "company called": "Glade Rooms Ltd",
    "brand names": "Glade, Rook & Fern",
    "agency called": "Bright Ads",
    "charge a month": "£1,500 a month",
    "share of a sale": "about a third",  # asked again
    "expected a share": "35%",
}


@pytest.mark.parametrize("there", [list(TABLES), ["keywords", "catalogue"], ["keywords"]], ids=len)
def test_it_asks_in_a_terminal_and_the_report_is_there(there: list[str], tmp_path: Path) -> None:
    folder_of(tmp_path / "exports", {kind: TABLES[kind] for kind in there})
    shown = in_a_terminal(tmp_path, ANSWERS, "exports")
    assert (tmp_path / "audit" / "report.html").is_file(), shown
    told = tomllib.loads((tmp_path / "keyworth.toml").read_text())
    assert told["report"] == {"company": "Glade Rooms Ltd", "agency": "Bright Ads"}
    assert told["relevance"]["brand_terms"] == ["Glade", "Rook & Fern"]
    assert told["money"] == {"margin": 0.35, "agency_fee": 1500.0}
    for kind, (use, _) in WHERE.items():
        assert (f"  {kind}: {use}" in shown) is (kind not in there), kind


def test_switches_answer_too_and_what_is_left_out_stays_not_known(tmp_path: Path) -> None:
    folder_of(tmp_path / "exports", {"keywords": KEYWORDS})
    done = start(tmp_path, "exports", "--yes", "--margin", "0.35", "--brand", "Glade", "--brand", "Rook")
    assert done.returncode == 0, done.stderr
    known = read_settings(tmp_path / "keyworth.toml")
    assert known.money.margin == 0.35
    assert known.relevance.brand_terms == ["Glade", "Rook"]
    assert "agency_fee" not in known.money.model_fields_set
    again = start(tmp_path, "exports", "--yes")
    assert again.returncode == 0
    assert "does not say yet: What does the agency charge" in again.stdout
    changed = start(tmp_path, "exports", "--yes", "--margin", "0.5")
    assert changed.returncode == 2
    assert "is there already" in changed.stderr


def test_nothing_is_written_where_nothing_can_be_audited_or_nobody_answers(tmp_path: Path) -> None:
    folder_of(tmp_path / "shop", {"catalogue": TABLES["catalogue"]})
    done = start(tmp_path, "shop", "--yes")
    assert done.returncode == 2
    assert "Google Ads, keywords" in done.stderr
    folder_of(tmp_path / "exports", {"keywords": KEYWORDS})
    silent = start(tmp_path, "exports", typed="Glade\n")
    assert silent.returncode == 2
    assert "nobody answers here" in silent.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["exports", "shop"]


def test_staff_is_asked_for_by_the_names_that_speak(tmp_path: Path) -> None:
    calls = [("call_id", "speaker", "text"), ("c1", "Sam Reed", "Hello"), ("c1", "Caller", "a garden room please")]
    folder = folder_of(tmp_path / "exports", {"keywords": KEYWORDS, "calls": calls})
    found = check.check_files([folder])
    assert hints(found)["staff"] == "Sam Reed"
    assert [q.name for q in unanswered(found)][-1] == "staff"
    assert "calls.csv: 2 rows" in look_over(found)


@pytest.mark.parametrize(("typed", "share"), [("35", 0.35), ("35 %", 0.35), ("0.35", 0.35), ("100%", 1.0), ("1", 1.0)])
def test_a_share_is_read_as_people_type_it(typed: str, share: float) -> None:
    assert with_answers(Settings(), {"margin": typed}).money.margin == share


def test_every_answer_that_cannot_be_read_is_named() -> None:
    with pytest.raises(UnusableSettings) as fault:
        with_answers(Settings(), {"margin": "0", "agency-fee": "a lot"})
    assert len(fault.value.problems) == 2


def test_the_guide_tells_what_start_tells() -> None:
    page = (ROOT / "docs/how-to/exports.md").read_text().replace("`", "")
    listed = [tool for _, tools in WHERE.values() for tool in tools if tool[0] != "analytics tools"]
    for tool, clicks in listed:
        rows = [line for line in page.splitlines() if line.startswith("| ") and tool in line]
        assert any(clicks.split(" → ")[0].split(";")[0] in row for row in rows), tool
