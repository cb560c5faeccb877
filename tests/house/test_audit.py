"""The whole pipeline on a small shop: what it promises of bytes, rows and columns."""

from __future__ import annotations

import csv
import io
import json
import random

import pandas as pd
import pytest

from keyworth import audit_keywords, read_audit, save_audit, schema
from keyworth.errors import KeyworthError
from tests.house.conftest import KEYWORDS, TABLES, write_table


@pytest.fixture
def saved(saved_shop):
    return saved_shop


def rows_of(folder, name="keywords.csv"):
    return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"))))


def test_the_folder_holds_what_the_contract_says(saved):
    names = {p.name for p in saved.iterdir()}
    assert {
        "report.html",
        "keywords.csv",
        "phrases.csv",
        "unserved.csv",
        "claims.csv",
        "audit.json",
        "set_aside.csv",
        "tables",
    } <= names
    rows = rows_of(saved)
    assert tuple(rows[0])[: len(schema.KEYWORDS_CSV)] == schema.KEYWORDS_CSV
    assert [r["keyword"] for r in rows[:5]] == [k[0] for k in KEYWORDS[1:6]], "one row a keyword, in the agency's order"
    assert {r["verdict"] for r in rows} <= set(schema.VERDICTS)


def test_flags_exclude_each_other(saved):
    exclusive = {"retired_product", "no_current_product", "wrong_product"}
    assert all(len(exclusive & set(r["flags"].split("; "))) <= 1 for r in rows_of(saved))


def test_rows_in_are_used_or_set_aside(saved):
    files = read_audit(saved).tables["files"]
    assert len(files) == len(TABLES)
    assert (files["rows_in"] == files["rows_used"] + files["rows_set_aside"]).all()


def test_no_cell_is_a_formula(saved):
    for path in saved.glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            for cell in row:
                numeric = cell.replace(".", "").replace("-", "").replace("e", "").replace("+", "").isdigit()
                assert numeric or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (path.name, cell)


def test_personal_data_is_not_kept(saved):
    for path in saved.rglob("*"):
        if path.suffix in (".csv", ".json", ".html"):
            assert "900123" not in path.read_text(encoding="utf-8"), path.name
    for path in saved.glob("tables/*.parquet"):
        assert "900123" not in pd.read_parquet(path).to_csv(), path.name


def test_the_same_input_gives_the_same_bytes(saved, shop, tmp_path):
    save_audit(audit_keywords(list(shop.values())), tmp_path / "again")
    for path in sorted(saved.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "again" / path.relative_to(saved)).read_bytes(), path.name


@pytest.mark.slow
def test_shuffled_rows_give_the_same_rows(shop, tmp_path):
    save_audit(audit_keywords(list(shop.values())), tmp_path / "a")
    for kind, rows in TABLES.items():
        body = list(rows[1:])
        random.Random(kind).shuffle(body)
        write_table(shop[kind], [rows[0], *body])
    save_audit(audit_keywords(list(reversed(shop.values()))), tmp_path / "b")
    own = ("source_row", "keyword_id", "duplicate_place")

    def comparable(folder):
        return sorted(json.dumps({k: v for k, v in r.items() if k not in own}) for r in rows_of(folder))

    assert comparable(tmp_path / "a") == comparable(tmp_path / "b")


@pytest.mark.parametrize(
    "kinds", [["keywords"], ["keywords", "catalogue"], ["keywords", "sales"], ["keywords", "calls"]]
)
def test_what_was_not_supplied_is_unknown_and_nothing_is_cut(shop, kinds, tmp_path):
    audit = audit_keywords([shop[k] for k in kinds])
    save_audit(audit, tmp_path / "audit")
    assert not (audit.keywords["verdict"] == "cut").any()
    if "sales" not in kinds:
        assert audit.keywords["attributed_conversions"].isna().all(), "unknown is not zero"
    if "catalogue" not in kinds:
        assert audit.keywords["product_relevance"].isna().all()


def test_the_currency_is_the_files_own_wherever_it_is_told(shop, tmp_path):
    write_table(shop["keywords"], [(*KEYWORDS[0], "currency"), *((*row, "EUR") for row in KEYWORDS[1:])])
    write_table(shop["sales"], [(*row, "EUR" if i else "currency") for i, row in enumerate(TABLES["sales"])])
    folder = save_audit(audit_keywords(list(shop.values())), tmp_path / "audit")
    summary = read_audit(folder).summary
    assert summary["settings"]["ingest"]["currency"] == summary["headline"]["currency"] == "EUR"
    for name in ("keywords.csv", "report.html", "summary.md"):
        assert not (folder / name).is_file() or "£" not in (folder / name).read_text(encoding="utf-8"), name
    assert "€" in (folder / "report.html").read_text(encoding="utf-8")


def test_without_a_keyword_report_there_is_nothing_to_audit(shop):
    with pytest.raises(KeyworthError, match="keyword report"):
        audit_keywords([shop["catalogue"]])


def test_what_changed_since_an_earlier_audit_is_told(shop, saved):
    again = audit_keywords(list(shop.values()), since=saved)
    assert again.summary["changes"]["verdicts"] == []
    assert again.summary["changes"]["same_models"]
