"""Every format reads its own examples, and every sample of the reference."""

from __future__ import annotations

import pytest

from keyworth import schema
from keyworth.ingest.containers.source import Source
from keyworth.ingest.read import read_files
from keyworth.ingest.recognise import formats, recognise
from keyworth.settings import Ingest

CASES = [
    pytest.param(name, sample, expected, id=f"{name}-{i}")
    for name, module in formats().items()
    for i, (sample, expected) in enumerate(module.EXAMPLES)
]


@pytest.mark.parametrize(("name", "sample", "expected"), CASES)
def test_example(name, sample, expected):
    data = sample.encode() if isinstance(sample, str) else sample
    module, kind = recognise(Source("example", data), expected.get("given", ""))
    assert module.__name__.endswith(f".{name}")
    kind = expected.get("kind", kind)
    source = Source("example", data)
    reading = module.read(source, kind, Ingest())
    for table_name, table in reading.tables.items():
        schema.conform(table, schema.INPUTS[table_name])
        assert "source_row" in table
    table = reading.tables.get(kind)
    if "rows" in expected:
        assert len(table) == expected["rows"]
    assert len(reading.set_aside) == expected.get("set_aside", 0), reading.set_aside
    assert reading.rows_in == expected.get("rows_in", reading.rows_in)
    assert 0 <= len(reading.set_aside) <= reading.rows_in
    assert len({s.row for s in reading.set_aside}) == len(reading.set_aside)
    if "currency" in expected:
        assert reading.currency == expected["currency"]
    if "cost" in expected:
        assert table["cost"].sum() == pytest.approx(expected["cost"], abs=0.001)
    for column, value in expected.get("first", {}).items():
        found = table.iloc[0][column]
        assert found == (pytest.approx(value) if isinstance(value, float) else value), column


@pytest.mark.parametrize("name", formats())
def test_plugin_is_whole(name):
    module = formats()[name]
    assert module.__doc__
    assert module.TITLE
    assert module.EXAMPLES
    assert set(module.KINDS) <= set(schema.INPUTS)


def test_order_of_rows_does_not_matter(tmp_path):
    lines = [f"keyword {i},{i}.50,{i}" for i in range(50)]
    for name, body in (("a.csv", lines), ("b.csv", lines[::-1])):
        (tmp_path / name).write_text("\n".join(["keyword,cost,clicks", *body]))
    a, b = (read_files({"": [tmp_path / n]}, Ingest()).tables["keywords"] for n in ("a.csv", "b.csv"))
    columns = ["keyword", "cost", "clicks"]
    assert a[columns].to_csv() == b[columns][::-1].reset_index(drop=True).to_csv()
