"""How long sales take, and how much of the open leads' outcome is already in.

Source: mixture cure model (Berkson & Gage 1952; Farewell 1982) with two ends: a share of
leads is won after a log-normal lag, the rest never; of these a share is marked lost after
a lag of its own and the others stay open for good. Fitted by maximum likelihood, open
leads entering by their age.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Money

FEWEST = 8  # won sales needed to fit a lag
LEAST_DAYS = 0.25  # a sale of the same day has a logarithm too


@dataclass(frozen=True)
class Lag:
    """The outcome of leads: the share won and its lag in days; of the rest, the share ever marked lost and its lag."""

    won: float
    won_median: float
    won_spread: float
    marked: float
    lost_median: float
    lost_spread: float
    fitted: bool = True


def fit_lag(sales: pd.DataFrame, as_of: pd.Timestamp, settings: Money) -> Lag:
    """Fit the lag of sales; with fewer than eight won, or the setting, a stated one.

    Parameters
    ----------
    sales : DataFrame
        As ``clean.usable_sales`` returns it.
    as_of : Timestamp
        The day of the export.
    """
    from scipy.optimize import minimize

    won, lost, age = _ages(sales, as_of)
    count = sales["stage"].eq("won").sum(), sales["stage"].eq("lost").sum()
    share = float((count[0] + 0.5) / (len(sales) + 1))
    if settings.sales_lag_days or len(won) < FEWEST:
        days = float(settings.sales_lag_days) or (float(np.median(won)) if len(won) else 30.0)
        return Lag(share, days, 1.0, 0.9 if count[1] else 0.0, days, 1.0, fitted=False)
    started = [np.log(share / (1 - share)), np.log(np.median(won)), 0.0, 1.0 if count[1] else -20.0,
               np.log(np.median(lost)) if len(lost) else 3.0, 0.0]  # fmt: skip
    free = [0, 1, 2] + ([3, 4, 5] if len(lost) >= FEWEST else [])

    def loss(x: np.ndarray) -> float:
        full = np.array(started)
        full[free] = x
        return -_log_likelihood(full, np.log(won), np.log(lost), np.log(age), count)

    bounds = [(-8, 8), (-2, 8), (-2.0, 1.2), (-6, 6), (-2, 8), (-2.0, 1.2)]
    best = minimize(loss, np.array(started)[free], method="L-BFGS-B", bounds=[bounds[i] for i in free])
    full = np.array(started)
    full[free] = best.x
    p, k = 1 / (1 + np.exp(-full[[0, 3]]))
    return Lag(float(p), float(np.exp(full[1])), float(np.exp(full[2])), float(k), float(np.exp(full[4])),
               float(np.exp(full[5])))  # fmt: skip


def _ages(sales: pd.DataFrame, as_of: pd.Timestamp) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    lag = (sales["closed_at"] - sales["created_at"]).dt.total_seconds() / 86400.0
    age = (as_of - sales["created_at"]).dt.total_seconds() / 86400.0
    parts = (lag[sales["stage"].eq("won")], lag[sales["stage"].eq("lost")], age[~sales["closed"]])
    won, lost, open_age = (part.dropna().clip(lower=LEAST_DAYS).to_numpy() for part in parts)
    return won, lost, open_age


def _log_likelihood(x: np.ndarray, won: np.ndarray, lost: np.ndarray, age: np.ndarray, count: tuple[int, int]) -> float:
    from scipy.special import ndtr

    p, k = 1 / (1 + np.exp(-x[0])), 1 / (1 + np.exp(-x[3]))
    spread = np.exp(x[[2, 5]])
    total = count[0] * np.log(p) + count[1] * np.log((1 - p) * max(k, 1e-12))
    for logs, middle, s in ((won, x[1], spread[0]), (lost, x[4], spread[1])):
        total += (-np.log(s) - 0.5 * ((logs - middle) / s) ** 2).sum()
    still = p * (1 - ndtr((age - x[1]) / spread[0])) + (1 - p) * (1 - k * ndtr((age - x[4]) / spread[1]))
    return float(total + np.log(np.maximum(still, 1e-300)).sum())


def matured(sales: pd.DataFrame, as_of: pd.Timestamp, lag: Lag) -> pd.Series:
    """Return for each sale how much of its outcome is in: 1 when closed, less for open ones.

    An open lead counts as the part of a trial that leaves the rate of closure where the fitted
    lag puts it: 1 − P(will be won | open) / P(won), which is 0 for a lead of today and goes to 1.
    """
    from scipy.special import ndtr

    age = (as_of - sales["created_at"]).dt.total_seconds() / 86400.0
    logs = np.log(age.clip(lower=LEAST_DAYS).fillna(1e4).to_numpy())
    later = 1 - ndtr((logs - np.log(lag.won_median)) / lag.won_spread)
    never = 1 - lag.marked * ndtr((logs - np.log(lag.lost_median)) / lag.lost_spread)
    still = lag.won * later + (1 - lag.won) * never
    part = np.clip(1 - later / np.maximum(still, 1e-12), 0.0, 1.0)
    return sales["closed"].astype("float64").where(sales["closed"], part)
