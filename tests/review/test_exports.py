"""What leaves the review, and what comes back: nothing is a formula, and what is read back is what was decided."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from keyworth.errors import KeyworthError
from keyworth.ingest import read_files, read_table
from keyworth.review import merge_workbook, write_outputs
from keyworth.review.decisions import plain
from keyworth.review.editor import editor_rows, read_editor_file
from keyworth.review.ledger import Ledger
from keyworth.review.outputs import OUTPUTS, make_output
from keyworth.review.review_session import Desk
from keyworth.review.signoff import Person
from keyworth.settings import Ingest, Review
from tests.review.conftest import make_audit, make_keywords

ANN, BOB = Person("Ann", "sales"), Person("Bob", "marketing")
PAGE = "https://shop.example/pod-for-two"
LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def save(desk: Desk, name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(make_output(name, desk))
    return path


def decide_everything(desk: Desk) -> pd.DataFrame:
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    desk.decide_all(ANN, {"verdict": "fix"}, "agree", "")
    row = desk.queue({"verdict": "keep"})["rows"][0]
    desk.decide(BOB, row["subject"], 0, "change", "cut", reason="we stop selling it; =SUM(A1)\n@home")
    decided = desk.decided()
    return decided[decided["decided_verdict"].isin(["cut", "fix"]) & decided["channel"].eq("paid")]


def named(frame: pd.DataFrame, verdict: str) -> set[tuple[str, ...]]:
    return set(frame[["campaign", "ad_group", "keyword", "match_type", verdict]].itertuples(index=False, name=None))


def test_the_editor_file_reads_back_as_the_decisions(desk, tmp_path):
    expected = decide_everything(desk)
    path = save(desk, "google-ads-editor.csv", tmp_path)
    assert named(read_editor_file(path), "verdict") == named(expected, "decided_verdict")
    assert path.read_bytes().startswith(b"\xff\xfe"), "UTF-16 with its mark, as Editor writes"


def test_keyworth_reads_the_editor_file_as_a_keyword_report(desk, tmp_path):
    expected = decide_everything(desk)
    path = save(desk, "google-ads-editor.csv", tmp_path)
    intake = read_files({"": [path]}, Ingest())
    assert intake.files["format"].tolist() == ["google_ads_editor"]
    listed = {*intake.tables["keywords"][["campaign", "keyword"]].itertuples(index=False, name=None)}
    assert {*expected[["campaign", "keyword"]].itertuples(index=False, name=None)} <= listed
    assert intake.set_aside["reason"].str.contains("negative keyword").sum() == 3


def test_what_editor_is_told_to_do(desk, tmp_path):
    decide_everything(desk)
    rows = read_table(save(desk, "google-ads-editor.csv", tmp_path))
    paused = rows[rows["Status"] == "Paused"]
    assert sorted(paused["Criterion Type"]) == ["Broad", "Exact", "Exact", "Exact", "Phrase", "Phrase", "Phrase"]
    new = rows[rows["Comment"].str.startswith("keyworth: new")]
    assert new["Keyword"].tolist() == ["garden office"], "the wording that the decision names, once in its ad group"
    assert set(new["Status"]) == {"Enabled"}
    negatives = rows[rows["Criterion Type"] == "Campaign Negative Exact"]
    assert len(negatives) == 3
    assert set(negatives["Ad Group"]) == {""}
    assert not paused["Comment"].str.contains(r"\n@|;=", regex=True).any()


def test_a_keyword_that_stays_is_pointed_elsewhere_and_not_switched_on(tmp_path):
    keywords = make_keywords(8).assign(flags="retired_product", suggested_wording="", successor_id="p2")
    catalogue = pd.DataFrame({"title": ["Garden room 2"], "product_id": ["p2"], "url": ["https://shop.example/2"]})
    audit = make_audit(tmp_path / "a", keywords=keywords, catalogue=catalogue)
    desk = Desk(audit, Ledger("sqlite://"), Review())
    desk.decide_all(ANN, {"verdict": "fix"}, "agree", "")
    rows = read_table(save(desk, "google-ads-editor.csv", tmp_path))
    assert set(rows["Final URL"]) == {"https://shop.example/2"}
    assert set(rows["Status"]) == {""}
    assert set(read_editor_file(tmp_path / "google-ads-editor.csv")["verdict"]) == {"fix"}


@pytest.mark.parametrize(
    ("flags", "successor", "url", "status", "negatives"),
    [
        ("retired_product", "", "", "", 0),  # its own product's page sells nothing
        ("retired_product", "old", "", "", 0),  # nor does that of a successor that has gone too
        ("retired_product", "p2", "https://shop.example/2", "", 0),
        ("wrong_product", "p2", "", "", 0),
        ("no_current_product; unserved_demand", "", "", "", 0),
        ("other_intent", "", "", "Paused", 2),
    ],
)
def test_a_fix_loads_only_what_it_says(tmp_path, flags, successor, url, status, negatives):
    keywords = make_keywords(8).assign(flags=flags, suggested_wording="", successor_id=successor)
    catalogue = pd.DataFrame(
        {
            "title": ["Garden room", "Garden room 2", "Gone"],
            "product_id": ["p1", "p2", "old"],
            "url": [f"https://shop.example/{i}" for i in (1, 2, 3)],
            "status": ["retired", "active", "retired"],
        }
    )
    desk = Desk(make_audit(tmp_path / "a", keywords=keywords, catalogue=catalogue), Ledger("sqlite://"), Review())
    desk.decide_all(ANN, {"verdict": "fix"}, "agree", "")
    rows = read_table(save(desk, "google-ads-editor.csv", tmp_path))
    negative = rows["Criterion Type"].str.contains("Negative")
    assert set(rows["Final URL"]) == {url}
    assert set(rows.loc[~negative, "Status"]) == {status}
    assert negative.sum() == negatives
    assert rows["Comment"].str.contains("by hand").all() == (not url and not status)


def test_a_wording_that_is_listed_already_is_not_added_and_a_kept_keyword_not_blocked(tmp_path):
    keywords = make_keywords(8)
    keywords.loc[2, ["keyword", "campaign", "match_type"]] = ["Garden Office", "B | Search", "phrase"]
    keywords.loc[6, ["keyword", "campaign"]] = ["garden room 0", "A | Search"]
    desk = Desk(make_audit(tmp_path / "a", keywords=keywords), Ledger("sqlite://"), Review())
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    desk.decide_all(ANN, {"verdict": "fix"}, "agree", "")
    rows = read_table(save(desk, "google-ads-editor.csv", tmp_path))
    assert not rows["Comment"].str.startswith("keyworth: new").any(), "Garden Office is bid on already"
    assert rows[rows["Criterion Type"].str.contains("Negative")]["Keyword"].tolist() == ["garden room 4"]


def test_the_bulk_file_says_the_same(desk, tmp_path):
    decide_everything(desk)
    rows = read_table(save(desk, "google-ads-editor.csv", tmp_path))
    bulk = list(csv.DictReader(io.StringIO(make_output("microsoft-bulk.csv", desk).decode("utf-8-sig"))))
    assert bulk[0]["Type"] == "Format Version"
    assert [b["Keyword"] for b in bulk[1:]] == rows["Keyword"].tolist()
    assert {b["Status"] for b in bulk[1:]} <= {"Paused", "Active", ""}
    assert {b["Type"] for b in bulk[1:]} == {"Keyword", "Campaign Negative Keyword"}


@pytest.fixture(scope="module")
def naughty(request) -> list[str]:
    return json.loads((request.getfixturevalue("shared_data") / "hostile" / "blns.json").read_text())


def runs_as_formula(cell: str, own: bool) -> bool:
    """Whether a spreadsheet may run a cell; read by a foreign separator, a tab at its start is the file's own."""
    begins = cell.lstrip(" \u200b\ufeff" if own else " \u200b\ufeff\t\r\n").startswith(LEADS)
    return begins and not re.fullmatch(r"-?\d+(\.\d+)?", cell)


def test_no_cell_of_any_export_is_a_formula(naughty, tmp_path):
    extra = [f"{lead}cmd|' /C calc'!A0" for lead in LEADS] + [f"a;{lead}1+1" for lead in LEADS] + ['x"=1+1', "+loan"]
    hostile = [*naughty, *extra]
    n = len(hostile)
    keywords = make_keywords(n).assign(channel="paid", match_type="exact")
    texts = pd.Series(hostile)
    for column in ("keyword", "campaign", "ad_group", "suggested_wording", "product_title", "reason"):
        keywords[column] = texts
    keywords["flags"] = "misaligned_wording; " + texts
    keywords["verdict"] = ["cut", "fix"] * (n // 2) + ["cut"] * (n % 2)
    catalogue = pd.DataFrame({"title": texts, "product_id": "p" + texts.index.astype(str), "url": texts})
    desk = Desk(make_audit(tmp_path / "a", keywords=keywords, catalogue=catalogue), Ledger("sqlite://"), Review())
    drafts = [(s, plain(hostile[i % n]) or "-") for i, s in enumerate(desk.shelf.subjects)]
    for subject, reason in drafts[::3]:
        desk.decide(ANN, subject, 0, "change", "cut", reason=f"{reason}", owner=reason)
    desk.decide_all(ANN, {"state": "open"}, "agree", "")
    left_out = set(pd.read_csv(save(desk, "not-exported.csv", tmp_path), dtype=str, keep_default_na=False)["keyword"])
    for name in ("google-ads-editor.csv", "microsoft-bulk.csv", "not-exported.csv"):
        path = save(desk, name, tmp_path)
        text = path.read_bytes().decode("utf-16" if "editor" in name else "utf-8-sig")
        own = "\t" if "editor" in name else ","
        for separator in ("\t", ",", ";", "|"):  # a spreadsheet may open it with any
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
                assert not any(runs_as_formula(c, separator == own) for c in row), (name, separator, row)
    carried = read_editor_file(tmp_path / "google-ads-editor.csv")
    assert len(carried) > 300
    assert len(left_out) > 20, "what cannot stand as listed and be safe is told, not changed"
    book = openpyxl.load_workbook(save(desk, "decisions.xlsx", tmp_path))
    kinds = {cell.data_type for row in book["Decisions"].iter_rows() for cell in row}
    assert "f" not in kinds
    assert "<script>" not in make_output("letter.html", desk).decode()


def filled_in(desk: Desk, folder: Path, changes: dict[int, dict[str, object]]) -> Path:
    """Return the exported workbook after somebody wrote into it: row number → column → value."""
    path = save(desk, "decisions.xlsx", folder)
    book = openpyxl.load_workbook(path)
    sheet = book["Decisions"]
    names = [c.value for c in sheet[2]]
    for row, cells in changes.items():
        for name, value in cells.items():
            sheet.cell(row, names.index(name) + 1, value)
    book.save(path)
    return path


def test_a_workbook_filled_in_offline_is_merged(desk, tmp_path):
    proposed = [r["verdict"] for r in desk.queue({})["rows"]]
    path = filled_in(desk, tmp_path, {
        3: {"decided_verdict": proposed[0].upper()},
        4: {"decided_verdict": "keep", "decision_reason": "customers ask for it", "decided_by": "Dee  Field"},
        5: {"decided_verdict": "defer", "owner": "Cy", "due": pd.Timestamp("2031-01-02")},
    })  # fmt: skip
    assert merge_workbook(desk, path, BOB) == 3
    decided = desk.decided()
    assert decided["action"].tolist()[:4] == ["agree", "change", "defer", ""]
    assert decided["decided_by"].tolist()[:3] == ["Bob", "Dee Field", "Bob"]
    assert decided["due"].tolist()[2] == "2031-01-02"
    assert {e.payload["merged_by"] for e in desk.entries} == {"Bob"}
    assert merge_workbook(desk, path, BOB) == 0, "a second time changes nothing"
    assert merge_workbook(desk, save(desk, "decisions.xlsx", tmp_path), BOB) == 0, "as exported it changes nothing"


def test_rows_left_alone_never_undo_what_others_decided_meanwhile(desk, tmp_path):
    desk.decide(ANN, desk.shelf.subjects[5], 0, "change", "keep", reason="first")
    path = filled_in(desk, tmp_path, {3: {"decided_verdict": "watch", "decision_reason": "wait"}})
    desk.decide(ANN, desk.shelf.subjects[1], 0, "change", "watch", reason="meanwhile")
    desk.decide(ANN, desk.shelf.subjects[5], 1, "change", "watch", reason="second thoughts")
    assert merge_workbook(desk, path, BOB) == 1
    assert desk.keyword(desk.shelf.subjects[1])["standing"].decision.author == "Ann"
    assert desk.keyword(desk.shelf.subjects[5])["standing"].decision.payload["reason"] == "second thoughts"


FAULTS = {
    3: ({"decided_verdict": "burn"}, "'decided_verdict': 'burn' is none of keep, fix, cut, watch, defer"),
    4: ({"decided_verdict": "watch"}, "'decision_reason': a changed verdict needs a reason"),
    5: ({"decided_verdict": "defer"}, "'owner': a deferred keyword needs an owner"),
    6: ({"decided_verdict": "defer", "owner": "Cy", "due": "soon"}, "'due': 'soon' is not a date"),
    7: ({"subject": "0123456789abcdef", "decided_verdict": "cut"}, "'subject': this audit has no such row"),
    8: ({"decision_reason": "just because"}, "'decided_verdict': it is empty"),
    9: ({"decided_verdict": "keep", "decision_reason": "x", "version": 7}, "'version': 'garden room"),
    11: ({"decided_verdict": "keep", "decision_reason": "x"}, "'subject': 'garden room"),
    12: ({"decided_verdict": "defer", "owner": "Cy", "due": "2020-01-01"}, "'due': 2020-01-01 is past; write today or"),
}


def test_every_fault_of_a_workbook_is_told_by_row_and_column(desk, tmp_path):
    changes = {row: dict(cells) for row, (cells, _told) in FAULTS.items()}
    changes[10] = {"decided_verdict": "keep", "decision_reason": "x"}
    changes[11]["subject"] = desk.shelf.subjects[7]  # row 10's
    path = filled_in(desk, tmp_path, changes)
    with pytest.raises(KeyworthError) as fault:
        merge_workbook(desk, path, BOB)
    assert len(fault.value.problems) == len(FAULTS)
    for (row, (_cells, told)), problem in zip(FAULTS.items(), fault.value.problems, strict=True):
        assert problem.startswith(f"row {row}, {told}"), problem
    assert desk.ledger.head()[0] == 0, "nothing was changed"


def test_a_workbook_that_is_none_of_ours_is_told(desk, tmp_path):
    path = save(desk, "decisions.xlsx", tmp_path)
    other = Desk(make_audit(tmp_path / "b", run_id="ffffffffffff"), Ledger("sqlite://"), Review())
    with pytest.raises(KeyworthError, match="another audit"):
        merge_workbook(other, path, BOB)
    book = openpyxl.load_workbook(path)
    book["Decisions"].delete_cols(2)
    book.save(tmp_path / "lacks.xlsx")
    with pytest.raises(KeyworthError, match="row 2: column 'version' is missing"):
        merge_workbook(desk, tmp_path / "lacks.xlsx", BOB)
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    (tmp_path / "text.xlsx").write_text("not a workbook")
    (tmp_path / "cut.xlsx").write_bytes(path.read_bytes()[:900])
    for name in ("empty.xlsx", "text.xlsx", "cut.xlsx", "absent.xlsx"):
        with pytest.raises(KeyworthError, match=f"{name} is not a decisions workbook"):
            merge_workbook(desk, tmp_path / name, BOB)


def test_the_letter_is_fair(desk):
    draft = make_output("letter.txt", desk).decode()
    assert draft.startswith("DRAFT")
    assert "within two weeks" in draft
    decide_everything(desk)
    for form in ("letter.txt", "letter.html"):
        told = make_output(form, desk, reply_by="2031-05-06").decode()
        for word in ("ROAS", "4.00", "1.50", "not supported", "the conversions by keyword", "2031-05-06"):
            assert word in told, word
        assert not re.search(r"\b(caused|fraud|lied?|false)\b(?! it)", told), "it accuses nobody"
    desk.accept(ANN, "rows reconcile", "known")
    desk.sign(ANN, "Approved")
    desk.sign(BOB, "Approved")
    assert "DRAFT" not in make_output("letter.txt", desk).decode()


def test_files_are_written_whole_or_not_at_all(desk, tmp_path, monkeypatch):
    out = tmp_path / "out"
    first = write_outputs(desk, out)
    assert sorted(p.name for p in out.iterdir()) == sorted(OUTPUTS) == sorted(p.name for p in first)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KeyworthError, match="No space left"):
        write_outputs(desk, out)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    with pytest.raises(KeyworthError, match="no such file"):
        write_outputs(desk, out, ["letter.doc"])
    (tmp_path / "a file").write_text("x")
    with pytest.raises(KeyworthError, match="cannot be written"):
        write_outputs(desk, tmp_path / "a file")


def test_what_a_person_writes_instead_reaches_the_editor_file(desk):
    alone = desk.decided().drop_duplicates("keyword", keep=False).query("channel == 'paid'")
    subjects = alone["subject"].tolist()[:2]
    desk.decide(ANN, subjects[0], 0, "change", "fix", reason="our own words", wording="pod for two", page=PAGE)
    desk.decide(ANN, subjects[1], 0, "change", "fix", reason="lead it there", page=PAGE)
    rows = editor_rows(desk.decided())[0]
    new = rows[rows["Keyword"] == "pod for two"].iloc[0]
    assert (new["Status"], new["Final URL"]) == ("Enabled", PAGE)
    listed = desk.decided().set_index("subject").loc[subjects, "keyword"].tolist()
    old = rows[rows["Keyword"].isin(listed)].drop_duplicates("Keyword").set_index("Keyword")
    assert old.loc[listed[0], "Status"] == "Paused"
    assert (old.loc[listed[1], "Status"], old.loc[listed[1], "Final URL"]) == ("", PAGE)
    with pytest.raises(KeyworthError, match=r"not an address.*|begins like a formula"):
        desk.decide(ANN, subjects[0], 1, "change", "fix", reason="x", page="javascript:alert(1)", wording="=1+1")


def test_what_no_file_carries_says_why(desk):
    subject = desk.decided().query("channel == 'paid' and decided_verdict == ''")["subject"].iloc[-1]
    desk.decide(ANN, subject, 0, "change", "fix", reason="its page is slow")
    left = make_output("not-exported.csv", desk).decode()
    assert left.splitlines()[0] == "keyword,campaign,decided_verdict,reason"
    for line in left.splitlines()[1:]:
        assert not line.endswith(",")
    assert "nothing to load: its page is slow" in left


def test_many_at_once_leave_what_a_person_decided(desk):
    one = desk.shelf.subjects[0]
    desk.decide(ANN, one, 0, "change", "keep", reason="we know better")
    desk.decide_all(ANN, {}, "agree", "")
    assert desk.keyword(one)["standing"].decision.payload["reason"] == "we know better"
    assert desk.progress()["decided"] == len(desk.shelf.subjects)


def test_the_agencys_reply_comes_back_into_the_ledger(desk, tmp_path):
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    path = save(desk, "decisions.xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    header = [cell.value for cell in sheet[2]]
    at = next(r for r in range(3, sheet.max_row + 1) if sheet.cell(r, header.index("verdict") + 1).value == "cut")
    sheet.cell(at, header.index("agency_reply") + 1).value = "it brought two calls in May"
    book.save(path)
    for _ in range(2):  # merged twice, it is noted once
        merge_workbook(desk, path, BOB)
    subject = sheet.cell(at, 1).value
    notes = [note.payload["text"] for note in desk.keyword(subject)["standing"].notes]
    assert notes == ["The agency replies: it brought two calls in May"]
    assert desk.keyword(subject)["standing"].verdict == "cut", "a reply decides nothing"
