"""Any delimited or spreadsheet file becomes its table."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import read_table_polluted
from keyworth.errors import UnusableFile
from keyworth.ingest import read_table

SPECTRUM = [
    "comma_in_quotes",
    "empty",
    "empty_crlf",
    "escaped_quotes",
    "json",
    "location_coordinates",
    "newlines",
    "newlines_crlf",
    "quotes_and_newlines",
    "simple",
    "simple_crlf",
    "utf8",
]


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum(shared_data, name):
    folder = shared_data / "hostile" / "csv_spectrum"
    truth = json.loads((folder / "json" / f"{name}.json").read_text(encoding="utf-8"))
    path = folder / "csvs" / f"{name}.csv"
    found = read_table(path).to_dict("records")
    if name == "location_coordinates":  # its truth is one record, with another telephone number than the file
        found, truth = [r | {"Contact Phone Number": ""} for r in found], [truth | {"Contact Phone Number": ""}]
    assert found == truth


@pytest.mark.slow
def test_polluted_files():
    means = read_table_polluted.run(report=lambda _: None, every=97)
    assert means["file"] >= 9.7
    assert means["all"] >= 9.8
    assert means["extra_quote"] >= 9.9


@pytest.mark.slow
def test_all_polluted_files():
    assert read_table_polluted.run(report=lambda _: None)["all"] >= 9.95


def test_naughty_strings_come_through(shared_data, tmp_path):
    import csv

    naughty = [s for s in json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8"))]
    naughty = [s for s in naughty if "\x00" not in s]
    path = tmp_path / "blns.csv"
    with path.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(["number", "said", "kind"])
        writer.writerows([i, s, "x"] for i, s in enumerate(naughty))
    found = read_table(path)
    expected = [s.encode("utf-8", "replace").decode() for s in naughty]
    assert found["said"].tolist() == expected


WORD = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORD, st.integers(0, 999), WORD), min_size=3, max_size=20), st.sampled_from(",;\t|"))
def test_what_is_written_is_read(tmp_path_factory, rows, delimiter):
    import csv

    path = tmp_path_factory.mktemp("t") / "t.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(["keyword", "clicks", "campaign"])
        writer.writerows(rows)
    assert read_table(path).to_numpy().tolist() == [[a, str(b), c] for a, b, c in rows]


def test_longer_rows_add_columns(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("keyword,cost\na,1\nb,2,extra,more\nc,3\n")
    table = read_table(path)
    assert table.columns.tolist() == ["keyword", "cost", "column_3", "column_4"]
    assert table.iloc[1].tolist() == ["b", "2", "extra", "more"]


def test_workbook(shared_formats):
    table = read_table(shared_formats / "price_list.xlsx")
    assert "Description" in table.columns


def test_header_only_and_nothing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("keyword,cost\n")
    assert read_table(path).shape == (0, 2)
    path.write_text("")
    with pytest.raises(UnusableFile, match="empty"):
        read_table(path)
