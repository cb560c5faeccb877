"""The documentation: it builds without a warning, and every code block of it runs.

A block that cannot run is preceded by ``<!-- not run: why -->``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from keyworth.assets import asset
from keyworth.settings import Settings
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(p for p in DOCS.rglob("*.md") if p.parent.name not in ("decisions", "benchmarks"))
_BLOCK = re.compile(r"(<!-- not run: (?P<why>[^\n]+) -->\n)?^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.M | re.S)
RUN = ("sh", "python", "toml", "json", "yaml")


class Block(NamedTuple):
    """A code block of a page."""

    line: int
    language: str
    code: str
    why_not: str


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(text[: m.start("code")].count("\n") + 1, m["language"], m["code"], m["why"] or "")
        for m in _BLOCK.finditer(text)
    ]


def commands(page: Path) -> list[Block]:
    return [b for b in blocks(page) if b.language in ("sh", "python") and not b.why_not]


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader has it: the demo's exports, its settings, and its audit; `keyworth` is on the path."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(asset("data", "demo", "exports"), folder / "exports")
    shutil.copy(asset("data", "demo", "keyworth.toml"), folder)
    (folder / "bin").mkdir()
    (folder / "bin" / "keyworth").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m keyworth "$@"\n')
    (folder / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    for command in (folder / "bin").iterdir():
        command.chmod(0o755)
    shell(folder, "keyworth audit --demo --out audit-demo --quiet")
    return folder


def as_a_reader(folder: Path) -> dict[str, str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}


def shell(folder: Path, code: str) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code], cwd=folder, capture_output=True, text=True, timeout=280,
        env=as_a_reader(folder),
    )  # fmt: skip
    assert done.returncode == 0, f"{code}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda p: p.stem)
def test_every_command_runs(page: Path, workplace: Path) -> None:
    for block in commands(page):
        python = block.language == "python"
        shell(workplace, f"python - <<'END_OF_BLOCK'\n{block.code}\nEND_OF_BLOCK" if python else block.code)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_configuration_is_good(page: Path) -> None:
    for block in blocks(page):
        where = f"{page.name}:{block.line}"
        assert block.language in (*RUN, "text"), where
        if block.language == "toml":
            given = tomllib.loads(block.code)
            if "project" not in given:
                Settings(**given)
        elif block.language == "json":
            json.loads(block.code)
        elif block.language == "yaml":
            assert yaml.safe_load(block.code)


@pytest.mark.slow
def test_the_pages_build_without_a_warning_and_fetch_nothing(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="the extra `docs` is not installed: the pages were not built")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")], cwd=ROOT,
        capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARNING  -" not in done.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        seen = Fetched()
        seen.feed(page.read_text(encoding="utf-8"))
        assert seen.found == [], page.name


class Fetched(HTMLParser):
    """What a page would fetch from elsewhere when it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        place = given.get("src") or (given.get("href") if tag == "link" and given.get("rel") != "canonical" else None)
        if place and re.match(r"(https?:)?//", place):
            self.found.append(place)


def test_the_action_s_steps_are_good_shell() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    steps = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert len(steps) == 2
    for code in [*steps, *((ROOT / ".ci" / name).read_text() for name in ("release-check", "every-verb", "run"))]:
        assert "${{" not in code, "an input is given by the environment, never pasted into the shell"
        done = subprocess.run(["bash", "-n"], input=code, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_the_image_is_built_of_all_that_the_wheel_holds() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    taken = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    held = [*wheel["packages"], *wheel["force-include"]]
    assert [path for path in held if not any(path == t or path.startswith(f"{t}/") for t in taken)] == []


@pytest.mark.slow
def test_the_action_audits_and_fails_above_its_level(workplace: Path, tmp_path: Path) -> None:
    code = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"][2]["run"]
    told = {"FILES": "exports/catalogue.csv\n\nexports/Search keyword report.csv\n", "FAIL_ON": "watch", "SETTINGS": ""}
    more = {"OUT": "audit-action", "GITHUB_OUTPUT": str(tmp_path / "o"), "GITHUB_STEP_SUMMARY": str(tmp_path / "s")}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", code], cwd=workplace, capture_output=True, text=True, timeout=280,
        env={**as_a_reader(workplace), **told, **more},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "--fail-on watch" in done.stderr
    assert (tmp_path / "o").read_text() == "report=audit-action/report.html\n"
    assert "Ready to sign off?" in (tmp_path / "s").read_text()
