"""Fees of the period are what the invoices say, and no pound of the settings falls out of the money."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth.money.cost import months_of

from .conftest import Desk, day


@pytest.mark.parametrize(("start", "end", "months"), [
    ("2026-01-01", "2026-03-31", 3.0), ("2026-02-01", "2026-02-28", 1.0), ("2025-12-01", "2026-11-30", 12.0),
    ("2026-01-16", "2026-02-14", 16 / 31 + 14 / 28), ("2026-04-10", "2026-04-12", 3 / 30),
])  # fmt: skip
def test_a_whole_month_is_one_and_a_part_is_its_days_over_that_months(start, end, months):
    assert months_of(pd.DataFrame({"period_start": [day(start)], "period_end": [day(end)]})) == pytest.approx(months)


def quarter(channel: str) -> Desk:
    period = {"period_start": day("2026-01-01"), "period_end": day("2026-03-31"), "campaign": "Rooms"}
    desk = Desk().put("keywords", {"keyword": "garden office", "clicks": 60.0, "cost": 90.0, **period},
                      {"keyword": "garden pod", "clicks": 40.0, "channel": channel, **period})  # fmt: skip
    return desk.put("sales", {"sale_id": "s1", "stage": "won", "amount": 500.0, "customer_id": "c1",
                              "created_at": day("2026-02-01 10:00")})  # fmt: skip


@pytest.mark.parametrize("channel", ["organic", "paid"])
def test_content_cost_is_in_the_spend_whether_or_not_a_row_takes_it(channel):
    traced = quarter(channel).trace(agency_fee=100.0, content_cost=50.0)
    spend = traced["money_flow"].query("side == 'spend'").set_index("part")
    assert spend["amount"].to_dict() == {"visible": 90.0, "brand": 0.0, "hidden": 0.0, "agency_fee": 300.0,
                                         "content_cost": 150.0}  # fmt: skip
    spread = traced["money"]["spread_cost"].sum()
    assert spread == pytest.approx(450.0 if channel == "organic" else 300.0)
    said = traced["money_notes"]["reason"].str.contains("content cost on no keyword row").any()
    assert said == (channel == "paid")
    assert ("no organic rows" in spend.loc["content_cost", "meaning"]) == said
    assert traced["money_set_aside"].empty  # a setting is no row of a file
