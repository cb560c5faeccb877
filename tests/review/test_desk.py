"""Decisions, signatures and what leaves the review."""

from __future__ import annotations

import pytest

from keyworth.errors import KeyworthError
from keyworth.review.desk import Person
from keyworth.review.editor import read_editor_file
from keyworth.review.ledger import StaleEdit
from keyworth.review.outputs import OUTPUTS
from keyworth.review.workbook import read_workbook

ANN, BOB = Person("Ann", "sales"), Person("Bob", "marketing")


def first(desk, **filters):
    return desk.queue(filters)["rows"][0]


def test_the_queue_is_sorted_by_pounds(desk):
    rows = desk.queue({})["rows"]
    assert [r["at_stake"] for r in rows] == sorted((r["at_stake"] for r in rows), reverse=True)


def test_filters_count_and_pounds(desk):
    found = desk.queue({"verdict": "cut"})
    assert found["count"] == 3
    assert found["at_stake"] == sum(r["at_stake"] for r in found["rows"])
    assert desk.queue({"flag": "misaligned_wording"})["count"] == 3
    assert desk.queue({"text": "ROOM 1"})["count"] == 3  # 1, 10, 11


@pytest.mark.parametrize(
    ("action", "verdict", "more", "fault"),
    [
        ("change", "keep", {}, "reason"),
        ("defer", "", {}, "owner and a date"),
        ("defer", "", {"owner": "Cy", "due": "soon"}, "date"),
        ("dance", "keep", {}, "action"),
        ("change", "burn", {"reason": "x"}, "verdict"),
    ],
)
def test_a_decision_is_checked(desk, action, verdict, more, fault):
    with pytest.raises(KeyworthError, match=fault):
        desk.decide(ANN, first(desk)["subject"], 0, action, verdict, **more)


def test_decide_undo_note(desk):
    subject = first(desk)["subject"]
    desk.decide(ANN, subject, 0, "change", "keep", reason="we sell it again")
    assert desk.keyword(subject)["standing"].verdict == "keep"
    desk.note(BOB, subject, 1, "asked the warehouse")
    with pytest.raises(StaleEdit):
        desk.undo(ANN, subject, 1)
    desk.undo(ANN, subject, 2)
    assert desk.keyword(subject)["standing"].decision is None
    assert desk.queue({"state": "open"})["count"] == 12


def test_two_sides_sign_after_the_failed_check_is_accepted(desk):
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    assert desk.amount() == 312.0
    with pytest.raises(KeyworthError, match="rows reconcile"):
        desk.sign(ANN, "Approved")
    desk.accept(ANN, "rows reconcile", "known, three test rows")
    desk.sign(ANN, "Approved")
    assert not desk.is_signed()
    with pytest.raises(KeyworthError, match="signed this already"):
        desk.sign(ANN, "Approved")
    desk.sign(BOB, "Approved")
    assert desk.is_signed()
    subject = desk.queue({"verdict": "cut"})["rows"][0]["subject"]
    with pytest.raises(KeyworthError, match="signed"):
        desk.undo(ANN, subject, 1)
    with pytest.raises(KeyworthError, match="reason"):
        desk.decide(ANN, subject, 1, "change", "keep", kind="supersede")
    desk.decide(ANN, subject, 1, "change", "keep", kind="supersede", reason="back in stock")
    assert not desk.is_signed(), "a superseded decision needs new signatures"
    assert desk.ledger.verify() == []


def test_a_small_amount_needs_one_signature(desk):
    desk.accept(ANN, "rows reconcile", "known")
    desk.sign(BOB, "Approved")
    assert desk.is_signed()


def test_the_editor_file_reads_back_as_the_decisions(desk):
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    desk.decide_all(ANN, {"verdict": "fix"}, "agree", "")
    decided = desk.decided()
    expected = decided[decided["decided_verdict"].isin(["cut", "fix"]) & decided["channel"].eq("paid")]
    back = read_editor_file(OUTPUTS["google-ads-editor.csv"][1](desk))
    want = set(zip(expected["campaign"], expected["keyword"], expected["decided_verdict"], strict=True))
    assert set(zip(back["campaign"], back["keyword"], back["verdict"], strict=True)) == want


def test_negatives_and_new_keywords(desk):
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    desk.decide_all(ANN, {"verdict": "fix"}, "agree", "")
    text = OUTPUTS["google-ads-editor.csv"][1](desk).decode("utf-16")
    assert text.count("Campaign Negative Exact") == 3
    assert text.count("office pod") == 3
    bulk = OUTPUTS["microsoft-bulk.csv"][1](desk).decode("utf-8-sig")
    assert bulk.startswith("Type,Status,Id")
    assert "Format Version" in bulk


def test_every_output_is_made(desk):
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    for make in OUTPUTS.values():
        assert make[1](desk)


def test_a_workbook_filled_in_offline_is_merged(desk, tmp_path):
    import openpyxl

    path = tmp_path / "decisions.xlsx"
    path.write_bytes(OUTPUTS["decisions.xlsx"][1](desk))
    book = openpyxl.load_workbook(path)
    sheet = book["Decisions"]
    names = [c.value for c in sheet[2]]
    proposed = sheet.cell(3, names.index("verdict") + 1).value
    sheet.cell(3, names.index("decided_verdict") + 1, proposed)
    sheet.cell(4, names.index("decided_verdict") + 1, "keep")
    book.save(path)
    with pytest.raises(KeyworthError, match=r"row 4.*reason"):
        read_workbook(path, desk.decided(), desk.run_id, "Cy", "marketing")
    sheet.cell(4, names.index("decision_reason") + 1, "customers ask for it")
    book.save(path)
    desk.write(read_workbook(path, desk.decided(), desk.run_id, "Cy", "marketing"))
    assert desk.queue({"state": "decided"})["count"] == 2
    assert read_workbook(path, desk.decided(), desk.run_id, "Cy", "marketing") == []


def test_a_workbook_of_another_audit_is_refused(desk, tmp_path):
    path = tmp_path / "decisions.xlsx"
    path.write_bytes(OUTPUTS["decisions.xlsx"][1](desk))
    with pytest.raises(KeyworthError, match="another audit"):
        read_workbook(path, desk.decided(), "ffffffffffff", "Cy", "marketing")
    path.write_text("not a workbook")
    with pytest.raises(KeyworthError, match="not a decisions workbook"):
        read_workbook(path, desk.decided(), desk.run_id, "Cy", "marketing")


def test_the_blind_sample_is_the_same_for_everybody(desk):
    from keyworth.review.outputs import agreement

    for subject in desk.blind_sample():
        desk.judge(ANN, subject, "yes", "no")
        desk.judge(BOB, subject, "yes", "no")
    assert agreement(desk)["product_n"] == len(desk.blind_sample())
