"""Results kept by their inputs: never another's, never a damaged one, and no disk or neighbour spoils an audit."""

from __future__ import annotations

import os
import subprocess
import sys

import pandas as pd
import pytest

from keyworth import cache
from keyworth.assets import cache_dir
from keyworth.relevance import result_cache
from keyworth.relevance.result_cache import kept_or_made
from keyworth.settings import Relevance

PARTS = [["a", "b"], pd.DataFrame({"title": ["x", "y"], "price": [1.0, None]})]
TABLES = (pd.DataFrame({"p": [0.25, 0.5]}), pd.DataFrame({"t": ["é", ""]}))


@pytest.fixture(autouse=True)
def made(tmp_path, monkeypatch):
    """How often the result was made."""
    monkeypatch.setenv("KEYWORTH_CACHE", str(tmp_path / "cache"))
    return []


def asked(made, parts=PARTS, settings=None):
    found = kept_or_made(parts, settings or Relevance(), lambda: made.append(1) or TABLES)
    assert all(a.equals(b) for a, b in zip(found, TABLES, strict=True))
    return len(made)


def test_the_same_inputs_are_answered_from_the_cache(made):
    assert asked(made) == asked(made) == 1
    assert asked(made, [PARTS[0], PARTS[1].iloc[::-1]]) == 1, "rows in another order are the same catalogue"


def test_every_input_counts(made, monkeypatch):
    asked(made)
    assert asked(made, [["ab"], PARTS[1]]) == 2
    assert asked(made, [PARTS[0], PARTS[1].assign(price=[1.0, 2.0])]) == 3
    assert asked(made, settings=Relevance(relevance_floor=0.06)) == 4
    assert asked(made, settings=Relevance(encoder="static")) == 5
    monkeypatch.setattr(result_cache, "_identity", lambda: "other code")
    assert asked(made) == 6
    assert asked(made, settings=Relevance(cache=False)) == 7


def damage_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def damage_swap(path):
    """Another result's file takes its name."""
    kept_or_made([["other"]], Relevance(), lambda: (pd.DataFrame({"o": [1]}),))
    (other,) = set(path.parent.iterdir()) - {path}
    path.unlink()
    other.rename(path)


@pytest.mark.parametrize(
    "damage",
    [
        damage_byte,
        damage_swap,
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(path.read_bytes() + b"more"),
    ],
)
def test_a_damaged_result_is_made_again_and_kept_anew(made, damage):
    asked(made)
    (path,) = (cache_dir() / "results").iterdir()
    damage(path)
    assert asked(made) == 2
    assert asked(made) == 2
    assert [p.name for p in (cache_dir() / "results").iterdir()] == [path.name], "nothing is left lying about"


def test_a_disk_that_takes_nothing_only_costs_the_saving(made, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.tempfile, "mkstemp", full)
    assert asked(made) == 1
    assert asked(made) == 2


def test_the_oldest_results_go(made, monkeypatch):
    monkeypatch.setattr(result_cache, "KEPT", 3)
    for i in range(5):
        asked(made, [[str(i)], PARTS[1]])
        for age, path in enumerate(sorted((cache_dir() / "results").iterdir(), key=lambda p: -p.stat().st_mtime_ns)):
            os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert len(list((cache_dir() / "results").iterdir())) == 3
    assert asked(made, [["4"], PARTS[1]]) == 5
    assert asked(made, [["0"], PARTS[1]]) == 6


def test_two_processes_at_once_both_get_the_result(made):
    program = (
        "import pandas as pd\nfrom keyworth.relevance.result_cache import kept_or_made\n"
        "from keyworth.settings import Relevance\n"
        "for i in range(30):\n    make = lambda: (pd.DataFrame({'i': [i]}),)\n"
        "    t, = kept_or_made([[str(i)]], Relevance(), make)\n"
        "    assert t['i'].tolist() == [i]"
    )
    jobs = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
    assert [job.wait() for job in jobs] == [0, 0, 0]
    left = [p.name for p in (cache_dir() / "results").iterdir()]
    assert len(left) == 30
    assert not any(name.startswith(".") for name in left)
