"""The page as text: its words, its policy, its figures, and that nothing absent breaks it."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from keyworth import schema
from keyworth.report import audit_reader, first_screen, render_report
from keyworth.report.figures import Figures
from keyworth.report.page import words_of
from keyworth.store import Audit


def tags(html: str, element: str) -> str:
    return re.search(rf'<(\w+)[^>]*\bid="{element}".*?</\1>', html, re.S).group(0)


def outside_of_data(html: str) -> str:
    return re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.S)


def test_first_screen_is_short(html: str) -> None:
    assert len(words_of(html, "first-screen")) <= 300


def test_four_lines_each_with_its_pounds(html: str) -> None:
    first = tags(html, "first-screen")
    assert len(re.findall(r'lines__money"><data', first)) == 4


def test_nothing_is_caused(html: str) -> None:
    assert not re.search(r"\bcaus(ed|es) by\b|\bcaused\b", outside_of_data(html))


def test_policy_allows_only_hashes(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html).group(1).replace("&#39;", "'")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    for name in ("script-src", "style-src"):
        assert all(re.fullmatch(r"'sha256-[\w+/=]+'", source) for source in rules[name].split())


def test_no_inline_handlers_styles_or_addresses(html: str) -> None:
    text = outside_of_data(html)
    assert not re.search(r"<[^>]+\s(on\w+|style)\s*=", text)
    assert not re.search(r'(src|href)="(?!#)', text)
    assert "http:" not in text
    assert "https:" not in text


def test_verdict_sums_tie_to_the_table(audit: Audit, html: str) -> None:
    values = [float(v) for v in re.findall(r'lines__money"><data value="([^"]+)"', html)]
    sums = audit.keywords.groupby("verdict")["cost"].sum() * 365.25 / 12 / 92  # the period has 92 days
    assert values[1:] == pytest.approx([sums[v] for v in ("fix", "keep", "watch")])
    assert 0 < values[0] < sums["cut"], "what a stop saves is less than it costs: its margin is lost"


def test_every_row_of_the_page_equals_the_audit(audit: Audit, html: str) -> None:
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", tags(html, "keyword-table"), re.S)
    largest = audit_reader.most_first(audit_reader.keywords(audit)).head(len(rows))
    names = ["cost", "saves", "clicks", "claimed_conversions"]
    for name in ("conversions", "revenue"):
        names += [f"attributed_{name}", f"expected_{name}_low", f"expected_{name}_high"]
    names += ["product_relevance", "customer_alignment"]
    assert len(rows) == 50
    for text, row in zip(rows, largest.to_dict("records"), strict=True):
        assert [float(v) for v in re.findall(r'<data value="([^"]+)"', text)] == pytest.approx([row[n] for n in names])


def test_every_traced_figure_has_its_range(html: str) -> None:
    for row in re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", tags(html, "keyword-table"), re.S):
        assert len(re.findall('class="range"', row)) == 2


def test_same_audit_same_bytes(audit: Audit, html: str) -> None:
    names = ("matches", "alignment", "phrases", "quotes", "credits", "flag_outcomes", "uncovered")
    shuffled = {name: audit.tables[name].sample(frac=1, random_state=3) for name in names}
    again = replace(audit, keywords=audit.keywords.sample(frac=1, random_state=5), tables={**audit.tables, **shuffled})
    assert render_report(again) == html


@pytest.mark.parametrize("absent", ["matches", "alignment", "quotes", "credits", "files", "all"])
def test_absent_tables_are_told(audit: Audit, absent: str) -> None:
    tables = {n: t for n, t in audit.tables.items() if absent not in (n, "all")}
    html = render_report(replace(audit, tables=tables))
    assert "Ready to sign off?" in html
    if absent == "all":
        assert html.count("Not computed:") >= 3


def test_bare_audit() -> None:
    row = {name: [float("nan")] for name in schema.KEYWORDS_CSV}
    row |= {"keyword": ["shed"], "verdict": ["watch"], "campaign": [""], "match_type": [""], "flags": [""]}
    html = render_report(Audit(pd.DataFrame(row)))
    assert "Not computed" in words_joined(html)
    assert "Spend is not known." in html


def test_audit_without_a_row() -> None:
    frame = pd.DataFrame({name: pd.Series(dtype="str") for name in schema.KEYWORDS_CSV})
    assert "Ready to sign off?" in render_report(Audit(frame))


def words_joined(html: str) -> str:
    return " ".join(words_of(html, "first-screen"))


@pytest.mark.parametrize(
    ("statuses", "word"),
    [
        (["passed", "passed"], "Ready"),
        (["passed", "failed"], "Not yet"),
        (["not computed"], "Not computed"),
        ([], "Not computed"),
    ],
)
def test_answers(statuses: list[str], word: str) -> None:
    assert first_screen.answer([{"status": s} for s in statuses])["word"] == word


@pytest.mark.parametrize(
    ("currency", "locale", "wanted"),
    [("GBP", "en_GB", "£18,400"), ("EUR", "de_DE", "18.400\xa0€"), ("USD", "en_US", "$18,400"),
     ("JPY", "en_GB", "JP¥18,400"), ("XYZ", "nonsense", "XYZ18,400")],
)  # fmt: skip
def test_any_currency(currency: str, locale: str, wanted: str) -> None:
    assert Figures(currency, locale).money(18400.2) == wanted


def test_previous_audit_is_compared(audit: Audit) -> None:
    from keyworth.report import with_changes

    changed = audit.keywords.assign(verdict=audit.keywords["verdict"].where(audit.keywords["keyword_id"] > 4, "keep"))
    html = render_report(with_changes(audit, replace(audit, keywords=changed)))
    assert "What changed since the last audit" in html


def test_a_thousand_keywords_fit_an_email() -> None:
    from fake_audit import fake_audit

    assert len(render_report(fake_audit(1000)).encode()) <= 1_000_000


def test_rows_that_are_used_otherwise_than_they_stand_are_told(audit: Audit) -> None:
    aside = audit.tables["set_aside"]
    notes = pd.concat([aside.head(1), aside.head(1).assign(reason="refunded in full: not counted as won")])
    told = render_report(replace(audit, tables={**audit.tables, "money_notes": notes}))
    part = told[told.index("Rows used, but not as they stand") :]
    assert "refunded in full: not counted as won" in part
    assert aside["reason"].iloc[0] not in part[: part.index("</table>")]
