"""One run at full size: a million touchpoints, 100,000 keywords, 50,000 sales; seconds and peak memory.

Prints the time of each stage, the peak memory of the process and, with `--against`, the time of
the models that a public attribution package (`marketing-attribution-models` on PyPI, the
Polars rewrite) shares with us, on the same paths. It is not a dependency: name the folder that
`pip install --target FOLDER marketing-attribution-models` wrote.

    python -m bench.money_scale [touchpoints] [--against FOLDER]
"""

from __future__ import annotations

import argparse
import resource
import sys
import time

import numpy as np
import pandas as pd

from keyworth import money
from keyworth.money.credit import MODELS, prepare
from keyworth.money.export_day import as_of
from keyworth.money.sale_history import usable_sales
from keyworth.money.stage_counts import counted_sales
from keyworth.registry import plugins
from keyworth.schema import CALLS, CATALOGUE, KEYWORDS, PAGES, RELEVANCE, SALES, SEARCHES, TOUCHPOINTS, conform, empty
from keyworth.settings import Money

START = pd.Timestamp("2026-01-01", tz="UTC")
SHARED = ("first", "last", "linear", "position_based", "time_decay", "markov")


def world(touchpoints: int) -> dict[str, pd.DataFrame]:
    """Draw tables of the size asked for, a tenth as many keywords and a twentieth as many sales."""
    rng = np.random.default_rng(12)
    count, sold = touchpoints // 10, touchpoints // 20
    campaign = rng.integers(0, 120, count)
    keywords = pd.DataFrame({
        "keyword_id": np.arange(count), "campaign": [f"campaign {c}" for c in campaign], "channel": "paid",
        "keyword": [f"keyword number {i}" for i in range(count)], "clicks": rng.poisson(rng.gamma(0.7, 60, count)),
        "match_type": rng.choice(["exact", "phrase", "broad"], count), "currency": "GBP", "period_start": START,
        "period_end": START + pd.Timedelta(days=180),
    }).assign(keyword_key=lambda f: f["keyword"], cost=lambda f: f["clicks"] * rng.gamma(4, 0.4, count))  # fmt: skip
    created = START + pd.to_timedelta(rng.uniform(0, 180, sold), unit="D")
    stage = rng.choice(["won", "lost", "lead", "appointment", "opportunity"], sold, p=[0.3, 0.4, 0.1, 0.1, 0.1])
    sales = pd.DataFrame({
        "sale_id": [f"s{i}" for i in range(sold)], "customer_id": [f"c{i}" for i in range(sold)], "stage": stage,
        "created_at": created, "closed_at": created + pd.to_timedelta(rng.gamma(2, 8, sold), unit="D"),
        "amount": np.where(stage == "won", rng.lognormal(7, 0.6, sold), np.nan), "currency": "GBP",
    })  # fmt: skip
    owner = rng.integers(0, sold, touchpoints)
    picked = rng.choice(count, touchpoints, p=keywords["clicks"] / keywords["clicks"].sum())
    touches = pd.DataFrame({
        "customer_id": sales["customer_id"].to_numpy()[owner], "keyword": keywords["keyword"].to_numpy()[picked],
        "campaign": keywords["campaign"].to_numpy()[picked], "channel": "google / cpc",
        "at": created[owner] - pd.to_timedelta(rng.gamma(1, 12, touchpoints), unit="D"),
    })  # fmt: skip
    relevance = pd.DataFrame({"keyword_key": keywords["keyword_key"], "product_relevance": rng.uniform(0, 1, count)})
    return {
        "keywords": conform(keywords, KEYWORDS), "sales": conform(sales, SALES),
        "touchpoints": conform(touches, TOUCHPOINTS), "relevance": conform(relevance, RELEVANCE),
    }  # fmt: skip


def main() -> None:
    """Time every stage."""
    options = argparse.ArgumentParser()
    options.add_argument("touchpoints", type=int, nargs="?", default=1_000_000)
    options.add_argument("--against", default="")
    asked = options.parse_args()
    t, settings = world(asked.touchpoints), Money()
    clock = [time.perf_counter(), time.process_time()]

    def lap(name: str) -> None:
        print(
            f"{name:28} {time.perf_counter() - clock[0]:7.1f} s wall {time.process_time() - clock[1]:7.1f} s processor"
        )
        clock[:] = [time.perf_counter(), time.process_time()]

    sales, _ = usable_sales(t["sales"], settings, "GBP")
    day = as_of(settings, t["keywords"], sales, empty(CALLS))
    journeys, links, _, _ = money.link_sales(
        t["keywords"], t["touchpoints"], sales, empty(CALLS), empty(PAGES), settings, empty(SEARCHES), day
    )
    lap("link")
    credits = money.credit_sales(journeys, sales, settings)
    lap(f"credit, {len(plugins(MODELS))} models")
    counted = counted_sales(sales, links, day, settings)
    seen = money.traceability(t["keywords"], empty(PAGES), journeys, links, counted, settings)
    rows = t["keywords"].merge(seen, on="keyword_id").assign(is_brand=False)
    money.estimate_money(rows, t["relevance"], empty(CATALOGUE), credits, counted, settings, 0.9)
    lap("estimates, every model")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{len(journeys):,} journey rows, {len(credits):,} credits; peak memory {peak:.2f} GB")
    if asked.against:
        del credits, links
        against(journeys, asked.against)


def against(journeys: pd.DataFrame, folder: str) -> None:
    """Time the shared models, ours and the package's (by Polars), on the same paths."""
    sys.path.insert(0, folder)
    from mam.core import MAM

    clock = time.process_time()
    paths = prepare(journeys)
    for name in SHARED:
        plugins(MODELS)[name].credit(paths)
    ours = time.process_time() - clock
    last = paths["position"] == paths["length"] - 1
    log = pd.DataFrame({"who": paths["sale_id"].astype(object), "sold": (paths["won"] & last).astype(bool),
                        "at": START - pd.to_timedelta(paths["days_before"], unit="D"),
                        "channel": ("state " + paths["state"].astype(str)).astype(object)})  # fmt: skip
    log["at"] = log["at"].dt.tz_localize(None)
    clock = time.process_time()
    theirs = MAM(log, "session", "channel", "sold", datetime_colname="at", user_id_colname="who")
    for run in ("first_click", "last_click", "linear", "position_based", "time_decay", "markov"):
        getattr(theirs, f"run_{run}")()
    spent = time.process_time() - clock
    print(f"{', '.join(SHARED)}: ours {ours:.1f} s, the package {spent:.1f} s of processor, ratio {ours / spent:.2f}")


if __name__ == "__main__":
    main()
