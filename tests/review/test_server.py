"""What the review page does with what is sent to it; nothing sent breaks it."""

from __future__ import annotations

import html
import json

import pytest

from keyworth.review.ledger import Ledger
from keyworth.review.outputs import OUTPUTS
from keyworth.review.review_session import Desk
from keyworth.review.server import create_app
from keyworth.review.signoff import Person
from keyworth.settings import Review
from tests.review.conftest import make_audit
from tests.review.visitors import HOST, OWN, enter

FIELDS = (
    "version", "action", "verdict", "reason", "owner", "due", "supersede", "new_verdict", "expected", "confirmed",
    "name", "role", "text", "subject", "product", "customers", "check", "meaning", "flag", "state", "min_stake",
    "page", "campaign",
)  # fmt: skip


def test_decide_with_a_form_and_meet_a_conflict(app, desk, tokens):
    ann, bob = enter(app, tokens), enter(app, tokens, "Bob", "marketing")
    subject = desk.shelf.subjects[0]
    form = {"version": "0", "action": "agree", "verdict": ""}
    assert ann.post(f"/keyword/{subject}/decide", data=form, headers=OWN).status_code == 303
    form = {"version": "0", "action": "change", "verdict": "keep", "reason": "mine"}
    stale = bob.post(f"/keyword/{subject}/decide", data=form, headers=OWN)
    assert stale.status_code == 412
    assert "Somebody changed this first" in stale.text
    assert stale.text.count("mine") >= 2, "told in the difference, and kept in the form"
    assert "Ann (sales)" in stale.text
    for act in ("undo", "note"):
        assert bob.post(f"/keyword/{subject}/{act}", data={"version": "0", "text": "x"}, headers=OWN).status_code == 412
    assert desk.keyword(subject)["standing"].decision.author == "Ann"


def test_bulk_shows_the_pounds_first(app, desk, tokens):
    client = enter(app, tokens)
    form = {"verdict": "cut", "action": "agree"}
    shown = client.post("/bulk", data=form, headers=OWN)
    assert shown.status_code == 200
    assert "312" in shown.text
    assert desk.progress()["decided"] == 0
    for stamp in ("99", "", "\x00"):
        moved = client.post("/bulk", data={**form, "confirmed": "yes", "expected": stamp}, headers=OWN)
        assert moved.status_code == 412, "the list changed since the pounds were shown"
    stamp = shown.text.split('name="expected" value="')[1].split('"')[0]
    assert client.post("/bulk", data={**form, "confirmed": "yes", "expected": stamp}, headers=OWN).status_code == 303
    assert desk.progress()["decided"] == 3
    again = client.post("/bulk", data=form, headers=OWN)
    assert "<b>3</b> more are decided already, and stay as they are" in again.text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"action": "change", "new_verdict": "cut"}, "a changed verdict needs a reason"),
        ({"action": "change", "reason": "x"}, "a changed verdict needs the new verdict"),
        ({"action": "defer", "due": "2031-01-02"}, "a deferred keyword needs an owner"),
        ({"action": "defer", "owner": "Cy", "due": "2020-01-01"}, "2020-01-01 is past"),
    ],
)
def test_the_preview_of_many_tells_what_the_decision_lacks(app, desk, tokens, sent, told):
    client = enter(app, tokens)
    shown = client.post("/bulk", data={"verdict": "cut", **sent}, headers=OWN)
    assert shown.status_code == 422
    assert told in shown.text
    assert 'name="expected"' not in shown.text, "there is nothing to confirm"
    whole = {"verdict": "cut", "reason": "x", "owner": "Cy", **sent, "new_verdict": "keep", "due": "2031-01-02"}
    assert client.post("/bulk", data={**whole, "reason": "x", "owner": "Cy"}, headers=OWN).status_code == 200


def test_a_day_that_is_past_is_refused(app, desk, tokens):
    client, at = enter(app, tokens), f"/keyword/{desk.shelf.subjects[0]}/decide"
    form = {"version": "0", "action": "defer", "owner": "Cy", "due": "2020-01-01"}
    refused = client.post(at, data=form, headers=OWN)
    assert refused.status_code == 422
    assert "today or a later day" in refused.text
    assert client.post(at, data={**form, "due": "2031-01-02"}, headers=OWN).status_code == 303


def test_what_is_not_there_is_told(app, desk, tokens):
    client = enter(app, tokens)
    for path in ("/nowhere", "/keyword/none", "/export/none", "/export/../../etc/passwd", "/static/../base.html.j2"):
        assert client.get(path).status_code == 404, path
    assert client.post("/keyword/none/decide", data={"version": "0", "action": "agree"}, headers=OWN).status_code == 404
    assert client.post("/keyword/none/dance", data={"version": "0"}, headers=OWN).status_code == 404


def test_whoever_has_said_no_name_is_asked_for_it(app, tokens):
    from tests.review.visitors import a_client

    client = a_client(app)
    client.get(f"/?token={tokens.new()}")
    for path in ("/queue", "/signoff", "/blind", "/export/letter.txt"):
        assert client.get(path).headers["location"] == "/who"
    assert client.post("/signoff", data={"meaning": "Approved"}, headers=OWN).status_code == 422
    for name, role in (("", "sales"), (" \u200b", "sales"), ("Ann", "boss")):
        assert client.post("/who", data={"name": name, "role": role}, headers=OWN).status_code == 422


def test_exports_and_import(app, tokens):
    client = enter(app, tokens)
    for name in OUTPUTS:
        answer = client.get(f"/export/{name}")
        assert answer.status_code == 200
        assert name in answer.headers["content-disposition"]
    assert "by 2031-02-03" in client.get("/export/letter.txt?reply_by=2031-02-03").text
    assert client.get("/export/letter.txt?reply_by=soon").status_code == 422
    past = client.get("/export/letter.txt?reply_by=2020-01-01")
    assert past.status_code == 422
    assert "2020-01-01 is past" in past.text
    assert "Name today or a later day." in past.text
    book = client.get("/export/decisions.xlsx").content
    assert client.post("/import", files={"file": ("d.xlsx", book)}, headers=OWN).status_code == 303
    for junk in (b"junk", b"", b"PK\x03\x04" + b"\x00" * 50, book[: len(book) // 2]):
        assert client.post("/import", files={"file": ("d.xlsx", junk)}, headers=OWN).status_code == 422
    assert client.post("/import", data={"file": "no file"}, headers=OWN).status_code == 422


@pytest.fixture(scope="module")
def naughty(request) -> list[str]:
    shared = request.getfixturevalue("shared_data")
    return json.loads((shared / "hostile" / "blns.json").read_text())


@pytest.mark.parametrize(
    "step",
    [pytest.param(7, marks=pytest.mark.slow), pytest.param(1, marks=[pytest.mark.soak, pytest.mark.timeout(1800)])],
)
def test_naughty_strings_in_every_field(naughty, tmp_path, tokens, step):
    """Each string, in every cell of the audit that is shown and in every field of every form."""
    audit = make_audit(tmp_path / "a", len(naughty), naughty)
    desk = Desk(audit, Ledger(f"sqlite:///{tmp_path}/l.sqlite"), Review(blind_share=1.0))
    app = create_app(desk, tokens, (HOST,))
    client, given = enter(app, tokens), naughty[::step]

    def fine(answer) -> None:
        assert answer.status_code < 500, text
        assert "<script>" not in answer.text, text

    def post(path: str, **form: str) -> None:
        fine(client.post(path, data=form, headers=OWN))

    for page in range(1, desk.queue({})["pages"] + 1):
        text = f"page {page}"
        fine(client.get(f"/queue?page={page}"))
    for i, text in enumerate(given):
        subject, every = desk.shelf.subjects[i], dict.fromkeys(FIELDS, text)
        at = f"/keyword/{subject}"
        post("/who", name=text, role="sales")
        post(f"{at}/decide", version="0", action="change", verdict="keep", reason=text or "-")
        post(f"{at}/decide", version="1", action="defer", owner=text or "-", due="2031-01-01")
        post(f"{at}/note", version="2", text=text)
        post("/signoff", check="rows reconcile", reason=text)
        post("/bulk", action="defer", **dict.fromkeys(("owner", "due", "text", "campaign", "flag"), text))
        for path in (("/who", f"{at}/decide", f"{at}/undo", "/blind", "/signoff", "/bulk")[i % 6],):
            post(path, **every)
        fine(client.get("/queue", params=every))
        fine(client.get(at, params=every))
    assert sum(e.kind == "note" for e in desk.entries) > len(given) * 0.9, "they were saved, not only refused"
    assert desk.progress()["decided"] > len(given) * 0.9
    for name in OUTPUTS:
        assert client.get(f"/export/{name}", params={"reply_by": given[-1]}).status_code < 500
        assert client.get(f"/export/{name}").status_code == 200
    assert desk.ledger.verify() == []


def test_what_was_typed_is_shown_as_it_was_typed(app, desk, tokens):
    client, subject = enter(app, tokens), desk.shelf.subjects[0]
    text = '<b>"it\'s" & {{ 7 * 7 }}</b>'
    client.post(f"/keyword/{subject}/note", data={"version": "0", "text": text}, headers=OWN)
    page = client.get(f"/keyword/{subject}").text
    assert text in html.unescape(page)
    assert text not in page


def test_a_keyword_is_decided_from_the_queue(app, desk, tokens):
    client = enter(app, tokens)
    shown = client.get("/queue?verdict=cut").text
    for choice in ("agree", "stop", "mend", "later"):
        assert f'value="{choice}"' in shown
    cut, other, third = (s for s in desk.shelf.subjects[:3])
    proposed = {s: desk.shelf.row(s)["verdict"] for s in (cut, other, third)}
    sent = {"version": "0", "owner": "Ann", "due": "2031-01-02", "verdict": "cut"}
    answer = client.post(f"/keyword/{cut}/decide", data={**sent, "choice": "agree"}, headers=OWN)
    assert answer.headers["location"] == "/queue?verdict=cut", "back to where one was"
    assert desk.keyword(cut)["standing"].decision.payload == {
        "action": "agree", "verdict": proposed[cut], "audit_sha256": desk.sha256
    }  # fmt: skip
    no_reason = client.post(f"/keyword/{other}/decide", data={**sent, "choice": "mend"}, headers=OWN)
    assert (no_reason.status_code == 303) == (proposed[other] == "fix")
    client.post(f"/keyword/{third}/decide", data={**sent, "choice": "later"}, headers=OWN)
    payload = desk.keyword(third)["standing"].decision.payload
    assert (payload["action"], payload["owner"], payload["due"]) == ("defer", "Ann", "2031-01-02")


def test_coverage_is_said_at_signing(app, desk, tokens):
    client = enter(app, tokens)
    first = desk.shelf.subjects[0]
    desk.decide(Person("Ann", "sales"), first, 0, "agree", "")
    stands, row = desk.progress(), desk.shelf.row(first)
    assert (stands["covered"], stands["covered_stake"]) == (1, row["at_stake"])
    text = " ".join(client.get("/signoff").text.split())
    assert f"<b>1 of {stands['of']} are decided: {row['at_stake']:,.0f} GBP of {stands['stake']:,.0f} GBP</b>" in text


def test_a_keywords_page_shows_what_it_rests_on(app, desk, tokens):
    text = enter(app, tokens).get(f"/keyword/{desk.shelf.subjects[0]}").text
    assert "Products considered" in text
    assert "What customers say" in text
