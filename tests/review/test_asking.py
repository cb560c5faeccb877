"""What cannot be told goes on one sheet, most pounds first; what comes back is checked, kept and taken as evidence."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from keyworth import KeyworthError, audit_keywords, read_settings, save_audit, schema
from keyworth.check import check_files
from keyworth.report import explain_keyword, render_explanation
from keyworth.review.answering import KEPT, answers_place, keep_answers, of_review, read_sheet
from keyworth.review.asking import asked_rows, sheet_schema, write_sheet
from keyworth.review.decisions import standing, subject_ids
from keyworth.review.ledger import Ledger
from keyworth.settings import Settings
from keyworth.store import Audit
from tests.house.conftest import TABLES, write_table

STATUS = {
    "weather vane": ("unclear", 0.4, 10.0), "copper weather vane": ("unclear", 0.5, 90.0),
    "sundial": ("active", 0.97, 500.0),
    "birdbath": ("active", 0.6, 40.0), "+water butt": ("none", 0.02, 300.0),
    "weather vane jobs": ("unclear", 0.4, 70.0),
    "tidy gardens ltd": ("unclear", 0.4, 60.0),
}  # fmt: skip


@pytest.fixture
def audit() -> Audit:
    rows = [
        {"keyword_id": i, "keyword": k, "keyword_key": k.lstrip("+"), "product_status": s, "product_relevance": p,
         "cost": cost, "currency": "GBP", "product_id": "" if s == "none" else "0012", "product_title": "Cockerel vane",
         "channel": "paid", "campaign": "A", "intent": "jobs" if "jobs" in k else "", "is_brand": "ltd" in k}
        for i, (k, (s, p, cost)) in enumerate(STATUS.items())
    ]  # fmt: skip
    rows.append({**rows[0], "keyword_id": 7, "match_type": "broad", "cost": 100.0})
    catalogue = {"product_id": ["0012", "=2+3", "7"], "title": ["Cockerel vane", "Brass sundial", "Stone birdbath"],
                 "price": [89.5, 40.0, None], "status": ["active", "out_of_stock", "active"]}  # fmt: skip
    matches = {"keyword_key": ["copper weather vane"] * 3, "rank": [1, 2, 3], "product_id": ["=2+3", "0012", "7"]}
    return Audit(
        schema.conform(pd.DataFrame(rows), schema.KEYWORD_FINDINGS),
        {"catalogue": schema.conform(pd.DataFrame(catalogue), schema.CATALOGUE),
         "matches": schema.conform(pd.DataFrame(matches), schema.MATCHES)},
        {"run_id": "abc", "settings": {"relevance": {"relevance_floor": 0.2, "answered_floor": 0.57}}},
    )  # fmt: skip


def filled(audit: Audit, tmp_path: Path, **answers: str) -> Path:
    """Write the sheet and fill in its answers, by the keyword's first word."""
    write_sheet(audit, "audit", tmp_path / "sheet.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "sheet.csv").read_text(encoding="utf-8-sig"))))
    for row in rows:
        row["answer"], row["note"] = [*answers.get(row["keyword"].split()[0], "").split("|"), ""][:2]
    with (tmp_path / "filled.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return tmp_path / "filled.csv"


def test_what_cannot_be_told_is_asked_most_pounds_first(audit: Audit) -> None:
    asked = asked_rows(audit)
    assert asked["keyword"].tolist() == ["weather vane", "copper weather vane", "birdbath"]  # a doubtful one, too
    assert asked["spend"].tolist() == [110.0, 90.0, 40.0]  # over all its listings
    assert [p["id"] for p in asked["products"][1]] == ["0012", "=2+3", "7"]  # what is named, then the nearest


def test_what_was_answered_is_not_asked_again(audit: Audit) -> None:
    known = audit.keywords.assign(answer="none", answered_by="Ann")
    assert asked_rows(Audit(known, audit.tables, audit.summary)).empty
    with pytest.raises(KeyworthError, match="nothing to ask"):
        write_sheet(Audit(known, audit.tables, audit.summary), "audit", "sheet.csv")


def test_a_sheet_for_a_spreadsheet(audit: Audit, tmp_path: Path) -> None:
    number, files = write_sheet(audit, "audit", tmp_path / "sheet.csv")
    assert (number, [f.name for f in files]) == (3, ["sheet.csv", "sheet.md"])
    text = files[0].read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[1]["product_2_id"] == "'=2+3"  # no formula
    assert rows[1]["product_2_title"] == "Brass sundial (out of stock)"
    assert rows[0]["answer"] == rows[0]["note"] == ""
    assert "accessory only" in files[1].read_text(encoding="utf-8")
    with pytest.raises(KeyworthError, match="is there already"):
        write_sheet(audit, "audit", tmp_path / "sheet.csv")


def test_a_sheet_for_a_program_is_what_its_schema_says(audit: Audit, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    _, files = write_sheet(audit, "audit", tmp_path / "sheet.jsonl")
    assert [f.name for f in files] == ["sheet.jsonl", "sheet.md", "sheet.schema.json"]
    lines = [json.loads(line) for line in files[0].read_text(encoding="utf-8").splitlines()]
    for line in lines:
        jsonschema.validate(line, sheet_schema())
    lines[0]["answer"], lines[1]["answer"] = "none", "0012"
    back = tmp_path / "back.jsonl"
    back.write_text("\n".join([*map(json.dumps, lines), "[1]", "{nonsense"]), encoding="utf-8-sig")
    found = read_sheet(back, audit, "Ann")
    assert found.rows["answer"].tolist() == ["none", "product"]
    assert [f.split(":")[0].split(",")[0] for f in found.faults] == ["back.jsonl row 4", "back.jsonl row 5"]


@pytest.mark.parametrize(
    ("said", "kind", "product"),
    [
        ("0012", "product", "0012"), ("12", "product", "0012"), ("12.0", "product", "0012"),
        ("cockerel VANE", "product", "0012"), ("'=2+3", "product", "=2+3"),
        ("Brass sundial (out of stock)", "product", "=2+3"), ("7; 0012", "product", "7"),
        ("None", "none", ""), ("nothing", "none", ""), ("accessory only", "accessory_only", ""),
        ("accessory_only: 7", "accessory_only", "7"), ("accessory only|0012", "accessory_only", "0012"),
        ("other|Stone birdbath", "product", "7"), ("other|we make them to order", "other", ""),
    ],
)  # fmt: skip
def test_answers_as_people_write_them(audit: Audit, tmp_path: Path, said: str, kind: str, product: str) -> None:
    found = read_sheet(filled(audit, tmp_path, copper=said), audit, "Ann")
    assert found.faults == ()
    assert found.rows[["keyword", "answer", "product_id"]].values.tolist() == [["copper weather vane", kind, product]]
    assert found.left_open == 2


@pytest.mark.parametrize("said", ["P-99", "1.2E+05", "7; P-99", "accessory only: P-99", "=cmd|' /C calc'!A0"])
def test_a_bad_row_is_told_and_refuses_no_other(audit: Audit, tmp_path: Path, said: str) -> None:
    path = filled(audit, tmp_path, copper="none", birdbath="7")
    text = path.read_text(encoding="utf-8").replace("copper weather vane,none", f'copper weather vane,"{said}"')
    path.write_text(text, encoding="utf-8")
    found = read_sheet(path, audit, "Ann")
    assert found.rows["keyword"].tolist() == ["birdbath"]
    assert len(found.faults) == 1
    assert found.faults[0].startswith("filled.csv row 3, 'answer': ")
    assert "write" in found.faults[0]


def test_a_sheet_back_from_a_spreadsheet(audit: Audit, tmp_path: Path) -> None:
    rows = [
        ["Note", "spend", "ANSWER", "Keyword"],
        ["büro 07700 900123", "1,5", "12", " Copper Weather Vane "],
        ["", "", "none", "what is this"],
        ["", "", "", "birdbath"],
        ["", "", "7", "copper weather vane"],
    ]
    text = "\r\n".join(";".join(row) for row in rows)
    for name, content in {"a.csv": ("\ufeff" + text).encode(), "b.csv": text.encode("cp1252"),
                          "c.csv": text.replace(";", "\t").encode("utf-16")}.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
        found = read_sheet(tmp_path / name, audit, "Ann", "2026-11-30")
        assert found.rows["product_id"].tolist() == ["0012"], name
        assert "900123" not in found.rows["note"].iloc[0]
        assert [f.split(":")[0] for f in found.faults] == [f"{name} row 3, 'keyword'", f"{name} row 5, 'keyword'"]


def test_no_name_no_sheet(audit: Audit, tmp_path: Path) -> None:
    with pytest.raises(KeyworthError, match="needs the name"):
        read_sheet(filled(audit, tmp_path, copper="none"), audit, " \n")
    (tmp_path / "other.csv").write_text("keyword,cost\na,1\n")
    with pytest.raises(KeyworthError, match="not a sheet of answers"):
        read_sheet(tmp_path / "other.csv", audit, "Ann")


def test_answers_are_added_once_and_what_was_there_stays(audit: Audit, tmp_path: Path) -> None:
    place = answers_place(tmp_path / "keyworth.toml", Settings())
    sheet = filled(audit, tmp_path, copper="=2+3", birdbath="none")
    assert keep_answers(read_sheet(sheet, audit, "Ann", "2026-11-29"), place) == 2
    before = place.read_bytes()
    assert keep_answers(read_sheet(sheet, audit, "Ann", "2026-11-30"), place) == 0  # the same said again
    assert place.read_bytes() == before
    assert (
        keep_answers(read_sheet(filled(audit, tmp_path / "2", copper="none"), audit, "Ann", "2026-11-30"), place) == 1
    )
    rows = list(csv.DictReader(io.StringIO(place.read_text(encoding="utf-8"))))
    assert tuple(rows[0]) == KEPT
    assert [r["product_id"] for r in rows] == ["'=2+3", "", ""]
    place.write_text("not,ours\n1,2\n")
    with pytest.raises(KeyworthError, match="not a file of answers"):
        keep_answers(read_sheet(sheet, audit, "Ann"), place)
    assert place.read_text() == "not,ours\n1,2\n"


def test_what_reviewers_judged_blind_is_an_answer(audit: Audit) -> None:
    from keyworth.review.chain import Draft
    from keyworth.review.decisions import BLIND, decision

    of = dict(zip(audit.keywords["keyword"], subject_ids(audit.keywords), strict=False))
    ledger = Ledger("sqlite://")
    blind = [("copper weather vane", "yes"), ("birdbath", "no"), ("weather vane jobs", "no"), ("sundial", "unsure")]
    for keyword, product in blind:
        payload = {"product": product}
        ledger.append([Draft("abc", BLIND + of[keyword], 1, "judgement", "Ann", "sales", payload)])
    ledger.append([decision("abc", of["weather vane"], 1, "Ann", "sales", "agree", "keep")])
    found = of_review(audit, standing(ledger.entries("abc"))).rows
    wanted = [["copper weather vane", "product", "0012", "Ann"], ["weather vane jobs", "none", "", "Ann"]]
    assert found[["keyword", "answer", "product_id", "answered_by"]].values.tolist() == wanted
    assert found["answered_on"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()


def test_the_next_audit_takes_them_and_says_whose_they_are(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    files = [write_table(tmp_path / "exports" / f"{kind}.csv", rows) for kind, rows in TABLES.items()]
    toml = tmp_path / "keyworth.toml"
    toml.write_text("")
    first = audit_keywords(files, read_settings(toml))
    (tmp_path / "sheet.csv").write_text(
        "keyword,answer\nhot tub,accessory only: p3\nlog cabin,p2\ngarden office,none\n"
    )
    assert keep_answers(read_sheet(tmp_path / "sheet.csv", first, "Ann"), tmp_path / "answers.csv") == 3
    second = audit_keywords(files, read_settings(toml))
    found = second.keywords.drop_duplicates("keyword_key").set_index("keyword_key")
    status = found.loc[["hot tub", "log cabin", "garden office"], "product_status"].tolist()
    assert status == ["accessory_only", "active", "none"]
    assert "(judged by Ann on 2" in found.loc["garden office", "why_product"]
    assert set(second.tables["answers"]["used"]) == {"it decides"}
    assert second.summary["run_id"] != first.summary["run_id"]
    assert "answers.csv (answers)" in second.summary["inputs"]
    explained = explain_keyword(second, "garden office")
    assert explained["answered"]["answered_by"] == "Ann"
    assert "judged by Ann on 2" in render_explanation(explained)
    assert save_audit(second, tmp_path / "audit").is_dir()


def test_a_sheet_among_the_exports_is_no_keyword_report(audit: Audit, tmp_path: Path) -> None:
    write_sheet(audit, "audit", tmp_path / "sheet.csv")
    write_sheet(audit, "audit", tmp_path / "sheet.jsonl")
    keep_answers(read_sheet(filled(audit, tmp_path / "2", copper="none"), audit, "Ann"), tmp_path / "answers.csv")
    for name in ("sheet.csv", "answers.csv", "sheet.jsonl"):
        found = check_files({"": [tmp_path / name]}, Settings())
        assert found.intake.tables["keywords"].empty, name
