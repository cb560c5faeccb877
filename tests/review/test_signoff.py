"""Two people, on one audit: what makes two, what they sign, and what nobody may do once they have."""

from __future__ import annotations

import json
import shutil

import pytest

from keyworth.errors import KeyworthError
from keyworth.review import ledger_faults, person
from keyworth.review.ledger import Ledger
from keyworth.review.review_session import Desk
from keyworth.review.signoff import Person
from keyworth.settings import Review
from keyworth.store import seal
from tests.review.conftest import make_audit
from tests.review.visitors import OWN, enter

ANN, BOB = Person("Ann", "sales", "one"), Person("Bob", "marketing", "two")


@pytest.fixture
def ready(desk) -> Desk:
    """A desk with everything decided and the failed check accepted: pounds that need two."""
    desk.decide_all(ANN, {}, "agree", "")
    desk.accept(ANN, "rows reconcile", "known")
    return desk


def test_both_sides_are_not_signed_from_one_session(app, ready, tokens):
    client = enter(app, tokens)
    assert client.post("/signoff", data={"meaning": "Approved"}, headers=OWN).status_code == 303
    for name, role in (("Bob", "marketing"), ("Ann", "marketing"), ("Cy", "sales"), ("Ann", "approver")):
        assert client.post("/who", data={"name": name, "role": role}, headers=OWN).status_code == 303
        for meaning in ("Approved", "Reviewed"):
            refused = client.post("/signoff", data={"meaning": meaning}, headers=OWN)
            assert refused.status_code == 422
            assert "from this session" in refused.text
    other = enter(app, tokens, "Bob", "marketing")
    assert other.post("/signoff", data={"meaning": "Approved"}, headers=OWN).status_code == 303
    assert ready.is_signed()
    assert ledger_faults(ready) == []
    sessions = {e.payload["session"] for e in ready.signatures()}
    assert len(sessions) == 2
    assert not any(s in client.cookies.values() for s in sessions), "what is kept opens no door"


@pytest.mark.parametrize(
    "name",
    [
        "ANN", "Ａｎｎ", "\u0410nn", "A\u3164nn", "Ann\ufe0f", "Ann\u034f", "A\u115fnn", "An\u200dn", "Ann\U000e0041",
        "Ann\u2800", "Ánn", "A nn", "A.n.n.", "𝐀nn", "\u0391nn", "Aոո", "Ann\u0323",
    ],
)  # fmt: skip
def test_a_name_that_looks_the_same_is_no_second_person(ready, name):
    ready.sign(ANN, "Approved")
    with pytest.raises(KeyworthError, match="signed this already"):
        ready.sign(person(name, "marketing", "two"), "Approved")
    assert not ready.is_signed()


@pytest.mark.parametrize("name", ["Anna", "Bob", "Nan", "An", "Annn", "王", "Αννα", "Ann Lee"])
def test_another_name_is_another_person(ready, name):
    ready.sign(ANN, "Approved")
    ready.sign(person(name, "marketing", "two"), "Approved")
    assert ready.is_signed()


@pytest.mark.parametrize("name", ["\u3164", "\u115f\u1160", "\ufe0f", "\u2800", "\U000e0001", "...", "\u034f \u00ad"])
def test_what_cannot_be_seen_is_no_name(name):
    with pytest.raises(KeyworthError, match="a name is needed"):
        person(name, "sales")


def test_signatures_of_one_session_or_one_name_are_one_persons_whoever_wrote_them(ready):
    """The rule is of the ledger: another program's entries are measured by it too."""
    ready.sign(ANN, "Approved")
    from keyworth.review.chain import Draft

    for author, session in (("Bob", "one"), ("\u0410nn", "two")):
        head = [ready.entries[-1].seq, ready.entries[-1].hash]
        signed = {**ready.signatures()[0].payload, "session": session, "head": head}
        version = 1 + max(e.version for e in ready.whole)
        ready.ledger.append([Draft(ready.run_id, "audit", version, "signature", author, "marketing", signed)])
        ready.refresh()
        assert ready.missing_signatures() == ["another person"]
    assert any("from the session in which Ann (sales) signed" in f for f in ledger_faults(ready))


@pytest.mark.parametrize(
    ("audited", "local", "holds"),
    [(50, 9e9, 50), (9e9, 50, 50), (0, 5000, 0), (None, 70, 70), ("x", 70, 70), (-1, 70, 70), (True, 70, 70)],
)
def test_the_stricter_threshold_holds_and_is_recorded(tmp_path, audited, local, holds):
    settings = {
        "ingest": {},
        "report": {},
        **({} if audited is None else {"review": {"two_signatures_above": audited}}),
    }
    audit = make_audit(tmp_path / "audit", settings=settings)
    desk = Desk(audit, Ledger("sqlite://"), Review(two_signatures_above=local))
    desk.decide_all(ANN, {}, "agree", "")
    desk.accept(ANN, "rows reconcile", "known")
    assert desk.sign(ANN, "Approved").payload["two_signatures_above"] == holds
    assert desk.missing_signatures() == ["marketing"]
    later = Desk(audit, desk.ledger, Review(two_signatures_above=9e12))
    later.refresh()
    assert later.missing_signatures() == ["marketing"], "who loosens it afterwards loosens nothing"


def test_nothing_is_signed_where_nothing_is_decided(desk):
    desk.accept(ANN, "rows reconcile", "known")
    for meaning in ("Reviewed", "Approved"):
        with pytest.raises(KeyworthError, match="nothing is decided yet"):
            desk.sign(ANN, meaning)
    assert desk.missing_signatures() == ["one person"]
    desk.decide_all(ANN, {}, "defer", "", owner="Cy", due="2999-01-01")
    with pytest.raises(KeyworthError, match="deferred: there is nothing to sign"):
        desk.sign(ANN, "Approved")
    subject = desk.shelf.subjects[0]
    desk.decide(ANN, subject, 1, "agree", "")
    desk.undo(ANN, subject, 2)
    desk.undo(ANN, subject, 3)
    with pytest.raises(KeyworthError, match="nothing to sign"):
        desk.sign(ANN, "Approved")
    assert not desk.is_signed()


def test_one_superseded_keyword_unlocks_no_other(ready):
    ready.sign(ANN, "Approved")
    ready.sign(BOB, "Approved")
    one, *others = ready.shelf.subjects
    ready.decide(ANN, one, 1, "change", "keep", supersede=True, reason="back in stock")
    assert not ready.is_signed()
    assert not ready.is_locked(one)
    for act in (
        lambda s: ready.decide(ANN, s, 1, "change", "keep", reason="x"),
        lambda s: ready.undo(ANN, s, 1),
    ):
        for subject in others[:4]:
            with pytest.raises(KeyworthError, match="signed by Ann, Bob"):
                act(subject)
    with pytest.raises(KeyworthError, match="decided already"):
        ready.decide_all(ANN, {}, "agree", "")
    ready.decide(ANN, one, 2, "change", "cut", reason="on second thoughts")
    ready.decide(ANN, others[0], 1, "change", "keep", supersede=True, reason="this one too")
    assert ready.keyword(others[0])["standing"].decision.kind == "supersede"
    assert ready.is_locked(others[1])
    assert ledger_faults(ready) == []


def test_every_entry_names_the_audit_it_was_made_on(ready):
    subject = ready.shelf.subjects[0]
    ready.note(ANN, subject, 1, "hm")
    ready.judge(ANN, subject, "yes", "no")
    ready.undo(ANN, subject, 2)
    ready.sign(ANN, "Reviewed")
    assert {e.payload["audit_sha256"] for e in ready.entries} == {ready.sha256}
    assert {e.kind for e in ready.entries} == {"decision", "undo", "note", "judgement", "acceptance", "signature"}


def test_an_audit_swapped_under_its_decisions_is_found_before_it_is_signed(desk, audit_dir):
    desk.decide_all(ANN, {"verdict": "cut"}, "agree", "")
    summary = json.loads((audit_dir / "audit.json").read_text())
    summary["checks"] = []
    seal({k: v for k, v in summary.items() if k != "files"}, audit_dir)
    with pytest.raises(KeyworthError, match="not the audit that was opened"):  # the page that is open
        desk.sign(ANN, "Approved")
    later = Desk(audit_dir, desk.ledger, desk.settings)
    later.refresh()
    for act in (lambda: later.sign(ANN, "Approved"), lambda: later.decide_all(ANN, {}, "agree", "")):
        with pytest.raises(KeyworthError, match="not the audit that was decided on"):
            act()
    assert "changed after it was decided on" in ledger_faults(later)[0]
    assert not later.is_signed()


@pytest.mark.parametrize("name", ["report.html", "tables/keywords.parquet", "tables/claim_ledger.parquet"])
@pytest.mark.parametrize("harm", ["edit", "delete", "link"])
def test_verify_reads_every_file_that_the_audit_lists(ready, audit_dir, name, harm):
    assert ledger_faults(ready) == []
    path = audit_dir / name
    if harm == "edit":
        path.write_bytes(path.read_bytes() + b" ")
    else:
        path.rename(audit_dir.parent / "aside")
        if harm == "link":
            path.symlink_to(audit_dir.parent / "aside")
    assert [f.partition(" ")[0] for f in ledger_faults(ready)] == [name]
    with pytest.raises(KeyworthError, match=name):
        ready.sign(ANN, "Approved")


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname", "tables/../../outside.txt"])
def test_verify_reads_no_file_outside_the_audit(ready, audit_dir, name):
    summary = json.loads((audit_dir / "audit.json").read_text())
    summary["files"][name] = "0" * 64
    (audit_dir / "audit.json").write_text(json.dumps(summary))
    assert f"{name} is no file of the audit" in ledger_faults(ready)
    (audit_dir / "added.txt").write_text("x")
    assert "added.txt was not written with the audit" in ledger_faults(ready)
    shutil.rmtree(audit_dir)
    assert "is not an audit directory" in ledger_faults(ready)[0]


@pytest.mark.parametrize("change", ["payload = '{}'", "author = 'Eve'", "subject = 'x'", "at = 'now'", "version = 9"])
def test_a_ledger_that_does_not_verify_is_not_signed(ready, change):
    """Whatever was edited in the middle, while the page was open."""
    with ready.ledger._engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE keyworth_entries SET {change} WHERE seq = 3")
    with pytest.raises(KeyworthError, match="entry 3 was changed after it was written"):
        ready.sign(ANN, "Approved")
