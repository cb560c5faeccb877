"""The one-page summaries: the same figures in each, safe where they go, in the language of the locale."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_audit import fake_audit

from keyworth.errors import KeyworthError
from keyworth.report import audit_reader, render_report
from keyworth.report.first_screen import first_screen
from keyworth.report.summaries import summaries
from keyworth.settings import Settings, read_settings
from keyworth.store import Audit

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def made(audit: Audit, **report: str) -> dict[str, str]:
    settings = audit.summary["settings"]
    audit = replace(
        audit, summary={**audit.summary, "settings": {**settings, "report": {**settings["report"], **report}}}
    )
    return summaries(audit, first_screen(audit, audit_reader.keywords(audit)))


@pytest.fixture(scope="module")
def audit() -> Audit:
    return fake_audit(300)


def test_every_summary_says_the_four_lines_with_the_reports_pounds(audit: Audit) -> None:
    told = made(audit)
    page = render_report(audit)
    pounds = re.findall(r'lines__money"><data value="[^"]+">([^<]+)<', page)
    assert len(pounds) == 4
    for text in told.values():
        for word, amount in zip(("Stop", "Mend", "Keep", "Not enough evidence"), pounds, strict=True):
            assert word in text
            assert amount in text
    assert max(map(len, told.values())) < 20_000, "one page"


def test_the_email_is_tables_and_inline_styles_alone(audit: Audit) -> None:
    html = made(audit)["summary.html"]
    assert not re.search(r"<(style|script|svg|link|div|img)\b|class=|http|url\(|flex|grid", html)
    assert html.count("<table") == html.count("</table>") >= 3


def test_slack_takes_the_blocks(audit: Audit) -> None:
    found = json.loads(made(audit)["summary.json"])
    assert found["blocks"][0]["type"] == "header"
    assert len(found["blocks"]) <= 50
    for block in found["blocks"]:
        assert block["type"] in ("header", "section", "divider", "context")
        assert len(block.get("text", {}).get("text", "")) <= 3000
        assert len(block.get("fields", [])) <= 10


def test_german_is_german(audit: Audit) -> None:
    told = made(audit, locale="de_DE")
    for text in told.values():
        assert "Stoppen" in text
        assert "Zu wenig Belege" in text
        assert not re.search(r"\b(spent|keywords that|a month|Expected|would settle)\b", text)
    assert re.search(r"\d\.\d{3}\s?£|£\s?\d\.\d{3}", told["summary.md"]), "figures as Germans write them"


def test_hostile_names_stay_words(audit: Audit) -> None:
    evil = "<b>*x*</b> [a](http://b) & `c` | d"
    rows = audit.keywords.assign(keyword=evil)
    told = made(replace(audit, keywords=rows), company=evil, agency=evil)
    assert "<b>*x*" not in told["summary.html"]
    assert "<b>*x*" not in told["summary.json"]
    assert "](http" not in told["summary.md"].replace("\\]", "")


def test_a_logo_and_a_colour_by_settings(audit: Audit, tmp_path: Path) -> None:
    (tmp_path / "logo.gif").write_bytes(PIXEL)
    (tmp_path / "keyworth.toml").write_text('[report]\nlogo = "logo.gif"\ncolour = "#7a1f5c"\n', encoding="utf-8")
    report = read_settings(tmp_path / "keyworth.toml").report
    assert report.logo.startswith("data:image/gif;base64,")
    html = made(audit, logo=report.logo, colour=report.colour)["summary.html"]
    assert f'src="{report.logo}"' in html
    assert "#7a1f5c" in html
    (tmp_path / "logo.gif").write_text("<svg onload=alert(1)>", encoding="utf-8")
    with pytest.raises(KeyworthError, match="no PNG, JPEG or GIF"):
        read_settings(tmp_path / "keyworth.toml")


@pytest.mark.parametrize("colour", ["red", "#fff", "#f0e68c", "#12345;}"])
def test_a_colour_that_cannot_be_read_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match=r"colour|pale"):
        Settings(report={"colour": colour})


def test_a_logo_in_a_tampered_audit_is_left_out(audit: Audit) -> None:
    assert "onload" not in made(audit, logo='x" onload="alert(1)')["summary.html"]


def test_the_last_audits_figures_stand_beside(audit: Audit) -> None:
    from keyworth.report import with_changes

    found: dict[str, Any] = first_screen(with_changes(audit, audit), audit_reader.keywords(audit))
    assert [row["before"] for row in found["owners"]] == [row["point"] for row in found["owners"]]
