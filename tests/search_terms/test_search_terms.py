"""Each search term gets one answer; nothing that sold or that customers say is blocked; files read back."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from keyworth import schema
from keyworth.ingest import read_files, read_table
from keyworth.report.account import account_lines
from keyworth.report.console_summary import render_headline
from keyworth.report.page import render_report
from keyworth.report.safe_cells import guard, unguard
from keyworth.review.editor import bulk_file, editor_file
from keyworth.review.search_terms_editor import term_rows, undone
from keyworth.search_terms.blocking import blocked_pairs, words_of
from keyworth.settings import Ingest


@pytest.fixture(scope="module")
def answers(audit) -> dict[str, str]:
    return dict(audit.tables["search_terms"][["search_term", "answer"]].itertuples(index=False, name=None))


def test_each_term_is_answered(answers):
    jobs = {"garden shed jobs", "shed builder jobs", "bike shed jobs"}
    assert {t for t, a in answers.items() if a == "negative"} >= jobs
    assert answers["garden shed"] == "leave", "it is a keyword"
    assert answers["bike shed with roof"] == "add"
    assert set(answers.values()) <= set(schema.TERM_ANSWERS)


def test_other_intent_is_one_negative_of_the_account(audit):
    terms = audit.tables["search_terms"].set_index("search_term")
    row = terms.loc["garden shed jobs"]
    assert (row["negative"], row["match_type"], row["level"]) == ("jobs", "phrase", "account")
    assert set(row["blocks"].split("; ")) == {"shed builder jobs", "bike shed jobs"}
    assert row["blocks_cost"] == 90.0
    ngrams = audit.tables["ngrams"].set_index("ngram")
    assert ngrams.at["jobs", "answer"] == "negative"
    assert ngrams.at["jobs", "blocks_cost"] == 150.0
    assert ngrams.at["garden", "answer"] == "leave"
    assert "garden shed" in ngrams.at["garden", "kept_by"]


def test_no_proposed_negative_stops_what_converted_or_is_on_sale(audit):
    wanted = audit.tables["negatives"].query("state == 'proposed'")
    terms = audit.tables["search_terms"]
    kept = [
        *terms.loc[terms["conversions"] > 0, "search_term"],
        *audit.tables["catalogue"]["title"],
        *audit.keywords["keyword"],
    ]
    found = blocked_pairs(
        [words_of(n) for n in wanted["negative"]], list(wanted["match_type"]), [words_of(k) for k in kept]
    )
    assert len(wanted)
    assert not len(found[0])


def test_negatives_on_file_are_looked_at(audit):
    filed = audit.tables["negatives"].query("state == 'on file'").set_index("negative")
    assert filed.at["garden", "finding"] == "blocks keywords"
    assert filed.at["garden", "blocks"] == "garden shed"
    assert filed.at["bike", "finding"] == "blocks customers", "in its campaign stands no such keyword"
    assert filed.at["window", "finding"] == "blocks customers"
    assert "shed window" in filed.at["window", "blocks"]
    assert filed.at["salary", "finding"] == "clear"
    assert filed.at["window", "blocks_customers"] == 12


def test_a_negative_that_another_blocks_already_is_a_duplicate(audit):
    filed = audit.tables["negatives"].query("state == 'on file'").set_index("negative")
    assert filed.at["shed window", "finding"] in ("duplicate", "blocks customers")


def test_every_pound_is_on_the_first_screen_and_in_the_terminal(audit):
    lines = account_lines(audit)
    assert lines[0].startswith("The account spent £1,430 on clicks: £1,300 on the keywords")
    assert "£130 on AI Max, without a keyword." in lines
    assert lines[-1] == "It ties to the account’s own total row."
    assert lines[0] in render_headline(audit)
    assert audit.summary["account"]["total"] == 1430.0
    page = render_report(audit)
    assert "£1,430" in page
    assert 'id="search-terms"' in page


def test_the_csv_files_are_there_and_hold_no_formula(folder):
    for name in ("search_terms.csv", "ngrams.csv", "negatives.csv"):
        rows = list(csv.reader(io.StringIO((folder / name).read_text(encoding="utf-8"))))
        assert len(rows) > 1
        cells = [cell for row in rows for cell in row if not cell.lstrip("-").replace(".", "").isdigit()]
        assert all(guard(unguard(cell)) == cell for cell in cells), name
    rows = list(csv.reader(io.StringIO((folder / "search_terms.csv").read_text(encoding="utf-8"))))
    assert tuple(rows[0]) == schema.SEARCH_TERMS_CSV


@pytest.fixture(scope="module")
def exported(audit) -> tuple[pd.DataFrame, pd.DataFrame]:
    t = audit.tables
    return term_rows(t["search_terms"], t["negatives"], audit.keywords, t["catalogue"])


def test_the_editor_file_reads_back_by_a_second_reader(exported, tmp_path):
    rows, _ = exported
    path = tmp_path / "search-terms-editor.csv"
    path.write_bytes(editor_file(rows))
    again = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-16")), delimiter="\t"))
    assert [r["Keyword"] for r in again] == rows["Keyword"].tolist()
    assert {"Campaign Negative Phrase", "Exact"} <= {r["Criterion Type"] for r in again}
    filed = read_files({"": [path]}, Ingest()).tables["negatives_on_file"]
    wanted = rows[rows["Criterion Type"].str.contains("Negative")]
    assert filed["negative"].tolist() == wanted["Keyword"].tolist()
    assert set(filed["match_type"]) <= {"exact", "phrase"}
    assert read_table(path)["Campaign"].tolist() == rows["Campaign"].tolist()


def test_the_undo_file_takes_away_just_what_was_added(exported):
    rows, _ = exported
    back = undone(rows)
    place = ["Campaign", "Ad Group", "Keyword", "Criterion Type"]
    assert back[place].equals(rows[place])
    assert set(back["Status"]) == {"Removed"}
    bulk = list(csv.DictReader(io.StringIO(bulk_file(back).decode("utf-8-sig"))))[1:]
    assert {b["Status"] for b in bulk} == {"Deleted"}
    assert {b["Type"] for b in bulk} <= {"Keyword", "Campaign Negative Keyword", "Ad Group Negative Keyword"}


def test_what_begins_like_a_formula_is_told_not_exported():
    terms = schema.conform(
        pd.DataFrame(
            {"search_term": ["=1+1"], "term_key": ["=1+1"], "answer": "add", "campaign": "A", "ad_group": "B"}
        ),
        schema.SEARCH_TERMS,
    )
    keywords = pd.DataFrame({"keyword": ["shed"], "channel": ["paid"], "campaign": ["A"]})
    rows, left = term_rows(terms, schema.empty(schema.NEGATIVES), keywords, schema.empty(schema.CATALOGUE))
    assert rows.empty
    assert left["keyword"].tolist() == ["=1+1"]
