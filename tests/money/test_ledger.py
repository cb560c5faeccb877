"""The worked case of a published audit, rebuilt with invented names: every kind of fault is found, and no other."""

from __future__ import annotations

import pytest

from keyworth.money.claim_sums import same

from .conftest import Desk, day

# 83 rows: costs that sum to 231.39, one brand keyword that carries the return.
COSTS = [2.0] * 60 + [4.0] * 22 + [23.39]
VALUES = [1.0] * 60 + [2.0] * 22 + [166.73]


def lumen(**claimed: object) -> Desk:
    """An invented lamp shop's report, with an agency's claims beside it."""
    desk = Desk().put("keywords", *[
        {"keyword": "lumenby lamps" if i == 82 else f"lamp {i}", "campaign": f"Lamps {i % 3}", "cost": cost,
         "clicks": 5.0, "impressions": 100.0, "claimed_value": value, "claimed_conversions": 1.0,
         "period_start": day("2026-01-01"), "period_end": day("2026-01-31")}
        for i, (cost, value) in enumerate(zip(COSTS, VALUES, strict=True))
    ])  # fmt: skip
    return desk


def claim(label, metric, claimed, group="", **more) -> dict:
    return {"label": label, "metric": metric, "claimed": claimed, "group": group, "scope": "total", **more}


def found(desk: Desk, *claims: dict, **settings):
    desk.put("claims", *claims)
    return desk.trace(**settings)["claim_ledger"].set_index("claim")


def test_rows_that_sum_to_another_total():
    row = found(lumen(), claim("Total spend", "cost", 195.47)).loc["Total spend"]
    assert (row["verdict"], round(row["recomputed"], 2)) == ("not supported", 231.39)
    assert "do not add up" in row["cause"]
    assert row["ask_for"]


def test_a_mean_of_ratios_is_named():
    desk = Desk().put(
        "keywords",
        {"keyword": "a", "cost": 10.0, "claimed_value": 44.0},
        {"keyword": "b", "cost": 20.0, "claimed_value": 36.4},
    )
    row = found(desk, claim("Average ROAS", "roas", 3.11), claim("ROAS", "roas", 2.68)).loc["Average ROAS"]
    assert (row["verdict"], row["recomputed"]) == ("not supported", pytest.approx(2.68))
    assert row["cause"].startswith("mean of ratios")


def test_a_breakdown_beyond_its_header():
    ledger = found(
        lumen(), claim("Keywords", "keywords", 83.0), claim("A", "keywords", 60.0, "Group A"),
        claim("B", "keywords", 40.0, "Group B"),
    )  # fmt: skip
    assert ledger.loc["Keywords", "verdict"] == "supported"
    row = ledger.loc["Keywords, against its own breakdown"]
    assert (row["claimed"], row["recomputed"], row["verdict"]) == (83, 100, "not supported")


@pytest.mark.parametrize("campaign", ["Lamps 1", "Brand | Search"])
def test_a_return_that_is_one_brand_keywords(campaign):
    desk = lumen()
    desk.tables["keywords"].loc[82, "campaign"] = campaign
    headline = sum(VALUES) / sum(COSTS)
    row = found(desk, claim("ROAS", "roas", round(headline, 2))).loc["ROAS"]
    assert row["claimed"] == 1.17
    assert (row["verdict"], row["recomputed"]) == ("not supported", pytest.approx(0.5, abs=0.02))
    assert "brand" in row["cause"]


def test_fees_left_out_another_window_and_a_missing_cost():
    claims = [claim("CPC", "cpc", 0.56), claim("CPC after our fee", "cpc", 0.56)]
    ledger = found(lumen(), *claims, agency_fee=100.0)
    assert ledger.loc["CPC", "verdict"] == "supported", "a fee of ours refutes no figure that does not speak of it"
    assert ledger.loc["CPC after our fee", "verdict"] == "not supported"
    assert ledger.loc["CPC after our fee", "cause"].startswith("fees: they are not in it, though its label says so")
    other = claim("Spend", "cost", 10.0, period_start=day("2025-01-01"), period_end=day("2025-12-31"))
    assert found(lumen(), other).loc["Spend", "cause"].startswith("window")
    desk = lumen()
    desk.tables["keywords"]["cost"] = float("nan")
    row = found(desk, claim("ROAS", "roas", 1.17)).loc["ROAS"]
    assert (row["verdict"], row["cause"][:12]) == ("cannot be checked", "missing cost")


def test_growth_before_the_first_sale_cannot_be_checked():
    desk = lumen().put("sales", {"stage": "won", "sale_id": "s", "amount": 5.0, "created_at": day("2026-01-10 10:00")})
    row = found(desk, claim("Growth", "growth", 38.0)).loc["Growth"]
    assert (row["verdict"], row["cause"][:23]) == ("cannot be checked", "before tracking began: ")


def test_conversions_are_set_beside_the_sales():
    desk = lumen().put("sales", {"stage": "won", "sale_id": "s", "amount": 5.0, "created_at": day("2026-01-10 10:00")})
    desk.put("touchpoints", {"customer_id": "x", "keyword": "lamp 1", "channel": "cpc", "at": day("2026-01-09")})
    ledger = found(desk, claim("Conversions", "conversions", 83.0))
    assert ledger.loc["Conversions", "verdict"] == "supported"
    row = ledger.loc["Conversions, against sales traced"]
    assert (row["verdict"], row["cause"][:8]) == ("not supported", "counting")


def test_figures_that_hold_are_supported():
    claims = [claim("Spend", "cost", 231.39), claim("Clicks", "clicks", 415.0), claim("CTR", "ctr", 5.0),
              claim("CPC", "cpc", 0.56), claim("CPA", "cpa", 2.79),
              claim("Campaign", "clicks", 140.0, "Lamps 0")]  # fmt: skip
    ledger = found(lumen(), *claims)
    names = [c["label"] for c in claims[:-1]] + ["Campaign, clicks"]
    assert ledger.loc[names, "verdict"].eq("supported").all()


def test_a_claim_of_the_past_is_not_borne_out_by_sales_still_to_come():
    rows = [{"stage": "won", "sale_id": f"w{i}", "amount": 100.0, "created_at": day("2026-01-10")} for i in range(4)]
    rows += [{"stage": "lead", "sale_id": f"l{i}", "created_at": day("2026-01-28")} for i in range(30)]
    touches = [{"customer_id": f"c{i}", "keyword": "lamp 1", "channel": "cpc", "at": day("2026-01-09")}
               for i in range(3)]  # fmt: skip
    desk = lumen().put("sales", *[{**row, "customer_id": f"c{i}"} for i, row in enumerate(rows)])
    desk.put("touchpoints", *touches)
    for claimed, verdict in ((400.0, "supported"), (500.0, "not supported")):
        assert found(desk, claim("Value", "value", claimed)).loc["Value, against sales traced", "verdict"] == verdict


def test_leads_are_set_beside_leads_and_not_beside_sales():
    rows = [{"stage": "lead", "sale_id": f"l{i}", "customer_id": f"c{i}", "created_at": day("2026-01-12")}
            for i in range(5)]  # fmt: skip
    touches = [{"customer_id": f"c{i}", "keyword": "lamp 1", "channel": "cpc", "at": day("2026-01-09")}
               for i in range(3)]  # fmt: skip
    desk = lumen().put("sales", *rows).put("touchpoints", *touches)
    for claimed, verdict in ((5.0, "supported"), (9.0, "not supported")):
        ledger = found(desk, claim("Enquiries", "leads", claimed))
        assert ledger.loc["Enquiries, leads, against leads traced", "verdict"] == verdict
        assert ledger.loc["Enquiries, leads", "verdict"] == "cannot be checked", "rows of conversions need not be leads"
    assert found(desk, claim("Leads", "leads", 83.0)).loc["Leads", "verdict"] == "supported"


def test_a_stated_row_ratio_that_its_row_denies():
    desk = lumen()
    desk.tables["keywords"].loc[3, "stated_ctr"] = 0.15
    desk.tables["keywords"].loc[4, "stated_ctr"] = 0.05
    ledger = found(desk, claim("Clicks", "clicks", 415.0))
    assert ledger.loc[
        "Keyword rows that state a CTR, and those where it holds", ["claimed", "recomputed"]
    ].tolist() == [2, 1]
    assert ledger.loc["CTR of “lamp 3”", "recomputed"] == 0.05


def test_agreement_is_as_fine_as_the_claim_is_written():
    assert same(2.7, 2.68, "roas")
    assert not same(2.70001, 2.68, "roas")
    assert not same(100.0, 83.0, "keywords")
