"""The review page under any order of anybody's acts: it never breaks, never loses an act, never forgets a rule."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from keyworth.review.access_control import Tokens
from keyworth.review.ledger import Ledger
from keyworth.review.outputs import OUTPUTS
from keyworth.review.review_session import Desk
from keyworth.review.server import create_app
from keyworth.review.signoff import Person
from keyworth.settings import Review
from tests.review.conftest import make_audit
from tests.review.visitors import HOST, OWN, endpoints, enter

TEXTS = st.one_of(
    st.text(max_size=30), st.sampled_from(["", "cut", "keep", "yes", "2030-01-01", "=1+1", "0", "1", "-1"])
)
CHOICES = {
    "action": ["agree", "change", "defer"], "verdict": ["keep", "fix", "cut", "watch", ""], "supersede": ["yes", ""],
    "product": ["yes", "no", "unsure"], "customers": ["yes", "no", "unsure"], "meaning": ["Reviewed", "Approved"],
    "check": ["rows reconcile"], "confirmed": ["yes", ""], "new_verdict": ["keep", "cut"], "state": ["open", "decided"],
}  # fmt: skip
NAMES = [*CHOICES, "version", "reason", "owner", "due", "text", "name", "role", "subject", "expected", "page", "file"]
DECISIONS = st.fixed_dictionaries(
    {n: st.sampled_from(CHOICES[n]) for n in ("action", "verdict", "supersede")} | {"reason": TEXTS, "owner": TEXTS}
)
TYPES = {
    "multipart": "multipart/form-data; boundary=x",
    "odd charset": "multipart/form-data; boundary=x; charset=idna",
}
KEYWORDS, PEOPLE = st.integers(0, 3), st.integers(0, 1)


class Acts(RuleBasedStateMachine):
    """Two people at one page, and a third at the same ledger, act as they please."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        at = Path(self.folder.name)
        audit, tokens = make_audit(at / "audit", 8), Tokens()
        self.url = f"sqlite:///{at}/l.sqlite"
        self.desk = Desk(audit, Ledger(self.url), Review(two_signatures_above=150))
        self.other = Desk(audit, Ledger(self.url), self.desk.settings)
        app = create_app(self.desk, tokens, (HOST,))
        self.people = [enter(app, tokens, "Ann", "sales"), enter(app, tokens, "Bob", "marketing")]
        self.heads = [self.desk.ledger.head()]

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.ledger.close()
            self.other.ledger.close()
            self.folder.cleanup()

    def send(self, who: int, path: str, form: dict[str, str]) -> int:
        answer = self.people[who].post(path, data=form, headers=OWN)
        assert answer.status_code in (200, 303, 404, 412, 422), (path, form, answer.status_code)
        return answer.status_code

    @rule(who=PEOPLE, k=KEYWORDS, seen=st.integers(-1, 1), form=DECISIONS)
    def decide(self, who: int, k: int, seen: int, form: dict[str, str]) -> None:
        subject = self.desk.shelf.subjects[k]
        self.desk.refresh()
        before, signed = self.desk.keyword(subject)["standing"], bool(self.desk.signatures())
        sent = {**form, "version": str(max(0, before.version - seen)), "due": "2030-01-01"}
        status = self.send(who, f"/keyword/{subject}/decide", sent)
        after = self.desk.keyword(subject)["standing"]
        if status == 303:
            assert after.version == before.version + 1
            assert int(sent["version"]) == before.version, "a stale edit was taken"
            assert not signed or after.decision.kind == "supersede", "what was signed was changed"
            assert not self.desk.signatures()
        else:
            assert after == before

    @rule(who=PEOPLE, k=KEYWORDS, act=st.sampled_from(["undo", "note"]), text=TEXTS)
    def undo_or_note(self, who: int, k: int, act: str, text: str) -> None:
        subject = self.desk.shelf.subjects[k]
        signed, version = bool(self.desk.signatures()), self.desk.keyword(subject)["standing"].version
        status = self.send(who, f"/keyword/{subject}/{act}", {"version": str(version), "text": text})
        assert not (signed and act == "undo" and status == 303), "what was signed was undone"

    @rule(who=PEOPLE, verdict=st.sampled_from(CHOICES["verdict"]), interrupt=st.booleans())
    def bulk(self, who: int, verdict: str, interrupt: bool) -> None:
        form = {"verdict": verdict, "action": "agree"}
        shown = self.people[who].post("/bulk", data=form, headers=OWN)
        assert shown.status_code == 200
        stamp = shown.text.split('name="expected" value="')[1].split('"')[0]
        if interrupt:
            subject = self.other.shelf.subjects[0]
            self.other.refresh()
            self.other.note(Person("Cy", "approver"), subject, self.other.standing(subject).version, "meanwhile")
        status = self.send(who, "/bulk", {**form, "confirmed": "yes", "expected": stamp})
        touched = verdict in ("", self.desk.shelf.keywords["verdict"][0])
        assert not (interrupt and touched and status == 303), "the pounds shown were of something else"

    @rule(who=PEOPLE, meaning=st.sampled_from(["Reviewed", "Approved"]), accept=st.booleans())
    def sign(self, who: int, meaning: str, accept: bool) -> None:
        if accept:
            self.send(who, "/signoff", {"check": "rows reconcile", "reason": "known"})
        self.send(who, "/signoff", {"meaning": meaning})

    @rule(who=PEOPLE, k=KEYWORDS, product=st.sampled_from(CHOICES["product"]))
    def judge(self, who: int, k: int, product: str) -> None:
        form = {"subject": self.desk.shelf.subjects[k], "product": product, "customers": "no"}
        assert self.send(who, "/blind", form) == 303

    @rule(who=PEOPLE, name=st.sampled_from(list(OUTPUTS)))
    def export_and_merge(self, who: int, name: str) -> None:
        answer = self.people[who].get(f"/export/{name}")
        assert answer.status_code == 200
        if name == "decisions.xlsx":
            before = self.desk.ledger.head()
            sent = self.people[who].post("/import", files={"file": ("d.xlsx", answer.content)}, headers=OWN)
            assert sent.status_code == 303
            assert self.desk.ledger.head() == before, "a workbook that nobody filled in changed something"

    @rule(
        who=PEOPLE,
        at=st.integers(0, 99),
        form=st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=6),
        kind=st.sampled_from(["form", "json", "multipart", "none", "odd charset"]),
        body=st.binary(max_size=60),
    )
    def anything(self, who: int, at: int, form: dict[str, str], kind: str, body: bytes) -> None:
        places = endpoints(self.desk)
        method, path = places[at % len(places)]
        form = {n: CHOICES.get(n, [t])[len(t) % len(CHOICES.get(n, [t]))] for n, t in form.items()}
        form.pop("name", None)  # the two keep their names
        sent: dict = {"json": {"json": form}, "form": {"data": form}, "none": {}}.get(kind, {"content": body})
        headers = {**OWN, **({"content-type": TYPES[kind]} if kind in TYPES else {})}
        query = {k: v.encode("utf-8", "replace").decode() for k, v in form.items()}
        answer = self.people[who].request(
            method, path, params=query, headers=headers, **({} if method != "POST" else sent)
        )
        assert answer.status_code in (200, 303, 400, 404, 412, 422), (method, path, answer.status_code)

    @invariant()
    def the_ledger_only_grows_and_verifies(self) -> None:
        if not hasattr(self, "desk"):
            return
        for head in self.heads[-3:]:
            assert self.desk.ledger.verify(head) == []
        self.heads.append(self.desk.ledger.head())
        self.other.refresh()
        self.desk.refresh()
        assert [e.hash for e in self.desk.entries] == [e.hash for e in self.other.entries]
        assert self.desk.progress() == self.other.progress()


QUICK = settings(max_examples=8, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
def test_any_order_of_acts():
    run_state_machine_as_test(Acts, settings=QUICK)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_any_order_of_many_acts():
    run_state_machine_as_test(Acts, settings=settings(QUICK, max_examples=250, stateful_step_count=40))
