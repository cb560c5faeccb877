"""`keyworth diff`: real change apart from revised data and a changed model, and whether decisions were carried out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from keyworth import schema
from keyworth.report import compare_audits, render_changes
from keyworth.review import decisions_carried, render_carried
from keyworth.review.ledger import Ledger
from keyworth.review.review_session import Desk
from keyworth.review.signoff import Person
from keyworth.settings import Review
from keyworth.store import Audit, read_audit
from tests.review.conftest import make_audit, make_keywords

ANN = Person("Ann", "sales")
QUARTER = {"period_start": pd.Timestamp("2026-01-01", tz="UTC"), "period_end": pd.Timestamp("2026-03-31", tz="UTC")}
NEXT = {"period_start": pd.Timestamp("2026-04-01", tz="UTC"), "period_end": pd.Timestamp("2026-06-30", tz="UTC")}
AHEAD = {"period_start": pd.Timestamp("2999-01-01", tz="UTC"), "period_end": pd.Timestamp("2999-03-31", tz="UTC")}
FILES = {"ads.csv (keywords)": "1", "shop.csv (catalogue)": "2", "calls (calls)": "3", "site (searches)": "4"}
MADE = {
    "inputs": FILES, "models": {"relevance": "m1"}, "versions": {"keyworth": "1"},
    "settings": {"money": {"margin": 0.2, "as_of": "2026-03-31"}, "report": {}},
}  # fmt: skip


def an_audit(keywords: pd.DataFrame, period: dict, **made) -> Audit:
    return Audit(keywords.assign(**period), {}, {**MADE, **made, "run_id": "r"})


def other_files(*names: str) -> dict[str, str]:
    return {k: f"{v} anew" if any(n in k for n in names) else v for k, v in FILES.items()}


LATER = {"settings": {"money": {"margin": 0.2, "as_of": "2026-06-30"}, "report": {"company": "x"}}}
SETTINGS = {"settings": {"money": {"margin": 0.4}, "report": {}}}
MODEL, RULES = {"models": {"relevance": "m2"}}, {"versions": {"keyworth": "2"}}


@pytest.mark.parametrize(
    ("moved", "period", "made", "cause"),
    [
        ({"cost": 999.0}, NEXT, {"inputs": other_files("keywords")}, "money"),
        ({"cost": 999.0}, NEXT, {"inputs": other_files("keywords"), **LATER}, "money"),
        ({"cost": 999.0}, QUARTER, {"inputs": other_files("keywords")}, "revised data"),
        ({"attributed_conversions": 9.0}, QUARTER, {"inputs": other_files("sales")}, "revised data"),
        ({"attributed_conversions": 9.0}, QUARTER, SETTINGS, "settings"),
        ({"product_status": "retired"}, NEXT, {"inputs": other_files("catalogue")}, "catalogue"),
        ({"product_status": "retired"}, QUARTER, {"inputs": other_files("catalogue")}, "catalogue"),
        ({"product_status": "retired"}, NEXT, {"inputs": other_files("catalogue"), **MODEL}, "catalogue"),
        ({"product_status": "none", "product_id": ""}, NEXT, {"inputs": other_files("catalogue"), **MODEL}, "model"),
        ({"product_relevance": 0.2}, NEXT, {"inputs": other_files("catalogue")}, "catalogue"),
        ({"product_relevance": 0.2}, NEXT, {"inputs": other_files("catalogue"), **MODEL}, "model"),
        ({"product_relevance": 0.2}, QUARTER, MODEL, "model"),
        ({"product_relevance": 0.2}, QUARTER, SETTINGS, "settings"),
        ({"product_relevance": 0.2}, QUARTER, RULES, "rules"),
        ({"product_relevance": 0.2}, NEXT, {"inputs": other_files("searches")}, "customers"),
        ({"customer_alignment": 0.9}, NEXT, {"inputs": other_files("calls")}, "customers"),
        ({"customer_alignment": 0.9}, QUARTER, {"inputs": other_files("calls")}, "revised data"),
        ({"customer_alignment": 0.9}, NEXT, {"inputs": other_files("calls"), **MODEL}, "model"),
        ({"product_relevance": 0.88}, QUARTER, RULES, "rules"),
        ({}, QUARTER, SETTINGS, "settings"),
        ({}, QUARTER, MODEL, "model"),
    ],
)
def test_the_cause_of_a_changed_verdict(moved, period, made, cause):
    keywords = make_keywords(4)
    later = keywords.copy()
    for name, value in {**moved, "verdict": "watch"}.items():
        later.loc[0, name] = value
    found = compare_audits(an_audit(keywords, QUARTER), an_audit(later, period, **made))
    assert [c["cause"] for c in found["verdicts"]] == [cause]
    assert found["verdicts"][0]["real"] == (cause in ("catalogue", "customers", "money"))
    assert found["causes"][cause]["keywords"] == 1
    assert cause in render_changes(found)


def test_the_same_audit_has_no_changes():
    found = compare_audits(an_audit(make_keywords(8), QUARTER), an_audit(make_keywords(8), QUARTER))
    assert found["verdicts"] == []
    assert all(found[f"same_{name}"] for name in ("period", "models", "settings", "versions"))
    assert (found["kept"], found["gone"], found["new"]) == (8, [], [])
    assert "0 verdicts changed" in render_changes(found)


def test_periods_alone_are_no_other_settings():
    found = compare_audits(an_audit(make_keywords(4), QUARTER), an_audit(make_keywords(4), NEXT, **LATER))
    assert found["same_settings"]
    assert not found["same_period"]


@pytest.fixture
def decided(tmp_path) -> Desk:
    """A desk on which the cuts and fixes are agreed, a kept keyword is kept and one is deferred."""
    desk = Desk(make_audit(tmp_path / "old", 16), Ledger("sqlite://"), Review())
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    desk.decide_all(ANN, {"verdict": "fix"}, "agree", "")
    desk.decide_all(ANN, {"verdict": "keep"}, "agree", "")
    watch = desk.queue({"verdict": "watch"})["rows"][0]
    desk.decide(ANN, watch["subject"], 0, "defer", "", owner="Cy", due="2999-01-31")
    return desk


def test_decisions_carried_out_or_not(decided):
    new = decided.audit.keywords.copy()
    new = new[new["keyword"] != "garden room 0"]  # a cut that is gone
    new.loc[new["keyword"] == "garden room 4", ["cost", "clicks"]] = 0.0  # a cut that is paused
    new.loc[new["keyword"] == "garden room 8", "cost"] = 77.0  # a cut that still runs
    new.loc[new["keyword"] == "garden room 12", "cost"] = float("nan")  # one whose cost nobody tells
    new.loc[new["keyword"] == "garden room 1", ["cost", "clicks"]] = 0.0  # a fix: reworded, below
    new.loc[new["keyword"] == "garden room 5", "flags"] = ""  # a fix that is mended
    new.loc[new["keyword"] == "garden room 2", ["cost", "clicks"]] = 0.0  # a keyword to keep that was stopped
    added = new.iloc[[0]].assign(keyword="garden office", keyword_key="garden office", cost=5.0)
    later = replace(decided.audit, keywords=pd.concat([new, added], ignore_index=True).assign(**AHEAD))
    found = decisions_carried(decided, later)
    states = {r["keyword"]: r["state"] for r in found["rows"]}
    assert states["garden room 0"] == states["garden room 4"] == "carried out"
    assert states["garden room 8"] == states["garden room 12"] == "not carried out"
    assert states["garden room 1"] == "carried out"
    assert states["garden room 5"] == states["garden room 9"] == "in part", "reworded, but the old one still runs"
    assert states["garden room 2"] == "not carried out"
    assert states["garden room 6"] == "carried out"
    assert states["garden room 15"] == "still open"
    spent = {r["keyword"]: r["spent"] for r in found["rows"]}
    assert spent["garden room 12"] is None, "unknown is not nothing"
    assert found["still_spent"] == 77.0 + spent["garden room 5"] + spent["garden room 9"] + spent["garden room 13"]
    assert found["rows"][0]["spent"] == 113.0, "the largest sum that is still spent comes first"
    assert sum(found["counts"].values()) == len(found["rows"]) == 13
    told = render_carried(found)
    assert "(not signed)" in told
    assert "deferred to Cy until 2999-01-31, now past" in told
    assert "cost unknown" in told


def test_a_fix_that_is_not_reworded(decided):
    new = decided.audit.keywords.assign(**AHEAD)
    new.loc[new["keyword"] == "garden room 1", "landing_page"] = "https://shop.example/office"
    new.loc[new["keyword"] == "garden room 5", "flags"] = ""
    new.loc[new["keyword"] == "garden room 9", ["cost", "clicks"]] = 0.0
    states = {
        r["keyword"]: r["state"] for r in decisions_carried(decided, replace(decided.audit, keywords=new))["rows"]
    }
    assert states["garden room 1"] == states["garden room 5"] == "carried out"
    assert states["garden room 9"] == "in part", "stopped, but nothing took its place"
    assert states["garden room 13"] == "not carried out"


def test_what_cost_nothing_before_either_is_no_sign(tmp_path):
    idle = make_keywords(8).assign(cost=0.0, clicks=0.0)
    desk = Desk(make_audit(tmp_path / "old", keywords=idle), Ledger("sqlite://"), Review())
    for verdict in ("cut", "fix", "keep"):
        desk.decide_all(ANN, {"verdict": verdict}, "agree", "")
    found = decisions_carried(desk, replace(desk.audit, keywords=idle.assign(**NEXT)))
    assert set(found["counts"]) == {"still open"}


def test_a_wording_that_was_listed_before_is_no_sign(tmp_path):
    keywords = make_keywords(8)
    keywords.loc[2, ["keyword", "keyword_key"]] = "garden office"  # bid on already, beside the old wordings
    desk = Desk(make_audit(tmp_path / "old", keywords=keywords), Ledger("sqlite://"), Review())
    for verdict in ("cut", "fix"):
        desk.decide_all(ANN, {"verdict": verdict}, "agree", "")
    found = decisions_carried(desk, read_audit(tmp_path / "old"))
    assert found["counts"] == {"not carried out": 4}, "the very same audit shows nothing carried out"
    searched = keywords.iloc[[3]].assign(keyword="office pod", keyword_key="office pod")  # organic: not bid on
    new = pd.concat([keywords, searched], ignore_index=True)
    assert decisions_carried(desk, replace(desk.audit, keywords=new))["counts"] == {"not carried out": 4}
    new.loc[new["keyword"] == "garden room 1", ["cost", "clicks"]] = 0.0
    rows = decisions_carried(desk, replace(desk.audit, keywords=new))["rows"]
    told = {r["keyword"]: (r["state"], r["why"]) for r in rows}["garden room 1"]
    assert told == ("carried out", "it costs nothing any more; listed instead: garden office")


def test_a_period_that_begins_before_the_decisions_is_told(decided):
    later = replace(decided.audit, keywords=decided.audit.keywords.assign(**QUARTER))
    found = decisions_carried(decided, later)
    assert found["overlaps"]
    assert "part of this was spent before" in render_carried(found)
    later = replace(decided.audit, keywords=decided.audit.keywords.assign(**AHEAD))
    assert not decisions_carried(decided, later)["overlaps"]


def test_no_decisions(tmp_path):
    desk = Desk(make_audit(tmp_path / "old"), Ledger("sqlite://"), Review())
    found = decisions_carried(desk, read_audit(tmp_path / "old"))
    assert found["rows"] == []
    assert "none were taken" in render_carried(found)


def test_a_decision_taken_after_the_period_is_not_due_yet(decided):
    new = replace(decided.audit, keywords=decided.audit.keywords.assign(**NEXT))
    found = decisions_carried(decided, new)
    assert set(found["counts"]) <= {"carried out", "not due yet", "still open"}
    late = [row for row in found["rows"] if row["state"] == "not due yet"]
    assert late
    assert all("the period ended on 2026-06-30, before it was decided" in row["why"] for row in late)
    assert found["still_spent"] == 0.0


def test_a_verdict_that_chance_may_have_flipped_is_said() -> None:
    rows = {"keyword": ["pod", "hut"], "clicks": 100.0, "cost": 50.0, "expected_revenue_low": [40.0, 90.0]}
    base = handmade(**rows, expected_revenue_high=[90.0, 120.0], verdict="keep")
    now = {**rows, "cost": 60.0, "expected_revenue_low": [60.0, 10.0], "expected_revenue_high": [110.0, 20.0]}
    later = handmade(**now, verdict="fix")
    new = {"inputs": other_files("keywords"), **LATER}
    found = compare_audits(an_audit(base, QUARTER), an_audit(later, NEXT, **new))
    assert {row["keyword"]: row["chance"] for row in found["verdicts"]} == {"pod": True, "hut": False}
    assert "1 may be chance alone" in render_changes(found)


def handmade(**columns) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    frame = frame.assign(keyword_key=frame["keyword"], keyword_id=range(len(frame)), campaign="a", match_type="exact")
    return schema.conform(frame, schema.KEYWORD_FINDINGS)
