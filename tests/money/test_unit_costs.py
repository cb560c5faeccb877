"""What a lead and a sale cost, what the cuts save and give up, which half to stop first: an invented tree surgeon."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema
from keyworth.money.hold_out import holding_out, reads_a_loss, regions, render_hold_out
from keyworth.money.move import what_the_move_brings
from keyworth.money.unit_costs import costs_of_units
from keyworth.settings import Money

from .conftest import day


def rows(count: int = 8, **more: object) -> pd.DataFrame:
    base = {"verdict": "cut", "cost": 300.0, "full_cost": 330.0, "clicks": 90.0, "is_brand": False, "channel": "paid",
            "expected_conversions": 0.2, "expected_conversions_low": 0.0, "expected_conversions_high": 0.7,
            "expected_revenue": 100.0, "expected_revenue_low": 0.0, "expected_revenue_high": 350.0,
            "attributed_conversions": 0.0, "attributed_revenue": 0.0, "traced_share": 0.8,
            "period_start": day("2026-01-01"), "period_end": day("2026-03-31"), **more}  # fmt: skip
    listed = [{"keyword_id": i, "keyword": f"stump {i}", "campaign": f"Stumps {i % 2}", **base} for i in range(count)]
    return schema.conform(pd.DataFrame(listed), schema.KEYWORD_FINDINGS)


def credited(reached: list[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    sales = [f"s{i}" for i in range(len(reached))]
    credits = pd.DataFrame({"attribution_model": "position_based", "sale_id": sales, "keyword_id": 0, "credit": 1.0})
    counted = pd.DataFrame({"sale_id": sales, "reached": reached})
    return schema.conform(credits, schema.CREDITS), schema.conform(counted, schema.COUNTED_SALES)


def test_costs_of_a_lead_an_appointment_and_a_sale_have_fees_in_the_brand_apart_and_a_range():
    table = rows().assign(verdict="keep")
    table.loc[7, "is_brand"] = True
    found = costs_of_units(table, *credited([0] * 10 + [1] * 5 + [3] * 5), schema.empty(schema.LINKS), Money())
    whole = found[found["by"].eq("all")].set_index("is_brand")
    plain = whole.loc[False]
    assert (plain["leads"], plain["appointments"], plain["sales"]) == (20, 10, 5)
    assert plain["cost_per_lead"] == pytest.approx(7 * 330 / 20)
    for stage in ("lead", "appointment", "sale"):
        assert plain[f"cost_per_{stage}_low"] < plain[f"cost_per_{stage}"] < plain[f"cost_per_{stage}_high"]
    assert pd.isna(whole.loc[True, "cost_per_lead"]), "nothing was traced to the brand: its cost a lead is not known"
    assert plain["payback"] == pytest.approx(7 * 100 * 0.4 / (7 * 330))


def test_the_cuts_save_their_clicks_less_the_margin_that_they_would_have_brought():
    found = what_the_move_brings(rows(), None, Money())
    assert (found["cuts"], found["months"], found["saved"]) == (8, 3.0, pytest.approx(800.0))
    assert found["forgone"] == pytest.approx(8 * 100 * 0.4 / 3)
    assert found["net_low"] < found["net"] < found["net_high"] <= found["saved"]
    assert (found["freed"]["known"], bool(found["freed"]["why"])) == (False, True)
    assert what_the_move_brings(rows().assign(verdict="keep"), None, Money()) == {}


def test_half_of_the_cuts_stop_first_in_pairs_alike_and_the_power_is_told():
    found = holding_out(rows(20, cost=900.0), Money(), "a-run")
    assert (len(found["stop"]["keyword_ids"]), len(found["run_on"]["keyword_ids"])) == (10, 10)
    assert found["stop"]["cost"] == found["run_on"]["cost"]
    assert found == holding_out(rows(20, cost=900.0), Money(), "a-run")
    due = 10 * 900 / (0.4 * 500) * 0.8
    assert found["break_even_sales"] == pytest.approx(due)
    assert found["power"] == pytest.approx(reads_a_loss(due, 10 * 0.2 * 0.8))
    assert found["power"] > 0.95
    assert "Stop first: 10 keywords" in render_hold_out(found)


def test_a_test_too_small_says_after_how_many_periods_it_would_show():
    found = holding_out(rows(2, cost=60.0), Money())
    assert found["power"] < 0.8
    assert found["periods"] is None or found["periods"] > 1


def test_regions_are_split_where_campaigns_name_them():
    towns = ["Leeds", "York", "Hull", "Ripon", "Selby", "Goole"]
    table = rows(12)
    table["campaign"] = [f"Stumps | {towns[i % 6]}" for i in range(12)]
    found = holding_out(table, Money())
    assert found["by"] == "region"
    assert sorted(found["stop"]["units"] + found["run_on"]["units"]) == sorted(towns)
    assert regions(pd.Series(["A | exact", "A | broad", "B"])).eq("").all()


def test_freed_money_is_counted_no_further_than_the_campaign_spends_now():
    cuts = rows(8, cost=3000.0)
    kept = rows(2, verdict="keep", cost=600.0).assign(keyword_id=[20, 21], campaign=["Hedges", "Fences"])
    kept["attributed_conversions"] = 60.0
    for end, hedges, fences in (("", 3000.0, 900.0), ("_low", 2500.0, 800.0), ("_high", 3600.0, 1000.0)):
        kept[f"expected_revenue{end}"] = [hedges, fences]
    found = what_the_move_brings(pd.concat([cuts, kept], ignore_index=True), None, Money(margin=0.4))
    assert found["saved"] == pytest.approx(8000.0)
    freed = found["freed"]
    assert (freed["known"], freed["low"]) == (True, 0.0)
    assert freed["why"].startswith("Hedges: ")
    # £200 a month on hedges, whose pound brought £2.40 to £3 of margin, though £8,000 are freed
    assert 200 * 2.4 <= freed["high"] <= 200 * 3
