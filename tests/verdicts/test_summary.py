"""The first screen's sums and the checks: what they say, and that they are plain data."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from handmade_facts import LOSES, NONE, OPEN, UNSAID, facts_of

from keyworth import schema
from keyworth.settings import Settings
from keyworth.verdicts import summarise
from keyworth.verdicts.deciding import decide
from keyworth.verdicts.flagging import raise_flags
from keyworth.verdicts.keyword_table import finish

SETTINGS = Settings()
BASE = SETTINGS.money.attribution_model


def audited(*rows: dict, models: pd.DataFrame | None = None, **tables: pd.DataFrame) -> dict:
    facts = facts_of(*rows)
    flags = raise_flags(facts, SETTINGS)
    found = finish(facts, flags, decide(facts, flags, models, SETTINGS))
    more = {} if models is None else {"money_by_model": models}
    return summarise(found, flags, {**tables, **more}, SETTINGS, model_verified=True)


def check(summary: dict, name: str) -> dict:
    return next(c for c in summary["checks"] if c["name"] == name)


def table(which: schema.Table, **columns: object) -> pd.DataFrame:
    return schema.conform(pd.DataFrame(columns), which)


def test_pounds_add_up_and_moves_are_cuts_and_fixes() -> None:
    found = audited({}, {**NONE, **UNSAID, **LOSES}, OPEN, LOSES)
    verdicts = found["by_verdict"]
    assert sum(v["cost"] for v in verdicts.values()) == found["headline"]["full_cost"] == 4 * 412
    assert {name: v["keywords"] for name, v in verdicts.items()} == {"keep": 1, "fix": 1, "cut": 1, "watch": 1}
    assert found["headline"]["moves"] == verdicts["cut"]["cost"] + verdicts["fix"]["cost"]
    assert found["headline"]["expected_wrong_cuts_told"] == "fewer than 1 of 1"


def test_it_is_plain_json_without_nan() -> None:
    nothing = dict.fromkeys(["cost", "full_cost", "attributed_revenue", "expected_revenue_low"], float("nan"))
    told = json.dumps(audited(nothing, nothing), allow_nan=False)
    assert "NaN" not in told


def test_flips_are_counted_by_model_with_their_pounds() -> None:
    sure = {"probability_below_break_even": 0.97, "attributed_conversions": 0.0}
    rows = [{"attribution_model": m, "keyword_id": i, **sure} for m in ("first", "last") for i in (0, 1)]
    rows[0] |= {"probability_below_break_even": 0.02, "attributed_conversions": 4.0}
    found = audited({**NONE, **UNSAID, **LOSES}, {**NONE, **UNSAID, **LOSES}, models=pd.DataFrame(rows))
    assert found["flips"]["model"] == "first"
    assert (found["flips"]["decisions"], found["flips"]["of"], found["flips"]["cost"]) == (1, 2, 412.0)
    assert check(found, "verdicts stable")["status"] == "failed"
    assert check(found, "verdicts stable")["figure"] == "50 %"


def test_without_money_no_cut_is_proposed_and_it_is_said() -> None:
    blind = {"probability_below_break_even": float("nan"), "attributed_conversions": float("nan"),
             "money_unknown": "no sales were supplied"}  # fmt: skip
    found = audited({**NONE, **UNSAID, **blind}, blind)
    assert found["headline"]["cuts"] == 0
    assert found["headline"]["why_no_cuts"] == "no cut is proposed: no sales were supplied"


def test_rows_that_went_missing_fail_the_audit() -> None:
    files = {"file": ["a.csv", "b.csv"], "rows_in": [10, 7], "rows_used": [9, 7], "rows_set_aside": [1, 0]}
    whole = audited({}, files=table(schema.FILES, **files))
    assert check(whole, "rows reconcile")["status"] == "passed"
    files["rows_used"] = [9, 6]
    lost = audited({}, files=table(schema.FILES, **files))
    assert check(lost, "rows reconcile")["status"] == "failed"
    assert "b.csv" in check(lost, "rows reconcile")["why"]
    assert lost["readiness"]["answer"] == "Not yet"
    assert "rows reconcile" in lost["readiness"]["failed"]


@pytest.mark.parametrize(("total", "status"), [(500.0, "passed"), (500.02, "failed"), (float("nan"), "not computed")])
def test_spend_ties_to_the_penny(total: float, status: str) -> None:
    files = table(schema.FILES, file=["a.csv"], rows_in=[1], rows_used=[1], rows_set_aside=[0], cost=[500.0],
                  cost_total_row=[total])  # fmt: skip
    assert check(audited({}, files=files), "spend ties")["status"] == status


def test_two_currencies_fail() -> None:
    sales = table(schema.SALES, stage=["won", "won"], currency=["GBP", "EUR"])
    assert check(audited({}, sales=sales), "one currency")["status"] == "failed"


def test_what_no_keyword_accounts_for() -> None:
    credits = table(
        schema.CREDITS, attribution_model=[BASE] * 4, sale_id=["a", "b", "c", "d"], keyword_id=[0, -1, -1, -1],
        channel=["paid_search", "email", "unknown", "unknown"], credit=[1.0] * 4,
        amount=[60.0, 20.0, 20.0, float("nan")], link=["click_id", "utm", "unmatched", "unmatched"],
    )  # fmt: skip
    found = audited({}, credits=credits)
    assert found["not_covered"][0] == "40 % of revenue has no keyword"
    assert check(found, "sales matched")["figure"] == "67 %"
    assert check(found, "revenue covered")["status"] == "passed"


def test_calls_without_a_customers_side() -> None:
    calls = table(schema.CALLS, call_id=["1", "2", "3", "4"], text=["a", "b", "c", "d"])
    aside = table(schema.SET_ASIDE, kind=["calls"] * 2, reason=["no customer's side in the call"] * 2,
                  content=["1: hello", "1: again"])  # fmt: skip
    found = audited({}, calls=calls, set_aside=aside)
    assert check(found, "calls heard")["figure"] == "75 %"
    assert found["not_covered_figures"]["calls_unmatched"] == 4


def test_a_check_that_fails_itself_is_not_computed() -> None:
    found = audited({}, files=pd.DataFrame({"nonsense": [1]}))
    assert check(found, "rows reconcile")["status"] == "not computed"
    assert found["readiness"]["answer"] == "Not computed"


def test_every_check_has_its_words() -> None:
    for found in audited({})["checks"]:
        assert found["question"].endswith("?")
        assert found["status"] in ("passed", "failed", "not computed")
        assert found["why"]
        assert bool(found["mend"]) == (found["status"] != "passed")
