"""Those who come to the review page: with a session, without one, from elsewhere."""

from __future__ import annotations

from starlette.testclient import TestClient

from keyworth.review.outputs import OUTPUTS
from keyworth.review.review_session import Desk

HOST = "127.0.0.1:8765"
OWN = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}


def a_client(app) -> TestClient:
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False, raise_server_exceptions=False)


def enter(app, tokens, name="Ann", role="sales") -> TestClient:
    """Return a client that has spent a token and said who it is."""
    client = a_client(app)
    answer = client.get(f"/?token={tokens.new()}")
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.post("/who", data={"name": name, "role": role}, headers=OWN).status_code == 303
    return client


def endpoints(desk: Desk) -> list[tuple[str, str]]:
    """Return every method and address that the page serves."""
    subject = desk.shelf.subjects[0]
    gets = ["/", "/who", "/queue", f"/keyword/{subject}", "/blind", "/signoff", *(f"/export/{n}" for n in OUTPUTS)]
    posts = ["/who", "/bulk", "/blind", "/signoff", "/invite", "/import"]
    posts += [f"/keyword/{subject}/{act}" for act in ("decide", "undo", "note")]
    return [("GET", p) for p in gets] + [("HEAD", p) for p in gets] + [("POST", p) for p in posts]
