"""Numbers, days, currencies and totals as they fail in the field: each stands for a kind."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth.errors import UnusableFile
from keyworth.ingest import read_files
from keyworth.ingest.tabular.amounts import to_number, to_numbers
from keyworth.ingest.tabular.currencies import ISO_4217, currency_in
from keyworth.ingest.tabular.dates import day_order
from keyworth.settings import Ingest

HEAD = "Search keyword report\n1 September 2026 - 30 September 2026\n"


def read(tmp_path, text, name="", **settings):
    path = tmp_path / "download.csv"
    path.write_text(text, encoding="utf-8")
    return read_files({name: [path]}, Ingest(**settings))


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-02",
        "02-03",
        "02/03/2026",
        "2.3.2026",
        "03-Jun",
        "Jun-03",
        "31tbc",
        "12:45",
        "12:45:01",
        "5pm",
        "3x4",
        "7xyz",
        "1/4",
        "10-12",
        "v2",
        "#5",
        "12#",
    ],
)
def test_days_and_rubbish_are_no_numbers(cell):
    assert to_number(cell) != to_number(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("12 GBP", 12), ("GBP12", 12), ("12 gbp", 12), ("£1,204.50", 1204.5), ("CHF 12.-", 12), ("12 kr", 12), ("R$ 5",
    5),
     ("from £12", 12), ("£45 per month", 45), ("£95pw", 95), ("£12 + VAT", 12), ("(12.50)", -12.5), ("¥2,400", 2400),
     ("9.50/12.00", 10.75), ("1K – 10K", 5500), ("1e3", 1000)],
)  # fmt: skip
def test_money_as_it_is_written(cell, number):
    assert to_number(cell) == pytest.approx(number)


@pytest.mark.parametrize(("cell", "number"), [("ab 12,50 €", 12.5), ("1.204,50 €", 1204.5), ("12,- €", 12)])
def test_money_with_a_comma(cell, number):
    assert to_number(cell, ",") == pytest.approx(number)


def test_a_suffix_is_a_currency_by_iso_4217_only():
    assert all(to_number(f"5 {code}") == 5 for code in ISO_4217)
    for word in ("SEA", "TBC", "MAY", "PCS", "VAT", "CPC"):
        assert word not in ISO_4217
        assert to_number(f"5{word}") != to_number(f"5{word}")


def test_a_cost_is_never_a_range():
    numbers, bad = to_numbers(pd.Series(["1.00 - 3.00", "< 10"]), ranges=False)
    assert numbers.isna().all()
    assert bad.all()


def test_a_bare_dollar_is_the_home_currencys():
    assert currency_in("$5", "CAD") == "CAD"
    assert currency_in("$5", "GBP") == "USD"
    assert currency_in("50 kr", "NOK") == "NOK"


def test_a_day_in_the_cost_is_told_with_its_row(tmp_path):
    rows = "".join(
        f"shed {i},Exact match,A,GBP,100,5,{c}\n" for i, c in enumerate(["4.00", "2026-03-02", "02-03", "31tbc"])
    )
    with pytest.raises(UnusableFile, match=r"row 5, 'Cost': '2026-03-02' is not a number"):
        read(tmp_path, HEAD + "Keyword,Match type,Campaign,Currency code,Impr.,Clicks,Cost\n" + rows)


@pytest.mark.parametrize(
    ("columns", "day_first", "how"),
    [
        ([["03/04/2026"], ["03/25/2026"]], False, "seen"),
        ([["03/04/2026"], ["25/03/2026"]], True, "seen"),
        ([["2026-04-03"], ["3 Apr 2026"]], True, ""),
        ([["03/04/2026", "04/05/2026"]], True, "assumed"),
    ],
)
def test_one_order_of_day_and_month_a_file(columns, day_first, how):
    assert day_order([pd.Series(c) for c in columns]) == (day_first, how)


def test_a_close_before_its_creation_decides(tmp_path):
    text = "stage,created_at,closed_at,amount\nwon,05/01/2026,04/02/2026,10\nwon,05/03/2026,04/04/2026,20\n"
    sales = read(tmp_path, text).tables["sales"]
    assert sales["created_at"].dt.day.tolist() == [5, 5]
    text = "stage,created_at,closed_at,amount\nwon,04/05/2026,05/03/2026,10\nwon,03/07/2026,04/02/2026,20\n"
    sales = read(tmp_path, text).tables["sales"]
    assert sales["created_at"].dt.strftime("%m-%d").tolist() == ["04-05", "03-07"]


def test_a_close_before_its_creation_is_told(tmp_path):
    text = "stage,created_at,closed_at,amount\nwon,2026-05-20,2026-05-01,10\nwon,2026-05-01,2026-05-09,20\n"
    assert "1 of 2 rows close before they were created" in read(tmp_path, text).files["note"][0]


def test_an_order_that_nothing_settles_is_told(tmp_path):
    note = read(tmp_path, "stage,created_at,amount\nwon,03/04/2026,10\n").files["note"][0]
    assert "day first, which no cell settles" in note


@pytest.mark.parametrize("header", ["cost_micros", "Cost (micros)", "metrics.cost_micros"])
def test_millionths(tmp_path, header):
    keywords = read(tmp_path, f"keyword,clicks,{header}\nshed,4,20910000\n").tables["keywords"]
    assert keywords["cost"].tolist() == [20.91]


def test_hundredths(tmp_path):
    assert read(tmp_path, "id,title,price_cents\n1,Shed,1250\n").tables["catalogue"]["price"].tolist() == [12.5]


def test_pennies_tie(tmp_path):
    rows = "".join(f"shed {i},Exact match,A,GBP,10,1,3.33\n" for i in range(6))
    text = HEAD + "Keyword,Match type,Campaign,Currency code,Impr.,Clicks,Cost\n" + rows
    intake = read(tmp_path, text + ",Total: Your keywords,,GBP,60,6,20.00\n")
    assert "says" not in intake.files["note"][0]
    intake = read(tmp_path, text + ",Total: Your keywords,,GBP,60,6,20.10\n")
    assert "'Total: Your keywords' says 20.10" in intake.files["note"][0]


def test_a_total_and_its_breakdown_are_not_added_up(tmp_path):
    text = HEAD + "Day,Device,Keyword,Match type,Campaign,Currency code,Impr.,Clicks,Cost\n"
    text += "2026-09-01,Tablets,shed,Exact match,A,GBP,10,1,2.00\n2026-09-02,Tablets,shed,Exact match,A,GBP,10,1,3.00\n"
    days = "2026-09-01,,,Total: Account,,GBP,10,1,2.00\n2026-09-02,,,Total: Account,,GBP,10,1,3.00\n"
    whole = ",,,Total: Account,,GBP,20,2,5.00\n"
    for totals in (days, whole, whole + days, days + whole):
        claims = read(tmp_path, text + totals).tables["claims"]
        assert claims.loc[claims["metric"] == "cost", "claimed"].tolist() == [5.0], totals


def test_what_a_total_speaks_of(tmp_path):
    text = HEAD + "Keyword,Match type,Campaign,Currency code,Impr.,Clicks,Cost\n"
    text += "shed,Exact match,A,GBP,10,1,7.00\n"
    text += ",Total: Your keywords,,GBP,10,1,7.00\n"
    text += ",Total: Account,,GBP,90,9,50.00\n,Total: Performance Max,,GBP,80,8,43.00\n"
    intake = read(tmp_path, text)
    cost = intake.tables["claims"].query("metric == 'cost'").set_index("label")["scope"].to_dict()
    assert cost == {"Total: Your keywords": "total", "Total: Account": "account", "Total: Performance Max": "account"}
    assert intake.tables["spend"][["kind", "cost", "source"]].values.tolist() == [
        ["performance_max", 43.0, "total_row"]
    ]
    assert intake.files["cost_total_row"][0] == 7.0


def test_a_currency_that_is_assumed_is_not_told_as_read(tmp_path):
    for text in (
        "stage,created_at,amount\nwon,2026-04-03,10\n",
        "keyword,cost\nshed,3\n",
        "id,title,price\n1,Shed,9\n",
    ):
        intake = read(tmp_path, text, currency="NOK")
        assert intake.files["currency"].tolist() == [""]
        kind = intake.files["kind"][0]
        assert intake.tables[kind]["currency"].tolist() == ["NOK"]


def test_the_signs_of_amounts_are_their_currencies(tmp_path):
    intake = read(
        tmp_path, 'stage,created_at,amount\nwon,2026-04-03,"$1,200.00"\nwon,2026-04-04,€90\nwon,2026-04-05,50\n'
    )
    assert intake.tables["sales"]["amount"].tolist() == [1200.0, 90.0, 50.0]
    assert intake.tables["sales"]["currency"].tolist()[:2] == ["USD", "EUR"]
