"""Everybody can read it: axe in every state, keyboard alone, 400 % zoom, calm motion, grey print, colour-blind eyes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_audit import fake_audit

from keyworth.report import render_report, with_changes
from keyworth.store import Audit

pytestmark = pytest.mark.browser

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with every part: what changed, claims, files, calls, sales."""
    audit = fake_audit(60)
    earlier = audit.keywords.assign(verdict=audit.keywords["verdict"].where(audit.keywords["keyword_id"] > 9, "keep"))
    path = tmp_path_factory.mktemp("access") / "small.html"
    path.write_text(render_report(with_changes(audit, replace(audit, keywords=earlier))), encoding="utf-8")
    return path


def drawer(page: Any, k: int = 0) -> None:
    page.locator("#keyword-table tbody .keyword").nth(k).click()
    page.wait_for_selector("#evidence[open] .evidence__why")


def pointed(page: Any, name: str) -> None:
    page.focus(f"#picture-{name} .stage")
    page.keyboard.press("ArrowRight")


# A state and the part of the page that it changes: axe need not read the rest again.
STATES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "whole page": ("html", lambda p: None),
    "filtered": ("#keywords", lambda p: p.check("[name=flips]")),
    "nothing found": ("#keywords", lambda p: p.fill("[name=text]", "zzzz")),
    "sorted": ("#keywords", lambda p: (p.click("#filters-clear"), p.locator(".dt-column-order").nth(4).click())),
    "second page": ("#keywords", lambda p: p.locator(".dt-paging-button").nth(3).click()),
    "opened tables": (
        "details",
        lambda p: p.eval_on_selector_all("details", "all => all.map(d => (d.open = true))"),
    ),
    "a mark of the money picture": ("#picture-revenue", lambda p: pointed(p, "revenue")),
    "a mark of the map": ("#picture-map", lambda p: pointed(p, "map")),
    "evidence": ("#evidence", drawer),
    "all of its evidence": ("#evidence", lambda p: p.click("#evidence summary")),
    "evidence of another": ("#evidence", lambda p: (p.keyboard.press("Escape"), drawer(p, 5))),
}


def violations(page: Any, part: str = "html") -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=part).response["violations"]
    return [f"{v['id']}: {n['html'][:120]} {n.get('failureSummary', '')[:200]}" for v in found for n in v["nodes"][:3]]


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_axe_finds_nothing_in_any_state(visit: Any, small: Path, scheme: str, width: int) -> None:
    page = visit(small, color_scheme=scheme, viewport={"width": width, "height": 900}).page
    for state, (part, reach) in STATES.items():
        reach(page)
        assert violations(page, part) == [], state


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_demo_and_on_hardly_anything(
    visit: Any, demo: Audit, tmp_path: Path, scheme: str
) -> None:
    for k, audit in enumerate((demo, fake_audit(1, money=False))):
        path = tmp_path / f"{k}.html"
        path.write_text(render_report(audit), encoding="utf-8")
        page = visit(path, color_scheme=scheme).page
        assert violations(page) == []
        drawer(page)
        assert violations(page, "#evidence") == []


# What can be pressed, by looking at the page rather than at its tab order.
PRESSED = """() => Array.from(document.querySelectorAll(
    "a[href], button, input, select, summary, [role=button], .stage, .scroller, .keyword, .dt-column-order"))
  .filter((e) => e.getClientRects().length && !e.disabled && !e.classList.contains("disabled") && !e.closest("dialog"))
  .map((e, i) => { e.dataset.wanted = i; return i; })"""


def test_the_keyboard_alone_reaches_everything(visit: Any, small: Path) -> None:
    page = visit(small).page
    wanted, reached = set(page.evaluate(PRESSED)), set()
    for _ in range(len(wanted) + 40):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "() => { const e = document.activeElement;"
            " return [e.dataset.wanted ?? null, getComputedStyle(e).outlineStyle, e.outerHTML.slice(0, 90)]; }"
        )
        if at[0] is not None:
            reached.add(int(at[0]))
            assert at[1] != "none", f"no sign of focus: {at[2]}"
    lost = page.evaluate(
        "left => left.map(i => document.querySelector(`[data-wanted='${i}']`).outerHTML.slice(0, 120))",
        sorted(wanted - reached),
    )
    assert lost == []


def test_the_keyboard_alone_works_everything(visit: Any, small: Path) -> None:
    page = visit(small).page
    found = lambda: page.inner_text("#found")  # noqa: E731
    whole = found()
    page.focus("[name=verdicts][value=watch]")
    page.keyboard.press("Space")
    assert found() != whole
    page.focus("#filter-campaign")
    page.keyboard.press("ArrowDown")
    assert "campaign=" in page.evaluate("location.hash")
    page.focus("#filters-clear")
    page.keyboard.press("Enter")
    assert found() == whole
    page.focus("#keyword-table th:nth-child(5) .dt-column-order")
    page.keyboard.press("Enter")
    page.wait_for_timeout(60)
    assert page.get_attribute("#keyword-table th:nth-child(5)", "aria-sort") == "descending"
    page.locator(".dt-paging-button", has_text="2").first.focus()
    page.keyboard.press("Enter")
    assert "page=2" in page.evaluate("location.hash")
    page.focus("#keyword-table tbody .keyword >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector("#evidence[open] .evidence__why")
    for _ in range(12):  # a dialog keeps the focus, the browser's own bars apart
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement.closest('dialog') !== null || document.activeElement === document.body"
        )
    page.keyboard.press("Escape")
    assert not page.locator("#evidence[open]").count()
    page.focus("#money summary >> nth=0")
    page.keyboard.press("Enter")
    assert page.locator("#money details[open]").count() == 1


SIDEWAYS = """(root) => {
  const out = [], width = document.documentElement.clientWidth;
  for (const e of document.querySelector(root).querySelectorAll("*")) {
    const text = Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!text || e.closest("svg, .quiet, .skip, thead") || !e.getClientRects().length) continue;
    const box = e.getBoundingClientRect();
    if (box.right <= width + 1 && box.left >= -1) continue;
    out.push(`${e.tagName}.${e.className} ${Math.round(box.right)}: ${e.textContent.trim().slice(0, 60)}`);
  }
  return out;
}"""


@pytest.mark.parametrize("name", ["small", "long"])
def test_zoomed_to_400_per_cent_no_text_lies_to_the_side(visit: Any, small: Path, tmp_path: Path, name: str) -> None:
    path = small
    if name == "long":
        audit = fake_audit(40)
        words = audit.keywords.assign(keyword=f"{LONG} for sale", campaign=LONG, product_title=LONG)
        money = {
            n: words[n] * 1e7 for n in words if n.startswith(("cost", "attributed", "claimed", "at_stake", "clicks"))
        }
        report = {"company": LONG, "agency": LONG}
        summary = {**audit.summary, "settings": {**audit.summary["settings"], "report": report}}
        path = tmp_path / "long.html"
        path.write_text(
            render_report(replace(audit, keywords=words.assign(**money), summary=summary)), encoding="utf-8"
        )
    page = visit(path, viewport={"width": 320, "height": 256}).page
    page.eval_on_selector_all("details", "all => all.map(d => (d.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SIDEWAYS, "body") == []
    drawer(page)
    page.eval_on_selector_all("#evidence details", "all => all.map(d => (d.open = true))")
    assert page.evaluate("document.querySelector('#evidence').scrollWidth") <= 320
    assert page.evaluate(SIDEWAYS, "#evidence") == []


def test_calm_motion_is_respected(visit: Any, small: Path) -> None:
    moving = """() => Array.from(document.querySelectorAll("*")).map((e) => getComputedStyle(e)).filter((s) =>
      s.scrollBehavior === "smooth" || s.animationName !== "none" || parseFloat(s.transitionDuration) > 0).length"""
    calm = visit(small, reduced_motion="reduce").page
    drawer(calm)
    assert calm.evaluate(moving) == 0


def test_verdicts_are_told_apart_without_colour(visit: Any, small: Path) -> None:
    page = visit(small).page
    shapes = page.eval_on_selector_all(".lines .mark", "all => all.map(m => m.innerHTML)")
    assert len(set(shapes)) == 4
    assert page.locator(".lines dt").all_inner_texts() == ["Stop", "Mend", "Keep", "Not enough evidence"]
    bars = page.locator("#money table.bars").first.locator("tbody tr")
    assert [bar.locator("th .verdict").inner_text() for bar in bars.all()] == [
        "Keep",
        "Mend",
        "Stop",
        "Not enough evidence",
    ]


def test_four_numbers_are_set_large(visit: Any, small: Path) -> None:
    page = visit(small).page
    sizes = page.eval_on_selector_all(
        "#first-screen data", "all => all.map(d => parseFloat(getComputedStyle(d).fontSize))"
    )
    assert sum(size > 24 for size in sizes) == 4


@pytest.mark.slow
@pytest.mark.parametrize("name", ["small", "crowded"])
def test_print(visit: Any, small: Path, tmp_path: Path, name: str) -> None:
    from pypdf import PdfReader

    path = small
    if name == "crowded":
        audit = fake_audit(60)
        failed = [{"name": f"check {k}", "question": "Is this so?", "status": "failed", "why": "no"} for k in range(9)]
        uncovered = ["23 % of revenue has no keyword of the report, however one counts", *["41 calls unmatched"] * 5]
        settings = {**audit.summary["settings"], "report": {"company": f"{LONG} and Sons", "agency": f"{LONG} Media"}}
        summary = {**audit.summary, "checks": failed, "not_covered": uncovered, "settings": settings}
        path = tmp_path / "crowded.html"
        path.write_text(render_report(replace(audit, summary=summary)), encoding="utf-8")
    sheets = PdfReader(io.BytesIO(visit(path).page.pdf(prefer_css_page_size=True))).pages
    texts = [sheet.extract_text() for sheet in sheets]
    assert [round(float(side)) for side in sheets[0].mediabox[2:]] == [595, 842]
    assert "Ready to sign off?" in texts[0]
    assert "Not covered" in texts[0]
    assert "Where the money goes" in texts[1]
    assert "Where the money goes" not in texts[0]
    for text in texts:
        assert "20260930-3f9c2a71" in text
    assert "Sign-off" in texts[-1]
