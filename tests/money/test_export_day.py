"""What is dated after the day of the export has not happened yet, and one slip of the pen does not move that day."""

from __future__ import annotations

import pytest

from keyworth.money.export_day import as_of
from keyworth.settings import Money

from .conftest import Desk, day


def shop(desk: Desk, *closed: str, created: str = "2026-02-0{} 10:00") -> Desk:
    """Won sales of 100 each on a click, closed on these days."""
    desk.put("sales", *[
        {"sale_id": f"s{i}", "customer_id": f"c{i}", "stage": "won", "amount": 100.0, "click_id": f"g{i}",
         "created_at": day(created.format(i)), "closed_at": day(end)} for i, end in enumerate(closed, 1)])  # fmt: skip
    return desk.put("touchpoints", *[
        {"customer_id": f"c{i}", "at": day(f"2026-02-0{i} 09:00"), "channel": "paid_search", "click_id": f"g{i}",
         "keyword": "garden office"} for i in range(1, len(closed) + 1)])  # fmt: skip


def test_a_sale_that_closes_after_the_export_is_still_open_and_named(desk):
    traced = shop(desk, "2026-02-20", "2026-05-20", "2026-03-31").trace(as_of="2026-03-31")
    links = traced["links"].set_index("sale_id")
    assert links["stage"].to_dict() == {"s1": "won", "s2": "opportunity", "s3": "won"}
    assert traced["money_flow"].query("side == 'revenue'")["amount"].sum() == 200.0
    assert traced["money"]["attributed_revenue"].sum() == pytest.approx(200.0)
    note = traced["money_notes"].iloc[0]
    assert (note["source_row"], note["content"]) == (3, "s2 closed 2026-05-20")
    assert note["reason"] == "closed after the day of the export: it cannot be won yet, counted as still open"
    assert traced["money_set_aside"].empty  # it is used: as an open lead


def test_a_close_of_2028_is_no_day_of_the_export(desk):
    shop(desk, "2026-02-20", "2028-03-20", "2026-03-10")
    late = {"customer_id": "c9", "at": day("2027-06-01 10:00"), "channel": "paid_search", "keyword": "garden pod"}
    desk.tables["touchpoints"].loc[3] = desk.tables["touchpoints"].loc[0].to_dict() | late
    t = desk.tables
    assert as_of(Money(), t["keywords"], t["sales"], t["calls"]) == day("2026-03-10")
    traced = desk.trace()
    reasons = traced["money_notes"].set_index("source_file")["reason"]
    assert "cannot be won yet" in reasons["sales.csv"]
    assert "after the day of the export" in reasons["touchpoints.csv"]
    assert traced["links"].set_index("sale_id")["stage"].to_dict() == {"s1": "won", "s2": "opportunity", "s3": "won"}


def test_deals_closed_after_the_last_lead_are_won_and_the_reports_end_always_counts(desk):
    closes = ("2026-02-20", "2026-04-20", "2026-04-28")  # leads of one month, exported in May
    assert as_of_of(shop(desk, *closes)) == day("2026-04-28")
    assert set(desk.trace()["links"]["stage"]) == {"won"}
    desk.tables["keywords"]["period_end"] = day("2026-12-31")
    assert as_of_of(desk) == day("2026-12-31")


def as_of_of(desk: Desk):
    return as_of(Money(), desk.tables["keywords"], desk.tables["sales"], desk.tables["calls"])


def test_a_sale_closed_before_it_was_created_is_told_and_counts_as_it_stands(desk):
    traced = shop(desk, "2026-02-20", "2026-01-04", "2026-02-03").trace()  # the third: the same day, no hour told
    notes = traced["money_notes"]
    assert notes["content"].tolist() == ["s2 closed 2026-01-04"]
    assert "closed before it was created" in notes["reason"].iloc[0]
    assert set(traced["links"]["stage"]) == {"won"}
    assert traced["money_set_aside"].empty
