"""The whole path of a review in headless Chromium, with and without JavaScript, for two reviewers at once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import uvicorn

from keyworth.review.access_control import Tokens
from keyworth.review.ledger import Ledger
from keyworth.review.review_session import Desk
from keyworth.review.server import create_app
from keyworth.review.signoff import Person
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
        sock.listen()  # who comes before the server is up waits for it
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
        self.page.get_by_role("link", name="1. Decide").click()
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
    stands = site.desk.progress()
    assert (stands["decided"], stands["amount"]) == (3, 312.0)

    ann.open("garden room 9")
    bob.open("garden room 9")
    ann.page.check("input[value=change]")
    ann.page.select_option("#verdict", "keep")
    ann.page.fill("#reason", "it sells by telephone")
    ann.press("Save the decision")
    bob.press("Save the decision")
    told = bob.page.inner_text("[role=alert]")
    assert "Somebody changed this first" in told
    for word in ("You meant", "agree", "Stands now", "keep", "it sells by telephone", "Ann (sales)"):
        assert word in told, "the difference"
    bob.press("Undo the last decision")
    assert "undecided" in bob.page.inner_text("#stands")
    bob.page.fill("#note", "asked the warehouse")
    bob.press("Add")
    assert "asked the warehouse" in bob.page.inner_text("main")

    for reviewer in (ann, bob):
        reviewer.page.get_by_role("link", name="2. Sign off").click()
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
    ann.open("garden room 8")
    assert ann.page.get_by_role("button", name="Undo the last decision").count() == 0, "what is signed is not undone"
    ann.page.check("[name=supersede]")
    ann.page.fill("#reason", "back in stock")
    ann.press("Save the decision")
    ann.page.get_by_role("link", name="2. Sign off").click()
    assert ann.page.inner_text("h1") == "Not signed yet"
    assert "no longer holds" in ann.page.inner_text("main")
    assert site.desk.ledger.verify() == []
    assert [f for f in ann.faults if "422" not in f] == []
    assert bob.faults == []


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False])
def test_a_workbook_goes_out_and_comes_back_and_the_blind_sample_is_judged(chromium, site, tmp_path, javascript):
    ann = Reviewer(chromium, site, "Ann", "sales", java_script_enabled=javascript)
    with ann.page.expect_download() as download:
        ann.page.get_by_role("link", name="decisions.xlsx").click()
    download.value.save_as(tmp_path / "decisions.xlsx")
    book = openpyxl.load_workbook(tmp_path / "decisions.xlsx")
    sheet = book["Decisions"]
    place = [c.value for c in sheet[2]].index("decided_verdict") + 1
    sheet.cell(3, place, "watch")
    book.save(tmp_path / "filled.xlsx")
    ann.page.set_input_files("#file", tmp_path / "filled.xlsx")
    ann.press("Check and merge")
    assert "row 3, 'decision_reason'" in ann.page.inner_text("[role=alert]")
    sheet.cell(3, place + 1, "wait for the spring")
    book.save(tmp_path / "filled.xlsx")
    ann.page.get_by_role("link", name="return to the queue").click()
    ann.page.set_input_files("#file", tmp_path / "filled.xlsx")
    ann.press("Check and merge")
    assert "1 keyword," in ann.page.inner_text("[role=status]")
    ann.page.get_by_role("link", name="Blind sample").click()
    while ann.page.get_by_role("button", name="Next").count():
        ann.page.check("[name=product][value=yes]")
        ann.page.check("[name=customers][value=no]")
        ann.press("Next")
    assert "judged them all" in ann.page.inner_text("main")
    assert [f for f in ann.faults if "422" not in f] == []


def every_page(site: Site, ann: Reviewer) -> Iterator[str]:
    """Yield the name of every page and state of the review, with the page open."""
    bob, base = Person("Bob", "marketing"), f"http://127.0.0.1:{site.port}"
    subject, other = site.desk.shelf.subjects[:2]
    for path in ("/who", "/queue", "/queue?text=nothing+at+all", f"/keyword/{subject}", "/blind", "/signoff"):
        ann.page.goto(base + path)
        yield path
    ann.page.goto(f"{base}/queue?verdict=cut")
    ann.page.locator("summary").click()
    yield "bulk, opened"
    ann.press("Show the pounds first")
    yield "bulk, its pounds"
    site.desk.decide_all(bob, {"verdict": "cut"}, "agree", "")
    ann.press("Decide all")
    yield "bulk, moved meanwhile"
    ann.page.goto(f"{base}/queue")
    ann.press("Invite another reviewer")
    yield "invitation"
    ann.page.goto(f"{base}/keyword/{other}")
    site.desk.refresh()
    site.desk.decide(bob, other, site.desk.standing(other).version, "defer", "", owner="Cy", due="2031-01-01")
    ann.press("Save the decision")
    yield "conflict"
    ann.page.goto(f"{base}/keyword/{other}")
    ann.page.check("input[value=change]")
    ann.press("Save the decision")
    yield "fault"
    site.desk.accept(bob, "rows reconcile", "known")
    site.desk.sign(bob, "Approved")
    for path in ("/signoff", f"/keyword/{other}", "/queue"):
        ann.page.goto(base + path)
        yield f"{path}, signed by one"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(chromium, site, scheme):
    from axe_playwright_python.sync_playwright import Axe

    ann, axe = Reviewer(chromium, site, "Ann", "sales", color_scheme=scheme, bypass_csp=True), Axe()
    for page in every_page(site, ann):
        found = axe.run(ann.page).response["violations"]
        assert found == [], (page, [(v["id"], [n["html"] for n in v["nodes"][:2]]) for v in found])


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390])
def test_nothing_scrolls_sideways_on_a_small_screen(chromium, site, width):
    ann = Reviewer(chromium, site, "Ann", "sales", viewport={"width": width, "height": 640})
    for page in every_page(site, ann):
        assert ann.page.evaluate("document.documentElement.scrollWidth") <= width, page
    assert [f for f in ann.faults if "422" not in f] == [], "nor does the page's policy stop anything"
