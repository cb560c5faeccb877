"""One audit on the desk: its queue, what stands decided, and every act of a reviewer.

The server and the command line both work through this; neither writes to the
ledger by another way. An act is made under the ledger's lock, from what stands at
that moment: nobody signs or bulk-decides what has just moved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from keyworth.errors import KeyworthError, UnusableAudit
from keyworth.review import signoff
from keyworth.review.audit_check import file_faults, swapped
from keyworth.review.blind import ANSWERS, asks_customers, blind_queue
from keyworth.review.chain import Draft, Entry, StaleEdit
from keyworth.review.decisions import BLIND, decision, plain
from keyworth.review.signoff import Person
from keyworth.review.standings import Standings


class Desk(Standings):
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
            kind = "supersede" if supersede and self.is_locked(subject) else "decision"
            chosen = verdict if action == "change" else proposed
            return [self._decision(who, subject, version, action, chosen, kind=kind, **more)]

        return self.write(make)[0]

    def decide_all(
        self, who: Person, filters: dict[str, str], action: str, verdict: str, *, seen: str | None = None, **more: str
    ) -> list[Entry]:
        """Write the same decision on every keyword under filters that nobody has decided yet, all or none.

        What a person decided, one by one or by another act, stays: only its own page changes it.

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
            if len(places) and self.shelf.decided[places].all():
                raise KeyworthError("every keyword of these is decided already", mend="Change one on its own page.")
            return [
                self._decision(
                    who, s, self.standing(s).version, action, verdict if action == "change" else proposed[i], **more
                )
                for i, s in ((i, self.shelf.subjects[i]) for i in places[~self.shelf.decided[places]])
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
        payload = {**said, "sample": subject in self.sample, "audit_sha256": self.sha256}
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
        """Sign what stands, where the ledger verifies and the audit on disk is still the one that was opened."""
        if faults := self.ledger.verify():
            raise KeyworthError("the ledger does not verify", faults, "`keyworth verify` tells everything.")

        def make() -> list[Draft]:
            if faults := file_faults(self.directory, self.sha256):
                raise UnusableAudit("this is not the audit that was opened", faults, "Bring back the one that was.")
            stands = self.progress()
            return [
                signoff.signature(
                    self.run_id, self.sha256, self.whole, self.signatures(), who, meaning, amount=stands["amount"],
                    decided=int(stands["decided"]), settled=self.settled(), two_above=self.two_above(),
                    failed_checks=[c["name"] for c in self.failed_checks()],
                    head=(self._last(), self.entries[-1].hash if self.entries else ""),
                )
            ]  # fmt: skip

        return self.write(make)[0]

    def signatures(self) -> list[Entry]:
        """Return the signatures that hold."""
        return signoff.valid_signatures(self.whole, self.sha256, max(self._changed.values(), default=0))

    def is_locked(self, subject: str) -> bool:
        """Whether a keyword stands as somebody signed it: only its own ``supersede`` changes it."""
        return bool(self.signers(self._changed.get(subject, 0)))

    def signers(self, after: int = 0) -> list[Entry]:
        """Return every signature after an entry, those that hold no more too."""
        return [e for e in self.whole if e.kind == "signature" and e.seq > after]

    def two_above(self) -> float:
        """Return the pounds above which both sides sign: the stricter of the audit's settings and those here."""
        audited = self.audit.summary.get("settings", {}).get("review", {}).get("two_signatures_above")
        return signoff.strictest(self.signatures(), self.settings.two_signatures_above, audited)

    def missing_signatures(self) -> list[str]:
        """Return whose approval is still needed; none means that it is signed."""
        amount, above = self.progress()["amount"], self.two_above()
        return signoff.missing_signatures(self.signatures(), amount, above, self.settled())

    def is_signed(self) -> bool:
        """Whether the signatures that are needed are there."""
        return not self.missing_signatures()

    def write(self, make: Callable[[], list[Draft]]) -> list[Entry]:
        """Write the drafts that are made of what stands, all or none, unless they would change what is signed."""

        def checked(new: list[Entry]) -> list[Draft]:
            self._take(new)
            if faults := swapped(self.entries, self.sha256):
                did = "signed" if self.signers() else "decided on"
                raise UnusableAudit(f"this is not the audit that was {did}", faults, "Bring back the one that was.")
            drafts = make()
            signoff.refuse_signed(self.signers(), drafts, self.is_locked)
            return [replace(d, payload={**d.payload, "audit_sha256": self.sha256}) for d in drafts]

        with self._lock:
            written = self.ledger.act(self.run_id, self._last(), checked)
            self._take(written)
            return written

    def _decision(self, who: Person, subject: str, version: int, action: str, verdict: str, **more: str) -> Draft:
        return decision(self.run_id, subject, version + 1, who.name, who.role, action, verdict, **more)
