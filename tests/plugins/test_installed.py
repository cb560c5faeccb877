"""Plug-ins of other people's packages: found, tested, told; and a broken one takes nothing down."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from keyworth.ingest import new_format
from keyworth.registry import SHAPES, plugins
from keyworth.testing import cases
from tests.conftest import ROOT
from tests.house.conftest import KEYWORDS, SALES, TOUCHPOINTS, write_table

SAMPLE = ROOT / "tests" / "sample_plugin"
REPORT = "Tilbury phrase,Tilbury plan,Visits paid,Outlay (p)\ngarden office,Spring,120,31050\nlog cabin,Spring,9,900\n"
BROKEN = {
    "raises": ("keyworth.flags", "raise RuntimeError('no luck')"),
    "lacks": ("keyworth.formats", '"""A format."""\nTITLE = "x"'),
    "linear": ("keyworth.attribution_models", '"""Ours already."""'),
    "stumbles": (
        "keyworth.formats",
        '"""Stumbles."""\nTITLE, KINDS, EXAMPLES = "Stumbles", ("keywords",), []\n'
        "def recognise(source): return 1 / 0\ndef read(source, kind, settings): return None",
    ),
    "greedy": (
        "keyworth.attribution_models",
        '"""Greedy.\n\nSource: none."""\nTITLE, EXAMPLES = "Greedy", []\n'
        'def credit(journeys): return journeys["length"] * 2.0',
    ),
}


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the sample package is installed."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*command, "--target", str(folder), str(SAMPLE)], capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder with a package of plug-ins that each fail in their own way."""
    folder, entries = tmp_path / "broken", {}
    (folder / "unlucky-2.0.dist-info").mkdir(parents=True)
    for name, (group, code) in BROKEN.items():
        (folder / f"unlucky_{name}").mkdir()
        (folder / f"unlucky_{name}" / "__init__.py").write_text("")
        (folder / f"unlucky_{name}" / f"{name}.py").write_text(code)
        entries.setdefault(group, []).append(f"{name} = unlucky_{name}.{name}")
    listed = "\n".join(line for group, lines in entries.items() for line in (f"[{group}]", *lines))
    (folder / "unlucky-2.0.dist-info" / "entry_points.txt").write_text(listed)
    (folder / "unlucky-2.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: unlucky\nVersion: 2.0\n")
    return folder


def run(folder: Path, *command: object, **more: object) -> subprocess.CompletedProcess:
    path = os.pathsep.join([str(folder), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, timeout=240,
        env={**os.environ, "PYTHONPATH": path}, **more,
    )  # fmt: skip


def test_an_installed_format_is_listed_and_reads(beside: Path, tmp_path: Path) -> None:
    (tmp_path / "report.csv").write_text(REPORT)
    assert "Tilbury Ads keyword report" in run(beside, "-m", "keyworth", "formats").stdout
    done = run(beside, "-m", "keyworth", "check", "report.csv", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    file = json.loads(done.stdout)["files"][0]
    assert (file["format"], file["kind"], file["cost"]) == ("tilbury_keywords", "keywords", 319.5)


def test_the_package_s_own_tests_run_every_example(beside: Path) -> None:
    done = run(beside, "-m", "pytest", "-p", "keyworth.testing", "-p", "no:cacheprovider", "-vv", SAMPLE / "tests")
    assert done.returncode == 0, done.stdout
    for case in ("tilbury_keywords-shape", "tilbury_keywords-0", "half_first-shape", "half_first-0"):
        assert case in done.stdout
    assert "4 passed" in done.stdout


@pytest.mark.slow
def test_an_audit_tells_the_plug_ins_it_was_made_with(beside: Path, tmp_path: Path) -> None:
    (tmp_path / "report.csv").write_text(REPORT)
    sales, touches = write_table(tmp_path / "s.csv", SALES), write_table(tmp_path / "t.csv", TOUCHPOINTS)
    done = run(beside, "-m", "keyworth", "audit", "report.csv", sales, touches, "--out", "a", "--quiet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    versions = json.loads((tmp_path / "a" / "audit.json").read_text())["versions"]
    assert versions["keyworth.formats tilbury_keywords"] == "keyworth-tilbury 1.0"


def test_broken_ones_are_told_by_name_and_take_nothing_down(broken: Path, tmp_path: Path) -> None:
    files = [write_table(tmp_path / f"{i}.csv", rows) for i, rows in enumerate([KEYWORDS, SALES, TOUCHPOINTS])]
    done = run(broken, "-m", "keyworth", "audit", *files, "--out", tmp_path / "a", "--quiet")
    assert done.returncode == 0, done.stderr
    for name, why in {
        "raises": "RuntimeError: no luck", "lacks": "it lacks KINDS", "linear": "there is a 'linear' already",
        "stumbles": "ZeroDivisionError", "greedy": "does not share the credit",
    }.items():  # fmt: skip
        line = next(line for line in done.stderr.splitlines() if f"plug-in '{name}'" in line)
        assert why in line
        assert "unlucky 2.0" in line


def test_help_runs_nothing_of_theirs(broken: Path) -> None:
    done = run(broken, "-m", "keyworth", "--help")
    assert (done.returncode, done.stderr) == (0, "")


def test_shapes_are_those_of_our_own() -> None:
    for family, names in SHAPES.items():
        for name, module in plugins(family).items():
            assert not [n for n in names if not hasattr(module, n)], (family, name)


SAMPLES = {
    "keywords": "Keyword;Spend;Visits;Wetter\ngarden room;12,50;3;sunny\n",
    "sales": "Stage,Amount,Created date,E-mail address\nWon,1200,2026-03-01,jo@acme.example\n",
    "catalogue": "Title,Price,Colour\nGarden Office,12000,green\n",
    "searches": "Search term,Count\ngarden office,12\n",
    "touchpoints": "customer_id,Channel,At\nk1,paid,2026-01-02\n",
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_skeleton_reads_its_own_example_and_holds_nobody_s_data(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Acme export.csv").write_text(SAMPLES[kind])
    code = new_format(tmp_path / "Acme export.csv")
    for secret in ("jo@acme", "1200", "12,50", "garden", "Garden", "sunny", "k1"):
        assert secret not in code
    (tmp_path / "acme_export.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "acme_export", raising=False)
    module = importlib.import_module("acme_export")
    assert kind in module.KINDS
    monkeypatch.setitem(plugins("ingest.formats"), "acme_export", module)
    for _, check in cases("ingest.formats", "acme_export"):
        check()


def test_a_sample_without_a_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("apples,pears\n1,2\n")
    done = run(tmp_path, "-m", "keyworth", "formats", "--new", tmp_path / "odd.csv")
    assert done.returncode == 2
    assert "apples | pears" in done.stderr
