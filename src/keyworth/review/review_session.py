"""One audit on the desk: its queue, what stands decided, and every act of a reviewer.

The server and the command line both work through this; neither writes to the
ledger by another way. An act is made under the ledger's lock, from what stands at
that moment: nobody signs or bulk-decides what has just moved.
"""

from __future__ import annotations

import copy
import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from keyworth.errors import KeyworthError, UnusableAudit
from keyworth.review import signoff
from keyworth.review.blind import ANSWERS, asks_customers, blind_queue, random_sample
from keyworth.review.chain import Draft, Entry
from keyworth.review.decisions import BLIND, DECIDING, Standing, decided_table, decision, fold, plain
from keyworth.review.ledger import Ledger, StaleEdit
from keyworth.review.queue import Queue
from keyworth.review.signoff import Person
from keyworth.settings import Review
from keyworth.store import TABLES, Audit, read_audit


class Desk:
    """An audit, its ledger, and what may be done with them.

    Parameters
    ----------
    directory : path-like
        A saved audit.
    ledger : Ledger
    settings : Review

    Attributes
    ----------
    run_id, sha256 : str
        Of the audit: what it was made from, and what it says (`audit_hash`).
    """

    def __init__(self, directory: str | Path, ledger: Ledger, settings: Review) -> None:
        self.audit = read_audit(directory)
        self.ledger, self.settings = ledger, settings
        self.run_id, self.sha256 = str(self.audit.summary["run_id"]), audit_hash(self.audit)
        self.shelf = Queue(self.audit.keywords)
        self.sample = random_sample(self.run_id, self.shelf.subjects, settings.blind_share)
        self.entries: list[Entry] = []
        self._states: dict[str, Standing] = {}
        self.whole: list[Entry] = []  # the entries about the audit as a whole: acceptances and signatures
        self._changed_at = 0
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
            return {"decided": int(self.shelf.decided.sum()), "amount": round(amount, 2)}

    def decide(
        self,
        who: Person,
        subject: str,
        version: int,
        action: str,
        verdict: str,
        *,
        supersede: bool = False,
        **more: str,
    ) -> Entry:
        """Write a decision on one keyword; `version` is the one the person saw."""
        proposed = self.shelf.row(subject)["verdict"]

        def make() -> list[Draft]:
            kind = "supersede" if supersede and self.signatures() else "decision"
            chosen = verdict if action == "change" else proposed
            return [self._decision(who, subject, version, action, chosen, kind=kind, **more)]

        return self.write(make)[0]

    def decide_all(
        self, who: Person, filters: dict[str, str], action: str, verdict: str, *, seen: str | None = None, **more: str
    ) -> list[Entry]:
        """Write the same decision on every keyword under filters, all or none.

        Parameters
        ----------
        seen : str, optional
            The `stamp` of what the person saw; StaleEdit when it has changed.
        """

        def make() -> list[Draft]:
            places = self.shelf.select(filters)
            if seen is not None and seen != self.stamp(places):
                raise StaleEdit("bulk", [])
            proposed = self.shelf.keywords["verdict"]
            return [
                self._decision(
                    who, s, self.standing(s).version, action, verdict if action == "change" else proposed[i], **more
                )
                for i, s in ((i, self.shelf.subjects[i]) for i in places)
            ]

        return self.write(make)

    def undo(self, who: Person, subject: str, version: int) -> Entry:
        """Take the last decision on a keyword back, until it is signed."""

        def make() -> list[Draft]:
            if self.keyword(subject)["standing"].decision is None:
                raise KeyworthError("there is nothing to undo")
            return [Draft(self.run_id, subject, version + 1, "undo", who.name, who.role, {})]

        return self.write(make)[0]

    def note(self, who: Person, subject: str, version: int, text: str) -> Entry:
        """Add a note to a keyword."""
        self.shelf.row(subject)
        if not plain(text):
            raise KeyworthError("the note is empty")
        draft = Draft(self.run_id, subject, version + 1, "note", who.name, who.role, {"text": plain(text)})
        return self.write(lambda: [draft])[0]

    def judge(self, who: Person, subject: str, product: str, customers: str = "") -> Entry:
        """Write a blind judgement: does the product answer it, do customers say it (yes, no, unsure).

        What customers say is left out where it is the keyword itself (`asks_customers`); the same judgement by
        the same person again writes nothing.
        """
        said = {"product": product}
        if asks_customers(self.shelf.row(subject)):
            said["customers"] = customers
        if set(said.values()) - set(ANSWERS):
            raise KeyworthError("a judgement is yes, no or unsure")
        payload = {**said, "sample": subject in self.sample}
        stands: list[Entry] = []

        def make() -> list[Draft]:
            judgements = self.standing(subject).judgements
            stands[:] = [j for j in judgements if j.author == who.name][-1:]
            if stands and stands[0].payload == payload:
                return []
            return [Draft(self.run_id, BLIND + subject, 1 + len(judgements), "judgement", who.name, who.role, payload)]

        written = self.write(make)
        return (written or stands)[0]

    def blind_queue(self) -> list[str]:
        """Return the subjects that reviewers judge blind, in order: flagged ones and a random sample, mixed."""
        flagged = int((self.shelf.keywords["at_stake"] > 0).sum())
        return blind_queue(self.run_id, self.shelf.subjects, self.sample, flagged)

    def failed_checks(self) -> list[dict[str, Any]]:
        """Return the audit's failed checks."""
        return [c for c in self.audit.summary.get("checks", []) if c.get("status") == "failed"]

    def accept(self, who: Person, check: str, reason: str) -> Entry:
        """Accept one failed check by name."""
        if check not in {c["name"] for c in self.failed_checks()}:
            known = ", ".join(repr(c["name"]) for c in self.failed_checks()) or "none"
            raise KeyworthError(f"{check!r} is not a failed check of this audit", [f"failed: {known}"])
        return self.write(lambda: [signoff.acceptance(self.run_id, self.whole, who, check, reason)])[0]

    def sign(self, who: Person, meaning: str) -> Entry:
        """Sign what stands."""

        def make() -> list[Draft]:
            stands = self.progress()
            return [
                signoff.signature(
                    self.run_id, self.sha256, self.whole, self.signatures(), who, meaning, amount=stands["amount"],
                    decided=int(stands["decided"]), failed_checks=[c["name"] for c in self.failed_checks()],
                    head=(self._last(), self.entries[-1].hash if self.entries else ""),
                )
            ]  # fmt: skip

        return self.write(make)[0]

    def signatures(self) -> list[Entry]:
        """Return the signatures that hold."""
        return signoff.valid_signatures(self.whole, self.sha256, self._changed_at)

    def missing_signatures(self) -> list[str]:
        """Return whose approval is still needed; none means that it is signed."""
        above = self.settings.two_signatures_above
        return signoff.missing_signatures(self.signatures(), self.progress()["amount"], above)

    def is_signed(self) -> bool:
        """Whether the signatures that are needed are there."""
        return not self.missing_signatures()

    def audit_faults(self) -> list[str]:
        """Return the signatures set under an audit of this name that said something else."""
        return [
            f"{e.author} signed it on {e.at[:10]} with the hash {e.payload['audit_sha256'][:12]}…; now it is "
            f"{self.sha256[:12]}…: the audit was changed after it was signed"
            for e in self.whole
            if e.kind == "signature" and e.payload["audit_sha256"] != self.sha256
        ]

    def write(self, make: Callable[[], list[Draft]]) -> list[Entry]:
        """Write the drafts that are made of what stands, all or none, unless they would change what is signed."""

        def checked(new: list[Entry]) -> list[Draft]:
            self._take(new)
            if faults := self.audit_faults():
                raise UnusableAudit("this is not the audit that was signed", faults, "Bring back the one that was.")
            drafts = make()
            signoff.refuse_if_signed(self.signatures(), drafts)
            return drafts

        with self._lock:
            written = self.ledger.act(self.run_id, self._last(), checked)
            self._take(written)
            return written

    def _decision(self, who: Person, subject: str, version: int, action: str, verdict: str, **more: str) -> Draft:
        return decision(self.run_id, subject, version + 1, who.name, who.role, action, verdict, **more)

    def _last(self) -> int:
        return self.entries[-1].seq if self.entries else 0

    def _take(self, new: list[Entry]) -> None:
        fold(self._states, new)
        self.entries += new
        self.whole += [e for e in new if e.subject == signoff.WHOLE]
        self._changed_at = max((e.seq for e in new if e.kind in DECIDING), default=self._changed_at)
        for subject in {e.subject for e in new} & self.shelf.place.keys():
            place, state = self.shelf.place[subject], self._states[subject]
            self.shelf.decided[place] = state.decision is not None
            self.shelf.moving[place] = state.verdict in ("cut", "fix")


def audit_hash(audit: Audit) -> str:
    """Return the SHA-256 of what an audit says: its summary and tables, not the pages made of them.

    The report may be rendered again without a change of it; any edit of a figure, a check or a table is one.
    """
    files = {k: v for k, v in audit.summary.get("files", {}).items() if k.startswith(f"{TABLES}/")}
    told = json.dumps({**audit.summary, "files": files}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
