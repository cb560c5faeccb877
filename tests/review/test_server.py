"""The review page: who may come in, what it does, and that nothing sent to it breaks it."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from keyworth.review.desk import Desk
from keyworth.review.door import Tokens
from keyworth.review.ledger import Ledger
from keyworth.review.outputs import OUTPUTS
from keyworth.review.server import create_app
from keyworth.settings import Review
from tests.review.conftest import make_audit

HOST = "127.0.0.1:8765"
OWN = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
def app(desk, tokens):
    return create_app(desk, tokens, (HOST,))


def a_client(app) -> TestClient:
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False, raise_server_exceptions=False)


def enter(app, tokens, name="Ann", role="sales") -> TestClient:
    client = a_client(app)
    answer = client.get(f"/?token={tokens.new()}")
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.post("/who", data={"name": name, "role": role}, headers=OWN).status_code == 303
    return client


def endpoints(desk) -> list[tuple[str, str]]:
    subject = desk.queue({})["rows"][0]["subject"]
    gets = ["/", "/who", "/queue", f"/keyword/{subject}", "/blind", "/signoff", *(f"/export/{n}" for n in OUTPUTS)]
    posts = ["/who", "/bulk", "/blind", "/signoff", "/invite", "/import"]
    posts += [f"/keyword/{subject}/{act}" for act in ("decide", "undo", "note")]
    return [("GET", p) for p in gets] + [("POST", p) for p in posts]


def test_every_endpoint_refuses_strangers(app, desk, tokens):
    inside = enter(app, tokens)
    before = desk.ledger.head()
    for method, path in endpoints(desk):
        for headers in (
            {"host": "evil.example"},
            {"host": "127.0.0.1:1"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
        ):
            assert inside.request(method, path, headers={**OWN, **headers}).status_code == 403, (method, path, headers)
        if method == "POST":
            for origin in ("http://evil.example", "null", f"https://{HOST}", f"http://{HOST}.evil.example"):
                assert inside.post(path, headers={"origin": origin}).status_code == 403, (path, origin)
            assert inside.post(path).status_code == 403, f"{path} without an origin"
        assert a_client(app).request(method, path, headers=OWN).status_code == 403, f"{method} {path} without a session"
        forged = {**OWN, "cookie": "keyworth_session=forged"}
        assert a_client(app).request(method, path, headers=forged).status_code == 403
    assert desk.ledger.head() == before


def test_a_token_works_once(app, tokens):
    token = tokens.new()
    assert a_client(app).get(f"/?token={token}").status_code == 303
    assert a_client(app).get(f"/?token={token}").status_code == 403
    assert a_client(app).get("/?token=").status_code == 403
    assert a_client(app).get("/?token=%ff%00").status_code == 403


def test_every_answer_carries_the_policy(app, desk, tokens):
    client = enter(app, tokens)
    for path in ("/queue", "/signoff", "/nowhere", "/static/review.css"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    page = client.get("/queue").text
    assert not re.search(r"\son\w+=|style=|<script(?! src=)", page)


def test_other_methods_and_large_bodies(app, tokens):
    client = enter(app, tokens)
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        assert client.request(method, "/queue", headers=OWN).status_code == 405
    assert client.post("/bulk", content=b"x" * (2 << 20), headers=OWN).status_code == 413


def test_decide_with_a_form_and_meet_a_conflict(app, desk, tokens):
    ann, bob = enter(app, tokens), enter(app, tokens, "Bob", "marketing")
    subject = desk.queue({})["rows"][0]["subject"]
    form = {"version": "0", "action": "agree", "verdict": ""}
    assert ann.post(f"/keyword/{subject}/decide", data=form, headers=OWN).status_code == 303
    form = {"version": "0", "action": "change", "verdict": "keep", "reason": "mine"}
    stale = bob.post(f"/keyword/{subject}/decide", data=form, headers=OWN)
    assert stale.status_code == 412
    assert "Somebody changed this first" in stale.text
    assert "mine" in stale.text
    assert desk.keyword(subject)["standing"].decision.author == "Ann"


def test_bulk_shows_the_pounds_first(app, desk, tokens):
    client = enter(app, tokens)
    form = {"verdict": "cut", "action": "agree"}
    shown = client.post("/bulk", data=form, headers=OWN)
    assert shown.status_code == 200
    assert "312" in shown.text
    assert desk.queue({"state": "decided"})["count"] == 0
    moved = client.post("/bulk", data={**form, "confirmed": "yes", "expected": "99"}, headers=OWN)
    assert moved.status_code == 422, "the list changed since the pounds were shown"
    assert client.post("/bulk", data={**form, "confirmed": "yes", "expected": "3"}, headers=OWN).status_code == 303
    assert desk.queue({"state": "decided"})["count"] == 3


def test_exports_and_import(app, desk, tokens):
    client = enter(app, tokens)
    for name in OUTPUTS:
        answer = client.get(f"/export/{name}")
        assert answer.status_code == 200
        assert name in answer.headers["content-disposition"]
    book = client.get("/export/decisions.xlsx").content
    assert client.post("/import", files={"file": ("d.xlsx", book)}, headers=OWN).status_code == 303
    assert client.post("/import", files={"file": ("d.xlsx", b"junk")}, headers=OWN).status_code == 422
    assert client.get("/export/../../etc/passwd").status_code == 404


@pytest.fixture(scope="module")
def naughty(request) -> list[str]:
    shared = request.getfixturevalue("shared_data")
    return json.loads((shared / "hostile" / "blns.json").read_text())


def test_naughty_strings_everywhere(naughty, tmp_path, tokens):
    desk = Desk(make_audit(tmp_path / "a", len(naughty), naughty), Ledger(f"sqlite:///{tmp_path}/l.sqlite"), Review())
    app = create_app(desk, tokens, (HOST,))
    client = enter(app, tokens)
    rows = desk.select({})["subject"].tolist()
    for page in range(1, desk.queue({})["pages"] + 1):
        assert client.get(f"/queue?page={page}").status_code == 200
    for i, text in enumerate(naughty[::9]):
        subject = rows[i]
        form = {"version": "0", "action": "change", "verdict": "keep", "reason": text, "owner": text, "due": text}
        answers = [client.post(f"/keyword/{subject}/decide", data=form, headers=OWN)]
        answers.append(client.post(f"/keyword/{subject}/note", data={"version": "1", "text": text}, headers=OWN))
        answers.append(client.get(f"/keyword/{subject}"))
        answers.append(client.get("/queue", params={"text": text, "min_stake": text, "page": text, "flag": text}))
        answers.append(client.post("/who", data={"name": text, "role": "sales"}, headers=OWN))
        answers.append(client.post("/signoff", data={"check": text, "reason": text, "meaning": text}, headers=OWN))
        assert all(a.status_code < 500 for a in answers), text
        assert "<script>" not in answers[2].text
    for name in OUTPUTS:
        assert client.get(f"/export/{name}").status_code == 200
    assert desk.ledger.verify() == []
