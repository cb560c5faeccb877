"""Invented accounts whose every figure is known: two quarters of sales, and the keyword report of the second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

START, END = pd.Timestamp("2026-04-01"), pd.Timestamp("2026-06-30")
EARLIER = pd.Timestamp("2025-12-31")  # the quarter before begins a day later
FEE = 1500.0  # of the agency, a month


@dataclass(frozen=True)
class Kind:
    """What an account is like: how many keywords, what a lead is, how many become sales and for how much."""

    name: str
    keywords: int
    clicks: float
    rate: float  # conversions a click
    win: float  # of a lead; 1: the conversion is the order
    deal: float
    values: bool  # whether the agency states a value
    growth: float  # of conversions on the quarter before
    seed: int


KINDS = {
    "leads": Kind("leads", 60, 70, 0.06, 0.25, 2400.0, False, 1.10, 11),
    "shop": Kind("shop", 90, 60, 0.05, 1.0, 85.0, True, 1.04, 23),
    "b2b": Kind("b2b", 40, 45, 0.05, 0.2, 9000.0, False, 1.30, 37),
}


@dataclass(frozen=True)
class World:
    """The tables of an account: ``rows`` (the agency's keywords), ``sales`` and ``touchpoints`` (the company's own)."""

    kind: Kind
    rows: pd.DataFrame
    sales: pd.DataFrame
    touchpoints: pd.DataFrame


def made(name: str) -> World:
    """Return the world of a kind, the same for the same name."""
    kind = KINDS[name]
    rng = np.random.default_rng(kind.seed)
    rows = _rows(kind, rng)
    before = rows.assign(conversions=rng.binomial(rows["conversions"], min(1 / kind.growth, 1.0)))
    parts = [_people(kind, rows, START, "q2", rng), _people(kind, before, EARLIER + pd.Timedelta(days=1), "q1", rng)]
    now = parts[0][0]
    if kind.values:
        worth = now.groupby("row")["amount"].sum().reindex(range(len(rows))).fillna(0.0)
        rows["conversion_value"] = worth.round(2).to_numpy()
    sales = pd.concat([p[0] for p in parts], ignore_index=True).drop(columns="row")
    return World(kind, rows, sales, pd.concat([p[1] for p in parts], ignore_index=True))


def _rows(kind: Kind, rng: np.random.Generator) -> pd.DataFrame:
    count = kind.keywords
    campaign = np.array(["Oak doors", "Glazed doors", "Brand | Quillholt"])[np.arange(count) % 7 % 3]
    brand = campaign == "Brand | Quillholt"
    clicks = rng.poisson(rng.gamma(2.0, kind.clicks / 2, count)) + 3
    conversions = rng.binomial(clicks, np.where(brand, min(kind.rate * 3, 0.5), kind.rate))
    names = [
        f"quillholt {w}" if b else w for w, b in zip([f"oak door no {i}" for i in range(count)], brand, strict=True)
    ]
    rows = pd.DataFrame({
        "keyword": names, "campaign": campaign, "match_type": rng.choice(["exact", "phrase"], count),
        "impressions": (clicks * rng.uniform(8, 45, count)).astype(int), "clicks": clicks,
        "cost": np.round(clicks * np.where(brand, 0.35, 1.0) * rng.uniform(0.7, 2.2, count), 2),
        "conversions": conversions,
    })  # fmt: skip
    rows["all_conversions"] = conversions + rng.poisson(0.6 * conversions + 0.5)
    rows["view_through_conversions"] = rng.poisson(0.3 * conversions + 0.4)
    return rows


def _people(
    kind: Kind, rows: pd.DataFrame, start: pd.Timestamp, quarter: str, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every conversion of the rows as a person in the CRM, nine in ten with their visit on file."""
    who = np.repeat(np.arange(len(rows)), rows["conversions"])
    n = len(who)
    came = start + pd.to_timedelta(rng.integers(0, 88, n), unit="D") + pd.to_timedelta(10, unit="h")
    won = rng.random(n) < kind.win
    lag = np.where(kind.win == 1, 0, rng.integers(3, 25, n))
    amount = np.round(kind.deal * rng.lognormal(0, 0.4, n), 2)
    ids = [f"{quarter}-{i}" for i in range(n)]
    closed = [
        (t + pd.Timedelta(days=int(d))).strftime("%Y-%m-%d") if w else ""
        for t, d, w in zip(came, lag, won, strict=True)
    ]
    sales = pd.DataFrame({
        "sale_id": ids, "customer_id": ids, "stage": np.where(won, "won", "lead"),
        "created_at": came.strftime("%Y-%m-%d %H:%M"), "closed_at": closed,
        "amount": np.where(won, amount, np.nan), "currency": "GBP", "row": who,
    })  # fmt: skip
    seen = rng.random(n) < 0.9
    touches = pd.DataFrame({
        "customer_id": ids, "at": (came - pd.Timedelta(hours=2)).strftime("%Y-%m-%d %H:%M"),
        "channel": "paid search", "keyword": rows["keyword"].to_numpy()[who],
        "campaign": rows["campaign"].to_numpy()[who],
    })[seen]  # fmt: skip
    return sales, touches


def settings_of(world: World) -> str:
    """Return the account's keyworth.toml."""
    return (
        f"[ingest]\nperiod_start = {START:%Y-%m-%d}\nperiod_end = {END:%Y-%m-%d}\n\n"
        f'[relevance]\nbrand_terms = ["quillholt"]\n\n[money]\nmargin = 0.4\nagency_fee = {FEE}\n'
        f'as_of = {END:%Y-%m-%d}\n\n[report]\ncompany = "Quillholt {world.kind.name}"\n'
    )
