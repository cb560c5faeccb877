"""Decisions and signatures: what a reviewer may do, and what nobody may."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from keyworth.errors import KeyworthError
from keyworth.review import ledger_faults, person
from keyworth.review.ledger import Ledger, StaleEdit
from keyworth.review.outputs import OUTPUTS, make_output
from keyworth.review.review_session import Desk
from keyworth.review.signoff import Person
from keyworth.settings import Review
from keyworth.store import seal
from tests.review.conftest import make_audit, make_keywords

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
        ("defer", "", {"owner": "Cy", "due": "2020-01-01"}, "2020-01-01 is past: .* today or a later day"),
        ("dance", "keep", {}, "action"),
        ("change", "burn", {"reason": "x"}, "verdict"),
    ],
)
def test_a_decision_is_checked(desk, action, verdict, more, fault):
    with pytest.raises(KeyworthError, match=fault):
        desk.decide(ANN, first(desk)["subject"], 0, action, verdict, **more)


def test_today_is_not_past_here_or_in_utc(desk):
    for i, today in enumerate((date.today(), datetime.now(UTC).date())):
        desk.decide(ANN, desk.shelf.subjects[i], 0, "defer", "", owner="Cy", due=today.isoformat())
    with pytest.raises(KeyworthError, match="is past"):
        desk.decide_all(ANN, {}, "defer", "", owner="Cy", due=(date.today() - timedelta(days=2)).isoformat())


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
    assert desk.progress()["amount"] == 312.0
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
        desk.decide(ANN, subject, 1, "agree", "", supersede=True)
    desk.decide(ANN, subject, 1, "change", "keep", supersede=True, reason="back in stock")
    assert not desk.is_signed(), "a superseded decision needs new signatures"
    assert desk.ledger.verify() == []


def test_a_small_amount_needs_one_signature(desk):
    desk.decide_all(ANN, {"verdict": "keep"}, "agree", "")
    desk.accept(ANN, "rows reconcile", "known")
    desk.sign(BOB, "Approved")
    assert desk.is_signed()


def test_every_output_is_made(desk):
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    for name in OUTPUTS:
        assert make_output(name, desk)


def test_a_bulk_decision_on_what_has_moved_is_stale(desk):
    places = desk.select({"verdict": "cut"})
    seen = desk.stamp(places)
    desk.decide(BOB, first(desk, verdict="cut")["subject"], 0, "change", "keep", reason="mine")
    with pytest.raises(StaleEdit):
        desk.decide_all(ANN, {"verdict": "cut"}, "agree", "", seen=seen)
    assert desk.progress()["decided"] == 1


def test_agree_takes_the_proposed_verdict_whatever_else_the_form_says(desk):
    row = first(desk, verdict="cut")
    assert desk.decide(ANN, row["subject"], 0, "agree", "keep").payload["verdict"] == "cut"


def test_cutting_what_the_audit_would_keep_moves_all_that_it_costs(desk):
    row = first(desk, verdict="keep")
    assert row["at_stake"] == 0
    desk.decide(ANN, row["subject"], 0, "change", "cut", reason="we stop selling it")
    assert desk.progress()["amount"] == row["cost"] > 50
    desk.accept(ANN, "rows reconcile", "known")
    desk.sign(ANN, "Approved")
    assert desk.missing_signatures() == ["marketing"], "above the amount, both sides"


def test_a_keyword_listed_twice_keeps_its_own_decision(tmp_path):
    keywords = make_keywords(4)
    for column in ("keyword", "keyword_key", "campaign", "match_type", "channel"):
        keywords[column] = keywords[column].iloc[0]
    keywords["verdict"], keywords["at_stake"] = "cut", [1.0, 4.0, 2.0, 3.0]
    desk = Desk(make_audit(tmp_path / "a", keywords=keywords), Ledger("sqlite://"), Review())
    rows = desk.queue({})["rows"]
    assert [r["at_stake"] for r in rows] == [4, 3, 2, 1]
    desk.decide(ANN, rows[2]["subject"], 0, "change", "keep", reason="this one")
    decided = desk.decided()
    assert decided.loc[decided["action"].eq("change"), "at_stake"].tolist() == [2.0]


def test_two_desks_fold_the_same(desk, audit_dir):
    other = Desk(audit_dir, desk.ledger, desk.settings)
    subject = first(desk)["subject"]
    with ThreadPoolExecutor(8) as pool:  # many readers and writers of one desk at once
        list(pool.map(lambda i: desk.note(ANN, desk.shelf.subjects[i % 12], i // 12, f"note {i}"), range(12)))
        list(pool.map(lambda _i: desk.refresh(), range(40)))
    desk.decide(BOB, subject, 1, "agree", "")
    other.refresh()
    assert [e.hash for e in desk.entries] == [e.hash for e in other.entries]
    assert len(desk.keyword(subject)["standing"].notes) == 1


def test_a_signature_is_of_what_stands_at_that_moment(desk, audit_dir):
    other = Desk(audit_dir, desk.ledger, desk.settings)
    desk.accept(ANN, "rows reconcile", "known")
    desk.refresh()
    other.decide_all(BOB, {"verdict": "cut"}, "agree", "")  # this desk has not looked since
    signed = desk.sign(ANN, "Approved")
    assert signed.payload["amount"] == 312.0
    assert signed.payload["decided"] == 3
    assert signed.payload["head"] == [signed.seq - 1, signed.previous]
    assert signed.payload["accepted"] == [{"check": "rows reconcile", "by": "Ann", "reason": "known"}]
    assert signed.payload["audit_sha256"] == desk.sha256
    assert datetime.fromisoformat(signed.at).utcoffset() == timedelta(0)


def test_one_signature_of_two_locks_too(desk):
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    desk.accept(ANN, "rows reconcile", "known")
    desk.sign(ANN, "Approved")
    subject = first(desk, verdict="cut")["subject"]
    for act in (
        lambda: desk.undo(BOB, subject, 1),
        lambda: desk.decide(BOB, subject, 1, "change", "keep", reason="x"),
        lambda: desk.decide_all(BOB, {"verdict": "fix"}, "agree", ""),
    ):
        with pytest.raises(KeyworthError, match="signed by Ann"):
            act()
    desk.note(BOB, subject, 1, "a note changes nothing")
    assert [s.author for s in desk.signatures()] == ["Ann"]


def test_a_new_audit_inherits_no_signature(desk, tmp_path):
    desk.decide_all(ANN, {"verdict": "keep"}, "agree", "")
    desk.accept(ANN, "rows reconcile", "known")
    desk.sign(ANN, "Approved")
    assert desk.is_signed()
    newer = Desk(make_audit(tmp_path / "newer", run_id="fff000fff000"), desk.ledger, desk.settings)
    newer.refresh()
    assert newer.entries == []
    assert not newer.is_signed()


def test_an_audit_changed_after_signing_is_told_and_not_signed(desk, audit_dir):
    desk.decide_all(ANN, {"verdict": "keep"}, "agree", "")
    desk.accept(ANN, "rows reconcile", "known")
    desk.sign(ANN, "Approved")
    summary = json.loads((audit_dir / "audit.json").read_text())
    summary["checks"][0]["status"] = "passed"
    (audit_dir / "audit.json").write_text(json.dumps(summary))
    edited = Desk(audit_dir, desk.ledger, desk.settings)
    edited.refresh()
    assert not edited.is_signed()
    assert "changed after it was signed" in ledger_faults(edited)[0]
    with pytest.raises(KeyworthError, match="not the audit that was signed"):
        edited.sign(BOB, "Approved")


def test_a_report_rendered_again_changes_no_signature(desk, audit_dir):
    desk.decide_all(ANN, {"verdict": "keep"}, "agree", "")
    desk.accept(ANN, "rows reconcile", "known")
    desk.sign(ANN, "Approved")
    (audit_dir / "report.html").write_text("another look")
    seal(desk.audit.summary, audit_dir)
    again = Desk(audit_dir, desk.ledger, desk.settings)
    again.refresh()
    assert again.is_signed()


@pytest.mark.parametrize(("name", "printed"), [("  Ann\t Lee\n", "Ann Lee"), ("\u202eeel\u200b", "eel"), ("王", "王")])
def test_a_name_is_printed(name, printed):
    assert person(name, "sales").name == printed


@pytest.mark.parametrize(("name", "role"), [("", "sales"), ("\u200b\x00 ", "sales"), ("Ann", "boss"), ("Ann", "")])
def test_nobody_acts_without_a_name_and_a_role(name, role):
    with pytest.raises(KeyworthError, match="say who acts"):
        person(name, role)


def test_the_same_person_does_not_sign_twice_under_another_spelling(desk):
    desk.decide_all(ANN, {"verdict": "keep"}, "agree", "")
    desk.accept(ANN, "rows reconcile", "known")
    desk.sign(ANN, "Approved")
    with pytest.raises(KeyworthError, match="signed this already"):
        desk.sign(Person("ＡＮＮ", "marketing"), "Approved")
