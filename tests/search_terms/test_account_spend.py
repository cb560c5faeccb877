"""Every pound of the account is told once, and ties to its total row."""

from __future__ import annotations

import pytest

from keyworth.ingest import read_files
from keyworth.money.account_spend import account_figures, account_spend
from keyworth.schema import Inputs
from keyworth.settings import Ingest

HEAD = "Search keyword report\n1 May 2026 - 31 May 2026\nSearch keyword,Match type,Campaign,Currency code,Clicks,Cost\n"
SHED = "shed,Broad match,Sheds,GBP,10,120.00\n"
AI_MAX = "AI Max expanded matches,,Sheds,GBP,40,410.00\nAI Max landing page matches,,Sheds,GBP,9,70.00\n"
CAMPAIGNS = (
    "Campaign report\n1 May 2026 - 31 May 2026\nCampaign,Campaign type,Currency code,Impr.,Clicks,Cost\n"
    "Sheds,Search,GBP,100,59,600.00\nEverything,Performance Max,GBP,900,80,300.00\nReach,Display,GBP,900,7,55.00\n"
)
TERMS = (
    "Search terms report\n1 May 2026 - 31 May 2026\nSearch term,Match type,Added/Excluded,Keyword,Campaign,Impr.,"
    "Clicks,Currency code,Cost\n"
    "shed,Broad match,None,shed,Sheds,40,7,GBP,90.00\nTotal: Search terms,,,,,40,7,GBP,90.00\n"
    "Total: Other search terms,,,,,9,3,GBP,30.00\n"
)


def spent(tmp_path, **files: str) -> tuple[dict, dict]:
    paths = []
    for name, text in files.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    intake = read_files({"": paths}, Ingest())
    inputs = Inputs(**intake.tables, files=intake.files)
    table = account_spend(inputs)
    found = account_figures(table, inputs.claims, inputs.keywords)
    return table.groupby("part")["cost"].sum().to_dict(), found


def test_spend_without_keywords_stands_beside_the_judged(tmp_path):
    parts, found = spent(tmp_path, keywords=HEAD + SHED + AI_MAX)
    assert parts == {"keywords": 120.0, "ai_max": 480.0}
    assert (found["total"], found["stated"], found["ties"]) == (600.0, None, None)


@pytest.mark.parametrize("total", ["955.00", "955.01"])
def test_the_account_ties_to_its_total_row(tmp_path, total):
    text = HEAD + SHED + AI_MAX + f"Total: Account,,,GBP,146,{total}\n"
    parts, found = spent(tmp_path, keywords=text, campaigns=CAMPAIGNS)
    assert parts == {"keywords": 120.0, "ai_max": 480.0, "performance_max": 300.0, "other_network": 55.0}
    assert found["ties"] is True


def test_what_no_row_holds_is_a_part_of_its_own(tmp_path):
    parts, found = spent(tmp_path, keywords=HEAD + SHED + "Total: Account,,,GBP,99,1000.00\n")
    assert parts == {"keywords": 120.0, "unaccounted": 880.0}
    assert found["total"] == found["stated"] == 1000.0


def test_more_than_the_account_states_does_not_tie(tmp_path):
    _, found = spent(tmp_path, keywords=HEAD + SHED + AI_MAX + "Total: Account,,,GBP,9,500.00\n")
    assert found["ties"] is False


def test_one_kind_told_by_two_reports_is_counted_once(tmp_path):
    totals = "Total: Performance Max,,,GBP,80,300.00\nTotal: Account,,,GBP,146,475.00\n"
    parts, found = spent(tmp_path, keywords=HEAD + SHED + totals, campaigns=CAMPAIGNS)
    assert parts == {"keywords": 120.0, "performance_max": 300.0, "other_network": 55.0}
    assert found["ties"] is True


def test_hidden_search_terms_are_inside_the_keywords_spend(tmp_path):
    parts, found = spent(tmp_path, keywords=HEAD + SHED, terms=TERMS)
    assert parts == {"keywords": 120.0}
    assert found["hidden_terms"] == 30.0


def test_a_search_terms_report_alone_tells_what_it_hides(tmp_path):
    parts, _ = spent(tmp_path, terms=TERMS)
    assert parts == {"keywords": 90.0, "search_terms_hidden": 30.0}
