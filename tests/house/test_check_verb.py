"""`keyworth check` on the command line: the switches of `audit`, its exit codes, what it writes."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.house.conftest import KEYWORDS, write_table


def check(*args):
    command = [sys.executable, "-m", "keyworth.cli", "check", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240)


def test_check_takes_the_switches_of_audit(tmp_path):
    report = write_table(tmp_path / "words.csv", KEYWORDS)
    done = check("--keywords", report, "--out", tmp_path / "audit", "--engine", "local", "--fail-on", "cut", "--quiet")
    assert done.returncode == 0, done.stderr
    assert "read as keywords" in done.stdout
    assert "--fail-on is left aside" in done.stderr
    assert not (tmp_path / "audit").exists()


def test_a_fault_is_told_beside_the_rest_and_in_the_exit_code(tmp_path):
    report = write_table(tmp_path / "words.csv", KEYWORDS)
    done = check(report, tmp_path / "none.csv", "--json", "--quiet", "--tables", tmp_path / "tables")
    assert done.returncode == 2
    told = json.loads(done.stdout)
    assert told["files"][0]["columns_used"]["keyword"] == "keyword"
    assert "none.csv does not exist" in told["faults"][0]["subject"]
    assert (tmp_path / "tables" / "keywords.csv").is_file()
