"""The part on every pound and every search, as text and in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fake_audit import fake_audit

from keyworth import schema
from keyworth.report import render_report
from keyworth.report.search_terms import questions, search_terms
from keyworth.store import Audit

HOSTILE = "<img src=x onerror=alert(1)>'\"=1+1 " + "verylongword" * 12


@pytest.fixture(scope="module")
def told() -> Audit:
    base = fake_audit(40)
    campaign = str(base.keywords["campaign"].iloc[0])
    terms = pd.DataFrame(
        {"search_term": ["shed jobs", HOSTILE, "oak shed", "acme sheds"], "term_key": list("abcd"), "clicks": 9.0,
         "answer": ["negative", "negative", "add", "leave"], "negative": ["jobs", HOSTILE, "", ""], "conversions": 0.0,
         "match_type": "phrase", "level": "account", "blocks": ["joiner jobs", "", "", ""], "blocks_cost": 3.0,
         "campaign": campaign, "cost": [40.0, 30.0, 20.0, 10.0], "is_brand": [False, False, False, True]}
    )  # fmt: skip
    spend = pd.DataFrame({"part": ["keywords", "performance_max"], "campaign": ["A", HOSTILE], "cost": [600.0, 400.0]})
    filed = pd.DataFrame(
        {"negative": [HOSTILE], "state": "on file", "finding": "blocks keywords", "blocks": "oak shed"}
    )
    words = pd.DataFrame({"ngram": ["jobs"], "answer": "negative", "terms": 2, "cost": 43.0, "blocks": "shed jobs"})
    found = {"search_terms": terms, "account_spend": spend, "negatives": filed, "ngrams": words}
    tables = {name: schema.conform(table, schema.SAVED[name]) for name, table in found.items()}
    return Audit(base.keywords, {**base.tables, **tables}, {**base.summary, "account": {"ties": True}})


def test_what_the_part_tells(told: Audit) -> None:
    found = search_terms(told)
    assert [r["search_term"] for r in found["answers"]["negative"]] == ["shed jobs", HOSTILE]
    assert (found["account"]["total"], found["account"]["outside"], found["on_file"]) == (1000.0, 400.0, 1)
    assert [c["answer"] for c in found["counts"]] == ["add", "leave", "negative"]
    crossed = [q for q in questions(told) if q["kind"] == "brand_by_generic"]
    assert [(q["words"], q["cost"]) for q in crossed] == [("acme sheds", 10.0)]


def test_no_text_of_the_data_is_markup(told: Audit) -> None:
    page = render_report(told)
    assert "<img src=x" not in page
    assert "The account spent £1,000 on clicks" in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_part_in_a_browser(told: Audit, visit: Any, tmp_path: Path, width: int) -> None:
    path = tmp_path / "report.html"
    path.write_text(render_report(told), encoding="utf-8")
    page = visit(path, viewport={"width": width, "height": 900}).page
    page.click("nav.contents a[href='#search-terms']")
    text = page.inner_text("#search-terms")
    for said in (
        "Performance Max",
        "To block",
        "To add as keywords",
        "One negative for many searches",
        "Negatives on file",
    ):
        assert said.casefold() in text.casefold()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "nothing runs out of the page"
