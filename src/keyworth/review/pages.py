"""What each page of the review shows and does: from what was asked to a page, another address or a file.

No web framework is known here; `server` translates.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from keyworth.errors import KeyworthError
from keyworth.report import explain_keyword
from keyworth.review import outputs
from keyworth.review.access_control import TOKEN_LIFE, Tokens
from keyworth.review.blind import ANSWERS, asks_customers
from keyworth.review.chain import StaleEdit
from keyworth.review.decisions import decision_faults
from keyworth.review.queue import FILTERS, NoSuchKeyword
from keyworth.review.review_commands import merge_workbook
from keyworth.review.review_session import Desk
from keyworth.review.signoff import MEANINGS, ROLES, Person, person
from keyworth.schema import VERDICTS

_PREVIEW, _SHOWN = 10, 4
CHOICES = {"agree": "", "stop": "cut", "mend": "fix", "later": ""}  # the buttons of the queue


@dataclass(frozen=True)
class Asked:
    """A request, without its wrapping."""

    session: dict[str, str]
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None  # None: nothing was sent, the page is only looked at
    upload: bytes | None = None
    base: str = ""


@dataclass(frozen=True)
class Page:
    """A template with its values."""

    template: str
    values: dict[str, Any]
    status: int = 200


@dataclass(frozen=True)
class Goto:
    """Another address."""

    address: str


@dataclass(frozen=True)
class File:
    """A download."""

    name: str
    kind: str
    data: bytes


Answer = Page | Goto | File


class Pages:
    """The pages of a desk; each method answers one address."""

    def __init__(self, desk: Desk, tokens: Tokens) -> None:
        self._desk, self._tokens = desk, tokens
        settings = desk.audit.summary.get("settings", {})
        self.constants = {
            "run_id": desk.run_id,
            "verdicts": VERDICTS,
            "roles": ROLES,
            "meanings": MEANINGS,
            "answers": ANSWERS,
            "campaigns": desk.shelf.campaigns,
            "flags": desk.shelf.flags,
            "currency": settings.get("ingest", {}).get("currency", "GBP"),
            "company": settings.get("report", {}).get("company", ""),
            "keywords": len(desk.shelf.subjects),
            "at_stake": float(desk.shelf.keywords["at_stake"].sum()),
        }

    def who(self, asked: Asked) -> Answer:
        """Ask who reviews, and remember it for the session."""
        if asked.form is None:
            return Page("who.html.j2", {})
        who = person(asked.form.get("name", ""), asked.form.get("role", ""))
        asked.session.update(name=who.name, role=who.role)
        return Goto("/queue")

    def queue(self, asked: Asked) -> Answer:
        """Show a page of the queue."""
        filters = _filters(asked.query)
        page = int(p) if (p := asked.query.get("page", "1")).isdecimal() and len(p) < 7 else 1
        found = self._desk.queue(filters, page)
        later = (datetime.now(UTC).date() + timedelta(days=self._desk.settings.reply_days)).isoformat()
        values = {"found": found, "filters": filters, "query": urlencode(filters), "later": later, **self._stands()}
        return Page("queue.html.j2", values)

    def bulk(self, asked: Asked) -> Answer:
        """Show the pounds of a decision on many; confirmed, take it."""
        who, form = _person(asked), asked.form or {}
        filters, action, verdict = _filters(form), form.get("action", ""), form.get("new_verdict", "")
        if form.get("confirmed") != "yes":
            return self._bulk_preview(filters, form)
        try:
            seen = form.get("expected", "")
            self._desk.decide_all(who, filters, action, verdict, seen=seen, **_details(form))
        except StaleEdit:
            return self._bulk_preview(filters, form, 412)
        return Goto(f"/queue?{urlencode(filters)}")

    def keyword(self, asked: Asked) -> Answer:
        """Show one keyword."""
        return self._keyword(asked.path["subject"])

    def decide(self, asked: Asked) -> Answer:
        """Decide on one keyword; a stale edit is shown the difference."""
        who, form, subject = _person(asked), asked.form or {}, asked.path["subject"]
        action, verdict = form.get("action", ""), form.get("verdict", "")
        if choice := form.get("choice"):
            action, verdict = self._chosen(subject, choice)
            form = form if action == "defer" else {**form, "owner": "", "due": ""}
        supersede = form.get("supersede") == "yes"
        return self._edit(
            asked,
            lambda v: self._desk.decide(
                who, subject, v, action, verdict, supersede=supersede, **_details(form), **_instead(form)
            ),
        )

    def _chosen(self, subject: str, choice: str) -> tuple[str, str]:
        """Return the action and verdict of a button of the queue."""
        wanted = CHOICES.get(choice, "")
        if choice in ("agree", "later"):
            return ("agree" if choice == "agree" else "defer"), ""
        proposed = self._desk.shelf.row(subject)["verdict"]
        return ("agree", "") if wanted == proposed else ("change", wanted)

    def undo(self, asked: Asked) -> Answer:
        """Take the last decision on a keyword back."""
        who, subject = _person(asked), asked.path["subject"]
        return self._edit(asked, lambda v: self._desk.undo(who, subject, v))

    def note(self, asked: Asked) -> Answer:
        """Add a note to a keyword."""
        who, subject, text = _person(asked), asked.path["subject"], (asked.form or {}).get("text", "")[:4000]
        return self._edit(asked, lambda v: self._desk.note(who, subject, v, text))

    def blind(self, asked: Asked) -> Answer:
        """Ask for a judgement before the score is seen."""
        who, desk = _person(asked), self._desk
        if asked.form is not None:
            form = asked.form
            desk.judge(who, form.get("subject", ""), form.get("product", ""), form.get("customers", ""))
            return Goto("/blind")
        desk.refresh()
        asked_for = desk.blind_queue()
        left = [s for s in asked_for if all(j.author != who.name for j in desk.standing(s).judgements)]
        row = desk.keyword(left[0]) if left else None
        values = {"row": row, "customers": row is not None and asks_customers(row)}
        return Page("blind.html.j2", {**values, "done": len(asked_for) - len(left), "left": len(left)})

    def signoff(self, asked: Asked) -> Answer:
        """Show what is to be signed; accept a failed check, or sign."""
        who, form = _person(asked), asked.form
        if form is None:
            return Page("signoff.html.j2", outputs.signoff_state(self._desk))
        if form.get("check"):
            self._desk.accept(who, form["check"], form.get("reason", "")[:4000])
        else:
            self._desk.sign(who, form.get("meaning", ""))
        return Goto("/signoff")

    def invite(self, asked: Asked) -> Answer:
        """Make another one-time address."""
        _person(asked)
        link = f"{asked.base}?token={self._tokens.new()}"
        return Page("invite.html.j2", {"link": link, "minutes": round(TOKEN_LIFE / 60)})

    def export(self, asked: Asked) -> Answer:
        """Hand out one of the files."""
        name = asked.path["name"]
        if name not in outputs.OUTPUTS:
            raise NoSuchKeyword("there is no such file")
        data = outputs.make_output(name, self._desk, asked.query.get("reply_by", ""))
        return File(name, outputs.OUTPUTS[name][0], data)

    def merge(self, asked: Asked) -> Answer:
        """Merge a workbook that somebody filled in offline."""
        who = _person(asked)
        if not asked.upload:
            raise KeyworthError("choose a workbook to merge")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "decisions.xlsx"
            path.write_bytes(asked.upload)
            merge_workbook(self._desk, path, who)
        return Goto("/queue?state=decided")

    def _edit(self, asked: Asked, act: Callable[[int], object]) -> Answer:
        form, subject = asked.form or {}, asked.path["subject"]
        version = _version(form)
        try:
            act(version)
        except StaleEdit as stale:
            self._desk.refresh()
            blank = ("action", "verdict", "reason", "owner", "due", "text", "wording", "product", "page")
            yours = {**dict.fromkeys(blank, ""), **form}
            since = [e for e in stale.current if e.version > version]
            return self._keyword(subject, 412, {"yours": yours, "since": since, "told": str(stale)})
        if form.get("choice"):
            return Goto(f"/queue?{urlencode(_filters(form))}")
        return Goto(f"/keyword/{subject}")

    def _keyword(self, subject: str, status: int = 200, conflict: dict[str, Any] | None = None) -> Page:
        self._desk.refresh()
        row = self._desk.keyword(subject)
        values = {"row": row, "conflict": conflict, "next": self._next(subject), "why": self._why(row)}
        locked = sorted({e.author for e in self._desk.signers()}) if self._desk.is_locked(subject) else []
        return Page("keyword.html.j2", {**values, "locked": locked, **self._stands()}, status)

    def _why(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the products and the customers' phrases, with quotes, that a keyword's verdict rests on."""
        found = explain_keyword(self._desk.audit, row["keyword"])
        return {"products": found["products"][:_SHOWN], "phrases": found["phrases"][:_SHOWN]}

    def _next(self, subject: str) -> dict[str, Any] | None:
        """Return the next keyword by pounds that nobody has decided."""
        shelf = self._desk.shelf
        left = (~shelf.decided).nonzero()[0]
        later = left[left > shelf.place[subject]]
        place = later[0] if len(later) else left[0] if len(left) else None
        return None if place is None or shelf.subjects[place] == subject else shelf.row(shelf.subjects[place])

    def _bulk_preview(self, filters: dict[str, str], form: dict[str, str], status: int = 200) -> Page:
        places = self._desk.select(filters)
        rows = self._desk.keywords(places[~self._desk.shelf.decided[places]][:_PREVIEW])
        again = int(self._desk.shelf.decided[places].sum())
        action, verdict = form.get("action", ""), form.get("new_verdict", "")
        lacks = decision_faults(action, verdict if action == "change" else VERDICTS[0], **_details(form))
        open_ones = places[~self._desk.shelf.decided[places]]
        values = {"found": {**self._desk.shelf.totals(open_ones), "rows": rows}, "again": again, "lacks": lacks}
        values["moves"] = self._desk.shelf.moves(open_ones, action, verdict)
        sent = {k: v for k, v in form.items() if k not in ("confirmed", "expected")}
        form = {"action": "", "new_verdict": "", "reason": "", "owner": "", "due": "", **sent}
        stamp, told = self._desk.stamp(places), 422 if lacks and status == 200 else status
        return Page("bulk.html.j2", {**values, "form": form, "stamp": stamp, "changed": status == 412}, told)

    def _stands(self) -> dict[str, Any]:
        return {"stands": self._desk.progress(), "missing": self._desk.missing_signatures()}


def _person(asked: Asked) -> Person:
    if not asked.session.get("name"):
        raise KeyworthError("say who you are first", mend="Open /who.")
    return Person(asked.session["name"], asked.session["role"], asked.session.get("mark", ""))


def _filters(values: dict[str, str]) -> dict[str, str]:
    return {k: v[:200] for k, v in values.items() if k in FILTERS and v}


def _details(form: dict[str, str]) -> dict[str, str]:
    return {k: form.get(k, "")[:4000] for k in ("reason", "owner", "due")}


def _instead(form: dict[str, str]) -> dict[str, str]:
    return {k: form.get(k, "")[:2000] for k in ("wording", "product", "page")}


def _version(form: dict[str, str]) -> int:
    text = form.get("version", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise KeyworthError("the form is incomplete", ["it names no version"], "Open the keyword again.")
    return int(text)
