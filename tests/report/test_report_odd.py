"""Pages of odd audits: hardly a keyword, no sales, no cost, other currencies, long names, billions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_audit import fake_audit

from keyworth.report import render_report
from keyworth.report.page import words_of
from keyworth.store import Audit

pytestmark = pytest.mark.browser


def without(audit: Audit, *starts: str) -> Audit:
    """Return an audit whose columns that begin so are not known."""
    names = [name for name in audit.keywords if name.startswith(starts) and name != "attribution_stable"]
    return replace(audit, keywords=audit.keywords.assign(**dict.fromkeys(names, np.nan)))


def in_currency(audit: Audit, currency: str, locale: str) -> Audit:
    settings = {**audit.summary["settings"], "ingest": {"currency": currency}, "report": {"locale": locale}}
    keywords = audit.keywords.assign(currency=currency)
    return replace(audit, keywords=keywords, summary={**audit.summary, "settings": settings})


def times(audit: Audit, factor: float) -> Audit:
    numbers = audit.keywords.select_dtypes("number").columns.difference(["keyword_id", "source_row"])
    money = [n for n in numbers if n.startswith(("cost", "at_stake", "claimed", "attributed", "clicks"))]
    return replace(audit, keywords=audit.keywords.assign(**{n: audit.keywords[n] * factor for n in money}))


CASES = {
    "one keyword": lambda: fake_audit(1, money=False),
    "three keywords": lambda: fake_audit(3),
    "no sales": lambda: without(fake_audit(5, money=False), "attributed", "probability"),
    "no calls or searches": lambda: without(fake_audit(5), "customer_alignment"),
    "no cost": lambda: without(fake_audit(5), "cost", "at_stake"),
    "yen": lambda: in_currency(fake_audit(20), "JPY", "ja_JP"),
    "euro": lambda: in_currency(fake_audit(20), "EUR", "de_DE"),
    "dinar": lambda: in_currency(fake_audit(20), "KWD", "ar_KW"),
    "billions": lambda: times(fake_audit(20), 1e8),
    "pennies": lambda: times(fake_audit(20), 1e-4),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_odd_audits_read_well(visit: Any, tmp_path: Path, name: str) -> None:
    audit = CASES[name]()
    path = tmp_path / "odd.html"
    html = render_report(audit)
    path.write_text(html, encoding="utf-8")
    assert len(words_of(html, "first-screen")) <= 300
    page = visit(path).page
    text = page.inner_text("main")
    assert not {"NaN", "nan", "None", "undefined", "Infinity"} & set(text.replace(",", " ").split())
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#keyword-table tbody .keyword").first.click()
    page.wait_for_selector("#evidence[open] .evidence__why")
    assert "NaN" not in page.inner_text("#evidence")


def test_unknown_is_not_nothing(visit: Any, tmp_path: Path) -> None:
    path = tmp_path / "odd.html"
    path.write_text(render_report(CASES["no cost"]()), encoding="utf-8")
    page = visit(path).page
    first = page.inner_text("#first-screen")
    assert "Spend is not known" in first
    assert first.count("not known") > 1
    assert "No keyword has both spend and an estimate of revenue" in page.inner_text("#money")


@pytest.mark.slow
def test_figures_of_other_currencies_agree(visit: Any, tmp_path: Path) -> None:
    """The page without script and the live one tell the same, in any currency and locale."""
    for name in ("yen", "euro", "billions", "pennies"):
        path = tmp_path / f"{name}.html"
        path.write_text(render_report(CASES[name]()), encoding="utf-8")
        plain = visit(path, java_script_enabled=False, check=False).page
        live = visit(path).page
        rows = [
            [" ".join(t.split()) for t in page.locator("#keyword-table tbody tr").all_inner_texts()]
            for page in (plain, live)
        ]
        assert rows[0] == rows[1], name
