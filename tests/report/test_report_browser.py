"""The page in a real browser: filters, sorting, evidence, export, keyboard, print, hostile text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from keyworth.report import audit_reader

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
    row = audit_reader.most_first(audit_reader.keywords(audit)).iloc[0]
    lines = page.inner_text("#evidence .evidence__lines")
    assert lines.splitlines() == [row["why_product"], row["why_customers"], row["why_money"]]
    page.click("#evidence summary")
    text = page.inner_text("#evidence")
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
