"""The Big List of Naughty Strings, in every text field of every table: it only ever shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fake_audit import fake_audit

from keyworth.report import content, page, render_report
from keyworth.report.speech import Amount, line

ATTACKS = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</dialog><svg/onload=alert(1)>", "<!--",
    "]]>", "\" onmouseover=\"alert(1)", "javascript:alert(1)", "{{ 7 * 7 }}", "</style><style>*{display:none}</style>",
    "</textarea></title><base href=//evil.test>", "\u202e\u0000",
]  # fmt: skip
# Every so often another string meets another field: with all turns, each of a page's places meets each string.
TURNS = [0, 9, *(pytest.param(turn, marks=pytest.mark.soak) for turn in range(18, 526, 9))]


def tags(html: str) -> list[str]:
    """Return the tags of a page without what lies in its data blocks: no text may add one or change one."""
    outside = re.sub(r"(<script\b[^>]*>).*?(</script>)", r"\1\2", html, flags=re.S)
    return [re.sub(r'"[^"]*"', '""', tag) for tag in re.findall(r"<[!/a-zA-Z][^>]*>", outside)]


@pytest.fixture(scope="session")
def strings(naughty_strings: list[str]) -> list[str]:
    return [*naughty_strings, *ATTACKS]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("poison_all", [False, True])
@pytest.mark.parametrize("turn", TURNS)
def test_only_ever_shows(visit: Any, strings: list[str], tmp_path: Path, turn: int, poison_all: bool) -> None:
    turned = [*strings[turn:], *strings[:turn]]
    path = tmp_path / "hostile.html"
    audit = fake_audit(len(strings), hostile=turned, poison_all=poison_all)
    path.write_text(render_report(audit), encoding="utf-8")
    opened = visit(path)
    drawers = opened.page.evaluate(
        """async (rows) => {
          let opened = 0;
          for (let id = 0; id < rows; id += 1) {
            location.hash = `#?keyword=${id}`;
            await new Promise((done) => setTimeout(done, 0));
            if (document.querySelector("#evidence .evidence__part")) opened += 1;
          }
          document.querySelector("#evidence").close();
          return opened;
        }""",
        len(strings),
    )
    assert drawers > len(strings) / 2
    for name in ("campaign", "match", "flag"):
        opened.page.locator(f"[name={name}] option").last.evaluate(
            "o => { o.selected = true; o.parentNode.dispatchEvent(new Event('input', {bubbles: true})); }"
        )
    for stage in ("revenue", "map"):
        opened.page.locator(f"#picture-{stage} .stage").focus()
        opened.page.keyboard.press("ArrowRight")
    assert opened.page.locator("img, iframe, object, embed, base, #evidence script, table script").count() == 0
    assert opened.mischief() == []


@pytest.mark.slow
def test_no_text_changes_the_page(strings: list[str]) -> None:
    plain = tags(render_report(fake_audit(120, hostile=["a"])))
    html = render_report(fake_audit(120, hostile=["<b>&'\"</b>"]))
    assert tags(html) == plain
    assert html.count("<script") == html.count("</script>") == 4


@pytest.mark.slow
def test_every_string_as_company_agency_check_and_phrase(strings: list[str]) -> None:
    template = page.environment().get_template("report/first_screen.html")
    given = content.content(fake_audit(40))
    wanted = tags(template.render(**given))
    for text in strings:
        first = {
            **given["first"],
            "company": text,
            "agency": text,
            "period": text,
            "run_id": text,
            "not_covered": [text] * 2,
        }
        first["not_covered"] = [text] * 2
        first["failed"] = [{**check, "name": text, "question": text} for check in first["failed"]]
        way = line("If credit is shared so that “{way}”, {n} of {of} decisions flip ({cost}).", way=text,
                   n=Amount(9, "count"), of=Amount(75, "count"), cost=Amount(3100.0))  # fmt: skip
        first["would_change"] = [way]
        assert tags(template.render(**{**given, "first": first})) == wanted, text
