"""The letter to the agency: every line can be acted on, and tells its pounds; every figure, what would settle it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pandas as pd
import pytest

from keyworth import schema
from keyworth.report.figures import Figures
from keyworth.review import letter_changes, letter_claims
from keyworth.review.ledger import Ledger
from keyworth.review.outputs import make_output
from keyworth.review.review_session import Desk
from keyworth.review.signoff import Person
from keyworth.settings import Review
from tests.review.conftest import make_audit, make_keywords

ANN, TOLD = Person("Ann", "sales"), Figures("GBP", "en_GB")
ROWS = "the rows behind this figure"
REASONS = {
    "cut": "Stop it; nothing on sale answers it; £100 for 10 clicks, no sale traced.",
    "fix": "Bid on “garden office” instead; customers say it; £100 for 10 clicks, no sale traced.",
}


def keywords_with_reasons(n: int) -> pd.DataFrame:
    keywords = make_keywords(n)
    rule = keywords["verdict"].map({"cut": "cut", "fix": "misaligned", "keep": "earns", "watch": "watch"})
    reason = keywords["verdict"].map(REASONS).fillna("Not enough evidence yet.")
    period = {"period_start": pd.Timestamp("2026-01-01", tz="UTC"), "period_end": pd.Timestamp("2026-03-31", tz="UTC")}
    return keywords.assign(rule=rule, reason=reason, full_cost=keywords["cost"] + 5.0, spread_cost=5.0, **period)


def a_desk(folder: Path, keywords: pd.DataFrame) -> Desk:
    desk = Desk(make_audit(folder / "a", keywords=keywords), Ledger("sqlite://"), Review())
    for verdict in ("cut", "fix"):
        desk.decide_all(ANN, {"verdict": verdict}, "agree", "")
    return desk


def section_2(desk: Desk) -> str:
    told = make_output("letter.txt", desk).decode()
    return told.split("2. WHAT WE HAVE DECIDED")[1].split("3. WHAT WE ASK FOR")[0]


def test_each_decision_says_what_to_do_why_and_the_pounds(tmp_path):
    desk = a_desk(tmp_path, keywords_with_reasons(12))
    keep = desk.queue({"verdict": "keep"})["rows"][0]
    desk.decide(ANN, keep["subject"], 0, "change", "cut", reason="we stop selling it")
    told = section_2(desk)
    assert f"* £113: garden room 8 (A | Search, exact). {REASONS['cut']}\n" in told
    assert f"* £114: garden room 9 (B | Search, phrase). {REASONS['fix']}\n" in told
    assert "* £115: garden room 10 (C, broad). Stop it; we stop selling it.\n" in told
    assert "7 keywords are to be stopped or changed" in told
    assert "(1 January 2026 to 31 March 2026): £772, with their share of fees and content." in told
    assert not re.search(r"[a-z]_[a-z]", told), "no code of a flag"
    page = html.unescape(make_output("letter.html", desk).decode())
    assert all(f"<td>{reason}</td>" in page for reason in REASONS.values())


def test_decisions_are_grouped_by_action_and_long_groups_are_cut_short(tmp_path):
    told = section_2(a_desk(tmp_path, keywords_with_reasons(4 * 30)))
    heads = [line for line in told.splitlines() if line.endswith(tuple("0123456789")) and not line.startswith("*")]
    spent = [sum(105 + 4 * i + k for i in range(30)) for k in (1, 0)]
    assert heads == [
        f"Bid on the customers' own wording instead of these: 30 keywords, £{spent[0]:,}",
        f"Stop these: 30 keywords, £{spent[1]:,}",
    ], "the largest sum first"
    assert told.count("Stop it;") == letter_changes.LISTED
    more = sum(105 + 4 * i for i in range(6))
    assert f"… and 6 more, £{more:,}: each is in decisions.xlsx; what Editor can load is in google-ads" in told
    pounds = [int(p) for p in re.findall(r"^\* £(\d+): ", told.split("Stop these")[1], re.M)]
    assert pounds == sorted(pounds, reverse=True)


def test_a_line_tells_what_it_can_and_forges_nothing(tmp_path):
    keywords = keywords_with_reasons(4).assign(channel=["paid", "organic", "paid", "paid"])
    keywords.loc[0, ["keyword", "campaign"]] = ["a\n* £1: b", "x\n\n3. WHAT WE ASK FOR"]
    keywords.loc[0, ["cost", "full_cost"]] = float("nan")
    keywords.loc[1, "campaign"] = ""
    told = letter_changes.changes(Desk(make_audit(tmp_path / "n", keywords=keywords), Ledger("sqlite://"), Review())
                                  .decided().assign(decided_verdict=["cut", "fix", "keep", "keep"]), TOLD)  # fmt: skip
    lines = {g["heading"]: g["lines"][0] for g in told["groups"]}
    assert all("\n" not in value for line in lines.values() for value in line.values())
    assert {line["place"] for line in lines.values()} >= {"organic search, phrase"}
    desk = a_desk(tmp_path, keywords)
    assert (
        "cost not known: a * £1: b (x 3. WHAT WE ASK FOR, exact). Stop it" in make_output("letter.txt", desk).decode()
    )


def test_without_the_audits_reason_the_flags_are_told_in_words(tmp_path):
    told = section_2(a_desk(tmp_path, make_keywords(4).assign(reason="")))
    assert "* £100: garden room 0 (A | Search, exact). Stop it; no current product, other intent." in told
    assert "New wording, from our customers: “garden office”, “office pod”." in told


CLAIMS = pd.DataFrame(
    [
        ("Total spend", "total", 225113.2, 246834.65, "not supported", ROWS),
        ("Total conversions", "total", 2082.0, 1851.0, "not supported", ROWS),
        ("CTR of “cheap spend”", "A | Search", 0.05, 0.0222, "not supported", "how the row figures were made"),
        ("CTR as stated on the keyword rows", "rows", 911.0, 900.0, "not supported", "how the row figures were made"),
        ("Growth, %", "total", 38.0, float("nan"), "cannot be checked", "the period compared with"),
        ("Average ROAS", "total", 25.4, 14.99243, "not supported", ""),
        ("Total: Account, conversions, against sales traced", "total", 18.0, 7.3, "not supported", "the conversions"),
        ("Total clicks", "total", 10.0, 10.0, "supported", ""),
    ],
    columns=["claim", "scope", "claimed", "recomputed", "verdict", "ask_for"],
)  # fmt: skip


def test_figures_are_told_as_what_they_are():
    found = letter_claims.figures(schema.conform(CLAIMS, schema.CLAIM_LEDGER), TOLD)
    told = {row["name"]: (row["stated"], row["ours"]) for row in found["listed"]}
    assert told == {
        "Total spend": ("£225,113.20", "£246,834.65"),
        "Total conversions": ("2,082", "1,851"),
        "CTR of “cheap spend” (A | Search)": ("5\u00a0%", "2.22\u00a0%"),
        "CTR as stated on the keyword rows": ("911 rows state it", "900 of them give the same"),
        "Growth, %": ("38\u00a0%", ""),
        "Average ROAS": ("25.40", "14.99"),
        "Total: Account, conversions, against sales traced": ("18", "7.3"),
    }
    assert (found["supported"], found["total"], found["more"]) == (1, 8, 0)
    assert found["listed"][-1]["name"] == "Growth, %", "what cannot be checked comes last"


def test_every_figure_says_what_would_settle_it_and_every_request_its_figures():
    found = letter_claims.figures(schema.conform(CLAIMS, schema.CLAIM_LEDGER), TOLD)
    assert all(row["settle"] for row in found["listed"])
    asked = {a["ask"]: a["names"] for a in found["asked"]}
    assert asked["The rows behind this figure"] == "Total spend; Total conversions"
    assert asked["How the row figures were made"].count(";") == 1
    many = pd.concat([CLAIMS.iloc[[0]].assign(claim=f"Spend {i}") for i in range(60)])
    found = letter_claims.figures(schema.conform(many, schema.CLAIM_LEDGER), TOLD)
    assert (len(found["listed"]), found["more"]) == (letter_claims.LISTED, 60 - letter_claims.LISTED)
    assert found["asked"][0]["names"].endswith(f"; and {60 - letter_claims.NAMED} more of the figures above")


@pytest.mark.parametrize("form", ["letter.txt", "letter.html"])
def test_what_is_supported_is_a_count_in_fairness(tmp_path, form):
    claims = CLAIMS[CLAIMS["claim"].isin(["Total clicks", "Total spend"])]
    desk = a_desk(tmp_path, keywords_with_reasons(4))
    desk.audit.tables["claim_ledger"] = schema.conform(claims, schema.CLAIM_LEDGER)
    told = make_output(form, desk).decode()
    assert "In fairness: 1 of the 2 figures that we checked agree with our data." in told
    assert "Total clicks" not in told
    assert "For: Total spend." in told
    desk.audit.tables["claim_ledger"] = schema.empty(schema.CLAIM_LEDGER)
    assert "No figures of yours were among the files." in make_output(form, desk).decode()
