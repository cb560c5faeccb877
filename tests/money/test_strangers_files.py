"""A stranger's files, as small, odd or broken as they come: figures are finite or not known, and tie to the penny."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from keyworth.ingest import read_files
from keyworth.schema import RELEVANCE, empty
from keyworth.settings import Ingest, Money

from .conftest import trace

HEAD = "keyword,campaign,match_type,clicks,cost,conversions,conversion_value\n"
FIVE = HEAD + (
    "garden office,Rooms,exact,60,90.00,3,3000\ngarden pod,Rooms,phrase,40,50.00,1,900\n"
    "shed,Sheds,broad,200,120.50,0,0\nsummer house,Sheds,exact,9,4.10,0,0\nlog cabin,Cabins,exact,0,0,0,0\n"
)
SALE = "sale_id,stage,customer_id,created_at,closed_at,amount,currency,utm_term,utm_medium,click_id,landing_page\n"
TOUCH = "customer_id,at,channel,keyword,click_id,landing_page\n"
WON = "s1,won,c1,2026-03-02 11:00,2026-03-20,1000,GBP,,,g1,\n"
CLICK = "c1,2026-03-01 10:00,paid search,garden office,g1,\n"


def many(row: str, count: int = 8) -> str:
    return SALE + "".join(row.format(i=i) + "\n" for i in range(1, count + 1))


ENDED = "s{i},won,c{i},2026-03-0{i} 10:00,2026-03-2{i},"
POD, SHED = "garden pod,A,exact,", "shed,A,exact,"
CONSOLE = "Top queries,Clicks,Impressions,CTR,Position\ngarden office,30,900,3.33%,4.2\nshed,9,200,4.5%,8\n"
BOUGHT = many(ENDED + "9,GBP,shed,cpc,,")
WORLDS = {
    "no sales": {"keywords": FIVE},
    "one sale": {"keywords": FIVE, "sales": SALE + WON, "touchpoints": TOUCH + CLICK},
    "no touchpoints": {"keywords": FIVE, "sales": SALE + WON},
    "every sale unmatched": {"keywords": FIVE, "sales": many(ENDED + "100.01,GBP,,,,")},
    "no amounts": {"keywords": FIVE, "sales": many(ENDED + ",,garden pod,cpc,,")},
    "amounts of nothing": {"keywords": FIVE, "sales": many(ENDED + "0,GBP,garden pod,cpc,,")},
    "no clicks, yet sales": {"keywords": HEAD + POD + "0,0,0,0\n", "sales": many(ENDED + "99.99,GBP,garden pod,cpc,,")},
    "cost without clicks": {"keywords": HEAD + POD + "0,50,0,0\n" + SHED + ",70,0,0\n", "sales": SALE + WON},
    "no clicks column": {"keywords": "keyword,cost\ngarden pod,50\nshed,70\n", "sales": BOUGHT},
    "no cost column": {"keywords": "keyword,clicks\ngarden pod,50\nshed,70\n", "sales": BOUGHT},
    "keywords alone": {"keywords": "keyword\ngarden pod\nshed\n", "sales": BOUGHT},
    "huge": {
        "keywords": FIVE.replace("90.00", "90000000000.55").replace(",60,", ",6000000000,"),
        "sales": many(ENDED + "{i}000000000000,GBP,shed,cpc,,"),
    },
    "all lost": {"keywords": FIVE, "sales": many("s{i},lost,c{i},2026-03-0{i} 10:00,2026-03-2{i},9,GBP,shed,cpc,,")},
    "stages alone": {"keywords": FIVE, "sales": "stage\nwon\nlost\nlead\nwon\n"},
    "refunded in full": {"keywords": FIVE, "sales": SALE + WON + WON.replace(",1000,", ",-1000,")},
    "a refund alone": {"keywords": FIVE, "sales": SALE + WON.replace(",1000,", ",-1000,")},
    "more sales than clicks": {"keywords": HEAD + SHED + "2,5,0,0\n", "sales": many(ENDED + "1{i},GBP,shed,cpc,,")},
    "one keyword thirty times": {"keywords": HEAD + f"{SHED}1,1.01,0,0\n" * 30, "sales": BOUGHT},
    "organic alone": {
        "keywords": CONSOLE,
        "sales": many(ENDED + "10.10,GBP,,organic,,/rooms"),
    },
    "organic alone, no sales": {"keywords": CONSOLE},
}  # fmt: skip


def traced(tmp_path, files: dict[str, str], **settings):
    paths = []
    for name, text in files.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text)
    intake = read_files({"": paths}, Ingest())
    read = {**intake.tables, "files": intake.files}
    return read, trace(read, empty(RELEVANCE), Money(**settings)), intake


@pytest.mark.parametrize("name", WORLDS)
def test_every_figure_is_finite_or_not_known(name, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read, found, _ = traced(tmp_path, WORLDS[name], agency_fee=10.01)
    for table, frame in found.items():
        assert not np.isinf(frame.select_dtypes("number").to_numpy(dtype="float64")).any(), table
    money = found["money"]
    for figure in ("conversions", "revenue"):
        low, high, expected = (money[c] for c in (f"expected_{figure}_low", f"expected_{figure}_high",
                                                  f"expected_{figure}"))  # fmt: skip
        assert not (low > expected + 1e-9).any()
        assert not (expected > high + 1e-9).any()
        assert low.isna().equals(high.isna())
    assert money["probability_below_break_even"].dropna().between(0, 1).all()
    unknown = money["probability_below_break_even"].isna()
    has_value = read["sales"]["amount"].gt(0).any() and name not in ("all lost", "a refund alone", "refunded in full")
    assert (money.loc[unknown, "reason"].ne("") | (not has_value)).all()
    flow = found["money_flow"].groupby("side")["amount"].sum()
    sold = read["sales"].query("stage == 'won'")["amount"].sum() if len(read["sales"]) else 0
    assert flow.get("revenue", 0.0) == pytest.approx(max(sold, 0), abs=0.004)
    fees = found["money_flow"].query("part == 'agency_fee'")["amount"].sum()
    assert flow.get("spend", 0.0) - fees == pytest.approx(read["keywords"]["cost"].sum(), abs=0.004)


def test_what_nothing_can_be_tied_to_is_not_called_a_loss(tmp_path):
    _, found, _ = traced(tmp_path, WORLDS["every sale unmatched"])
    assert found["money"]["probability_below_break_even"].isna().all()
    assert found["money"]["reason"].str.contains("could be tied").all()
    assert found["totals"].query("by == 'all'")["expected_revenue"].isna().all()


ODD = SALE + "".join([
    WON,
    "s1,won,c1,2026-03-02 11:00,2026-03-20,1000,GBP,,,g1,\n",  # exported twice
    "s2,won,c2,2026-03-03T09:00:00-05:00,2026-03-21,200,EUR,shed,cpc,,\n",  # another currency
    "s3,won,c3,2026-03-04 12:00,2026-03-21,300,GBP,,,g3,\n",  # its click comes after it
    "s4,won,c4,2026-03-04 12:00,2026-03-22,50,GBP,shed,cpc,,\n",
    "s4,won,c4,2026-03-24 12:00,2026-03-24,-20,GBP,,,,\n",  # a refund of part of it
    "s5,won,c5,2026-03-05 12:00,2026-03-06,-70,GBP,,,,\n",  # a negative amount of no sale
    "s6,won,c6,2026-03-06T13:30:00+02:00,2026-03-07,80,GBP,,,,\n",  # 11:30 in London
])  # fmt: skip
ODD_TOUCHES = TOUCH + "".join([
    CLICK,
    CLICK,
    "c3,2026-03-09 10:00,paid search,garden pod,g3,\n",
    "c4,2031-01-01 10:00,paid search,garden pod,,\n",
    "c6,2026-03-06T06:00:00-05:00,paid search,summer house,,\n",  # 11:00 in London
])  # fmt: skip


@pytest.mark.parametrize("rate", [None, 0.5])
def test_each_odd_row_is_handled_or_refused_by_name_and_nothing_counts_twice(rate, tmp_path):
    files = {"keywords": FIVE, "sales": ODD, "touchpoints": ODD_TOUCHES}
    _, found, intake = traced(tmp_path, files, exchange_rates={"EUR": rate} if rate else {})
    told = pd.concat([intake.set_aside, found["money_notes"]])
    reasons = told.groupby("source_file")["reason"].apply(" | ".join)
    assert ("in EUR, no exchange rate" in reasons["sales.csv"]) == (rate is None)
    for said in ("a negative amount with no sale", "taken off its sale"):
        assert said in reasons["sales.csv"]
    assert "duplicate of row" in reasons["sales.csv"] or "same sale id again" in reasons["sales.csv"]
    for said in ("after the day of the export", "after the sale that carries its id", "same visit or call again"):
        assert said in reasons["touchpoints.csv"]
    flow = found["money_flow"].query("side == 'revenue'").set_index("part")["amount"]
    assert flow.sum() == pytest.approx(1000 + 300 + 30 + 80 + (200 * rate if rate else 0))
    credits = found["credits"].query("attribution_model == 'last'").groupby("sale_id")["credit"].sum()
    assert credits.round(9).eq(1).all()
    ties = found["links"].set_index("sale_id")["link"]
    assert (ties["s1"], ties["s3"], ties["s6"]) == ("click_id", "unmatched", "customer_id")


def test_every_row_of_a_file_is_used_or_set_aside(tmp_path):
    from keyworth.ingest import account

    files = {"keywords": FIVE, "sales": ODD, "touchpoints": ODD_TOUCHES}
    _, found, intake = traced(tmp_path, files)
    told, aside = account(intake.files, intake.set_aside, [found["money_set_aside"]], lambda text: text)
    assert told["rows_in"].eq(told["rows_used"] + told["rows_set_aside"]).all()
    assert not aside.duplicated(["source_file", "source_row"]).any()
    assert aside["reason"].ne("").all()
