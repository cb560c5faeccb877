"""Cuts on little data: our cut rule against "no conversion in 20 clicks", on keywords whose true rate is known.

20,000 keywords with a median of 13 clicks, break-even at one sale in a hundred
clicks. Catalogue and customers speak against every one, so the money alone
decides. A cut is wrong where the true rate is above break-even. The rates are
drawn here from families that the estimator does not assume; nothing is fitted
on what it is scored by.

``python -m bench.verdict_simulation [--keywords 20000] [--seed 1]``
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from keyworth import schema
from keyworth.money import estimate_money
from keyworth.settings import Settings
from keyworth.verdicts import Evidence
from keyworth.verdicts.deciding import decide
from keyworth.verdicts.facts import gather_facts
from keyworth.verdicts.flagging import raise_flags

MEDIAN_CLICKS, BREAK_EVEN, VALUE, MARGIN = 13, 0.01, 100.0, 0.4
COST_A_CLICK = BREAK_EVEN * VALUE * MARGIN
SETTINGS = Settings(money={"margin": MARGIN, "attribution_model": "last"})

BOLD = Settings(money=SETTINGS.money, flags={"break_even_probability": 0.51})


def rates(world: str, n: int, rng: np.random.Generator) -> np.ndarray:
    """Return true sales a click: half of them above break-even, or a quarter, or two kinds of keyword."""
    if world == "log-normal":
        return BREAK_EVEN * np.exp(rng.normal(0, 0.9, n))
    if world == "gamma, a quarter pays":
        return rng.gamma(0.8, 0.0085, n)
    return np.where(rng.random(n) < 0.5, 0.0005, 0.022) * np.exp(rng.normal(0, 0.2, n))


def world(name: str, n: int, seed: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Return the keyword report, true rates and traced sales of a world."""
    rng = np.random.default_rng([seed, n, len(name)])
    clicks = np.maximum(1, np.round(MEDIAN_CLICKS * np.exp(rng.normal(0, 1.2, n))))
    rate = rates(name, n, rng)
    words = [f"keyword {i}" for i in range(n)]
    rows = {"keyword_id": np.arange(n), "keyword": words, "keyword_key": words, "channel": "paid",
            "match_type": "exact", "clicks": clicks, "cost": clicks * COST_A_CLICK, "currency": "GBP",
            "period_start": "2025-01-01", "period_end": "2025-06-30"}  # fmt: skip
    return schema.conform(pd.DataFrame(rows), schema.KEYWORDS), rate, rng.poisson(rate * clicks)


def tables(keywords: pd.DataFrame, sales: np.ndarray) -> dict[str, pd.DataFrame]:
    """Return each sale, long closed, and its whole credit."""
    who = np.repeat(keywords["keyword_id"].to_numpy(), sales)
    ids = [f"S{i}" for i in range(len(who))]
    won = {"sale_id": ids, "customer_id": [f"C{i}" for i in range(len(who))], "stage": "won", "amount": VALUE,
           "currency": "GBP", "created_at": "2025-02-01", "closed_at": "2025-02-02"}  # fmt: skip
    credit = {"attribution_model": "last", "sale_id": ids, "keyword_id": who, "channel": "paid_search", "credit": 1.0,
              "amount": VALUE, "link": "click_id"}  # fmt: skip
    return {"sales": schema.conform(pd.DataFrame(won), schema.SALES),
            "credits": schema.conform(pd.DataFrame(credit), schema.CREDITS)}  # fmt: skip


def our_facts(keywords: pd.DataFrame, sales: np.ndarray) -> pd.DataFrame:
    """Return the facts of keywords that are all off catalogue and unsaid."""
    made = tables(keywords, sales)
    keys = {"keyword_key": keywords["keyword_key"]}
    off = {**keys, "applicable": True, "product_relevance": 0.02, "product_status": "none"}
    relevance = schema.conform(pd.DataFrame(off), schema.RELEVANCE)
    alignment = schema.conform(pd.DataFrame({**keys, "customer_alignment": 0.01, "own_count": 0.0}), schema.ALIGNMENT)
    catalogue = schema.conform(pd.DataFrame({"title": ["something else"], "status": ["active"]}), schema.CATALOGUE)
    counted = schema.conform(made["sales"].assign(won=True, reached=3, matured=1.0), schema.COUNTED_SALES)
    known = {"traced_share": 1.0, "traced_doubt": 0.0, "spread_cost": 0.0, "sales_knowable": True}
    known |= {"sales_supplied": True, "untied_leads": 0.0, "untied_rate": 0.0, "untied_won": 0.5}
    rows = schema.conform(keywords.assign(**known), schema.EVIDENCE)
    sure = SETTINGS.flags.break_even_probability
    money, by_model = estimate_money(rows, relevance, catalogue, made["credits"], counted, SETTINGS.money, sure)
    evidence = Evidence(rows, catalogue, made["credits"], counted)
    return gather_facts(evidence, relevance, alignment, money, by_model, SETTINGS)


def our_cuts(facts: pd.DataFrame, settings: Settings) -> np.ndarray:
    """Return which keywords we would cut."""
    return (decide(facts, raise_flags(facts, settings), None, settings)["verdict"] == "cut").to_numpy()


def told(name: str, cut: np.ndarray, rate: np.ndarray, cost: np.ndarray) -> str:
    """Return a rule's cuts, how many of them are wrong, and the pounds it rightly frees."""
    wrong = cut & (rate > BREAK_EVEN)
    share = wrong.sum() / max(cut.sum(), 1)
    freed = cost[cut & ~wrong].sum()
    return f"  {name:34s}{cut.sum():6,d} cut {wrong.sum():6,d} wrong ({share:4.0%})  £{freed:8,.0f} rightly freed"


def same_error(clicks: np.ndarray, sales: np.ndarray, rate: np.ndarray, share: float) -> tuple[int, np.ndarray]:
    """Return the least n for which "0 in n clicks" errs no more than a share: only the truth can tell it."""
    for n in range(1, int(clicks.max()) + 1):
        cut = (sales == 0) & (clicks >= n)
        if not cut.any() or (rate[cut] > BREAK_EVEN).mean() <= share:
            return n, cut
    return n, cut


def main() -> None:
    """Print each rule's cuts in each world."""
    parse = argparse.ArgumentParser()
    parse.add_argument("--keywords", type=int, default=20_000)
    parse.add_argument("--seed", type=int, default=1)
    options = parse.parse_args()
    for name in ("log-normal", "gamma, a quarter pays", "two kinds"):
        keywords, rate, sales = world(name, options.keywords, options.seed)
        clicks, cost = keywords["clicks"].to_numpy(), keywords["cost"].to_numpy()
        start = time.perf_counter()
        facts = our_facts(keywords, sales)
        ours = our_cuts(facts, SETTINGS)
        bold = our_cuts(facts, BOLD)
        seconds = time.perf_counter() - start
        limit = SETTINGS.flags.wrong_cut_share
        n, fair = same_error(clicks, sales, rate, limit)
        print(f"{name}: {len(rate):,} keywords, {np.median(clicks):.0f} clicks at the median, "
              f"{(rate > BREAK_EVEN).mean():.0%} above break-even ({seconds:.0f} s)")  # fmt: skip
        print(told("0 conversions in 20 clicks", (sales == 0) & (clicks >= 20), rate, cost))
        print(told(f"0 in {n} clicks (n told by the truth)", fair, rate, cost))
        print(told("ours (each at least 90 % sure)", ours, rate, cost))
        print(told("ours, held to 10 % as a list only", bold, rate, cost))
        promised = [facts.loc[cut, "wrong_cut_risk"].sum() for cut in (ours, bold)]
        print(f"  wrong cuts that we state beforehand: {promised[0]:.0f} and {promised[1]:.0f}")
        right = (bold & (rate <= BREAK_EVEN)).sum() / max((fair & (rate <= BREAK_EVEN)).sum(), 1)
        print(f"  right cuts, our list to the best n at {limit:.0%} error: {right:.2f}\n")


if __name__ == "__main__":
    main()
