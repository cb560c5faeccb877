"""Visits that nobody signed: tied to a sale by the page it came in on and the time.

A sale whose CRM row names its landing page and nothing better is set beside the logged visits to
that page in the hour before it (on that day, where only the day is known) whose visitors bought nothing
themselves. Any of them may be its visitor, so its credit is shared over them equally: probable, never exact.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

SESSION = timedelta(hours=1)  # a visit that ends in an enquiry seldom lasts longer


def nearby_visits(bare: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of a sale's own row and the anonymous visits that may be its visitor's.

    Parameters
    ----------
    bare : DataFrame
        ``touch``, ``page``, ``row_class`` and ``since`` and ``sale_at``, as ``windows`` tells them; one row a sale.
    visits : DataFrame
        ``touch``, ``page``, ``row_class``, ``at``.

    Returns
    -------
    DataFrame
        ``touch``, ``visit`` (its touch), ``share``: equal shares of each sale's visits.

    Examples
    --------
    >>> import pandas as pd
    >>> at = lambda text: pd.Timestamp(text, tz="UTC")
    >>> bare = pd.DataFrame({"touch": [9], "page": ["/a"], "row_class": ["any"],
    ...                      "since": [at("2026-03-01 10:00")], "sale_at": [at("2026-03-01 11:00")]})
    >>> times = [at(f"2026-03-01 {clock}") for clock in ("09:00", "10:10", "10:50", "11:05")]
    >>> visits = pd.DataFrame({"touch": range(4), "page": "/a", "row_class": "paid", "at": times})
    >>> nearby_visits(bare, visits)[["visit", "share"]].values.tolist()
    [[1.0, 0.5], [2.0, 0.5]]
    """
    found = pd.DataFrame({"touch": pd.Series(dtype="int64"), "visit": pd.Series(dtype="int64"), "share": 0.0})
    visits = visits[visits["page"].ne("") & visits["page"].isin(set(bare["page"]))]
    bare = bare[bare["page"].isin(set(visits["page"]))]
    if bare.empty:
        return found
    visits = visits.sort_values(["page", "at", "touch"], kind="stable")
    pages, place = np.unique(visits["page"].to_numpy(dtype=object).astype(str), return_inverse=True)
    start = np.searchsorted(place, np.arange(len(pages) + 1))
    own = np.searchsorted(pages, bare["page"].to_numpy(dtype=object).astype(str))
    first, last = _window(visits, bare, place, own)
    first, last = np.maximum(first, start[own]), np.minimum(last, start[own + 1])
    count = np.maximum(last - first, 0)
    rows = np.repeat(np.arange(len(bare)), count)
    at = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    pairs = pd.DataFrame({"touch": bare["touch"].to_numpy()[rows], "visit": visits["touch"].to_numpy()[at]})
    asked, seen = (t["row_class"].to_numpy(dtype=object)[i] for t, i in ((bare, rows), (visits, at)))
    pairs = pairs[(asked == "any") | (asked == seen)]
    return pairs.assign(share=1.0 / pairs.groupby("touch")["visit"].transform("size"))


def known_by(sales: pd.DataFrame) -> pd.Series:
    """Return until when a touchpoint may have led to a sale: its creation; that day's end where only a day is given."""
    at = sales["created_at"].fillna(sales["closed_at"])
    whole = at.dt.minute.eq(0) & at.dt.second.eq(0) & at.dt.microsecond.eq(0) & at.dt.hour.isin([0, 22, 23])
    return at.where(~whole, at + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1))


def windows(sales: pd.DataFrame) -> pd.DataFrame:
    """Return ``sale_id``, ``since`` and ``sale_at``: between which the visit that made a sale must lie."""
    at, until = sales["created_at"].fillna(sales["closed_at"]), known_by(sales)
    hour = sales.assign(since=(until - SESSION).where(at.eq(until), at), sale_at=until)
    return hour.loc[at.notna(), ["sale_id", "since", "sale_at"]]


def _window(
    visits: pd.DataFrame, bare: pd.DataFrame, place: np.ndarray, own: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where each sale's hour begins and ends among the visits, pages one after the other on one line of time."""
    at, since, until = (_microseconds(c) for c in (visits["at"], bare["since"], bare["sale_at"]))
    low = min(at.min(), since.min())
    span = max(at.max(), until.max()) - low + 1
    line, begin = place * span + (at - low), own * span - low
    return np.searchsorted(line, begin + since), np.searchsorted(line, begin + until, "right")


def _microseconds(times: pd.Series) -> np.ndarray:
    return times.dt.tz_localize(None).to_numpy(dtype="datetime64[us]").astype("int64")
