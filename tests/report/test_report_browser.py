"""The page in a real browser: filters, sorting, evidence, export, keyboard, print, hostile text."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest

pytestmark = pytest.mark.browser


def shown(visit: Any) -> tuple[int, float, float]:
    """Return the live count, spend and stake."""
    values = visit.page.eval_on_selector_all("#found data", "all => all.map(d => Number(d.value))")
    return int(values[0]), values[1], values[2]


def sums(frame: pd.DataFrame) -> tuple[int, Any, Any]:
    return len(frame), pytest.approx(frame["cost"].sum(), abs=0.01), pytest.approx(frame["at_stake"].sum(), abs=0.01)


def has_flag(frame: pd.DataFrame, flag: str) -> pd.Series:
    return frame["flags"].str.split("; ").map(lambda flags: flag in flags)


FILTERS = {
    "text": (lambda p: p.fill("[name=text]", "Cedar"), lambda k: k[
        k[["keyword", "product_title", "customer_phrase", "suggested_wording"]].apply(
            lambda c: c.str.lower().str.contains("cedar")).any(axis=1)]),
    "verdict": (
        lambda p: [p.uncheck(f"[name=verdicts][value={v}]") for v in ("keep", "fix", "watch")],
        lambda k: k[k.verdict == "cut"]),
    "flag": (lambda p: p.select_option("[name=flag]", "retired_product"), lambda k: k[has_flag(k, "retired_product")]),
    "campaign": (lambda p: p.select_option("[name=campaign]", "=Studios"), lambda k: k[k.campaign == "Studios"]),
    "match": (lambda p: p.select_option("[name=match]", "=exact"), lambda k: k[k.match_type == "exact"]),
    "spend": (lambda p: p.select_option("[name=spend]", "100"), lambda k: k[k.cost >= 100]),
    "watch": (lambda p: p.select_option("[name=evidence]", "watch"), lambda k: k[k.verdict == "watch"]),
    "enough": (lambda p: p.select_option("[name=evidence]", "enough"), lambda k: k[k.verdict != "watch"]),
    "traced": (lambda p: p.select_option("[name=evidence]", "traced"), lambda k: k[k.attributed_conversions >= 0.005]),
    "disagrees": (lambda p: p.check("[name=disagrees]"),
                  lambda k: k[k.claimed_conversions > k.attributed_conversions_high]),
    "flips": (lambda p: p.check("[name=flips]"), lambda k: k[~k.attribution_stable]),
    "two": (lambda p: (p.check("[name=flips]"), p.select_option("[name=campaign]", "=Brand")),
            lambda k: k[~k.attribution_stable & (k.campaign == "Brand")]),
}  # fmt: skip


def test_every_filter_counts_what_the_audit_holds(visit: Any, page_file: Path, audit: Any) -> None:
    opened = visit(page_file)
    assert shown(opened) == sums(audit.keywords)
    for name, (act, expected) in FILTERS.items():
        act(opened.page)
        assert shown(opened) == sums(expected(audit.keywords)), name
        assert opened.page.evaluate("location.hash").startswith("#?"), name
        opened.page.click("#filters-clear")
        assert shown(opened) == sums(audit.keywords), name


def test_state_lives_in_the_address(visit: Any, page_file: Path, audit: Any) -> None:
    fragment = f"#?verdicts=cut&campaign={quote('=Studios')}&sort=clicks&order=asc"
    opened = visit(page_file, fragment)
    wanted = audit.keywords[(audit.keywords["verdict"] == "cut") & (audit.keywords["campaign"] == "Studios")]
    assert shown(opened) == sums(wanted)
    first = opened.page.inner_text("#keyword-table tbody .keyword >> nth=0")
    assert first in set(wanted.loc[wanted["clicks"] == wanted["clicks"].min(), "keyword"])
    assert opened.page.is_checked("[name=verdicts][value=cut]")
    assert not opened.page.is_checked("[name=verdicts][value=keep]")


def test_every_column_sorts_both_ways(visit: Any, page_file: Path, audit: Any) -> None:
    opened = visit(page_file)
    names = ["keyword", "verdict", "cost", "at_stake", "clicks", "claimed_conversions", "attributed_conversions",
             "attributed_revenue", "product_relevance", "customer_alignment"]  # fmt: skip
    heads = opened.page.locator("#keyword-table thead th")
    assert heads.count() == len(names)
    for i, name in enumerate(names):
        for _ in range(2):
            heads.nth(i).locator(".dt-column-order").click()
            opened.page.wait_for_timeout(60)
            order = heads.nth(i).get_attribute("aria-sort")
            assert order in ("ascending", "descending")
            first = opened.page.locator("#keyword-table tbody tr").first
            cell = first.locator("th, td").nth(i)
            column = audit.keywords[name]
            best = column.min() if order == "ascending" else column.max()
            if isinstance(best, str):
                told = (
                    cell.locator(".keyword").inner_text()
                    if name == "keyword"
                    else cell.locator(".verdict").inner_text()
                )
                assert told == {"watch": "Not enough evidence", "cut": "Cut"}.get(best, best), name
            else:
                assert float(cell.locator("data").first.get_attribute("value")) == pytest.approx(
                    best, rel=0.006, abs=0.006
                )


def test_script_tells_figures_as_the_page_did(visit: Any, page_file: Path) -> None:
    plain = visit(page_file, java_script_enabled=False, check=False).page
    live = visit(page_file).page
    rows = [
        [" ".join(t.split()) for t in page.locator("#keyword-table tbody tr").all_inner_texts()]
        for page in (plain, live)
    ]
    assert (len(rows[0]), len(rows[1])) == (50, 25)
    assert rows[0][:25] == rows[1]


def test_export_is_what_is_seen_and_safe(visit: Any, audit: Any, tmp_path: Path) -> None:
    from dataclasses import replace

    from keyworth.report import render_report

    keywords = audit.keywords.copy()
    keywords.loc[3, "keyword"] = "+loan"
    keywords.loc[4, "keyword"] = '=cmd|"x",=1'
    path = tmp_path / "r.html"
    path.write_text(render_report(replace(audit, keywords=keywords)), encoding="utf-8")
    opened = visit(path, accept_downloads=True)
    opened.page.select_option("[name=campaign]", f"={keywords.loc[3, 'campaign']}")
    with opened.page.expect_download() as caught:
        opened.page.click("#export")
    text = Path(caught.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    wanted = keywords[keywords["campaign"] == keywords.loc[3, "campaign"]]
    assert len(rows) == len(wanted)
    assert "'+loan" in {row["keyword"] for row in rows}
    assert sum(float(row["spend"]) for row in rows) == pytest.approx(wanted["cost"].sum())
    opened.page.click("#filters-clear")
    with opened.page.expect_download() as caught:
        opened.page.click("#export")
    cells = [
        c for row in csv.reader(io.StringIO(Path(caught.value.path()).read_text("utf-8-sig"), newline="")) for c in row
    ]
    assert not [c for c in cells if c.startswith(("=", "+", "@", "\t"))]


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
