"""Every table of a saved audit is declared, conforms, and agrees with what people read."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from keyworth import read_audit, schema
from keyworth.settings import Settings
from keyworth.training.flips import judged_anew

COLUMNS = 45  # at most, of a table that people read


@pytest.fixture
def saved(saved_shop):
    return saved_shop


def test_every_saved_table_is_declared_and_conforms(saved) -> None:
    audit = read_audit(saved)
    assert set(audit.tables) == set(schema.SAVED)
    for name, table in [*audit.tables.items(), ("keywords", audit.keywords)]:
        declared = schema.KEYWORD_FINDINGS if name == "keywords" else schema.SAVED[name]
        assert list(table.columns) == list(declared.columns), name
        again = schema.conform(table, declared)
        pd.testing.assert_frame_equal(table.reset_index(drop=True), again, check_dtype=True, obj=name)


def test_no_table_is_declared_twice_and_all_say_what_a_row_is() -> None:
    assert all(name == table.name and table.row and table.required in table.columns for name, table in
               schema.SAVED.items())  # fmt: skip


def test_keywords_csv_parquet_and_workbook_agree(saved) -> None:
    from openpyxl import load_workbook

    audit = read_audit(saved)
    rows = list(csv.reader(io.StringIO((saved / "keywords.csv").read_text(encoding="utf-8"))))
    assert tuple(rows[0]) == schema.KEYWORDS_CSV
    assert len(rows[0]) <= COLUMNS
    sheet = [[cell.value for cell in row] for row in load_workbook(saved / "report.xlsx")["Keywords"].iter_rows()]
    assert [name.replace(" ", "_") for name in sheet[0]] == list(schema.KEYWORDS_CSV)
    for name in ("verdict", "flags", "product_relevance", "leads", "at_stake"):
        at, kept = schema.KEYWORDS_CSV.index(name), audit.keywords[name]
        for place, cells in enumerate((rows, sheet)):
            told = [row[at] for row in cells[1:]]
            wanted = kept.tolist()
            if kept.dtype.kind == "f":
                told = [float(v) if v not in ("", None) else float("nan") for v in told]
                assert told == pytest.approx(wanted, nan_ok=True), (name, place)
            else:
                assert [v or "" for v in told] == wanted, (name, place)


def test_relevance_is_final_before_the_money_and_said_once(saved) -> None:
    audit = read_audit(saved)
    kept = audit.tables["relevance"].set_index("keyword_key").loc[audit.keywords["keyword_key"]]
    for name in ("product_relevance", "product_status", "product_id"):
        assert audit.keywords[name].fillna("").tolist() == kept[name].fillna("").tolist(), name


def test_what_was_kept_gives_the_same_verdicts_again(saved) -> None:
    audit = read_audit(saved)
    again = judged_anew(audit, Settings(), "")
    pd.testing.assert_frame_equal(again, audit.keywords.reset_index(drop=True))
