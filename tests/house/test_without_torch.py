"""An audit and a review need no torch: the same tables without it, and a clear word where it is needed."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT
from tests.house.conftest import TABLES, write_table

BLOCKED = """
import importlib.abc, sys
class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("torch", "sentence_transformers", "transformers"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
"""
LIGHT = ROOT / "requirements-without-torch.txt"
NOT_NEEDED = {"sentence-transformers", "torch", "transformers"}


def without_torch(code: str, *arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", BLOCKED + code, *map(str, arguments)], capture_output=True, text=True, timeout=240
    )


AUDIT_AND_REVIEW = """
from keyworth.cli import app
from keyworth.settings import Settings
from keyworth import audit_keywords, save_audit
from keyworth.review import open_desk, person
out, *files = sys.argv[1:]
save_audit(audit_keywords(files, Settings(relevance={"cache": False})), out)
desk = open_desk(out, None, Settings().review, "made")
who = person("Jo Bloggs", "marketing")
desk.decide(who, desk.shelf.subjects[0], 0, "agree", "")
for check in desk.audit.summary["readiness"]["failed"]:
    desk.accept(who, check, "the shop is invented")
print("signed", desk.sign(who, "Reviewed") is not None)
"""


@pytest.mark.slow
def test_the_same_tables_without_it(tmp_path: Path) -> None:
    from keyworth import audit_keywords, save_audit
    from keyworth.settings import Settings

    files = [write_table(tmp_path / f"{kind}.csv", rows) for kind, rows in TABLES.items()]
    save_audit(audit_keywords(files, Settings(relevance={"cache": False})), tmp_path / "with")
    done = without_torch(AUDIT_AND_REVIEW, tmp_path / "without", *files)
    assert done.returncode == 0, done.stderr
    assert "signed True" in done.stdout
    tables = sorted(p.name for p in (tmp_path / "with" / "tables").iterdir())
    assert tables == sorted(p.name for p in (tmp_path / "without" / "tables").iterdir())
    for name in tables:
        with_it, without = (tmp_path / side / "tables" / name for side in ("with", "without"))
        assert with_it.read_bytes() == without.read_bytes(), name


def test_another_encoder_says_what_to_install() -> None:
    code = (
        "from keyworth.relevance.encode import load_encoder\nfrom keyworth.settings import Relevance\n"
        "from keyworth.errors import UnusableModel\n"
        "try: load_encoder(Relevance(encoder='owner/name'))\nexcept UnusableModel as fault: print(fault)"
    )
    done = without_torch(code)
    assert "pip install sentence-transformers" in done.stdout, done.stderr


def test_the_list_without_torch_is_whole_and_pinned_as_the_constraints() -> None:
    pins = {line.split("==")[0].lower(): line for line in (ROOT / "constraints.txt").read_text().splitlines()}
    listed = [line for line in LIGHT.read_text().splitlines() if line and not line.startswith("#")]
    wanted = _closure(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])
    assert [line for line in listed if line != pins[line.split("==")[0].lower()]] == []
    assert {_name(line.split("==")[0]) for line in listed} == wanted


def _closure(needed: list[str]) -> set[str]:
    """Return all that these requirements bring here, without torch and what brings it."""
    found: set[str] = set()
    waiting = [Requirement(line) for line in needed]
    while waiting:
        one = waiting.pop()
        name = _name(one.name)
        if name in found | NOT_NEEDED or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        waiting += [Requirement(line) for line in requires(name) or []]
    return found


def _name(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
