"""One sale id on two customers' sales: both count, each as its own, told by name; no money on the other's click."""

from __future__ import annotations

import pandas as pd
import pytest

from .test_strangers_files import FIVE, SALE, TOUCH, traced

FIRST = "A1,won,c1,2026-03-02 11:00,2026-03-20,1000.10,GBP,,,g1,\n"
OTHER = "A1,won,c99,2026-03-10 11:00,2026-03-21,5000,GBP,,,g1,\n"
CLICK = "c1,2026-03-01 10:00,paid search,garden office,g1,\n"
PLACES = {
    "in one file": {"sales": SALE + FIRST + OTHER},
    "the other way round": {"sales": SALE + OTHER + FIRST},
    "in two files": {"sales": SALE + FIRST, "shop": SALE + OTHER},
}


@pytest.mark.parametrize("name", PLACES)
def test_an_id_of_two_customers_and_two_amounts_is_two_sales(name, tmp_path):
    files = {"keywords": FIVE, "touchpoints": TOUCH + CLICK, **PLACES[name]}
    _, found, intake = traced(tmp_path, files)
    assert intake.set_aside.empty
    links = found["links"].set_index("sale_id").sort_index()
    assert links["amount"].tolist() == [1000.10, 5000.0]
    assert links["link"].tolist() == ["customer_id", "unmatched"]
    office = found["money"].set_index("keyword_id").loc[0]
    assert office["attributed_revenue"] == pytest.approx(1000.10)
    flow = found["money_flow"].query("side == 'revenue'").set_index("part")["amount"]
    assert (flow["visible"], flow["unmatched"]) == (1000.10, 5000.0)
    note = found["money_notes"].iloc[0]
    other = {"in one file": 2, "the other way round": 3, "in two files": 2}[name]
    assert f"A1 is another customer's in sales.csv row {other}" in note["reason"]
    assert "(1,000.10 and 5,000.00): counted as a sale of its own; the click that both name" in note["reason"]
    assert links.index[1] == f"A1 ({note['source_file']} row {note['source_row']})"
    assert found["money_set_aside"].empty  # both rows are used


def test_states_and_refunds_of_one_sale_stay_one(tmp_path):
    lead = FIRST.replace("won", "lead").replace("2026-03-20,1000.10", ",")
    back = OTHER.replace("5000", "-500")
    sales = SALE + lead + FIRST + OTHER + back + FIRST.replace("A1", "A2") + FIRST.replace("A1", "A2").replace("c1", "")
    _, found, intake = traced(tmp_path, {"keywords": FIVE, "touchpoints": TOUCH + CLICK, "sales": sales})
    assert found["links"].set_index("sale_id")["amount"].sort_index().tolist() == [1000.10, 4500.0, 1000.10]
    told = pd.concat([intake.set_aside, found["money_notes"]])["reason"]
    assert told.str.contains("same sale as row|a refund: taken off").sum() >= 3
