"""One audit on the desk: its queue, what stands decided, and every act of a reviewer.

The server and the command line both work through this; neither writes to the
ledger by another way.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from keyworth.errors import KeyworthError
from keyworth.review import signoff
from keyworth.review.decisions import Standing, decided_table, decision, fold, subject_ids
from keyworth.review.ledger import Draft, Entry, Ledger
from keyworth.settings import Review
from keyworth.store import SUMMARY, read_audit

FILTERS = ("verdict", "flag", "campaign", "match_type", "text", "min_stake", "state")


@dataclass(frozen=True)
class Person:
    """Who acts: the printed name and the side they speak for."""

    name: str
    role: str


class Desk:
    """An audit, its ledger, and what may be done with them.

    Parameters
    ----------
    directory : path-like
        A saved audit.
    ledger : Ledger
    settings : Review
    """

    def __init__(self, directory: str | Path, ledger: Ledger, settings: Review) -> None:
        self.audit = read_audit(directory)
        self.ledger, self.settings = ledger, settings
        self.run_id = str(self.audit.summary["run_id"])
        self.sha256 = hashlib.sha256((Path(directory) / SUMMARY).read_bytes()).hexdigest()
        frame = self.audit.keywords.assign(subject=subject_ids(self.audit.keywords))
        self._keywords = frame.sort_values(
            ["at_stake", "cost", "keyword", "subject"], ascending=[False, False, True, True], ignore_index=True
        )
        self._row = {s: i for i, s in enumerate(self._keywords["subject"])}
        self._entries: list[Entry] = []
        self._states: dict[str, Standing] = {}

    def refresh(self) -> None:
        """Read what others have written since."""
        last = self._entries[-1].seq if self._entries else 0
        new = self.ledger.entries(self.run_id, after=last)
        fold(self._states, new)
        self._entries += new

    @property
    def entries(self) -> list[Entry]:
        """The ledger's entries of this audit, up to the last `refresh`."""
        return self._entries

    def queue(self, filters: dict[str, str], page: int = 1, size: int = 50) -> dict[str, Any]:
        """Return a page of the keywords under filters, with their count and pounds."""
        chosen = self.select(filters)
        part = chosen.iloc[(page - 1) * size : page * size]
        return {
            "rows": [self.keyword(s) for s in part["subject"]],
            "count": len(chosen),
            "at_stake": float(chosen["at_stake"].sum()),
            "cost": float(chosen["cost"].sum()),
            "page": page,
            "pages": max(1, -(-len(chosen) // size)),
        }

    def select(self, filters: dict[str, str]) -> pd.DataFrame:
        """Return the keyword rows under filters, largest at stake first."""
        self.refresh()
        frame, keep = self._keywords, np.ones(len(self._keywords), dtype=bool)
        for name in ("verdict", "campaign", "match_type"):
            if filters.get(name):
                keep &= (frame[name] == filters[name]).to_numpy()
        if flag := filters.get("flag"):
            keep &= ("; " + frame["flags"] + ";").str.contains(f"; {flag};", regex=False).to_numpy()
        if text := filters.get("text"):
            keep &= frame["keyword"].str.contains(text, case=False, regex=False).to_numpy()
        if least := filters.get("min_stake"):
            keep &= (frame["at_stake"] >= _pounds(least)).to_numpy()
        if state := filters.get("state"):
            decided = frame["subject"].isin({s for s, v in self._states.items() if v.decision}).to_numpy()
            keep &= decided if state == "decided" else ~decided
        return frame[keep]

    def keyword(self, subject: str) -> dict[str, Any]:
        """Return a keyword row and what stands for it."""
        if subject not in self._row:
            raise KeyworthError("this audit has no such keyword")
        row = {str(k): v for k, v in self._keywords.iloc[self._row[subject]].to_dict().items()}
        return {**row, "standing": self._states.get(subject, Standing())}

    def decided(self) -> pd.DataFrame:
        """Return every keyword with what was decided on it."""
        self.refresh()
        return decided_table(self._keywords.drop(columns="subject"), self._states)

    def decide(self, person: Person, subject: str, version: int, action: str, verdict: str, **more: str) -> Entry:
        """Write a decision on one keyword; `version` is the one the person saw."""
        draft = decision(
            self.run_id, subject, version + 1, person.name, person.role, action,
            verdict or self.keyword(subject)["verdict"], **more,
        )  # fmt: skip
        return self.write([draft])[0]

    def decide_all(
        self, person: Person, filters: dict[str, str], action: str, verdict: str, **more: str
    ) -> list[Entry]:
        """Write the same decision on every keyword under filters, all or none."""
        drafts = [
            decision(
                self.run_id, row["subject"], self._states.get(row["subject"], Standing()).version + 1,
                person.name, person.role, action, verdict or row["verdict"], **more,
            )
            for row in self.select(filters)[["subject", "verdict"]].to_dict("records")
        ]  # fmt: skip
        return self.write(drafts)

    def undo(self, person: Person, subject: str, version: int) -> Entry:
        """Take the last decision on a keyword back, until it is signed."""
        if self.keyword(subject)["standing"].decision is None:
            raise KeyworthError("there is nothing to undo")
        return self.write([Draft(self.run_id, subject, version + 1, "undo", person.name, person.role, {})])[0]

    def note(self, person: Person, subject: str, version: int, text: str) -> Entry:
        """Add a note to a keyword."""
        if not text.strip():
            raise KeyworthError("the note is empty")
        payload = {"text": text.strip()}
        return self.write([Draft(self.run_id, subject, version + 1, "note", person.name, person.role, payload)])[0]

    def judge(self, person: Person, subject: str, product: str, customers: str) -> Entry:
        """Write a blind judgement: does the product answer it, do customers say it (yes, no, unsure)."""
        if {product, customers} - {"yes", "no", "unsure"}:
            raise KeyworthError("a judgement is yes, no or unsure")
        self.keyword(subject)
        self.refresh()
        version = self._states.get(subject, Standing()).version + 1
        payload = {"product": product, "customers": customers, "sample": subject in self.blind_sample()}
        return self.write([Draft(self.run_id, subject, version, "judgement", person.name, person.role, payload)])[0]

    def blind_sample(self) -> list[str]:
        """Return the subjects of the random sample, the same for every reviewer (ordered by their hashes)."""
        n = max(1, round(len(self._keywords) * self.settings.blind_share))
        seeded = sorted(self._row, key=lambda s: hashlib.sha256(f"{self.run_id} blind {s}".encode()).digest())
        return seeded[:n]

    def failed_checks(self) -> list[str]:
        """Return the names of the audit's failed checks."""
        return [c["name"] for c in self.audit.summary.get("checks", []) if c.get("status") == "failed"]

    def amount(self) -> float:
        """Return the pounds of the period that the decisions move."""
        return signoff.amount_moved(self.decided())

    def accept(self, person: Person, check: str, reason: str) -> Entry:
        """Accept one failed check by name."""
        self.refresh()
        if check not in self.failed_checks():
            raise KeyworthError(f"{check!r} is not a failed check of this audit")
        draft = signoff.acceptance(self.run_id, self._entries, check, reason, person.name, person.role)
        return self.write([draft])[0]

    def sign(self, person: Person, meaning: str) -> Entry:
        """Sign what stands."""
        amount = self.amount()
        draft = signoff.signature(
            self.run_id, self.sha256, self._entries, name=person.name, role=person.role, meaning=meaning,
            amount=amount, failed_checks=self.failed_checks(), head=self.ledger.head(),
        )  # fmt: skip
        return self.write([draft])[0]

    def is_signed(self) -> bool:
        """Whether the signatures that are needed are there."""
        return signoff.is_signed(self._entries, self.amount(), self.settings.two_signatures_above)

    def write(self, drafts: list[Draft]) -> list[Entry]:
        """Write drafts, all or none, unless they would change what is signed."""
        self.refresh()
        if signoff.valid_signatures(self._entries):
            amount, above = signoff.amount_moved(self.decided()), self.settings.two_signatures_above
            for draft in drafts[:1]:
                signoff.refuse_if_signed(self._entries, draft, amount, above)
        written = self.ledger.append(drafts)
        self.refresh()
        return written


def _pounds(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise KeyworthError(f"{text!r} is not an amount") from None
