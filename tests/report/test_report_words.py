"""The words of the report: one scale of certainty, plain sentences, one catalogue, messages of fifteen words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fake_audit import fake_audit
from words_of_lines import sentences

import keyworth
from keyworth.report import audit_reader, messages
from keyworth.report.content import content
from keyworth.report.figures import Figures
from keyworth.report.speech import Amount, line, marked_up, spoken, translated
from keyworth.text.certainty import BOUNDS, WORDS, certainty, render_chance

ROOT = Path(__file__).resolve().parents[2]
FIXED = ("The agency", "a month", "in the period", "Ready",
         "Not yet", "Not computed", "New customers", "Spend", "Keyword audit",
         "Cost of a new customer", "Ready to sign off?", "Expected", "Between", "Traced", "Last audit", "Not covered",
         "What would change this", "The whole report: report.html", "What it brings a month",
         "What it brings in the period", "No keyword has all the evidence against it.")  # fmt: skip
# Words of chance that the scale does not hold: whoever reads them cannot tell what number they mean.
OTHER_WORDS = re.compile(
    r"\b(probably|perhaps|maybe|possibly|presumably|surely|certainly|very likely|highly likely|most likely|"
    r"(?:very |\d+ ?% )sure|not sure|more likely than not|as likely as not|doubtful)\b", re.I
)  # fmt: skip


def test_the_scale_is_symmetrical_and_has_no_gap() -> None:
    pairs = list(zip(WORDS, reversed(WORDS), strict=True))
    for p in (0.0, 0.05, 0.2, 0.25, 0.5, 0.75, 0.8, 0.95, 1.0):
        assert (certainty(p), certainty(round(1 - p, 9))) in pairs
    assert list(BOUNDS) == sorted(BOUNDS)


def test_the_page_counts_chances_as_python_does(html_of_300: str) -> None:
    assert '"certainty": {"words": ["very unlikely", "unlikely", "even", "likely", "almost certain"]' in html_of_300


def test_the_vocabulary_of_certainty_is_closed(html_of_300: str) -> None:
    written = [html_of_300, *(p.read_text() for p in (ROOT / "templates").rglob("*") if p.suffix in (".html", ".j2"))]
    texts = {"the page and the templates": " ".join(written)}
    for room in ("verdicts", "report", "review"):
        for path in (Path(keyworth.__file__).parent / room).rglob("*.py"):
            if path.name == "answer_rows.py":  # what people type, not what they are told
                continue
            strings = re.findall(r'"((?:[^"\\\n]|\\.)*)"', re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text()))
            texts[f"{room}/{path.name}"] = " ".join(strings)
    found = {
        name: OTHER_WORDS.findall(re.sub(r"<script.*?</script>", "", text, flags=re.S)) for name, text in texts.items()
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_a_chance_is_told_with_its_number() -> None:
    assert render_chance(0.999) == "almost certain (more than 99 in 100)"


@pytest.fixture(scope="module")
def html_of_300() -> str:
    from keyworth.report import render_report

    return render_report(fake_audit(300))


@pytest.mark.parametrize("n", [0, 1, 3, 300])
def test_a_picture_says_its_message_in_fifteen_words(n: int) -> None:
    audit = fake_audit(300)
    found = content(type(audit)(audit.keywords.head(n), audit.tables, audit.summary))
    for name, message in messages.messages(found).items():
        assert 0 < len(message.title.split()) <= 15, name
        assert message.statistic, name


def test_every_picture_on_the_page_has_its_message_and_statistic(html_of_300: str) -> None:
    said = messages.messages(content(fake_audit(300)))
    for name in ("money", "revenue", "map", "months", "funnel", "channels"):
        assert f"<h3>{said[name].title}</h3>" in html_of_300.replace("&#39;", "'"), name
        assert said[name].statistic in html_of_300


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade (Kincaid et al. 1975); a figure counts as one syllable."""
    sentences = max(len(re.findall(r"[.!?:;](?=\s|$)", text)), 1)
    words = re.findall(r"[A-Za-z’'-]+|\{\w+\}|\d+", text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    word = word.lower().strip("'’-")
    if not word.isalpha():
        return max(1, sum(syllables(part) for part in re.findall("[a-z]+", word)) if "-" in word else 1)
    word = re.sub(r"(?<![aeiouylt])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouysxz])es$", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def fixed_sentences() -> list[str]:
    """Return every sentence that is said whatever the data: of lines, of verdicts, of pictures."""
    from keyworth.report import labels
    from keyworth.verdicts import reasons

    said = {words for pair in sentences() for words in pair if len(words.split()) >= 5}
    said |= {f"{words}." for table in (reasons._DO, reasons._DO_ORGANIC) for words in table.values()}
    said |= set(labels.VERDICT_MEANING.values())
    return sorted(said)


def prose_of(path: Path) -> str:
    """Return what a template itself says, its figures as one word each."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|<script.*?</script>|<style.*?</style>", " ", path.read_text(), flags=re.S)
    text = re.sub(r"</(?:p|li|dd|dt|h\d|th|td|summary|figcaption|label|option|legend)>", ". ", text)
    text = re.sub(r"<[^>]+>", " ", re.sub(r"\{\{.*?\}\}", "ten", text, flags=re.S))
    parts = re.split(r"(?<=[.!?:])\s+", " ".join(text.split()))
    return " ".join(part for part in parts if len(part.split()) >= 5)


def test_fixed_sentences_are_read_at_grade_eight() -> None:
    grades = {text: round(grade(text), 1) for text in fixed_sentences()}
    assert {text: g for text, g in grades.items() if g > 8} == {}


@pytest.mark.parametrize("folder", ["report", "review", "summary"])
def test_templates_are_read_at_grade_eight(folder: str) -> None:
    paths = [p for p in sorted((ROOT / "templates" / folder).glob("*")) if p.suffix in (".html", ".j2", ".txt")]
    told = {path.name: round(grade(text), 1) for path in paths if (text := prose_of(path))}
    assert {name: g for name, g in told.items() if g > 8} == {}


def test_the_catalogue_is_whole_and_keeps_every_place() -> None:
    for words, many in sorted(sentences() | {(words, "") for words in FIXED}):
        for n in (1, 2) if many else (None,):
            german = translated(words, "de_DE", n, many)
            assert german != (many if n == 2 else words) or words.startswith("{what}"), f"no German for {words!r}"
            assert set(re.findall(r"\{\w+\}", german)) == set(re.findall(r"\{\w+\}", words))


def test_a_line_is_safe_where_it_goes() -> None:
    from markupsafe import Markup

    said = line("{what}: {cost}, {keywords} ({who}).", what="<b>{cost}</b>", cost=Amount(2.0), keywords="x", who="&")
    assert spoken(said, Figures()) == "<b>{cost}</b>: £2.00, x (&)."
    assert marked_up(said, lambda value, kind: Markup("<data></data>")) == (
        "&lt;b&gt;{cost}&lt;/b&gt;: <data></data>, x (&amp;)."
    )


def test_quotes_are_told_where_they_are_from_and_reports_have_no_day(audit_with_reports) -> None:
    from keyworth.report.advice import where_said

    told = {
        row["origin"]: where_said(row, Figures())
        for row in audit_reader.records(audit_reader.quotes(audit_with_reports))
    }
    assert told["search_ads"] == "a search that an ad answered"
    assert told["site_search"] == "site search, 3 August 2026"
    assert told[""].startswith("call ")


@pytest.fixture
def audit_with_reports():
    import pandas as pd

    from keyworth import schema

    audit = fake_audit(30)
    at = pd.Timestamp("2026-08-03", tz="UTC")
    ads = {"search_term": "pod", "origin": "search_ads", "source_file": "terms.csv", "source_row": 2}
    site = {
        "search_term": "pod",
        "origin": "site_search",
        "searched_at": at,
        "source_file": "site.csv",
        "source_row": 2,
    }
    rows = [ads, site]
    searches = schema.conform(pd.DataFrame(rows), schema.SEARCHES)
    quotes = audit.tables["quotes"].head(3).copy()
    quotes["call_id"], quotes["said_at"] = ["call-1", "", ""], at
    quotes["outcome"] = ""
    quotes["source_file"], quotes["source_row"] = ["calls.vtt", "terms.csv", "site.csv"], [9, 2, 2]
    return type(audit)(audit.keywords, {**audit.tables, "quotes": quotes, "searches": searches}, audit.summary)
