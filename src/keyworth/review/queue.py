"""The queue: an audit's keywords by pounds, filtered and paged, fast enough for a hundred thousand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from keyworth.errors import KeyworthError
from keyworth.review.decisions import pounds_moved, subject_ids

FILTERS = ("verdict", "flag", "campaign", "match_type", "text", "min_stake", "state")
_EXACT = ("verdict", "campaign", "match_type")


class Queue:
    """The keywords of an audit, largest at stake first; a place is a row of this order.

    Parameters
    ----------
    keywords : DataFrame
        An audit's keywords.

    Attributes
    ----------
    keywords : DataFrame
        The same in the queue's order, with their ``subject``.
    subjects : list of str
    place : dict of str to int
        The place of a subject.
    pounds : ndarray of float
        What cutting or fixing each would move.
    decided, settled, moving : ndarray of bool
        Whether anybody has decided on it, did not defer it, and is to cut or fix it; kept by whoever folds the ledger.
    """

    def __init__(self, keywords: pd.DataFrame) -> None:
        frame = keywords.assign(subject=subject_ids(keywords))
        order = ["at_stake", "cost", "keyword", "subject"]
        self.keywords = frame.sort_values(order, ascending=[False, False, True, True], ignore_index=True)
        self.subjects: list[str] = self.keywords["subject"].tolist()
        self.place = {s: i for i, s in enumerate(self.subjects)}
        self.pounds = pounds_moved(self.keywords).to_numpy()
        self.decided, self.settled, self.moving = np.zeros((3, len(self.subjects)), dtype=bool)
        self._stake, self._cost = (self.keywords[c].fillna(0).to_numpy() for c in ("at_stake", "cost"))
        self._proposed = self.keywords["verdict"].isin(["cut", "fix"]).to_numpy()
        self._lower = self.keywords["keyword"].str.lower()
        self._flags = "; " + self.keywords["flags"] + ";"
        self.campaigns = sorted(c for c in self.keywords["campaign"].unique() if c)
        self.flags = sorted({f for cell in self.keywords["flags"].unique() for f in cell.split("; ") if f})

    def select(self, filters: dict[str, str]) -> np.ndarray:
        """Return the places of the keywords under filters (any of `FILTERS`)."""
        keep = np.ones(len(self.subjects), dtype=bool)
        for name in _EXACT:
            if filters.get(name):
                keep &= (self.keywords[name] == filters[name]).to_numpy()
        if flag := filters.get("flag"):
            keep &= self._flags.str.contains(f"; {flag};", regex=False).to_numpy()
        if text := filters.get("text"):
            keep &= self._lower.str.contains(text.lower(), regex=False).to_numpy()
        if least := filters.get("min_stake"):
            keep &= self._stake >= _pounds(least)
        if state := filters.get("state"):
            keep &= self.decided if state == "decided" else ~self.decided
        return np.flatnonzero(keep)

    def totals(self, places: np.ndarray) -> dict[str, Any]:
        """Return the number, the pounds at stake and the cost of some places."""
        return {
            "count": len(places),
            "at_stake": float(self._stake[places].sum()),
            "cost": float(self._cost[places].sum()),
        }

    def moves(self, places: np.ndarray, action: str, verdict: str) -> float:
        """Return the pounds that a decision on some places would move: of those that it cuts or fixes."""
        if action == "agree":
            places = places[self._proposed[places]]
        elif action != "change" or verdict not in ("cut", "fix"):
            return 0.0
        return float(self.pounds[places].sum())

    def coverage(self) -> dict[str, float]:
        """Return how many of the keywords that the audit would stop or mend are decided, and their pounds of all."""
        done = self._proposed & self.decided
        return {
            "of": int(self._proposed.sum()),
            "covered": int(done.sum()),
            "covered_stake": round(float(self._stake[done].sum()), 2),
            "stake": round(float(self._stake[self._proposed].sum()), 2),
        }

    def rows(self, places: np.ndarray) -> list[dict[str, Any]]:
        """Return the columns of the keywords at some places."""
        return [{str(k): v for k, v in row.items()} for row in self.keywords.iloc[places].to_dict("records")]

    def row(self, subject: str) -> dict[str, Any]:
        """Return one keyword's columns.

        Raises
        ------
        NoSuchKeyword
        """
        if subject not in self.place:
            raise NoSuchKeyword("this audit has no such keyword")
        return self.rows(np.array([self.place[subject]]))[0]


class NoSuchKeyword(KeyworthError):
    """A subject that the audit does not list."""


def _pounds(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise KeyworthError(f"{text!r} is not an amount", mend="Write it as 1200 or 1,200.50.") from None
