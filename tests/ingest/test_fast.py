"""The short way gives what the careful way gives, or declines."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworth.ingest.known_headers import known_headers
from keyworth.ingest.tabular import arrow_reader, grid

CELL = st.text(st.sampled_from('ab1,"é \n;'), max_size=6)


def both(text: str, monkeypatch: pytest.MonkeyPatch | None = None):
    dialect = grid.find_dialect(text, known_headers())
    quick = arrow_reader.fast_rows(text, dialect, 1, text.split("\n")[0].count(dialect.delimiter) + 1)
    return dialect, quick


def careful(text: str, dialect, width: int):
    rows = [r for r in grid.records(text, dialect) if r[0] > 1]
    return grid.frame_of((r if len(r[1]) == width else grid._even(r, width, [{}] * width) for r in rows), width)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=2, max_size=8), st.booleans())
def test_same_or_declined(rows, quoted):
    old, arrow_reader.LARGE = arrow_reader.LARGE, 0
    try:
        clean = [[c.replace("\n", " ").replace('"', "''") for c in r] for r in rows]
        text = (
            "\n".join(["one,two,three", *(",".join(f'"{c}"' if quoted or "," in c else c for c in r) for r in clean)])
            + "\n"
        )
        dialect = grid.Dialect()
        quick = arrow_reader.fast_rows(text, dialect, 1, 3)
        if quick is not None:
            slow = careful(text, dialect, 3)
            assert quick.to_numpy().tolist() == slow.to_numpy().tolist()
            assert quick.index.tolist() == slow.index.tolist()
    finally:
        arrow_reader.LARGE = old


@pytest.mark.parametrize("row", ['1,"x,3', '1,""x" y",3', "", '1,"a\nb",3', "1,2,3,4", '1,a"b,3'])
def test_declines_what_is_doubtful(row):
    old, arrow_reader.LARGE = arrow_reader.LARGE, 0
    try:
        lines = ["one,two,three"] + ["1,2,3"] * 5 + [row] + ["4,5,6"] * 5
        assert arrow_reader.fast_rows("\n".join(lines) + "\n", grid.Dialect(), 1, 3) is None
    finally:
        arrow_reader.LARGE = old


def test_large_file_takes_it(monkeypatch):
    rng = random.Random(1)
    body = [f'kw {i},"{rng.randint(1000, 9999):,}",{i}.5' for i in range(40_000)]
    text = "\n".join(["keyword,clicks,cost", *body]) + "\n"
    called = []
    real = arrow_reader.fast_rows
    monkeypatch.setattr(grid, "fast_rows", lambda *a: called.append(real(*a)) or called[-1])
    found = grid.grid_of_text(text, known_headers())
    assert called[0] is not None
    assert len(found.rows) == 40_000
    assert found.rows.index[0] == 2
