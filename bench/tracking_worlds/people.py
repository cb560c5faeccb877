"""The people who clicked: who asked, who bought, when, and for how much."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from bench.tracking_worlds.kinds import Kind
from bench.tracking_worlds.truth import DAYS, INVOICES, START, draw_keywords, with_expectation

CROWDED = (2.5, 1.2)  # the beta of a season's days
MONTH = 30.4
AMOUNTS = (-0.08, 0.4)  # of the logarithm of a deal's size: its mean is 1
EXPORTED = START + pd.Timedelta(days=DAYS + 30)  # of a CRM that makes its deals late
AGAIN = 0.5  # further sales of a customer who comes back, on average


def draw_account(kind: Kind, seed: int, place: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return an account's keywords with their truth, and its sales.

    Returns
    -------
    keywords : DataFrame
        As ``truth.with_expectation`` returns it.
    sales : DataFrame
        One row a lead or a further sale: ``person``, ``row`` (of `keywords`, -1 for other channels), ``at`` (of the
        visit), ``created``, ``closed``, ``won``, ``amount``, ``share_back`` (of it, refunded) and ``source``.
    """
    for turn in range(1000):
        rng = np.random.default_rng([seed, place, turn])
        rows = draw_keywords(kind, rng)
        leads = _leads(kind, rows, rng)
        if not kind.wins or leads["won"].sum() == kind.wins:
            break
    sales, a_win, a_pound = _sales(kind, leads, rng)
    if kind.giant:
        biggest = sales.index[sales["won"]][rng.integers(0, int(sales["won"].sum()))]
        a_pound *= 1 + kind.giant / max(float((rows["clicks"] * rows["lead"] * rows["win"]).sum()), 1.0)
        sales.loc[biggest, "amount"] *= kind.giant
    others = _others(kind, len(leads), rows, rng)
    return with_expectation(rows, a_win, a_pound), pd.concat([sales, others], ignore_index=True)


def _leads(kind: Kind, rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    owner = np.repeat(np.arange(len(rows)), rng.binomial(rows["clicks"].astype(int), rows["lead"]))
    n = len(owner)
    when = rng.beta(*CROWDED, n) if kind.season else rng.random(n)
    win = rows["win"].to_numpy()[owner] * (1 + (_swing(when) - _mean_swing() if kind.season else 0.0))
    return pd.DataFrame({"person": [f"c{i}" for i in range(n)], "row": owner, "when": when, "won": rng.random(n) < win})


def _swing(when: np.ndarray) -> np.ndarray:
    return 0.4 * np.sin(when * 4 * np.pi)


def _mean_swing() -> float:
    return float(_swing(betaincinv(*CROWDED, (np.arange(20_000) + 0.5) / 20_000)).mean())


def _sales(kind: Kind, leads: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, float, float]:
    """The rows of the CRM, and how many sales and which part of its ``value`` a win is expected to bring by the end."""
    n = len(leads)
    at = START + pd.to_timedelta(leads["when"] * DAYS, unit="D").dt.floor("s")
    wait = np.exp(rng.normal(np.log(15), 0.7, n))
    sales = leads.drop(columns="when").assign(at=at, amount=1.0, source="Paid Search", share_back=0.0)
    sales["created"] = at + pd.to_timedelta(rng.uniform(0.02, 0.2, n), unit="D").floor("s")
    sales["closed"] = sales["created"] + pd.to_timedelta(wait, unit="D").floor("s")
    if kind.closing_days:
        late = np.exp(rng.normal(np.log(kind.closing_days), 0.25, n))
        sales["closed"] = sales["created"] = at + pd.to_timedelta(late, unit="D").floor("s")
        sales = sales[sales["closed"] < EXPORTED]
    a_win = a_pound = 1.0
    if kind.invoices:
        sales, a_win = _invoices(sales[sales["won"]], leads["when"].to_numpy()[leads["won"].to_numpy()])
        a_pound = a_win
    if kind.repeat:
        more = sales[sales["won"]].loc[lambda f: f.index.repeat(rng.poisson(AGAIN, len(f)))]
        further = pd.to_timedelta(rng.uniform(5, 60, len(more)), unit="D").floor("s")
        more = more.assign(created=more["closed"] + further, closed=more["closed"] + further + pd.Timedelta(days=1))
        more["at"] = more["created"] - pd.Timedelta(hours=2)
        sales, a_win = pd.concat([sales, more], ignore_index=True), 1 + AGAIN
        a_pound = a_win
    sales["amount"] = np.exp(rng.normal(*AMOUNTS, len(sales)))
    if kind.invoices:  # a customer pays the same each month
        sales["amount"] = sales.groupby("person")["amount"].transform("first")
    if kind.refunds:
        back = (rng.random(len(sales)) < kind.refunds) & sales["won"]
        sales["share_back"] = np.where(back, rng.choice([0.5, 1.0], len(sales)), 0.0)
        a_pound, a_win = 1 - kind.refunds * 0.75, 1 - kind.refunds * 0.5
    return sales, a_win, a_pound


def _invoices(sales: pd.DataFrame, when: np.ndarray) -> tuple[pd.DataFrame, float]:
    """A customer's invoices, one a month until the day of the export; and how many a customer is expected to have."""

    def on_file(part: np.ndarray) -> np.ndarray:
        return np.clip(np.floor((DAYS * (1 - part) + 15) / MONTH) + 1, 1, INVOICES).astype(int)

    count = on_file(when)
    out = sales.loc[sales.index.repeat(count)]
    turn = out.groupby("person").cumcount()
    paid = out["created"] + pd.to_timedelta(turn * MONTH, unit="D").dt.floor("s")
    out = out.assign(created=paid, closed=paid).reset_index(drop=True)
    return out, float(on_file((np.arange(10_000) + 0.5) / 10_000).mean())


def _others(kind: Kind, leads: int, rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Sales of other channels, whose source the CRM tells: a quarter as many."""
    n = leads // 4 * (0 if kind.invoices or kind.wins else 1)
    at = START + pd.to_timedelta(rng.uniform(0, DAYS, n), unit="D").floor("s")
    closed = at + pd.to_timedelta(np.exp(rng.normal(np.log(15), 0.7, n)), unit="D").floor("s")
    frame = pd.DataFrame({"person": [f"o{i}" for i in range(n)], "row": -1, "at": at, "created": at, "closed": closed})
    if kind.closing_days:
        frame = frame[frame["closed"] < EXPORTED].reset_index(drop=True)
    n = len(frame)
    frame = frame.assign(won=rng.random(n) < 0.3, amount=1500.0, share_back=0.0)
    return frame.assign(source=rng.choice(["Organic Search", "Direct Traffic", "Referrals"], n))
