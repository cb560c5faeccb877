"""The whole path of a review in headless Chromium, with and without JavaScript, for two reviewers at once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from keyworth.review.desk import Desk
from keyworth.review.door import Tokens
from keyworth.review.ledger import Ledger
from keyworth.review.server import create_app
from keyworth.settings import Review
from tests.review.conftest import make_audit

pytestmark = pytest.mark.browser


class Site:
    def __init__(self, folder: Path) -> None:
        self.desk = Desk(
            make_audit(folder / "audit"), Ledger(f"sqlite:///{folder}/l.sqlite"), Review(two_signatures_above=50)
        )
        self.tokens = Tokens()
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        self.port = sock.getsockname()[1]
        app = create_app(self.desk, self.tokens, (f"127.0.0.1:{self.port}",))
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [sock]}, daemon=True)
        self.thread.start()

    def invite(self) -> str:
        return f"http://127.0.0.1:{self.port}/?token={self.tokens.new()}"

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    site.close()


class Reviewer:
    """A browser of one reviewer, who notes what should never happen."""

    def __init__(self, chromium, site: Site, name: str, role: str, **context) -> None:
        self.page = chromium.new_context(**context).new_page()
        self.faults: list[str] = []
        self.page.on(
            "console", lambda m: self.faults.append(m.text) if m.type == "error" and "412" not in m.text else None
        )
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        self.page.goto(site.invite())
        self.page.fill("#name", name)
        self.page.select_option("#role", role)
        self.press("Go to the queue")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=False).first.click()
        self.page.wait_for_load_state()

    def open(self, keyword: str) -> None:
        self.page.get_by_role("link", name="Queue").click()
        self.page.get_by_role("link", name=keyword, exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_whole_path(chromium, site, javascript):
    ann = Reviewer(chromium, site, "Ann", "sales", java_script_enabled=javascript)
    bob = Reviewer(chromium, site, "Bob", "marketing", java_script_enabled=javascript)
    page = ann.page
    page.select_option("#verdict", "cut")
    if not javascript:
        ann.press("Filter")
    page.wait_for_url("**verdict=cut**")
    assert "3 keywords" in page.inner_text("[role=status]")
    page.get_by_text("Decide all 3 of these at once").click()
    ann.press("Show the pounds first")
    assert "312" in page.inner_text("main")
    ann.press("Decide all 3")
    assert site.desk.queue({"state": "decided"})["count"] == 3

    ann.open("garden room 9")
    bob.open("garden room 9")
    ann.page.check("input[value=change]")
    ann.page.select_option("#verdict", "keep")
    ann.page.fill("#reason", "it sells by telephone")
    ann.press("Save the decision")
    bob.press("Save the decision")
    assert "Somebody changed this first" in bob.page.inner_text("[role=alert]")
    bob.press("Undo the last decision")
    assert "undecided" in bob.page.inner_text(".facts")

    for reviewer in (ann, bob):
        reviewer.page.get_by_role("link", name="Sign-off").click()
    ann.page.fill("#reason-1", "three test rows")
    ann.press("Accept this check")
    for reviewer in (ann, bob):
        reviewer.page.reload()
        reviewer.page.select_option("#meaning", "Approved")
        reviewer.press("Sign")
    assert bob.page.inner_text("h1") == "Signed"
    with bob.page.expect_download() as download:
        bob.page.get_by_role("link", name="google-ads-editor.csv").click()
    assert "Paused" in Path(download.value.path()).read_text(encoding="utf-16")
    assert site.desk.ledger.verify() == []
    assert ann.faults == []
    assert bob.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium, site, scheme):
    from axe_playwright_python.sync_playwright import Axe

    ann = Reviewer(chromium, site, "Ann", "sales", color_scheme=scheme, bypass_csp=True)
    subject = site.desk.queue({})["rows"][0]["subject"]
    base = f"http://127.0.0.1:{site.port}"
    for path in ("/queue", f"/keyword/{subject}", "/blind", "/signoff", "/who"):
        ann.page.goto(base + path)
        found = Axe().run(ann.page).response["violations"]
        assert found == [], (path, [v["id"] for v in found])


def test_nothing_scrolls_sideways_at_four_hundred_percent(chromium, site):
    ann = Reviewer(chromium, site, "Ann", "sales", viewport={"width": 320, "height": 640})
    subject = site.desk.queue({})["rows"][0]["subject"]
    for path in (f"/keyword/{subject}", "/blind", "/signoff", "/who"):
        ann.page.goto(f"http://127.0.0.1:{site.port}{path}")
        assert ann.page.evaluate("document.documentElement.scrollWidth") <= 320, path
