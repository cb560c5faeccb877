"""The review's verbs as scripts call them: `sign`, `verify`, `export`, `import`, `diff`, `review`."""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from keyworth.cli import main
from keyworth.review import open_desk, person
from keyworth.review.ledger import Ledger
from keyworth.settings import Review
from tests.review.conftest import make_audit

LEDGER = "keyworth-decisions.sqlite"
SIGN = ("sign", "audit", "--name", "Ann", "--role", "sales")
ACCEPT = ("--accept", "rows reconcile=known")


@dataclass
class Told:
    returncode: int
    stdout: str
    stderr: str


class Shell:
    """The command line in a folder with an audit, called as `keyworth` is, in this process."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, monkeypatch
        monkeypatch.chdir(folder)
        make_audit(folder / "audit")

    def __call__(self, *args: str) -> Told:
        self._patch.setattr(sys, "argv", ["keyworth", *args])
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
            main()
        gc.collect()  # as the end of a process would, it lets go of the database
        return Told(int(left.value.code or 0), out.getvalue(), err.getvalue())

    def refuses(self, *args: str, told: str) -> None:
        before = self.files()
        done = self(*args)
        assert done.returncode == 2, (args, done.stdout, done.stderr)
        assert told in done.stderr, done.stderr
        assert self.files() == before, "something was left behind"

    def files(self) -> list[str]:
        return sorted(p.name for p in self.folder.iterdir() if not p.name.endswith(("-wal", "-shm")))


@pytest.fixture
def shell(tmp_path, monkeypatch) -> Shell:
    return Shell(tmp_path, monkeypatch)


def decide(shell, verdict: str = "keep") -> None:
    """Agree with what the audit proposes, as somebody on the page would."""
    desk = open_desk(shell.folder / "audit", None, Review())
    desk.decide_all(person("Cy", "approver"), {"verdict": verdict}, "agree", "")
    desk.ledger.close()


def test_sign_verify_export(shell):
    decide(shell)
    signed = shell(*SIGN, *ACCEPT, "--meaning", "Approved")
    assert signed.returncode == 0, signed.stderr
    assert "Ann (sales): Approved for 0.00" in signed.stdout
    assert "3 of 12 keywords are decided. The audit is signed." in signed.stdout
    head = signed.stdout.strip().rsplit(" ", 1)[-1]
    verified = shell("verify", "audit", "--head", head)
    assert (verified.returncode, head in verified.stdout) == (0, True)
    out = shell("export", "audit", "--out", "out", "--reply-by", "2031-02-03")
    assert out.returncode == 0
    written = [line.removeprefix("out/") for line in out.stdout.splitlines()]
    assert [name for name in written if not name.startswith("search-terms-")] == [
        "google-ads-editor.csv", "microsoft-bulk.csv", "not-exported.csv", "decisions.xlsx", "letter.html", "letter.txt"
    ]  # fmt: skip
    assert len(written) == 11, "search terms: a file for each tool, one to undo each, and what was not exported"
    assert "by 2031-02-03" in (shell.folder / "out" / "letter.txt").read_text()
    with sqlite3.connect(shell.folder / LEDGER) as connection:
        connection.execute("UPDATE keyworth_entries SET author='Bob' WHERE kind='signature'")
    tampered = shell("verify", "audit")
    assert (tampered.returncode, "entry 5 was changed" in tampered.stdout) == (1, True)
    with sqlite3.connect(shell.folder / LEDGER) as connection:
        connection.execute("DELETE FROM keyworth_entries WHERE kind='signature'")
    assert shell("verify", "audit").returncode == 0
    assert shell("verify", "audit", "--head", head).returncode == 1


@pytest.mark.slow
def test_bad_input_is_told_and_leaves_nothing_behind(shell):
    shell.refuses("sign", "nothing", "--name", "Ann", "--role", "sales", told="not an audit directory")
    shell.refuses("sign", "audit", "--name", "  ", "--role", "sales", told="a name is needed")
    shell.refuses("sign", "audit", "--name", "Ann", "--role", "boss", told="none of marketing, sales, approver")
    shell.refuses("verify", "audit", told="there is no ledger at")
    shell.refuses("verify", "audit", "--database", "sqlite:///typo.sqlite", told="there is no ledger at")
    shell.refuses("export", "audit", "--only", "letter.doc", told="known: google-ads-editor.csv")
    shell.refuses("export", "audit", "--reply-by", "soon", told="'soon' is not a date")
    shell.refuses("export", "nothing", told="not an audit directory")
    shell.refuses("import", "audit", "none.xlsx", "--name", "A", "--role", "boss", told="role 'boss'")
    shell.refuses("verify", "audit", "--database", "mysql://x/y", told="neither sqlite")
    shell.refuses("diff", "audit", "nothing", told="not an audit directory")
    (shell.folder / "crm.sqlite").write_bytes(b"")
    with sqlite3.connect(shell.folder / "crm.sqlite") as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    shell.refuses(*SIGN, "--database", "sqlite:///crm.sqlite", told="it is not keyworth's: it holds customers")
    (shell.folder / "notes.txt").write_text("Dear Sir " * 999)
    shell.refuses(*SIGN, "--database", "sqlite:///notes.txt", told="not a database")
    assert shell("export", "audit", "--only", "decisions.xlsx", "--out", ".").returncode == 0, "before any decision"
    assert not (shell.folder / LEDGER).exists()


def test_what_cannot_be_signed_is_told(shell):
    Ledger(f"sqlite:///{shell.folder / LEDGER}").close()
    shell.refuses(*SIGN, told="the failed check 'rows reconcile' has not been accepted")
    shell.refuses(*SIGN, "--accept", "moon phase=fine", told="failed: 'rows reconcile'")
    shell.refuses(*SIGN, "--accept", "rows reconcile", told="needs a reason")
    shell.refuses(*SIGN, "--meaning", "Liked", told="none of Reviewed, Approved")
    shell.refuses("verify", "audit", "--head", "12", told="is not NUMBER:HASH")


def test_an_audit_edited_after_signing_is_told(shell):
    decide(shell)
    assert shell(*SIGN, *ACCEPT, "--meaning", "Approved").returncode == 0
    path = shell.folder / "audit" / "audit.json"
    summary = json.loads(path.read_text())
    path.write_text(json.dumps({**summary, "checks": []}))
    told = shell("verify", "audit")
    assert (told.returncode, "changed after it was signed" in told.stdout) == (1, True)
    shell.refuses("sign", "audit", "--name", "Bob", "--role", "marketing", told="not the audit that was signed")
    assert "Not signed yet" in shell("export", "audit").stderr
    table = shell.folder / "audit" / "tables" / "keywords.parquet"
    table.write_bytes(table.read_bytes()[:-1])
    shell.refuses(*SIGN, told="not the audit that was saved")


def test_a_folder_that_cannot_be_written_is_told(shell):
    if os.getuid() == 0 and shutil.which("mount") is None:
        pytest.skip("no way to make a full disk here")
    small = shell.folder / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "x", small], capture_output=True, check=False
    ).returncode:
        pytest.skip("a small disk cannot be mounted here (it takes root): a full one was not tried")
    try:
        full = shell("export", "audit", "--out", "small/out")
        assert (full.returncode, "No space left" in full.stderr) == (2, True)
        assert list(small.rglob("*.*")) == [], "nothing half-written"
        signed = shell(*SIGN, *ACCEPT, "--database", "sqlite:///small/l.sqlite")
        assert signed.returncode == 2
        assert "full" in signed.stderr or "disk I/O" in signed.stderr, signed.stderr
    finally:
        subprocess.run(["umount", small], check=True)


def test_diff_tells_which_decisions_were_carried_out(shell):
    make_audit(shell.folder / "newer", run_id="fff000fff000")
    told = shell("diff", "audit", "newer")
    assert told.returncode == 0
    assert "Decisions on the earlier audit: none were taken." in told.stdout
    assert not (shell.folder / LEDGER).exists(), "a comparison makes no ledger"
    found = json.loads(shell("diff", "audit", "newer", "--json").stdout)
    assert found["decisions"]["rows"] == []


def test_review_prints_the_address_with_the_token(shell):
    command = [sys.executable, "-m", "keyworth.cli", "review", "audit", "--no-browser"]
    server = subprocess.Popen(command, cwd=shell.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        assert "?token=" in address
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        assert b"Who are you?" in opener.open(address, timeout=30).read()
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address, timeout=30)  # the token is spent
        port = address.split(":")[2].split("/")[0]
        taken = shell("review", "audit", "--no-browser", "--port", port)
        assert (taken.returncode, f"port {port} cannot be used" in taken.stderr) == (2, True)
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(20) in (0, 130)
    assert shell("review", "audit", "--no-browser", "--port", "99999").returncode == 2
