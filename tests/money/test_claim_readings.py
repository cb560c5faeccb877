"""A figure is read as its label says; where it holds only in another way, that way is its cause."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import ingest
from keyworth.money.claims import by_figure
from keyworth.settings import Ingest

from .conftest import Desk, day
from .test_ledger import claim

ROWS = [("kite line", 100.0, 40.0, 8.0, 640.0, 13.0, 3.0), ("kite tail", 60.0, 30.0, 4.0, 300.0, 6.0, 1.0),
        ("galewing kites", 90.0, 20.0, 12.0, 1100.0, 15.0, 4.0)]  # fmt: skip


def kites() -> Desk:
    names = ("clicks", "cost", "claimed_conversions", "claimed_value", "all_conversions", "view_through_conversions")
    rows = [{"keyword": row[0], "campaign": "Brand" if "galewing" in row[0] else "Kites", "impressions": 1000.0,
             **dict(zip(names, row[1:], strict=True)), "period_start": day("2026-04-01"),
             "period_end": day("2026-06-30")} for row in ROWS]  # fmt: skip
    return Desk().put("keywords", *rows)


def verdict(label: str, metric: str, claimed: float, **more: object) -> tuple[str, str]:
    found = kites().put("claims", claim(label, metric, claimed, **more)).trace(agency_fee=10.0)["claim_ledger"]
    row = found[found["source_file"].eq("claims.csv")].iloc[0]
    return row["verdict"], row["cause"].split(":")[0]


@pytest.mark.parametrize(("label", "metric", "claimed"), [
    ("Revenue inc VAT", "value", 2448.0), ("Conversions, all conversions", "conversions", 34.0),
    ("Conversions with view-through", "conversions", 32.0), ("Spend with our fee", "cost", 120.0),
    ("ROAS after our fee", "roas", 17.0), ("ROAS, brand included", "roas", 22.67), ("Non-brand ROAS", "roas", 13.43),
    ("Average order value", "aov", 85.0), ("Conversion rate, %", "cvr", 9.6),
])  # fmt: skip
def test_what_the_label_says_is_how_it_is_read(label, metric, claimed):
    assert verdict(label, metric, claimed) == ("supported", "")


@pytest.mark.parametrize(("label", "metric", "claimed", "cause"), [
    ("Revenue", "value", 2448.0, "VAT"), ("Cost per click, net", "cpc", 0.3, "VAT"),
    ("Conversions", "conversions", 34.0, "all conversions"), ("CPA", "cpa", 2.65, "all conversions"),
    ("Conversions", "conversions", 32.0, "view-through"), ("Spend", "cost", 120.0, "fees"),
    ("ROAS after all fees", "roas", 22.67, "fees"), ("Non-brand ROAS", "roas", 22.67, "brand"),
    ("Spend", "cost", 70.0, "brand"),
])  # fmt: skip
def test_the_way_in_which_it_holds_is_its_cause(label, metric, claimed, cause):
    assert verdict(label, metric, claimed) == ("not supported", cause)


def test_growth_is_of_the_thing_that_it_names():
    def grown(**more: object) -> tuple[str, str]:
        rows = [{"stage": "won" if i % 5 == 0 else "lead", "sale_id": f"s{i}", "customer_id": f"c{i}", "amount": 90.0,
                 "created_at": day(f"2026-0{month}-0{1 + i % 9}")}
                for i, month in enumerate([1, 2, 3] * 100 + [4, 5, 6] * 200)]  # fmt: skip
        desk = kites().put("sales", *rows).put("claims", {"scope": "total", "metric": "growth", **more})
        row = desk.trace(as_of=day("2026-06-30").date())["claim_ledger"].iloc[0]
        return row["verdict"], row["cause"]

    assert grown(label="Leads growth", claimed=100.0)[0] == "supported"
    assert grown(label="Leads growth", claimed=10.0)[0] == "not supported"
    assert grown(label="Clicks, % change", of="clicks", claimed=30.0) == (
        "cannot be checked", "growth: no report of the period compared with shows clicks",
    )  # fmt: skip
    wrong = grown(label="Leads, % change", of="leads", claimed=50.0, now=120.0, before=100.0)
    assert wrong == ("not supported", "growth: 120 after 100 is +20.0%")


def test_the_usual_deck_header_is_read(tmp_path):
    (tmp_path / "deck.csv").write_text(
        "Metric,This period,Previous period,% change\nLeads,120,100,+20.0%\nCost per lead,£42.50,£51.00,-16.7%\n"
        "Impression share,62%,58%,+4.0%\n"
    )
    found = ingest.read_files({"": [tmp_path / "deck.csv"]}, Ingest(), None).tables["claims"]
    table = found.set_index("label")[["metric", "claimed", "of", "now", "before"]]
    assert table.loc["Leads"].tolist()[:2] == ["leads", 120.0]
    assert table.loc["Leads, % change"].tolist() == ["growth", 20.0, "leads", 120.0, 100.0]
    assert table.loc["Cost per lead, % change", "claimed"] == pytest.approx(-16.7)
    assert table.loc["Impression share", "metric"] not in ("impressions", "keywords")


def test_no_figure_is_counted_twice():
    verdicts = ["supported", "not supported", "cannot be checked", "supported", "supported"]
    rows = pd.DataFrame({"figure": ["a", "a", "b", "b", "c"], "verdict": verdicts})
    assert by_figure(rows).value_counts().to_dict() == {"supported": 2, "not supported": 1}
