"""The same audit again: taken where nothing has changed, made anew where anything has, never trusted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from keyworth import audit_cache
from keyworth.audit_cache import audit_to
from keyworth.errors import KeyworthError, UnusableAudit
from keyworth.settings import Settings
from keyworth.store import Audit, write_audit


def write(audit, folder):
    """Stand in for the report: what is tried here is when an audit is made, not what is in it."""
    (folder / "keywords.csv").write_text(audit.keywords.to_csv(index=False))
    (folder / "report.html").write_text(str(audit.summary))


@pytest.fixture(autouse=True)
def made(tmp_path, monkeypatch):
    """How often an audit was really made."""
    counted = []

    def audit_keywords(paths, settings, **_):
        counted.append(1)
        rows = [line.split(",")[0] for path in paths[""] for line in path.read_text().splitlines()[1:]]
        return Audit(pd.DataFrame({"keyword": rows, "verdict": "watch"}), {}, {"run_id": "x", "files": {}})

    monkeypatch.setenv("KEYWORTH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(audit_cache, "audit_keywords", audit_keywords)
    monkeypatch.setattr(audit_cache, "save_audit", lambda audit, folder: write_audit(audit, folder, write))
    return counted


def content(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def given(shop):
    return {"": list(shop.values())}


def test_unchanged_files_give_the_same_bytes_without_work(shop, tmp_path, made):
    first = audit_to(tmp_path / "a", given(shop), Settings())
    second = audit_to(tmp_path / "a", given(shop), Settings())
    audit_to(tmp_path / "b", given(shop), Settings())
    assert len(made) == 1
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert second.summary["run_id"] == first.summary["run_id"]
    assert list(second.keywords["verdict"]) == list(first.keywords["verdict"])


def test_taken_is_what_would_be_made(shop, tmp_path):
    audit_to(tmp_path / "a", given(shop), Settings())
    audit_to(tmp_path / "taken", given(shop), Settings())
    shutil.rmtree(tmp_path / "cache")
    audit_to(tmp_path / "made", given(shop), Settings())
    assert content(tmp_path / "taken") == content(tmp_path / "made")


def test_whatever_changes_is_made_anew(shop, tmp_path, made, monkeypatch):
    audit_to(tmp_path / "a", given(shop), Settings())
    audit_to(tmp_path / "b", given(shop), Settings(relevance={"relevance_floor": 0.06}))
    assert len(made) == 2, "a setting"
    audit_to(tmp_path / "b", given(shop), Settings(), since=tmp_path / "a")
    assert len(made) == 3, "an earlier audit to compare with"
    with shop["keywords"].open("a") as file:
        file.write("garden shed,Search,exact,1,2.00,0,0,10\n")
    changed = audit_to(tmp_path / "b", given(shop), Settings())
    assert len(made) == 4, "a row"
    assert "garden shed" in set(changed.keywords["keyword"])
    monkeypatch.setattr(audit_cache, "_libraries", lambda: ["numpy-99.dist-info"])
    audit_to(tmp_path / "b", given(shop), Settings())
    assert len(made) == 5, "a library"
    audit_to(tmp_path / "b", given(shop), Settings(relevance={"cache": False}))
    assert len(made) == 6, "the settings say so"


@pytest.mark.parametrize("name", ["tables/keywords.parquet", "keywords.csv", "report.html", "audit.json"])
def test_an_edited_audit_is_never_taken(shop, tmp_path, made, name):
    audit_to(tmp_path / "a", given(shop), Settings())
    whole = content(tmp_path / "a")
    (tmp_path / "a" / name).write_bytes(whole[name][:-1] + b" ")
    audit_to(tmp_path / "b", given(shop), Settings())
    assert len(made) == 2
    assert content(tmp_path / "b") == whole


def test_an_audit_whose_list_was_edited_along_is_never_taken(shop, tmp_path, made):
    audit_to(tmp_path / "a", given(shop), Settings())
    whole = content(tmp_path / "a")
    (tmp_path / "a" / "keywords.csv").write_text("keyword\nforged\n")
    summary = json.loads(whole["audit.json"])
    summary["files"]["keywords.csv"] = audit_cache._sha256(tmp_path / "a" / "keywords.csv")
    (tmp_path / "a" / "audit.json").write_text(json.dumps(summary))
    audit_to(tmp_path / "b", given(shop), Settings())
    assert len(made) == 2
    assert content(tmp_path / "b") == whole


@pytest.mark.parametrize("text", ["", "{", "[]", '{"audit": 1, "sha256": 2}', '{"audit": "/", "sha256": ""}', "\x00"])
def test_a_damaged_receipt_is_ignored(shop, tmp_path, made, text):
    audit_to(tmp_path / "a", given(shop), Settings())
    for receipt in (tmp_path / "cache" / "audits").glob("*.json"):
        receipt.write_text(text)
    audit_to(tmp_path / "b", given(shop), Settings())
    assert len(made) == 2


def test_a_receipt_that_others_may_write_is_ignored(shop, tmp_path, made):
    audit_to(tmp_path / "a", given(shop), Settings())
    (tmp_path / "cache" / "audits").chmod(0o777)
    audit_to(tmp_path / "b", given(shop), Settings())
    assert len(made) == 2


def test_what_is_not_ours_is_not_replaced(shop, tmp_path):
    audit_to(tmp_path / "a", given(shop), Settings())
    (tmp_path / "a" / "notes.txt").write_text("mine")
    with pytest.raises(UnusableAudit, match=r"notes\.txt"):
        audit_to(tmp_path / "a", given(shop), Settings())
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "photo.jpg").write_text("mine")
    with pytest.raises(UnusableAudit, match=r"photo\.jpg"):
        audit_to(tmp_path / "other", given(shop), Settings())


def test_a_cache_that_cannot_be_written_only_costs_the_saving(shop, tmp_path, made, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KEYWORTH_CACHE", str(tmp_path / "file"))
    audit_to(tmp_path / "a", given(shop), Settings())
    audit_to(tmp_path / "a", given(shop), Settings())
    assert len(made) == 2


def test_an_unknown_engine_is_told_again_too(shop, tmp_path):
    audit_to(tmp_path / "a", given(shop), Settings())
    with pytest.raises(KeyworthError, match="engine"):
        audit_to(tmp_path / "a", given(shop), Settings(), engine="cloud")


@pytest.mark.slow
def test_several_at_once_leave_whole_audits(shop, tmp_path):
    command = [sys.executable, "-m", "keyworth.cli", "audit", *map(str, shop.values()), "--quiet", "--out"]
    with ThreadPoolExecutor(3) as pool:
        jobs = [pool.submit(subprocess.run, [*command, str(tmp_path / n)], env=dict(os.environ)) for n in "abc"]
    assert [job.result().returncode for job in jobs] == [0, 0, 0]
    assert content(tmp_path / "a") == content(tmp_path / "b") == content(tmp_path / "c")
