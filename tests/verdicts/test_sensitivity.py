"""What would change the verdicts is tried, counted and told; an assumed margin that decides is not ready."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema, verdicts
from keyworth.report.figures import Figures
from keyworth.report.what_would_change import what_would_change
from keyworth.settings import Settings
from keyworth.store import Audit
from keyworth.verdicts.sensitivity import try_other_settings
from tests.money.conftest import Desk, _basis, day, traced


def near_break_even(lost_visits: int = 0) -> tuple:
    """Twelve shed keywords of a joiner's, each with 20 sales that bring £1,000 to £4,300 for a cost of £800."""
    desk, sales, touches = Desk(), [], []
    rows = [
        {"keyword": f"shed of {i} oaks", "campaign": f"C{i % 3}", "clicks": 400.0, "cost": 800.0} for i in range(12)
    ]
    desk.put("keywords", *rows)
    for i, row in enumerate(rows):
        for j in range(20):
            who = {"customer_id": f"k{i}-{j}"}
            amount = (1000.0 + 300.0 * i) / 20
            sales.append({"sale_id": f"s{i}-{j}", "stage": "won", "amount": amount, "currency": "GBP", **who,
                          "created_at": day("2026-03-02"), "closed_at": day("2026-03-20")})  # fmt: skip
            if j >= lost_visits:
                at = day("2026-03-01") if j % 4 else day("2026-01-20")
                touches.append({"keyword": row["keyword"], "channel": "paid search", "at": at, **who})
    desk.put("sales", *sales).put("touchpoints", *touches)
    keys = [row["keyword"] for row in rows]
    relevance = pd.DataFrame({"keyword_key": keys, "product_relevance": 0.9, "product_status": "active",
                              "applicable": True})  # fmt: skip
    settings = Settings()
    inputs, basis = _basis(desk.tables, settings.money)
    found = traced(desk.tables, settings.money)
    evidence = verdicts.gather_evidence(inputs, inputs.searches, schema.empty(schema.PHRASES), basis, found)
    alignment = schema.empty(schema.ALIGNMENT)
    anew = verdicts.traced_anew(inputs, inputs.searches, schema.empty(schema.PHRASES), basis, found, settings.money)
    return evidence, schema.conform(relevance, schema.RELEVANCE), alignment, anew


@pytest.fixture(scope="module")
def tried():
    evidence, relevance, alignment, anew = near_break_even(lost_visits=6)
    found = verdicts.judge(evidence, relevance, alignment, Settings())
    return found, try_other_settings(evidence, relevance, alignment, found, Settings(), anew)


def test_each_setting_is_tried_both_ways_and_its_flips_are_those_of_judging_again(tried):
    found, rows = tried
    assert rows.groupby("setting").size().to_dict() == {
        "attribution": found.money_by_model["attribution_model"].nunique(), "lookback": 2, "margin": 2, "untraced": 2,
    }  # fmt: skip
    evidence, relevance, alignment, _anew = near_break_even(lost_visits=6)
    other = verdicts.judge(evidence, relevance, alignment, Settings(money={"margin": 0.3})).keywords
    changed = other["verdict"].ne(found.keywords["verdict"])
    row = rows[rows["setting"].eq("margin") & rows["value"].eq("0.3")].iloc[0]
    assert row["verdicts"] == changed.sum() > 0
    assert row["cost"] == found.keywords.loc[changed, "full_cost"].sum()


def test_an_assumed_margin_that_decides_is_not_ready_until_it_is_stated(tried):
    found, rows = tried

    def check(settings: Settings) -> dict:
        told = verdicts.summarise(found.keywords, found.flag_outcomes, {"sensitivity": rows}, settings)
        return next(c for c in told["checks"] if c["name"] == "margin stated")

    assumed, stated = check(Settings()), check(Settings(money={"margin": 0.4}))
    assert (assumed["status"], stated["status"]) == ("failed", "passed")
    assert "[money] margin" in assumed["mend"]
    assert "assumed" in assumed["why"]


def test_the_sentences_name_what_is_assumed_what_flips_and_what_does_not(tried):
    found, rows = tried
    audit = Audit(found.keywords, {"sensitivity": rows}, {"assumed": ["money.margin"], "settings": {}})
    told = what_would_change(audit, Figures())
    assert "not 40 % (assumed), " in told[0]
    assert told[1] == "A margin of 40 % is assumed, as no setting states it."
    assert any(line.startswith("At a margin of ") and "of 12 verdicts change (£" in line for line in told[1:])
    assert not any("every way of counting gives the same" in line for line in told)


def test_without_sales_nothing_is_tried():
    evidence, relevance, alignment, _anew = near_break_even()
    bare = verdicts.Evidence(evidence.rows, evidence.catalogue, schema.empty(schema.CREDITS),
                             schema.empty(schema.COUNTED_SALES))  # fmt: skip
    found = verdicts.judge(bare, relevance, alignment, Settings())
    assert try_other_settings(bare, relevance, alignment, found, Settings()).empty


def test_a_customer_of_many_years_is_no_loss_at_the_first_sale():
    evidence, relevance, alignment, _anew = near_break_even()
    years = Settings(money={"lifetime_value_multiple": 6.0})
    once, whole = (verdicts.judge(evidence, relevance, alignment, s) for s in (Settings(), years))
    assert once.money["probability_below_break_even"].iloc[0] > 0.9
    assert whole.money["probability_below_break_even"].iloc[0] < 0.1
    same = ["attributed_revenue", "expected_revenue", "expected_revenue_high"]
    pd.testing.assert_frame_equal(once.money[same], whole.money[same])  # the first sale stays what it is
