"""Every number on the page is the tables' own, and none stands without its range or its n."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_audit import fake_audit
from read_back import PARTS, READ, faults, texts_of

from keyworth.report import render_report
from keyworth.store import Audit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["invented", "demo"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Audit, str, Path]:
    audit = fake_audit(300) if request.param == "invented" else request.getfixturevalue("demo")
    return audit, render_report(audit), tmp_path_factory.mktemp("figures") / "report.html"


@pytest.fixture
def read(visit: Any, told: tuple[Audit, str, Path]) -> Iterator[Any]:
    def go(part: str, html: str | None = None) -> list[str]:
        audit, own, path = told
        path.write_text(html or own, encoding="utf-8")
        page = visit(path, java_script_enabled=False, check=False).page
        return faults(page.evaluate(READ, part), PARTS[part](audit), texts_of(audit))

    return go


@pytest.mark.parametrize("part", PARTS)
def test_every_figure_is_the_tables_own(read: Any, part: str) -> None:
    assert read(part) == []


@pytest.mark.slow
def test_the_reader_finds_what_is_wrong(read: Any, told: tuple[Audit, str, Path]) -> None:
    html = told[1]
    expected = html.index("reach__range")
    bare = html[:expected] + re.sub(r' <span class="sub">.*?</td>', "</td>", html[expected:], count=1)
    assert any("has no range" in fault for fault in read("first-screen", bare))
    moved = re.sub(r'(lines__money"><data value=")', r"\g<1>1", html, count=1)
    assert any("instead of" in fault for fault in read("first-screen", moved))
    retold = re.sub(r'(lines__money"><data value="[^"]+">[^\d]*)', r"\g<1>9", html, count=1)
    assert any("reads" in fault for fault in read("first-screen", retold))
    added = html.replace("<h2>What to do</h2>", "<h2>What to do</h2><p>You save £12,000.</p>", 1)
    assert any("nobody" in fault for fault in read("todo", added))
    rate = html.replace("<h2>Where the money goes</h2>", "<h2>Where the money goes</h2><p>It converts at 4 %.</p>", 1)
    assert any("without its n" in fault for fault in read("money", rate))
