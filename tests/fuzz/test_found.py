"""What once broke a parser breaks it no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, seeds

FOUND = sorted(p for p in (Path(__file__).parent / "found").iterdir() if p.name.split("-")[0] in TARGETS)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    TARGETS[path.name.split("-")[0]](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_every_parser_takes_what_it_is_fuzzed_from(name: str) -> None:
    given = list(seeds())
    assert len(given) > 50
    for _, data in given[::10]:
        TARGETS[name](data)
