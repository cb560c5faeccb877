"""Small worlds with known rates: the ranges cover, the cuts are right, early stages speak."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bench.money_worlds import WORLDS, estimate, make, score
from keyworth.money.deal_value import own_values
from keyworth.money.effect_distribution import Effects, fit_effects, points, posterior, times
from keyworth.money.sales_lag import fit_lag, matured
from keyworth.settings import Money

from .conftest import day


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_ranges_cover_and_cuts_are_right(name):
    told = score(world := make(name, 2500, 11), *estimate(world))
    assert 0.86 < told["coverage of sales"] < 0.94
    assert 0.86 < told["coverage of revenue"] < 0.94
    assert told["wrong cuts"] <= 0.1
    assert told["true cuts"] > told["true cuts, 0 in n clicks"]


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_ten_thousand_keywords(name):
    told = score(world := make(name, 10_000, 7), *estimate(world))
    assert 0.87 <= told["coverage of sales"] <= 0.93
    assert told["wrong cuts"] <= 0.1
    assert told["true cuts"] > told["true cuts, 0 in n clicks"]


def sold(prices: list[float], each: int = 8) -> pd.DataFrame:
    """Won sales of keywords, each at its own price, a fifth up or down."""
    swing = np.exp(np.random.default_rng(5).normal(0.0, 0.2, len(prices) * each))
    return pd.DataFrame(
        {"keyword_id": np.repeat(range(len(prices)), each), "credit": 1.0, "amount": np.repeat(prices, each) * swing}
    )


def test_a_keywords_own_sales_tell_its_value_apart_from_its_kinds():
    prices = [24.0, 249.0] * 10
    value, noise = own_values(np.full(21, np.mean(prices)), np.full(21, 0.01), pd.Series(range(21)), sold(prices))
    assert value[:20] == pytest.approx(prices, rel=0.25)
    assert noise[20] > 0.5 > 0.1 > noise[:20].max(), "whoever sold nothing yet may be of either price"


def test_keywords_that_sell_alike_are_left_together():
    value, noise = own_values(np.full(31, 100.0), np.full(31, 0.001), pd.Series(range(31)), sold([100.0] * 30))
    assert value == pytest.approx(100.0, rel=0.12)
    assert noise[30] < 0.02
    few = sold([20.0, 200.0])
    assert own_values(np.full(2, 100.0), np.zeros(2), pd.Series(range(2)), few)[0].tolist() == [100.0, 100.0]


def test_after_n_clicks_without_a_sale_the_limit_is_about_three_over_n():
    """With a flat prior the lattice gives the rule of three."""
    flat = np.exp(points())
    found = posterior(np.zeros(1), np.ones(1), Effects(flat / flat.sum(), 0.0))
    assert found.quantile(0.95)[0] == pytest.approx(3.0, rel=0.03)
    assert found.below(np.array([3.0]))[0] == pytest.approx(0.95, abs=0.005)


def test_a_products_quantiles_match_drawing():
    rng = np.random.default_rng(2)
    gamma = np.exp(2.0 * (points() - np.exp(points())))
    first = posterior(np.array([3.0]), np.array([2.0]), Effects(gamma / gamma.sum(), 0.0))
    both = times(first, np.array([0.25]))
    draws = rng.gamma(5, 1 / 4, 400_000) * rng.gamma(4, 1 / 4, 400_000)
    for q in (0.05, 0.5, 0.95):
        assert both.quantile(q)[0] == pytest.approx(np.quantile(draws, q), rel=0.02)
    assert both.mean()[0] == pytest.approx(1.25, rel=0.01)


def test_keywords_that_never_sell_get_an_atom():
    rng = np.random.default_rng(3)
    due = np.full(4000, 20.0)
    events = rng.poisson(np.where(rng.random(4000) < 0.6, 0.0, 50.0)).astype(float)
    effects = fit_effects(events, due, 0.5)
    low = points() < -3
    assert effects.never + effects.weights[low].sum() == pytest.approx(0.6, abs=0.03)


def leads(count: int, seed: int) -> tuple[pd.DataFrame, pd.Timestamp]:
    """Leads of half a year: 30 % are won after a median of 40 days, others lost or silent."""
    rng = np.random.default_rng(seed)
    end = day("2026-06-30")
    created = end - pd.to_timedelta(rng.uniform(0, 180, count), unit="D")
    wins = rng.random(count) < 0.3
    lag = np.exp(rng.normal(np.log(np.where(wins, 40, 15)), 0.6, count))
    closes = wins | (rng.random(count) < 0.5)
    closed_at = created + pd.to_timedelta(lag, unit="D")
    closed = closes & np.asarray(closed_at <= end)
    stage = np.where(closed, np.where(wins, "won", "lost"), "lead")
    frame = pd.DataFrame({"stage": stage, "closed": closed, "created_at": created, "closed_at": closed_at})
    frame.loc[~closed, "closed_at"] = pd.NaT
    return frame, end


def test_the_lag_is_found_with_those_who_never_close():
    frame, end = leads(3000, 4)
    lag = fit_lag(frame, end, Money())
    assert lag.won == pytest.approx(0.3, abs=0.04)
    assert lag.won_median == pytest.approx(40, rel=0.15)
    weight = matured(frame, end, lag)
    assert frame["stage"].eq("won").sum() / weight.sum() == pytest.approx(0.3, abs=0.03)
    assert frame["stage"].eq("won").mean() < 0.24
    assert weight[frame["closed"]].eq(1).all()


def test_few_sales_state_a_lag_instead_of_fitting_one():
    frame, end = leads(12, 5)
    assert not fit_lag(frame, end, Money()).fitted
    assert fit_lag(frame, end, Money(sales_lag_days=33)).won_median == 33
