"""The page in a real browser: filters, sorting, evidence, export, keyboard, print, hostile text."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_script_tells_figures_as_the_page_did(visit: Any, page_file: Path) -> None:
    plain = visit(page_file, java_script_enabled=False, check=False).page
    live = visit(page_file).page
    rows = [
        [" ".join(t.split()) for t in page.locator("#keyword-table tbody tr").all_inner_texts()]
        for page in (plain, live)
    ]
    assert (len(rows[0]), len(rows[1])) == (50, 25)
    assert rows[0][:25] == rows[1]


def test_evidence_opens_by_keyboard_and_holds_its_parts(visit: Any, page_file: Path, audit: Any) -> None:
    page = visit(page_file).page
    page.focus("#keyword-table tbody .keyword >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector("#evidence[open] .evidence__part")
    text = page.inner_text("#evidence")
    row = audit.keywords.sort_values("cost", ascending=False).iloc[0]
    for part in ("Money", "Products considered", "What built the score", "For: they say", "Against: they say",
                 "From keyword to sale", "Every way of sharing the credit", "The row of the source file"):  # fmt: skip
        assert part in text
    assert row["keyword"] in text
    assert f"{row['source_file']}, row {row['source_row']}" in text
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert f"keyword={row['keyword_id']}" in page.evaluate("location.hash")
    page.keyboard.press("Escape")
    assert not page.locator("#evidence[open]").count()
    assert page.evaluate("document.activeElement.className") == "keyword"


def test_pictures_are_read_by_pointer_and_keys(visit: Any, page_file: Path) -> None:
    page = visit(page_file).page
    for name in ("revenue", "map"):
        stage = page.locator(f"#picture-{name} .stage")
        stage.focus()
        page.keyboard.press("ArrowRight")
        readout = page.inner_text(f"#picture-{name} .readout")
        assert re.search(r"spend £.*revenue traced £.*\(.* to .*\)", readout)
        page.keyboard.press("Enter")
        page.wait_for_selector("#evidence[open]")
        page.keyboard.press("Escape")
        page.wait_for_selector("#evidence[open]", state="hidden")


def test_no_result_is_said(visit: Any, page_file: Path) -> None:
    page = visit(page_file).page
    page.fill("[name=text]", "no such keyword anywhere")
    assert "No keyword matches" in page.inner_text("#keyword-table")
    assert "0 keywords" in page.inner_text("#found")


def test_without_script(visit: Any, page_file: Path) -> None:
    page = visit(page_file, java_script_enabled=False, check=False).page
    assert "Ready to sign off?" in page.inner_text("#first-screen")
    assert page.locator("#keyword-table tbody tr").count() == 50
    assert page.locator("#picture-map .still svg").is_visible()
    assert not page.locator("#filters").is_visible()


@pytest.mark.parametrize("zoom", [320, 640])
def test_zoomed_text_needs_no_sideways_scrolling(visit: Any, page_file: Path, zoom: int) -> None:
    page = visit(page_file, viewport={"width": zoom, "height": 256}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= zoom
    page.click("#keyword-table tbody .keyword >> nth=0")
    page.wait_for_selector("#evidence[open] .evidence__part")
    assert page.evaluate("document.querySelector('#evidence').scrollWidth") <= zoom


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Any, tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from fake_audit import fake_audit

    from keyworth.report import render_report

    path = tmp_path / "small.html"
    path.write_text(render_report(fake_audit(30)), encoding="utf-8")
    page = visit(path, color_scheme=scheme).page
    states = {
        "whole page": lambda: None,
        "filtered": lambda: page.check("[name=flips]"),
        "nothing found": lambda: page.fill("[name=text]", "zzzz"),
        "evidence": lambda: (page.click("#filters-clear"), page.click("#keyword-table tbody .keyword >> nth=0"),
                             page.wait_for_selector("#evidence[open] .evidence__part")),
    }  # fmt: skip
    for state, reach in states.items():
        reach()
        found = Axe().run(page).response["violations"]
        told = [
            f"{v['id']}: {n['html'][:120]} {n['any'][0]['message'] if n['any'] else ''}"
            for v in found
            for n in v["nodes"][:3]
        ]
        assert told == [], state


def test_naughty_strings_only_ever_show(visit: Any, naughty_strings: list[str], tmp_path: Path) -> None:
    from fake_audit import fake_audit

    from keyworth.report import render_report

    attacks = [
        *naughty_strings,
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</dialog><svg/onload=alert(1)>",
    ]
    path = tmp_path / "hostile.html"
    path.write_text(render_report(fake_audit(len(attacks), hostile=attacks)), encoding="utf-8")
    page = visit(path).page
    for i in range(4):
        page.locator("#keyword-table tbody .keyword").nth(i * 7).click()
        page.wait_for_selector("#evidence[open] .evidence__part")
        page.keyboard.press("Escape")
    pages = page.locator(".dt-paging-button.next")
    while "disabled" not in (pages.get_attribute("class") or ""):
        pages.click()
    for name in ("campaign", "match", "flag"):
        page.locator(f"[name={name}] option").last.evaluate(
            "o => { o.selected = true; o.parentNode.dispatchEvent(new Event('input', {bubbles: true})); }"
        )
    assert page.locator("img, iframe, object, embed").count() == 0


def test_print(visit: Any, page_file: Path, audit: Any) -> None:
    from pypdf import PdfReader

    page = visit(page_file).page
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    assert "Ready to sign off?" in pages[0]
    assert "Not covered" in pages[0]
    assert "Where the money goes" not in pages[0]
    assert "Where the money goes" in pages[1]
    for text in pages:
        assert audit.summary["run_id"] in text
    assert "Sign-off" in pages[-1]
