"""A spend is set against the sales that it can be credited with, and freed money goes where the data can say so."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from keyworth import money
from keyworth.money.budget_reallocation import freed, render_freed
from keyworth.money.planning import needed
from keyworth.store import Audit

from .conftest import Desk, day

BY = {"paid_search": 20, "email": 10, "": 10}  # won of each; "" could not be traced


def shop(**settings) -> Audit:
    """1,000 paid visits for £1,000 and 500 organic ones; 40 sales of tables, half of them traced to paid search."""
    period = {"period_start": day("2026-01-01"), "period_end": day("2026-03-31"), "campaign": "Tables"}
    desk = Desk().put("keywords", {"keyword": "oak table", "clicks": 1000.0, "cost": 1000.0, **period},
                      {"keyword": "acme table", "clicks": 500.0, "channel": "organic", **period})  # fmt: skip
    said = [channel for channel, count in BY.items() for _ in range(count)]
    desk.put("sales", *[
        {"sale_id": f"s{i}", "customer_id": f"c{i}", "stage": "won", "product": "Table", "channel": channel,
         "keyword": "oak table" if channel == "paid_search" else "", "amount": 100.0,
         "created_at": day("2026-03-01 10:00"), "closed_at": day("2026-03-09 10:00")}
        for i, channel in enumerate(said)
    ])  # fmt: skip
    traced = desk.trace(agency_fee=100.0, content_cost=50.0)
    return Audit(desk.tables["keywords"].assign(product_id="t", product_title="Table", verdict="keep"), traced, {})


def test_the_spend_is_set_against_the_sales_traced_to_it():
    found = money.plan_audit(shop(), 100)
    now = found["present_budget"]
    assert (found["channel"], now["spend"], now["sales"], now["untraced_sales"], now["other_sales"]) == (
        "paid_search", 1000.0, 20.0, 10.0, 10.0)  # fmt: skip
    assert found["spend"]["count"] == pytest.approx(5000)  # not the 2,500 that all forty would make of it
    least, most = (needed(100, [(n, 1000)], 1.0)[-1] for n in (20, 30))
    assert (found["spend"]["low"], found["spend"]["high"]) == pytest.approx((most["low"], least["high"]))
    assert now["low"] < 20 < 30 < now["high"]
    json.dumps(found, allow_nan=False)


def test_what_is_and_is_not_in_the_spend_is_told():
    found = money.plan_audit(shop(), 100)
    parts = {p["part"]: (p["amount"], p["in_spend"]) for p in found["present_budget"]["spend_parts"]}
    assert parts == {"visible": (1000.0, True), "agency_fee": (300.0, False), "content_cost": (150.0, False)}
    told = money.render_plan(found)
    assert "For 100 sales by paid_search" in told
    assert "The present spend of 1,000 is credited with 20 sales of paid_search" in told
    assert "10 sales came by other channels: none of them is this spend's" in told
    assert "not in that spend: 300, the agency's fee" in told


def test_a_channels_line_is_the_present_or_the_target():
    found = money.plan_audit(shop(), 100)
    by = {row["channel"]: row for row in found["by_channel"]}
    assert by["paid_search"]["present"] == {"visits": 1000.0, "sales": 20.0, "spend": 1000.0}
    assert by["paid_search"]["target"]["visitors"]["count"] == pytest.approx(5000)
    assert by["email"]["present"]["visits"] is None
    assert by["organic_search"]["target"] == {}
    present, target = money.render_plan(found).split("At present, by channel:")[1].split("For 100 sales by one channel")
    assert "paid_search: 1,000 visits, 20 sales, 1,000 spent on clicks" in present
    assert "paid_search: 5,000 visits" in target
    assert "spend 5,000" in target


def test_a_product_is_planned_from_its_own_paid_keywords_and_sales():
    found = money.plan_audit(shop(), 100, "table")
    assert found["visitors"]["count"] == pytest.approx(5000)  # the organic rows' visits are not bought
    assert found["present_budget"]["sales"] == 20


def test_no_sale_traced_to_paid_search_is_no_plan():
    desk = Desk().put("keywords", {"keyword": "oak table", "clicks": 1000.0, "cost": 1000.0})
    desk.put("sales", *[{"sale_id": f"s{i}", "customer_id": f"c{i}", "stage": "won", "channel": "email" if i else "",
                         "amount": 9.0, "created_at": day("2026-03-01 10:00")} for i in range(4)])  # fmt: skip
    found = money.plan_audit(Audit(desk.tables["keywords"], desk.trace(), {}), 100)
    assert found["notes"][0].endswith("no sale of it was traced to paid_search; 1 could not be traced")


def keyword(campaign: str, sales: float, cost: float, low: float, high: float, **more) -> dict:
    return {"campaign": campaign, "verdict": "keep", "channel": "paid", "cost": cost, "attributed_conversions": sales,
            "expected_conversions": sales, "expected_revenue": 100 * sales, "attributed_revenue": 100 * sales,
            "expected_revenue_low": low, "expected_revenue_high": high, "is_brand": False,
            "product_id": campaign[:1], "product_title": campaign, **more}  # fmt: skip


ACCOUNT = pd.DataFrame([
    keyword("Brand", 90, 50.0, 7000.0, 11000.0, is_brand=True),
    keyword("Tables", 80, 500.0, 6500.0, 9800.0),
    keyword("Desks", 20, 900.0, 1300.0, 2900.0),
    keyword("Lamps", 1, 5.0, 4.0, 470.0),  # one lucky sale on a fiver
    keyword("Beds", 0, 70.0, 0.0, 1.0, verdict="cut"),
])  # fmt: skip


def test_freed_money_goes_where_the_range_can_say_so_and_never_to_the_brand():
    found = freed(ACCOUNT)
    assert found["amount"] == 70.0
    assert [row["campaign"] for row in found["best"]] == ["Tables"]
    assert [row["campaign"] for row in found["unsure"]] == ["Lamps"]  # its one sale may be luck
    assert "Brand" not in "".join(render_freed(found)).replace("Brand keywords are", "")
    json.dumps(found, allow_nan=False)


def test_freed_money_for_a_product_stays_with_its_own_keywords():
    desks = freed(ACCOUNT, own=ACCOUNT["product_title"].eq("Desks"))
    assert (desks["best"], desks["unsure"]) == ([], [])  # known, and worse than the others
    assert "Where it could go for Desks: no campaign of which it can be said" in render_freed(desks, "Desks")[0]
    none = freed(ACCOUNT, own=ACCOUNT["product_title"].eq("Sofas"))
    assert "Where it could go for Sofas: nothing is known" in render_freed(none, "Sofas")[0]
    assert [row["campaign"] for row in freed(ACCOUNT, own=ACCOUNT["product_title"].eq("Tables"))["best"]] == ["Tables"]
