"""Are the money estimates honest? Simulated worlds with known rates, made apart from the estimators.

Five worlds of 10,000 keywords (median 13 clicks): `gamma`, near the model's own family;
`relevance`, log-normal effects that follow relevance, a fifth of sales untraced and recent
leads still open; `two_kinds`, where most keywords never sell and the others are nearly
alike; `tails`, where half never sell, the others' rates are Pareto and so are the deals; `season`, whose
clicks crowd into the last weeks and whose chance of a win swings with the season. The last three are
of no family that the model holds. Prints, as means over the seeds, the coverage of the 90 %
ranges of keywords and of the whole report's, the share of wrong cuts in a list whose expected share is
held at 10 %, and how many true cuts the rule "0 conversions in n clicks" finds at the same error.

    python -m bench.money_worlds [keywords] [first seed] [seeds]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from keyworth import money
from keyworth.money.export_day import as_of
from keyworth.money.sale_history import usable_sales
from keyworth.money.stage_counts import counted_sales
from keyworth.money.totals import Doubt, expected_range, shared_doubt
from keyworth.schema import CALLS, CATALOGUE, KEYWORDS, PAGES, RELEVANCE, SALES, SEARCHES, TOUCHPOINTS, conform, empty
from keyworth.settings import Money
from keyworth.verdicts.rules import controlled

START = pd.Timestamp("2026-01-01", tz="UTC")
DAYS = 180
MARGIN = 0.4
WORLDS = ("gamma", "relevance", "two_kinds", "tails", "season")
OPEN = ("relevance", "season")  # worlds whose recent leads are still open
CROWDED = (2.5, 1.2)  # the beta of the season's days


def swing(when: np.ndarray) -> np.ndarray:
    """Return by how much the chance of a win differs at a part of the season's period."""
    return 0.4 * np.sin(when * 4 * np.pi)


_SWING = float(swing(betaincinv(*CROWDED, (np.arange(20_000) + 0.5) / 20_000)).mean())


@dataclass
class World:
    """Tables to estimate from, and the truth."""

    tables: dict[str, pd.DataFrame]
    expected_sales: np.ndarray
    expected_value: np.ndarray


def make(name: str, count: int, seed: int) -> World:
    """Draw a world."""
    rng = np.random.default_rng([seed, WORLDS.index(name)])
    campaign = rng.integers(0, 24, count)
    relevance = rng.beta(0.7, 0.7, count)
    clicks = np.maximum(np.round(np.exp(rng.normal(np.log(13), 1.2, count))), 1).astype(int)
    lead, win = _rates(name, rng, campaign, relevance, count)
    kind = campaign % 6
    value = np.array([600.0, 900.0, 1400.0, 2000.0, 3100.0, 4500.0])[kind]
    worth = lead * win * value
    fair = MARGIN * np.median(worth[worth > 0])
    cost = clicks * fair * np.exp(rng.normal(0.0, 0.7, count))
    keywords = pd.DataFrame({
        "keyword_id": range(count), "keyword": [f"kw {i}" for i in range(count)],
        "keyword_key": [f"kw {i}" for i in range(count)], "campaign": [f"campaign {c}" for c in campaign],
        "match_type": rng.choice(["exact", "phrase", "broad"], count), "channel": "paid", "clicks": clicks,
        "cost": cost, "currency": "GBP", "period_start": START, "period_end": START + pd.Timedelta(days=DAYS),
    })  # fmt: skip
    facts = pd.DataFrame({"keyword_key": keywords["keyword_key"], "product_relevance": relevance,
                          "product_id": [f"p{k}" for k in kind]})  # fmt: skip
    catalogue = pd.DataFrame({"title": [f"Thing {k}" for k in range(6)], "product_id": [f"p{k}" for k in range(6)]})
    sales, touches = _sales(name, rng, keywords, clicks, lead, win, kind, value)
    tables = {
        "keywords": conform(keywords, KEYWORDS), "relevance": conform(facts, RELEVANCE), "sales": conform(sales, SALES),
        "catalogue": conform(catalogue, CATALOGUE), "touchpoints": conform(touches, TOUCHPOINTS),
    }  # fmt: skip
    return World(tables, clicks * lead * win * (1 + (_SWING if name == "season" else 0.0)), value)


def _rates(
    name: str, rng: np.random.Generator, campaign: np.ndarray, relevance: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    if name == "gamma":
        group = np.exp(rng.normal(0, 0.4, 24))[campaign]
        return np.minimum(0.05 * group * rng.gamma(0.8, 1 / 0.8, count), 0.9), rng.beta(4, 12, count)
    if name == "relevance":
        effect = np.exp(rng.normal(0, 0.9, count) + 1.5 * (relevance - 0.5))
        return np.minimum(0.035 * effect, 0.9), rng.beta(6, 18, count)
    if name == "tails":
        effect = np.where(rng.random(count) < 0.5, 0.0, 1 + rng.pareto(1.8, count))
        return np.minimum(0.025 * effect, 0.6), rng.uniform(0.05, 0.6, count)
    if name == "season":
        group = np.exp(rng.normal(0, 0.5, 24))[campaign] * np.where(relevance > 0.6, 1.8, 0.7)
        return np.minimum(0.04 * group * rng.weibull(0.8, count), 0.9), np.full(count, 0.28)
    alive = rng.random(count) < np.where(relevance > 0.5, 0.65, 0.2)
    lead = np.where(alive, 0.09 * rng.uniform(0.6, 1.4, count), 0.004 * rng.uniform(0.2, 1.8, count))
    return lead, np.where(rng.random(count) < 0.5, 0.12, 0.38)


def _sales(
    name: str,
    rng: np.random.Generator,
    keywords: pd.DataFrame,
    clicks: np.ndarray,
    lead: np.ndarray,
    win: np.ndarray,
    kind: np.ndarray,
    value: np.ndarray,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    owner = np.repeat(np.arange(len(clicks)), rng.binomial(clicks, lead))
    n = len(owner)
    when = rng.beta(*CROWDED, n) if name == "season" else rng.uniform(0, 1, n)
    day = DAYS * when
    won = rng.random(n) < win[owner] * (1 + (swing(when) if name == "season" else 0.0))
    reach = np.where(won, 3, np.searchsorted([0.45, 0.8], rng.random(n)))
    created = START + pd.to_timedelta(day, unit="D")
    closed = created + pd.to_timedelta(np.exp(rng.normal(np.log(15), 0.7, n)), unit="D")
    late = np.asarray(closed > START + pd.Timedelta(days=DAYS))
    open_ = late if name in OPEN else np.zeros(n, dtype=bool)
    stage = np.array(["lead", "appointment", "opportunity", "won"])[reach]
    stage = np.where(~won, "lost", stage)
    stage = np.where(open_, np.array(["lead", "appointment", "opportunity", "opportunity"])[reach], stage)
    lost_trace = rng.random(n) < (0.2 if name == "relevance" else 0.0)
    factor = 0.6 * (1 + rng.pareto(2.5, n)) if name == "tails" else np.exp(rng.normal(-0.08, 0.4, n))
    amount = value[owner] * factor
    sales = pd.DataFrame({
        "sale_id": [f"s{i}" for i in range(n)], "customer_id": [f"c{i}" for i in range(n)], "stage": stage,
        "created_at": created, "closed_at": closed, "currency": "GBP", "channel": "paid search",
        "amount": np.where(stage == "won", amount, np.nan), "product": [f"Thing {k}" for k in kind[owner]],
    })  # fmt: skip
    sales.loc[open_, "closed_at"] = pd.NaT
    touches = pd.DataFrame({
        "customer_id": sales["customer_id"], "at": created - pd.Timedelta(hours=3), "channel": "paid search",
        "keyword": keywords["keyword"].to_numpy()[owner], "campaign": keywords["campaign"].to_numpy()[owner],
    })  # fmt: skip
    return sales, touches[~lost_trace]


def estimate(world: World) -> tuple[pd.DataFrame, Doubt]:
    """Run the money room on a world."""
    t, settings = world.tables, Money(margin=MARGIN)
    sales, _ = usable_sales(t["sales"], settings, "GBP")
    day = as_of(settings, t["keywords"], sales, empty(CALLS))
    journeys, links, _, _ = money.link_sales(
        t["keywords"], t["touchpoints"], sales, empty(CALLS), empty(PAGES), settings, empty(SEARCHES), day
    )
    credits = money.credit_sales(journeys, sales, settings)
    credits = credits[credits["attribution_model"].eq(settings.attribution_model)]
    counted = counted_sales(sales, links, day, settings)
    seen = money.traceability(t["keywords"], empty(PAGES), journeys, links, counted, settings)
    rows = t["keywords"].merge(seen, on="keyword_id").assign(is_brand=False)
    found, _ = money.estimate_money(rows, t["relevance"], t["catalogue"], credits, counted, settings, 0.9)
    return found, shared_doubt(links)


def score(world: World, found: pd.DataFrame, doubt: Doubt) -> dict[str, float]:
    """Hold the estimates against the truth."""
    truth, worth = world.expected_sales, world.expected_sales * world.expected_value
    cost = world.tables["keywords"]["cost"].to_numpy()
    below = MARGIN * worth < cost
    inside = (found["expected_conversions_low"] <= truth) & (truth <= found["expected_conversions_high"])
    whole = expected_range(found.assign(channel="paid"), "revenue", doubt)
    paid = (found["expected_revenue_low"] <= worth) & (worth <= found["expected_revenue_high"])
    risk = found["wrong_cut_risk"].to_numpy()
    cut = controlled(risk, risk <= 0.1, 0.1)  # as verdicts are given: each, and all together
    wrong = float((~below[cut]).mean()) if cut.any() else 0.0
    listed = controlled(risk, risk < 1, 0.1)  # as bold as the list's promise alone allows
    plain = _plain_rule(world, found, below, max(wrong, 1e-9))
    return {
        "coverage of sales": float(inside.mean()), "coverage of revenue": float(paid.mean()),
        "total inside": float(whole[1] <= worth.sum() <= whole[2]), "total expected": whole[0] / worth.sum(), 
        "cut": int(cut.sum()), "wrong cuts told": float(risk[cut].mean()) if cut.any() else 0.0, "wrong cuts": wrong,
        "true cuts": int(below[cut].sum()), "true cuts, 0 in n clicks": plain,
        "held as a list: cut": int(listed.sum()), "wrong": float((~below[listed]).mean()) if listed.any() else 0.0,
    }  # fmt: skip


def _plain_rule(world: World, found: pd.DataFrame, below: np.ndarray, error: float) -> int:
    """Most true cuts that "0 conversions in n clicks" finds for any n at no greater error."""
    clicks = world.tables["keywords"]["clicks"].to_numpy()
    nothing = found["attributed_conversions"].to_numpy() == 0
    best = 0
    for n in range(1, 400):
        chosen = nothing & (clicks >= n)
        if chosen.any() and (~below[chosen]).mean() <= error:
            best = max(best, int(below[chosen].sum()))
    return best


def main() -> None:
    """Print a line a world: means over the seeds."""
    count, first, seeds = (int(sys.argv[i]) if len(sys.argv) > i else n for i, n in ((1, 10_000), (2, 7), (3, 3)))
    for name in WORLDS:
        worlds = (make(name, count, seed) for seed in range(first, first + seeds))
        told = pd.DataFrame([score(world, *estimate(world)) for world in worlds]).mean()
        print(
            f"{name:10}", "  ".join(f"{k} {v:,.3f}" if v < 5 else f"{k} {v:,.0f}" for k, v in told.items()), flush=True
        )


if __name__ == "__main__":
    main()
