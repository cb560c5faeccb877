"""The room as a whole: credits conserve, money ties to the penny, row order does not matter, gaps are said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from keyworth.money.estimate import NOT_SUPPORTED
from keyworth.schema import RELEVANCE, conform, empty
from keyworth.settings import Money

from .conftest import Desk, day
from .conftest import trace as whole_room


@pytest.fixture(scope="module")
def shop() -> dict[str, pd.DataFrame]:
    """Sixty keywords in two channels, 150 sales, 500 touchpoints, made up."""
    rng = np.random.default_rng(5)
    desk = Desk().put("keywords", *[
        {"keyword": f"word {i}", "campaign": ["Acme Brand", "Sheds", "Pods"][i % 3], "clicks": float(rng.poisson(40)),
         "cost": float(rng.gamma(2, 30)) if i < 45 else np.nan, "channel": "paid" if i < 45 else "organic",
         "landing_page": f"/p{i % 7}", "period_start": day("2026-01-01"), "period_end": day("2026-03-31")}
        for i in range(60)
    ])  # fmt: skip
    at = [day("2026-01-05") + pd.Timedelta(days=float(d)) for d in rng.uniform(0, 80, 150)]
    stages = rng.choice(["lead", "appointment", "opportunity", "won", "lost"], 150)
    desk.put("sales", *[
        {"sale_id": f"s{i}", "customer_id": f"c{i % 140}", "stage": stages[i], "created_at": at[i],
         "closed_at": at[i] + pd.Timedelta(days=float(rng.gamma(2, 6))) if stages[i] in ("won", "lost") else pd.NaT,
         "amount": float(np.round(rng.lognormal(7, 0.6), 2)), "currency": "GBP"}
        for i in range(150)
    ])  # fmt: skip
    who = rng.integers(0, 170, 500)
    desk.put("touchpoints", *[
        {"customer_id": f"c{w}", "at": at[w % 150] - pd.Timedelta(days=float(rng.gamma(1, 8))),
         "channel": ["google / cpc", "organic", "email", ""][k],
         "keyword": f"word {rng.integers(0, 60)}" if k != 1 else "", "landing_page": f"/p{rng.integers(0, 9)}"}
        for w, k in zip(who, rng.integers(0, 4, 500), strict=True)
    ])  # fmt: skip
    return desk.tables


def trace(tables) -> dict[str, pd.DataFrame]:
    relevance = pd.DataFrame({"keyword_key": tables["keywords"]["keyword_key"], "product_relevance": 0.7})
    return whole_room(tables, conform(relevance, RELEVANCE), Money(agency_fee=100, content_cost=50), ["acme"])


@pytest.fixture(scope="module")
def traced(shop) -> dict[str, pd.DataFrame]:
    return trace(shop)


def test_every_sale_adds_up_to_itself_under_every_model(traced):
    credits = traced["credits"]
    whole = credits.groupby(["attribution_model", "sale_id"])["credit"].sum()
    assert (whole - 1).abs().max() < 1e-9
    assert credits["credit"].gt(0).all()
    assert whole.index.get_level_values("sale_id").nunique() == 150
    assert whole.index.get_level_values("attribution_model").nunique() == 7


def test_money_ties_to_the_penny(shop, traced):
    flow = traced["money_flow"]
    won = shop["sales"].query("stage == 'won'")["amount"].sum()
    spent = shop["keywords"]["cost"].sum()
    sides = flow.groupby("side")["amount"].sum().round(2)
    fees = flow[flow["part"].isin(["agency_fee", "content_cost"])]["amount"].sum()
    assert sides["revenue"] == round(won, 2)
    assert round(sides["spend"] - fees, 2) == round(spent, 2)


@pytest.mark.slow
def test_row_order_does_not_matter(shop, traced):
    shuffled = {k: v if k == "keywords" else v.sample(frac=1, random_state=3).reset_index(drop=True)
                for k, v in shop.items()}  # fmt: skip
    first, second = traced, trace(shuffled)
    for name in first:
        pd.testing.assert_frame_equal(first[name], second[name], obj=name)


def test_ranges_hold_something_for_keywords_without_a_sale(traced):
    found = traced["money"]
    none = found[found["attributed_conversions"].eq(0)]
    assert len(none)
    assert none["expected_conversions_high"].gt(0).all()
    assert found["expected_conversions_low"].le(found["expected_conversions_high"]).all()
    assert found["probability_below_break_even"].between(0, 1).all()
    assert found["matured_share"].between(0, 1).all()


def test_without_sales_nothing_is_zero(shop):
    for given in (["keywords"], ["keywords", "touchpoints"]):
        found = trace({k: v if k in given else v.iloc[:0] for k, v in shop.items()})["money"]
        assert (
            found[["attributed_conversions", "expected_revenue_high", "probability_below_break_even"]]
            .isna()
            .all(axis=None)
        )
        assert set(found["reason"]) == {NOT_SUPPORTED}


def test_sales_without_touchpoints_stay_visible(shop):
    traced = trace({k: v.iloc[:0] if k == "touchpoints" else v for k, v in shop.items()})
    assert set(traced["links"]["link"]) == {"unmatched"}
    assert traced["money_flow"].set_index("part").loc["unmatched", "amount"] > 0


def test_organic_bounds_hold_the_estimate_and_say_what_cannot_be_known():
    desk = Desk().put("keywords",
        {"keyword": "big", "channel": "organic", "clicks": 96.0, "landing_page": "/p"},
        {"keyword": "small", "channel": "organic", "clicks": 1.0, "landing_page": "/p"})  # fmt: skip
    desk.put("pages", {"page": "https://x.test/p", "query": "", "clicks": 100.0},
             {"page": "https://x.test/p", "query": "big", "clicks": 96.0},
             {"page": "https://x.test/p", "query": "small", "clicks": 1.0})  # fmt: skip
    desk.put("sales", *[{"sale_id": f"s{i}", "stage": "won", "amount": 10.0, "customer_id": f"c{i}",
                         "channel": "Organic Search", "created_at": day("2026-02-02 09:00"), "landing_page": "/p"}
                        for i in range(10)])  # fmt: skip
    traced = desk.trace()
    found = traced["money"]
    assert found["possible_conversions_low"].tolist() == [6.0, 0.0]
    assert found["possible_conversions_high"].tolist() == [10.0, 1.0]
    assert found["sales_knowable"].tolist() == [False, True]
    assert found["attributed_conversions"].tolist() == pytest.approx([9.6, 0.1])
    assert traced["hidden_queries"].set_index("page").loc["/p", "hidden"] == 3


def test_empty_relevance_and_catalogue_do_not_stop_the_room(shop):
    assert len(whole_room(shop, empty(RELEVANCE), Money())["money"]) == 60
