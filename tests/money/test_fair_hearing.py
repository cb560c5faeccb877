"""A clean report gets no "not supported", however it rounds and cuts; the worked case's faults are all found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from .conftest import Desk, day
from .test_strangers_files import SALE, traced

HEAD = "label,metric,claimed,group\n"


def account() -> pd.DataFrame:
    """Forty lamps of an invented shop in three campaigns, one the brand's."""
    rng = np.random.default_rng(4)
    clicks = rng.poisson(60, 40)
    conversions = rng.binomial(clicks, 0.06)
    return pd.DataFrame({
        "keyword": [f"lamp kind {i}" for i in range(40)],
        "campaign": [["Desk lamps", "Floor lamps", "Brand | Lumenby"][i % 3] for i in range(40)], "match_type": "exact",
        "impressions": clicks * rng.integers(12, 40, 40), "clicks": clicks,
        "cost": np.round(clicks * rng.uniform(0.8, 1.6, 40), 2), "conversions": conversions,
        "conversion_value": np.round(conversions * rng.uniform(60, 140, 40), 2),
    })  # fmt: skip


ROWS = account()
SUMS = ROWS.sum(numeric_only=True)
BY = ROWS.groupby("campaign").sum(numeric_only=True)
PLAIN = BY.drop("Brand | Lumenby").sum()
COST, VALUE, SOLD = SUMS["cost"], SUMS["conversion_value"], SUMS["conversions"]
REPORTS = {
    "exact": f"Spend,cost,{COST:.2f},\nClicks,clicks,{SUMS['clicks']:.0f},\n"
    f"Impressions,impressions,{SUMS['impressions']:.0f},\n"
    f"CTR,ctr,{100 * SUMS['clicks'] / SUMS['impressions']:.2f}%,\nCPC,cpc,{COST / SUMS['clicks']:.2f},\n"
    f"Conversions,conversions,{SOLD:.0f},\nValue,value,{VALUE:.2f},\nROAS,roas,{VALUE / COST:.2f},\n"
    f"Cost per conversion,cpa,{COST / SOLD:.2f},\nKeywords,keywords,40,\n",
    "rounded": f"Spend,cost,{COST:.0f},\nClicks,clicks,{round(SUMS['clicks'], -2):.0f},\n"
    f"ROAS,roas,{VALUE / COST:.1f},\nCTR,ctr,{SUMS['clicks'] / SUMS['impressions']:.3f},\n"
    f"ROAS in per cent,roas,{100 * VALUE / COST:.0f}%,\n"
    f"Spend to the hundred,cost,{round(COST, -2):.0f},\nValue,value,{round(VALUE, -3):.0f},\n",
    "by campaign": "".join(
        f"{name} spend,cost,{row['cost']:.2f},{name}\n"
        f"{name} ROAS,roas,{row['conversion_value'] / row['cost']:.2f},{name}\n"
        f"{name} sales,conversions,{row['conversions']:.0f},{name}\n"
        for name, row in BY.iterrows()
    )
    + f"Total spend,cost,{COST:.2f},\nTotal sales,conversions,{SOLD:.0f},\n",
    "campaigns in whole pounds": "".join(
        f"{name},cost,{row['cost']:.0f},{name}\n{name},value,{row['conversion_value']:.0f},{name}\n"
        for name, row in BY.iterrows()
    )
    + f"Spend,cost,{COST:.0f},\nValue,value,{VALUE:.0f},\n",
    "brand apart": f"ROAS without brand,roas,{PLAIN['conversion_value'] / PLAIN['cost']:.2f},\n"
    f"Brand ROAS,roas,{BY.loc['Brand | Lumenby', 'conversion_value'] / BY.loc['Brand | Lumenby', 'cost']:.2f},\n",
}  # fmt: skip


def ledger(tmp_path, rows: pd.DataFrame, claims: str, sales: str = "") -> pd.DataFrame:
    files = {"keywords": rows.to_csv(index=False), "claims": claims} | ({"sales": sales} if sales else {})
    return traced(tmp_path, files)[1]["claim_ledger"]


def sold(rows: pd.DataFrame) -> str:
    """Every conversion of a report as a sale in the CRM, with the keyword the customer clicked."""
    each = rows.loc[rows.index.repeat(rows["conversions"])].reset_index(drop=True)
    amount = each["conversion_value"] / each["conversions"]
    return SALE + "".join(
        f"s{i},won,c{i},2026-03-{i % 27 + 1:02d} 10:00,2026-03-{i % 27 + 1:02d} 15:00,"
        f"{amount[i]:.2f},GBP,{keyword},cpc,,\n"
        for i, keyword in enumerate(each["keyword"])
    )


@pytest.mark.parametrize("name", REPORTS)
def test_an_honest_report_has_nothing_that_is_not_supported(name, tmp_path):
    found = ledger(tmp_path, ROWS, HEAD + REPORTS[name], sold(ROWS))
    assert len(found) >= REPORTS[name].count("\n")
    assert found.loc[found["verdict"].eq("not supported"), ["claim", "claimed", "recomputed", "cause"]].empty


def test_another_window_cannot_be_checked(tmp_path):
    claims = "label,metric,claimed,period_start,period_end\nSpend,cost,9000,2025-03-01,2025-03-31\n"
    found = ledger(tmp_path, ROWS, claims)
    assert found.loc[found["claim"].eq("Spend"), "verdict"].tolist() == ["cannot be checked"]


def test_what_rows_state_and_no_total_does_is_set_beside_the_sales(tmp_path):
    found = ledger(tmp_path, ROWS, "label,metric,claimed\nSpend,cost,9000\n").set_index("claim")
    row = found.loc["Conversions, the sum of the keyword rows, against sales traced"]
    assert row["claimed"] == ROWS["conversions"].sum()
    assert (row["verdict"], row["recomputed"]) == ("cannot be checked", pytest.approx(float("nan"), nan_ok=True))


def test_the_worked_case_from_its_files(tmp_path):
    """Rows that sum to another total, a mean of ratios, 100 under a header of 83, one brand keyword's return."""
    costs = np.array([2.0] * 60 + [4.0] * 22 + [23.39])
    values = np.array([1.0] * 60 + [2.0] * 22 + [166.73])
    rows = pd.DataFrame({"keyword": [f"lamp {i}" for i in range(82)] + ["lumenby lamps"], "campaign": "Lamps",
                         "clicks": 5, "cost": costs, "conversions": 1, "conversion_value": values})  # fmt: skip
    mean = float((values / costs).mean())
    claims = HEAD + (
        f"Total spend,cost,195.47,\nAverage ROAS,roas,{mean:.2f},\n"
        f"Headline ROAS,roas,{values.sum() / costs.sum():.2f},\n"
        "Keywords,keywords,83,\nImproved,keywords,60,Improved\nStable,keywords,40,Stable\nSales growth,growth,38%,\n"
    )
    found = ledger(tmp_path, rows, claims).set_index("claim")
    spend, average, headline = found.loc["Total spend"], found.loc["Average ROAS"], found.loc["Headline ROAS"]
    assert (spend["verdict"], round(spend["recomputed"], 2)) == ("not supported", 231.39)
    assert average["cause"].startswith("mean of ratios")
    assert (round(headline["claimed"], 2), headline["verdict"]) == (1.17, "not supported")
    assert headline["cause"].startswith("brand")
    assert found.loc["Keywords, against its own breakdown", "recomputed"] == 100
    assert found.loc["Sales growth", "verdict"] == "cannot be checked"
    assert found.loc[found["verdict"].ne("supported"), "ask_for"].ne("").all()


def _thirty_leads_ten_sold(desk: Desk, **visit) -> Desk:
    came, ended = day("2026-03-01 10:00"), day("2026-04-01")
    desk.put(
        "keywords",
        {
            "keyword": "boiler service",
            "campaign": "Boilers",
            "clicks": 600.0,
            "cost": 600.0,
            "claimed_conversions": 30.0,
        },
    )
    won = {"stage": "won", "amount": 500.0, "closed_at": ended, "currency": "GBP"}
    lead = {"sale_id": "", "created_at": came, "stage": "lead"}
    desk.put("sales", *[{**lead, **(won if i < 10 else {}), **_who(i, visit), "sale_id": f"s{i}"} for i in range(30)])
    at = visit.get("at", day("2026-03-01 09:00"))
    touch = {"at": at, "channel": "paid search", "keyword": "boiler service", "campaign": "Boilers"}
    return desk.put("touchpoints", *[{**touch, **_who(i, visit)} for i in range(30)])


def _who(i: int, visit: dict) -> dict:
    return {"click_id": f"Cj{i}"} if visit.get("by") == "click" else {"customer_id": f"c{i}"}


def test_conversions_that_are_leads_are_supported_and_said_to_be(desk):
    found = _thirty_leads_ten_sold(desk).trace()["claim_ledger"]
    row = found[found["claim"].str.contains("against sales")].iloc[0]
    assert row["verdict"] == "supported"
    assert "as leads, not as sales: 30 leads" in row["cause"]


def test_a_click_id_alone_ties_visits_to_sales(desk):
    links = _thirty_leads_ten_sold(desk, by="click").trace()["links"]
    assert set(links["link"]) == {"click_id"}


def test_visits_older_than_the_lookback_are_counted_and_not_called_absent(desk):
    from keyworth.settings import Settings
    from keyworth.verdicts.coverage import not_covered, render_not_covered

    traced = _thirty_leads_ten_sold(desk, at=day("2025-11-01")).trace()
    assert traced["links"]["beyond_lookback"].all()
    told = render_not_covered(not_covered(traced, Settings()))
    assert "10 won sales have visits only over 90 days before (the lookback)" in told
    assert not any("no visit on record" in line for line in told)
