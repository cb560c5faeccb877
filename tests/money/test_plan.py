"""The article's sum, exactly as a point and honestly as a range."""

from __future__ import annotations

import json

import pytest

from keyworth import money
from keyworth.money.planning import needed, product_range
from keyworth.store import Audit

from .conftest import Desk, day


def article() -> Desk:
    """1,000 visits for £1,000, 50 demos, 10 sales."""
    desk = Desk().put("keywords", {"keyword": "garden office", "clicks": 1000.0, "cost": 1000.0})
    return desk.put("sales", *[
        {"sale_id": f"s{i}", "customer_id": f"c{i}", "stage": "won" if i < 10 else "appointment", "product": "Pod",
         "created_at": day("2026-03-01 10:00"), "closed_at": day("2026-03-09 10:00"),
         "amount": 100.0 if i < 10 else None}
        for i in range(50)
    ])  # fmt: skip


def planned(product=None) -> dict:
    desk = article()
    traced = desk.trace()
    keywords = desk.tables["keywords"].assign(product_id="p", product_title="Pod", verdict="keep")
    return money.plan_audit(Audit(keywords, traced, {}), 100, product)


def test_ten_thousand_pounds_exactly():
    found = planned()
    assert found["spend"]["count"] == 10_000
    assert found["visitors"]["count"] == 10_000
    assert found["appointments"]["count"] == 500
    assert found["cost_per_visit"] == 1
    assert found["weakest_stage"]["stage"] in ("opportunity", "won")
    json.dumps(found, allow_nan=False)
    two = needed(100, [(50, 1000), (10, 50)], 1.0)[
        -1
    ]  # leads and opportunities lose nobody here: no doubt of their own
    assert (found["spend"]["low"], found["spend"]["high"]) == pytest.approx((two["low"], two["high"]))


def test_as_a_range_from_ten_of_fifty_and_fifty_of_a_thousand():
    low, high = (needed(100, [(50, 1000), (10, 50)], 1.0)[-1][side] for side in ("low", "high"))
    assert 5_500 < low < 6_700
    assert 15_500 < high < 18_500
    more = needed(100, [(5000, 100_000), (1000, 5000)], 1.0)[-1]
    assert more["low"] > 9_000
    assert more["high"] < 11_000


def test_a_rate_never_seen_is_unbounded_and_said_so():
    assert needed(100, [(0, 1000), (0, 0)], 1.0)[-1]["count"] is None


def test_by_product_and_what_the_present_budget_buys():
    found = planned("pod")
    assert found["spend"]["count"] == 10_000
    assert found["present_budget"]["sales"] == 10
    assert found["present_budget"]["low"] < 10 < found["present_budget"]["high"]
    assert "not supported" in planned("unheard of")["notes"][0]


def test_told_as_text():
    told = money.render_plan(planned())
    assert "spend" in told
    assert "10,000" in told


def test_the_range_of_a_product_matches_its_exact_distribution():
    import numpy as np

    rng = np.random.default_rng(1)
    draws = rng.beta(50.5, 950.5, 200_000) * rng.beta(10.5, 40.5, 200_000)
    assert product_range([(50, 1000), (10, 50)]) == pytest.approx(np.quantile(draws, [0.05, 0.95]), rel=0.02)


def test_from_the_files_by_the_command_line(tmp_path, monkeypatch):
    """The article's figures as a stranger would give them: an agency's report and a CRM's list."""
    from typer.testing import CliRunner

    from keyworth.cli import app

    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.csv").write_text("keyword,campaign,clicks,cost\ngarden office,Rooms,1000,1000.00\n")
    rows = [
        f"s{i},{'won' if i < 10 else 'appointment'},c{i},2026-03-0{i % 9 + 1} 10:00,"
        f"{'2026-03-20' if i < 10 else ''},{'100.00' if i < 10 else ''},GBP,garden office,cpc"
        for i in range(50)
    ]
    head = "sale_id,stage,customer_id,created_at,closed_at,amount,currency,utm_term,utm_medium\n"
    (tmp_path / "crm.csv").write_text(head + "\n".join(rows) + "\n")
    run = CliRunner().invoke(app, ["audit", "report.csv", "crm.csv", "--out", "out", "--quiet"])
    assert run.exit_code == 0, run.output
    told = CliRunner().invoke(app, ["plan", "out", "--target-sales", "100", "--json"])
    found = json.loads(told.stdout)
    assert [found[name]["count"] for name in ("spend", "visitors", "appointments")] == [10_000, 10_000, 500]
    assert round(found["spend"]["low"]) == 6201
    assert round(found["spend"]["high"]) == 17406
