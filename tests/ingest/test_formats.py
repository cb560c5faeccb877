"""Every format reads its own examples, and every sample of the reference."""

from __future__ import annotations

import pytest

from keyworth.ingest.read import read_files
from keyworth.ingest.recognise import formats
from keyworth.settings import Ingest
from keyworth.testing import cases

CASES = [pytest.param(check, id=case) for name in formats() for case, check in cases("ingest.formats", name)]


@pytest.mark.parametrize("check", CASES)
def test_example(check):
    check()


def test_order_of_rows_does_not_matter(tmp_path):
    lines = [f"keyword {i},{i}.50,{i}" for i in range(50)]
    for name, body in (("a.csv", lines), ("b.csv", lines[::-1])):
        (tmp_path / name).write_text("\n".join(["keyword,cost,clicks", *body]))
    a, b = (read_files({"": [tmp_path / n]}, Ingest()).tables["keywords"] for n in ("a.csv", "b.csv"))
    columns = ["keyword", "cost", "clicks"]
    assert a[columns].to_csv() == b[columns][::-1].reset_index(drop=True).to_csv()
