"""How long after the first visit a record is made, and how much of what clicks bring can be on file by now.

A CRM that makes its deals when they close knows nothing yet of the last weeks' clicks. Source: a log-normal lag of
greatest likelihood, each lag cut off where the day of the export cuts it off (right truncation; Kalbfleisch & Lawless
1989).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST = 8  # sales with a visit on record
SHORT = 1.0  # days: where the median lag is shorter, all that comes is on file
STEPS = 200
DAY = np.timedelta64(1, "D")


def arrived_share(keywords: pd.DataFrame, links: pd.DataFrame, day: pd.Timestamp) -> tuple[float, float]:
    """Return which part of the records that the period's clicks lead to can be on file, and its doubt.

    Clicks are taken to come evenly, before the period as in it, as far back as visits are on record.

    Parameters
    ----------
    keywords : DataFrame
        ``schema.KEYWORDS``, for its period.
    links : DataFrame
        ``schema.LINKS``.
    day : Timestamp
        Of the export.

    Returns
    -------
    share, doubt : float
        At most 1; squared coefficient of variation.

    Examples
    --------
    >>> at = lambda text: pd.Timestamp(text, tz="UTC")
    >>> rows = pd.DataFrame({"period_start": [at("2026-01-01")], "period_end": [at("2026-03-31")]})
    >>> visits = pd.Series(pd.date_range("2026-01-01", periods=40, freq="D", tz="UTC"))
    >>> made = pd.DataFrame({"first_visit": visits, "created_at": visits + pd.Timedelta(days=45), "repeat_of": "",
    ...                      "existing": False})
    >>> share, doubt = arrived_share(rows, made, at("2026-03-31"))
    >>> round(share, 1)
    0.5
    """
    start, end = keywords["period_start"].min(), keywords["period_end"].max()
    own = links[links["repeat_of"].eq("") & ~links["existing"] & links["first_visit"].notna()]
    own = own[own["created_at"].ge(own["first_visit"])]
    if pd.isna(start) or pd.isna(end) or len(own) < FEWEST:
        return 1.0, 0.0
    last = max(day, own["created_at"].max())
    lag = np.maximum(_days(own["created_at"] - own["first_visit"]), 0.01)
    if np.median(lag) < SHORT:
        return 1.0, 0.0
    most = np.maximum(_days(last - own["first_visit"]), lag)
    middle, spread, doubt = _fitted(np.log(lag), np.log(most))
    length = float((end - start) / DAY) + 1
    before = max(float((start - own["first_visit"].min()) / DAY), 0.0)
    first = float((links["created_at"].min() - start) / DAY)
    clicked = np.linspace(-before, length, STEPS, endpoint=False) + (length + before) / STEPS / 2
    share = _on_file(clicked, first, float((last - start) / DAY), middle, spread)
    total = float(share.sum() * (length + before) / STEPS / length)
    return min(max(total, 0.05), 1.0), doubt if total < 1 else 0.0


def _days(times: pd.Series) -> np.ndarray:
    return times.dt.total_seconds().to_numpy() / 86400.0


def _fitted(lag: np.ndarray, most: np.ndarray) -> tuple[float, float, float]:
    """Mean and spread of the log of the lag, cut off at the log of the most that could be seen; doubt of the share."""
    from scipy.optimize import minimize
    from scipy.special import log_ndtr

    def loss(x: np.ndarray) -> float:
        middle, spread = x[0], np.exp(x[1])
        seen = log_ndtr((most - middle) / spread)
        return float((np.log(spread) + 0.5 * ((lag - middle) / spread) ** 2 + seen).sum())

    spread = max(float(lag.std()), 0.05)
    # No lag is believed to be longer than thrice the longest seen: beyond it the data cannot tell.
    limits = [(float(lag.min()), float(lag.max()) + np.log(3)), (np.log(0.03), np.log(3.0))]
    best = minimize(loss, np.array([lag.mean(), np.log(spread)]), method="L-BFGS-B", bounds=limits)
    return float(best.x[0]), float(np.exp(best.x[1])), 1.0 / len(lag)


def _on_file(clicked: np.ndarray, first: float, last: float, middle: float, spread: float) -> np.ndarray:
    """The chance that a click of each day has its record made between the first record and the last day."""
    from scipy.special import ndtr

    def by(day: np.ndarray) -> np.ndarray:
        return np.where(day > 0, ndtr((np.log(np.maximum(day, 1e-6)) - middle) / spread), 0.0)

    return by(last - clicked) - by(np.minimum(first, last) - clicked)
