"""Past cuts are marked right, wrong or not known, and the score runs on from audit to audit."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from keyworth import schema
from keyworth.report.changes import compare_audits, render_changes
from keyworth.report.past_cuts import past_cuts, split_of
from keyworth.store import Audit


def audit(count: int = 10, end: str = "2026-03-31", **columns: object) -> Audit:
    base = {
        "verdict": "cut", "cost": 900.0, "full_cost": 900.0, "clicks": 300.0, "channel": "paid", "campaign": "Bells",
        "expected_conversions": 0.3, "expected_revenue": 150.0, "attributed_revenue": 0.0,
        "attributed_conversions": 0.0, "probability_below_break_even": 0.97, "traced_share": 1.0,
        "period_start": pd.Timestamp("2026-01-01", tz="UTC"), "period_end": pd.Timestamp(end, tz="UTC"),
    }  # fmt: skip
    names = [f"hand bell {i}" for i in range(count)]
    frame = pd.DataFrame({"keyword_id": range(count), "keyword": names, "keyword_key": names})
    found = schema.conform(frame.assign(**{**base, **columns}), schema.KEYWORD_FINDINGS)
    return Audit(found, {}, {"settings": {"money": {"margin": 0.4}}})


LATER = "2026-06-30"


def test_what_still_runs_is_judged_by_the_new_period():
    below = [0.99, 0.02, 0.6, 0.99]
    revenue = [0.0, 0.0, 0.0, 9000.0]
    new = audit(4, LATER, probability_below_break_even=below, attributed_revenue=revenue)
    found = past_cuts(audit(4), new)
    assert [row["mark"] for row in found["rows"]] == ["right", "wrong", "not known", "wrong"]
    assert found["counts"] == {"right": 1, "wrong": 2, "not known": 1}


def test_what_was_stopped_and_the_same_period_show_nothing():
    assert past_cuts(audit(3), audit(3, LATER, cost=0.0, clicks=0.0))["counts"]["not known"] == 3
    assert past_cuts(audit(3), audit(3))["counts"]["not known"] == 3


@pytest.mark.parametrize(("sold", "mark"), [(0.0, "right"), (30.0, "wrong")])
def test_the_half_that_ran_on_speaks_for_the_half_that_was_stopped(sold, mark):
    old = audit()
    stopped = set(split_of(old)["stop"]["keyword_ids"])
    runs = [i not in stopped for i in range(10)]
    new = audit(10, LATER, cost=[900.0 * r for r in runs], clicks=[300.0 * r for r in runs],
                probability_below_break_even=0.6, attributed_conversions=[sold * r for r in runs])  # fmt: skip
    found = past_cuts(old, new)
    assert found["hold_out"]["mark"] == mark
    assert [row["mark"] for row, ran in zip(found["rows"], runs, strict=True) if not ran] == [mark] * 5
    assert "where" in found["hold_out"]["why"]


def test_the_score_runs_on_and_diff_tells_it():
    first = audit(4)
    second = audit(4, LATER)
    changes = compare_audits(first, second)
    second = replace(second, summary={**second.summary, "changes": changes})
    third = compare_audits(second, audit(4, "2026-09-30"))
    assert third["past_cuts"]["score"]["right"] == 8
    assert "Past cuts: 4 right, 0 wrong, 0 not known. In all so far: 8 right" in render_changes(third)
