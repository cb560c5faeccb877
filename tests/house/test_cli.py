"""The command line: exit codes, clear errors, and nothing half-written."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from tests.house.conftest import CATALOGUE, KEYWORDS, write_table

KEYWORTH = [sys.executable, "-m", "keyworth.cli"]


def run(*args, **more):
    return subprocess.run([*KEYWORTH, *map(str, args)], capture_output=True, text=True, timeout=240, **more)


def test_help_is_quick():
    """Half a second of processor: what the clock says is that too, where nothing else runs."""
    run("--help")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert run("--help").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


def test_help_imports_nothing_heavy():
    code = "import sys, keyworth.cli; print([m for m in ('pandas', 'numpy', 'torch', 'sklearn') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_audit_and_the_verbs_on_it(shop, tmp_path):
    out = tmp_path / "audit"
    done = run("audit", *shop.values(), "--out", out, "--quiet")
    assert done.returncode == 0, done.stderr
    assert "Ready to sign off?" in done.stdout
    assert done.stderr == ""
    assert run("audit", *shop.values(), "--out", out, "--quiet", "--fail-on", "no such level").returncode == 2
    breached = run("audit", *shop.values(), "--out", out, "--quiet", "--fail-on", "watch")
    assert breached.returncode == 1
    assert "--fail-on watch:" in breached.stderr
    explained = run("explain", out, "Garden Office")
    assert explained.returncode == 0, explained.stderr
    assert "More: --details" in explained.stdout
    assert "Products considered" in run("explain", out, "Garden Office", "--details").stdout
    assert run("explain", out, "nonsense keyword").returncode == 2
    found = json.loads(run("explain", out, "garden office", "--json").stdout)
    for product in found["products"]:
        total = (product["baseline"] or 0) + sum(product["contributions"].values())
        assert abs(total - product["sum"]) < 1e-9
    assert run("report", out).returncode == 0
    assert run("diff", out, out).returncode == 0
    planned = run("plan", out, "--target-sales", "100")
    assert planned.returncode == 0, planned.stderr
    verified = run("verify", out)
    assert verified.returncode == 2
    assert "nobody has decided anything yet" in verified.stderr


@pytest.mark.parametrize("verb", ["formats", "flags", "attribution-models"])
def test_plugins_are_listed_with_their_words(verb):
    done = run(verb)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 4


def test_check_judges_nothing(shop, tmp_path):
    done = run("check", *shop.values(), cwd=tmp_path)
    assert done.returncode == 0
    assert "6 rows" in done.stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["files"]


@pytest.mark.slow
def test_score_adds_a_column_and_keeps_the_rest(tmp_path):
    rows = [("note", "keyword", "title"), ("a", "garden office", "Garden Office"), ("b", "hot tub", "Laptop sleeve")]
    done = run("score", write_table(tmp_path / "pairs.csv", rows))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "note,keyword,title,relevance"
    assert float(lines[1].split(",")[-1]) > float(lines[2].split(",")[-1])
    missing = run("score", write_table(tmp_path / "bad.csv", [("keyword", "name"), ("a", "b")]))
    assert missing.returncode == 2
    assert "'title' is missing" in missing.stderr


def bad_files(folder):
    """Return bad inputs by name: (files, words that the error must hold)."""
    write = write_table
    other_currency = [(*KEYWORDS[0], "currency"), (*KEYWORDS[1], "GBP"), (*KEYWORDS[2], "USD")]
    negative = [KEYWORDS[0], ("garden office", "S", "exact", "12", "-31.00", "1", "2", "3")]
    unread = [KEYWORDS[0], ("garden office", "S", "exact", "12", "lots", "1", "2", "3")]
    good = write(folder / "good.csv", KEYWORDS)
    (folder / "empty.csv").write_bytes(b"")
    (folder / "photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(2000))
    with zipfile.ZipFile(folder / "whole.zip", "w") as z:
        z.writestr("Queries.csv", "Top queries,Clicks,Impressions,CTR,Position\n" + "a b,1,2,50%,1\n" * 500)
    (folder / "cut.zip").write_bytes((folder / "whole.zip").read_bytes()[:300])
    return {
        "empty": ([good, folder / "empty.csv"], ["empty.csv"]),
        "photo": ([good, folder / "photo.csv"], ["photo.csv"]),
        "zip": ([folder / "cut.zip"], ["cut.zip"]),
        "missing": ([good, folder / "nowhere.csv"], ["nowhere.csv"]),
        "column": (["--catalogue", write(folder / "c.csv", [("name of it", "price"), ("x", "1")]), good], ["c.csv"]),
        "currencies": ([write(folder / "two.csv", other_currency)], ["GBP", "USD"]),
        "negative": ([write(folder / "neg.csv", negative)], ["neg.csv", "row 2", "-31"]),
        "number": ([write(folder / "num.csv", unread)], ["num.csv", "row 2", "lots"]),
        "all at once": ([folder / "empty.csv", folder / "photo.csv"], ["empty.csv", "photo.csv"]),
    }


@pytest.mark.parametrize(
    "name", ["empty", "photo", "zip", "missing", "column", "currencies", "negative", "number", "all at once"]
)
def test_bad_input_is_told_and_nothing_is_written(name, tmp_path):
    files, words = bad_files(tmp_path)[name]
    before = sorted(p.name for p in tmp_path.iterdir())
    done = run("audit", *files, "--out", tmp_path / "audit", "--quiet")
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_a_catalogue_of_one_product_will_do(shop):
    from keyworth import audit_keywords

    write_table(shop["catalogue"], CATALOGUE[:2])
    assert len(audit_keywords(list(shop.values())).tables["catalogue"]) == 1


def test_a_transcript_without_a_customer_is_set_aside_by_name(shop):
    from keyworth import audit_keywords

    rows = [("call_id", "transcript"), ("c9", "Agent: Hello, Sam speaking. Agent: Nobody there? Bye.")]
    write_table(shop["calls"], rows)
    aside = audit_keywords(list(shop.values())).tables["set_aside"]
    assert aside["source_file"].str.endswith("calls.csv").any()


def test_settings_are_checked(shop, tmp_path):
    toml = tmp_path / "keyworth.toml"
    toml.write_text("[money]\nlookback_dayz = 3\nmargin = 7\n")
    done = run("audit", shop["keywords"], "--settings", toml, "--out", tmp_path / "audit")
    assert done.returncode == 2
    assert "lookback_dayz" in done.stderr
    assert "margin" in done.stderr


def test_ctrl_c_halfway_writes_nothing(shop, tmp_path):
    out = tmp_path / "audit"
    for wait in (0.3, 1.5, 3.0):
        process = subprocess.Popen(
            [*KEYWORTH, "audit", *map(str, shop.values()), "--out", str(out), "--quiet"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        time.sleep(wait)
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=120)
        if process.returncode == 0:
            break
        assert not out.exists()
        assert sorted(p.name for p in tmp_path.iterdir()) == ["files"]
        if wait > 1:
            assert b"Traceback" not in stderr, stderr.decode()


@pytest.mark.slow
def test_a_full_disk_is_told_and_nothing_is_left(shop, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        done = run("audit", *shop.values(), "--out", small / "audit", "--quiet")
        assert done.returncode == 2, done.stderr
        assert "No space left" in done.stderr
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)
