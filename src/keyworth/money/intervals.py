"""Ranges of rates, means and medians from the data's own size."""

from __future__ import annotations

import numpy as np


def rate_range(events: object, trials: object, level: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
    """Return Jeffreys intervals of rates: Beta(events + ½, failures + ½); 0 and 1 at their own ends.

    Source: Brown, Cai, DasGupta (2001), "Interval estimation for a binomial proportion".

    Examples
    --------
    >>> [round(float(x), 3) for x in rate_range(10, 50)]
    [0.121, 0.304]
    """
    from scipy.special import betaincinv

    k, n = np.asarray(events, dtype="float64"), np.asarray(trials, dtype="float64")
    fail = np.maximum(n - k, 0.0)
    tail = (1 - level) / 2
    low = np.where(k > 0, betaincinv(k + 0.5, fail + 0.5, tail), 0.0)
    high = np.where(fail > 0, betaincinv(k + 0.5, fail + 0.5, 1 - tail), 1.0)
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def to_the_penny(parts: list[float], total: float) -> list[float]:
    """Round parts to pennies so that they add up to the rounded total: the largest part takes the rest.

    Examples
    --------
    >>> to_the_penny([1.006, 1.006, 98.008], 100.02)
    [1.01, 1.01, 98.0]
    """
    pence = [round(part * 100) for part in parts]
    if pence:
        largest = max(range(len(pence)), key=lambda i: abs(pence[i]))
        pence[largest] += round(total * 100) - sum(pence)
    return [p / 100 for p in pence]
