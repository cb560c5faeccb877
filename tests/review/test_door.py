"""Who may come in to the review page, from where, and with how much."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Mount, Route

from keyworth.review.access_control import LIMIT
from tests.review.visitors import HOST, OWN, a_client, endpoints, enter

STRANGERS = [
    {"host": "evil.example"},
    {"host": "127.0.0.1:1"},
    {"host": ""},
    {"host": f"{HOST}.evil.example"},
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": f"https://{HOST}"},
    {"origin": f"http://{HOST}.evil.example"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]


def test_every_endpoint_is_in_the_list(app, desk):
    """The list that these tests go through misses no route of the page."""
    listed = {(m, re.sub(desk.shelf.subjects[0], "{subject}", p)) for m, p in endpoints(desk)}
    for route in app._app.routes:
        if isinstance(route, Mount):
            continue
        assert isinstance(route, Route)
        for method in route.methods or ():
            if route.path == "/export/{name}":
                continue
            assert (method, route.path) in listed


@pytest.mark.parametrize("wrong", STRANGERS, ids=lambda w: " ".join(f"{k}={v}" for k, v in w.items()))
def test_every_endpoint_refuses_who_comes_from_elsewhere(app, desk, tokens, wrong):
    inside, before = enter(app, tokens), desk.ledger.head()
    for method, path in endpoints(desk):
        assert inside.request(method, path, headers={**OWN, **wrong}).status_code == 403, (method, path)
    assert desk.ledger.head() == before


def test_every_endpoint_refuses_who_has_no_session(app, desk, tokens):
    spent = tokens.new()
    assert a_client(app).get(f"/?token={spent}").status_code == 303
    for method, path in endpoints(desk):
        assert a_client(app).request(method, path, headers=OWN).status_code == 403, f"{method} {path} without a token"
        for cookie in ("keyworth_session=forged", "keyworth_session=", f"keyworth_session={spent}", "other=1"):
            forged = {**OWN, "cookie": cookie}
            assert a_client(app).request(method, path, headers=forged).status_code == 403, (method, path, cookie)
        replayed = a_client(app).request(method, f"{path}?token={spent}", headers=OWN)
        assert replayed.status_code == 403, f"{method} {path} with a spent token"
        if path != "/":  # a fresh token opens the door at its own address alone
            fresh = a_client(app).request(method, f"{path}?token={tokens.new()}", headers=OWN)
            assert fresh.status_code == 403, f"{method} {path} with a token"
    assert desk.ledger.head()[0] == 0


def test_a_write_says_where_it_comes_from(app, desk, tokens):
    inside = enter(app, tokens)
    for method, path in endpoints(desk):
        if method == "POST":
            assert inside.post(path).status_code == 403, f"{path} without an origin"
            assert inside.post(path, headers={"sec-fetch-site": "none"}).status_code == 403, path


def test_a_token_works_once(app, tokens):
    token = tokens.new()
    assert a_client(app).get(f"/?token={token}").status_code == 303
    assert a_client(app).get(f"/?token={token}").status_code == 403
    for wrong in ("", "%ff%00", "%ed%a0%80", token[:-1], token.upper(), "a" * 5000):
        assert a_client(app).get(f"/?token={wrong}").status_code == 403


def test_every_answer_carries_the_policy(app, tokens):
    client = enter(app, tokens)
    for path in ("/queue", "/signoff", "/nowhere", "/static/review.css", "/export/letter.html", "/export/nothing"):
        answer = client.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert not any(h.startswith("access-control") for h in answer.headers), "no CORS"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    page = client.get("/queue").text
    assert not re.search(r"\son\w+=|style=|<script(?! src=)", page)


def test_other_methods(app, desk, tokens):
    client = enter(app, tokens)
    for _method, path in endpoints(desk):
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW"):
            assert client.request(method, path, headers=OWN).status_code == 405


def test_sizes_have_limits(app, desk, tokens):
    client = enter(app, tokens)

    def stream():
        for _ in range(40):
            yield b"a=" + b"x" * (LIMIT // 20)

    form = {"content-type": "application/x-www-form-urlencoded"}
    for method, path in endpoints(desk):
        if method == "POST" and path != "/import":
            assert client.post(path, content=b"x" * (LIMIT + 1), headers={**OWN, **form}).status_code == 413, path
            if path != "/invite":
                assert client.post(path, content=stream(), headers={**OWN, **form}).status_code == 413, path
    for length, status in (("-1", 400), ("²", 400), ("1e3", 400), ("9" * 5000, 413), (str(1 << 40), 413)):
        headers = {**OWN, **form, "content-length": length.encode("latin-1")}
        assert client.post("/bulk", content=stream(), headers=headers).status_code == status
    many = "&".join(f"f{i}=1" for i in range(500))
    assert client.post("/bulk", content=many, headers={**OWN, **form}).status_code == 400


def test_two_reviews_of_one_browser_do_not_share_a_session(desk):
    from keyworth.review.access_control import Tokens
    from keyworth.review.server import create_app

    tokens = Tokens("keyworth_session_1"), Tokens("keyworth_session_2")
    apps = [create_app(desk, t, (HOST,)) for t in tokens]
    one = enter(apps[0], tokens[0])
    assert [c.name for c in one.cookies.jar] == ["keyworth_session_1"]
    one.get("/queue")
    assert a_client(apps[1]).get("/queue", headers={"cookie": "keyworth_session_1=x"}).status_code == 403
