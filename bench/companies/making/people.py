"""Customers: which keyword truly brought them, what they asked for, and what came of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.companies.making.company import Company
from bench.demo_company.journeys import FIRST, LAST

SPREAD = 0.45  # of the deals about their thing's own size, on the log scale


def people(company: Company) -> pd.DataFrame:
    """Return one row a lead, in the order in which they came; ``source`` is a keyword's place, -1 none, -2 organic."""
    rng = company.stream("people")
    wanted = [*_from_keywords(company, rng), *_others(company, rng)]
    frame = pd.DataFrame(wanted, columns=["source", "thing"])
    frame["at"] = moments(company, rng, len(frame))
    frame = frame.sort_values(["at", "source", "thing"], ignore_index=True)
    frame["customer_id"] = [f"C{20001 + i}" for i in range(len(frame))]
    frame["name"] = [f"{FIRST[int(rng.integers(30))]} {LAST[int(rng.integers(30))]}" for _ in range(len(frame))]
    _outcome(company, frame, rng)
    return frame


def moments(company: Company, rng: np.random.Generator, n: int) -> pd.DatetimeIndex:
    """Draw moments of the period at which people are awake."""
    first, last = company.period
    days = rng.integers(0, (last - first).days + 1, n)
    hours = np.clip(rng.normal(13.5, 2.6, n), 8.1, 20.9)
    return first + pd.to_timedelta((days * 1440 + hours * 60).astype(int), unit="min")


def by_asking(company: Company, rng: np.random.Generator, n: int, *status: str) -> list[str]:
    """Draw what ``n`` callers want, as often as each thing is asked for."""
    things = company.of_status(*status)
    asks = np.array([t["asks"] for t in things], dtype=float)
    return [str(t) for t in rng.choice([t["id"] for t in things], n, p=asks / asks.sum())]


def _from_keywords(company: Company, rng: np.random.Generator) -> list[tuple[int, str]]:
    out = []
    for place, k in enumerate(company.keywords.itertuples()):
        named = [a.split("/")[0] for a in filter(None, k.thing.split("|"))]
        sold = [
            t
            for t in named
            if company.things.get(t, {}).get("status") == "sold" or (t.startswith("p_") and not k.ask_rate)
        ]
        for _ in range(int(rng.binomial(k.clicks, k.lead_rate))):
            astray = not sold or rng.random() < 0.07
            later = len(sold) > 1 and rng.random() < 0.3
            thing = (
                by_asking(company, rng, 1, "sold")[0]
                if astray
                else sold[int(rng.integers(1, len(sold)))]
                if later
                else sold[0]
            )
            out.append((place, thing))
        gone = [t for t in named if t in company.things]
        out += [(place, gone[0]) for _ in range(int(rng.binomial(k.clicks, k.ask_rate))) if gone]
    return out


def _others(company: Company, rng: np.random.Generator) -> list[tuple[int, str]]:
    n = company.words["other_leads"]
    wanted = by_asking(company, rng, n, "sold")
    return [(-2 if rng.random() < 0.45 else -1, thing) for thing in wanted]


def _outcome(company: Company, frame: pd.DataFrame, rng: np.random.Generator) -> None:
    words, n = company.words, len(frame)
    end = company.period[1] + pd.Timedelta(days=1)
    gone = frame["thing"].map(
        lambda t: company.things[t]["status"] in ("retired", "never") or "no" in company.things[t]
    )
    won = (rng.random(n) < words["win"]) & ~gone.to_numpy()
    lag = words["lag_days"] * np.exp(rng.normal(0, 0.5, n)) * np.where(won, 1.0, 0.7)
    frame["closes"] = frame["at"] + pd.to_timedelta(np.where(gone, 0.2, lag) * 24, unit="h").round("min")
    reached = np.select([rng.random(n) < 0.3, rng.random(n) < 0.45], ["lead", "appointment"], "opportunity")
    closed = (frame["closes"] < end).to_numpy() | (words["win"] == 1)
    frame["stage"] = np.where(closed, np.where(won, "won", "lost"), reached)
    frame["gone"] = gone
    deal = frame["thing"].map(lambda t: company.things[t]["deal"]).to_numpy(dtype=float)
    amount = deal * np.exp(rng.normal(0, SPREAD, n) - SPREAD**2 / 2)
    frame["amount"] = np.where(frame["stage"] == "won", np.round(amount, 2), np.nan)
    lines = {t: list(rows) for t, rows in company.catalogue.groupby("thing")["title"]}
    frame["product"] = [lines[t][int(rng.integers(len(lines[t])))] if t in lines else "" for t in frame["thing"]]
    frame.loc[gone, "product"] = ""
