"""One audit under review as it stands: its queue, what was decided on each keyword, and the pounds that moves."""

from __future__ import annotations

import copy
import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from keyworth.review import signoff
from keyworth.review.audit_check import audit_hash
from keyworth.review.blind import random_sample
from keyworth.review.chain import Entry
from keyworth.review.decisions import DECIDING, Standing, decided_table, fold
from keyworth.review.ledger import Ledger
from keyworth.review.ledger_check import refuse_odd
from keyworth.review.queue import Queue
from keyworth.settings import Review
from keyworth.store import read_audit


class Standings:
    """What stands of an audit and its ledger, as of the last look at it.

    Parameters and attributes are those of `review_session.Desk`.
    """

    def __init__(self, directory: str | Path, ledger: Ledger, settings: Review) -> None:
        self.directory, self.audit = Path(directory).absolute(), read_audit(directory)
        self.ledger, self.settings = ledger, settings
        self.run_id, self.sha256 = str(self.audit.summary["run_id"]), audit_hash(self.audit.summary)
        self.shelf = Queue(self.audit.keywords)
        self.sample = random_sample(self.run_id, self.shelf.subjects, settings.blind_share)
        self.entries: list[Entry] = []
        self._states: dict[str, Standing] = {}
        self.whole: list[Entry] = []  # the entries about the audit as a whole: acceptances and signatures
        self._changed: dict[str, int] = {}  # by keyword, the entry that decided on it last
        self._lock = threading.RLock()

    def refresh(self) -> None:
        """Read what others have written since."""
        with self._lock:
            self._take(self.ledger.entries(self.run_id, after=self._last()))

    def queue(self, filters: dict[str, str], page: int = 1, size: int = 50) -> dict[str, Any]:
        """Return a page of the keywords under filters, with their count and pounds."""
        places = self.select(filters)
        pages = max(1, -(-len(places) // size))
        page = min(max(1, page), pages)
        part = places[(page - 1) * size : page * size]
        return {
            **self.shelf.totals(places),
            "rows": self.keywords(part),
            "page": page,
            "pages": pages,
        }

    def select(self, filters: dict[str, str]) -> np.ndarray:
        """Return the queue's places of the keywords under filters, largest at stake first."""
        with self._lock:
            self.refresh()
            return self.shelf.select(filters)

    def stamp(self, places: np.ndarray) -> str:
        """Return a text that changes when any of some keywords is decided or noted, or the selection changes."""
        with self._lock:
            seen = [(self.shelf.subjects[i], self.standing(self.shelf.subjects[i]).version) for i in places]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:32]

    def keywords(self, places: np.ndarray) -> list[dict[str, Any]]:
        """Return the keyword rows at some places of the queue, each with what stands for it, as of one moment."""
        with self._lock:
            return [{**row, "standing": copy.copy(self.standing(row["subject"]))} for row in self.shelf.rows(places)]

    def keyword(self, subject: str) -> dict[str, Any]:
        """Return a keyword row and what stands for it, as of one moment."""
        with self._lock:
            return {**self.shelf.row(subject), "standing": copy.copy(self.standing(subject))}

    def standing(self, subject: str) -> Standing:
        """Return what stands for a keyword."""
        return self._states.get(subject, Standing())

    def decided(self) -> pd.DataFrame:
        """Return every keyword, in the queue's order, with what was decided on it."""
        with self._lock:
            self.refresh()
            return decided_table(self.shelf.keywords, self._states)

    def progress(self) -> dict[str, float]:
        """Return how many keywords are decided, and the pounds that the decisions move."""
        with self._lock:
            amount = float(self.shelf.pounds[self.shelf.moving].sum())
            return {"decided": int(self.shelf.decided.sum()), "amount": round(amount, 2), **self.shelf.coverage()}

    def settled(self) -> int:
        """Return how many keywords are decided and not deferred."""
        return int(self.shelf.settled.sum())

    def _last(self) -> int:
        return self.entries[-1].seq if self.entries else 0

    def _take(self, new: list[Entry]) -> None:
        refuse_odd(new)
        fold(self._states, new)
        self.entries += new
        self.whole += [e for e in new if e.subject == signoff.WHOLE]
        self._changed |= {e.subject: e.seq for e in new if e.kind in DECIDING}
        for subject in {e.subject for e in new} & self.shelf.place.keys():
            place, state = self.shelf.place[subject], self._states[subject]
            self.shelf.decided[place] = state.decision is not None
            self.shelf.settled[place] = state.verdict is not None
            self.shelf.moving[place] = state.verdict in ("cut", "fix")
