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
    page.wait_for_selector("#evidence[open] .evidence__why")
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
        assert re.search(r"spend £.*revenue traced £.*\(.* to .*\).*answers it: [a-z ]+ \(.*in 100\)", readout)
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
    assert page.locator("#picture-map .still .wide svg").is_visible()
    assert not page.locator("#picture-map .still .narrow svg").is_visible()
    assert not page.locator("#filters").is_visible()


def test_a_filter_hides_the_marks_of_other_keywords(visit: Any, page_file: Path, audit: Any) -> None:
    page = visit(page_file).page
    page.uncheck("[name=verdicts][value=keep]")
    page.wait_for_timeout(500)
    kept = set(audit.keywords.loc[audit.keywords["verdict"] != "keep", "keyword_id"])
    seen = page.eval_on_selector_all("#picture-map [data-k]:not(.is-off)", "all => all.map(m => Number(m.dataset.k))")
    hidden = page.eval_on_selector_all("#picture-map .is-off", "all => all.map(m => Number(m.dataset.k))")
    assert seen
    assert hidden
    assert set(seen) <= kept
    assert not set(hidden) & kept


def test_no_mark_lies_outside_its_picture_or_its_range(visit: Any, page_file: Path) -> None:
    page = visit(page_file, viewport={"width": 1280, "height": 900}).page
    for name in ("revenue", "map"):
        outside = page.evaluate(
            """name => {
              const place = document.querySelector(`#picture-${name} .wide`);
              const box = place.querySelector("svg").getBoundingClientRect();
              return Array.from(place.querySelectorAll("[data-k]"), (m) => m.getBoundingClientRect())
                .filter((m) => m.left < box.left || m.right > box.right).length;
            }""",
            name,
        )
        assert outside == 0, name
    places = page.evaluate(
        """() => { const at = (s, n) => parseFloat(document.querySelector(`.reach ${s}`).getAttribute(n));
        return [at(".reach__range", "x"), at(".reach__point--range", "cx"), at(".reach__range", "width")]; }"""
    )
    assert places[0] <= places[1] <= places[0] + places[2]


def test_print_says_how_many_rows_are_shown(visit: Any, page_file: Path, audit: Any) -> None:
    for script, rows in ((True, 25), (False, 50)):
        page = visit(page_file, java_script_enabled=script, check=script).page
        page.emulate_media(media="print")
        assert page.locator("#keyword-table tbody tr").count() == rows
        assert page.inner_text(".print-only").startswith(f"{rows} of {len(audit.keywords)} rows are shown")
