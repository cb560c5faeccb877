"""The three invented companies: written again to the byte, read whole, and every keyword has its truth."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from bench.companies.contradictions import contradictions
from bench.companies.making.company import GONE, KINDS, products_of, read_company, read_truth
from bench.companies.making.dialogue import calls, phone_of
from bench.companies.making.people import people
from bench.companies.score import figures, judged, truth_of
from bench.companies.write import NAMES, company_files
from keyworth import ingest
from keyworth.settings import read_settings

# Rows of the exports that are set aside by right, by a word of the reason.
BY_RIGHT = ("total row", "filters, not rows", "heading of a section", "no search term", "counted once", "not a stage")
ANSWERED_BY = {"aligned": {"sold", "part"}, "jargon": {"sold"}, "retired": {"retired"}, "accessory_only": {"part"}}


@pytest.fixture(scope="module", params=NAMES)
def company(request):
    return read_company(request.param)


def reported(files: dict[str, bytes]) -> list[str]:
    """Return the keywords of the agency's report, without their marks of match type."""
    rows = list(csv.reader(io.StringIO(files["exports/Search keyword report.csv"].decode("utf-16")), delimiter="\t"))
    return [row[1].strip('[]"') for row in rows[3:] if row[0]]


def terms(files: dict[str, bytes]) -> dict[str, int]:
    """Return the clicks of each search term."""
    rows = list(csv.DictReader(io.StringIO(files["exports/Search terms report.csv"].decode().split("\n", 2)[2])))
    out: dict[str, int] = {}
    for row in rows:
        if row["Keyword"]:
            out[row["Search term"]] = out.get(row["Search term"], 0) + int(row["Interactions"].replace(",", ""))
    return out


def test_the_same_arguments_write_the_same_bytes_and_the_truth_covers_every_keyword(company):
    first, again = company_files(company.name), company_files(company.name)
    assert first == again
    truth = read_truth(company.name)
    assert sorted(reported(first)) == sorted(truth["keyword"])
    assert 120 <= len(truth) <= 250


def test_the_truth_agrees_with_what_the_company_sells(company):
    truth = truth_of(company)
    assert truth["keyword"].is_unique
    assert set(truth["kind"]) == set(KINDS)
    status = {t: thing["status"] for t, thing in company.things.items()}
    for row in truth.itertuples():
        named = [a.split("/")[0] for a in filter(None, row.thing.split("|"))]
        assert bool(row.better) == (row.kind == "jargon"), row.keyword
        assert bool(row.intent) or row.kind != "other_intent", row.keyword
        if row.kind in ANSWERED_BY:
            assert {status[t] for t in named} <= ANSWERED_BY[row.kind], row.keyword
            assert all(products_of(company, a) for a in row.thing.split("|")), row.keyword
        if row.kind == "never_sold":
            assert not row.products, row.keyword
    assert not truth.loc[truth["kind"].isin(GONE), "sound"].any()
    assert (truth["worth"] < 1).sum() >= 60
    assert truth["sound"].sum() >= 60


def test_the_shop_has_three_thousand_lines_and_the_others_a_page_of_them():
    sizes = {name: len(read_company(name).catalogue) for name in NAMES}
    assert 2900 <= sizes["smallholding"] <= 3100
    assert max(sizes["drainage"], sizes["laundry"]) < 100


def test_jargon_is_nobodys_wording_until_some_type_it(company):
    jargon = set(company.keywords.loc[company.keywords["kind"] == "jargon", "keyword"])
    said = {w for t in company.things.values() for w in [*t["says"], *t.get("also", ())]}
    assert not said & jargon
    share = {}
    for typed in (0.0, 0.06, 0.2):
        clicks = terms(company_files(company.name, typed))
        own = sum(n for term, n in clicks.items() if term in jargon)
        share[typed] = own / company.keywords.loc[company.keywords["kind"] == "jargon", "clicks"].sum()
    assert share[0.0] == 0
    assert share[0.06] == pytest.approx(0.06, abs=0.02)
    assert share[0.2] == pytest.approx(0.2, abs=0.03)


def test_half_the_callers_are_unknown_and_staff_say_what_is_not_done(company):
    made = calls(company, people(company))
    assert sum(call.lead is None for call in made) == pytest.approx(len(made) / 2, abs=1)
    leads = people(company)
    assert leads["customer_id"].map(phone_of).is_unique
    assert not {c.phone for c in made if c.lead is None} & set(leads["customer_id"].map(phone_of))
    refused = [call for call in made if "no" in company.things[call.thing]]
    assert len(refused) >= 8
    assert all(any(staff and text == company.things[c.thing]["no"] for staff, text in c.turns) for c in refused)
    assert not people(company).loc[lambda p: p["gone"], "stage"].eq("won").any()


def test_every_export_is_read_and_nothing_else_is_set_aside(company, tmp_path):
    for path, content in company_files(company.name).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    intake = ingest.read_files({"": [tmp_path / "exports"]}, read_settings(tmp_path / "keyworth.toml").ingest, None)
    tables = intake.tables
    aside = tables["set_aside"]["reason"].astype("str") if "set_aside" in tables else intake.set_aside["reason"]
    surprises = aside[[not any(word in reason for word in BY_RIGHT) for reason in aside]]
    assert list(surprises) == []
    assert len(tables["catalogue"]) == len(company.catalogue)
    assert set(tables["catalogue"]["status"]) >= {"active", "retired"}
    assert (tables["sales"]["stage"] == "won").sum() >= 25
    assert tables["calls"]["call_id"].nunique() >= 0.95 * company.words["calls"]
    assert set(tables["calls"]["role"]) >= {"agent", "customer"} or "unknown" in set(tables["calls"]["role"])


def test_an_audit_that_says_the_truth_meets_every_aim_and_one_that_is_silent_does_not():
    company = read_company("drainage")
    truth = truth_of(company)
    flag = {"jargon": "misaligned_wording", "never_sold": "no_current_product", "retired": "retired_product",
            "accessory_only": "wrong_product", "other_intent": "other_intent", "brand": "brand"}  # fmt: skip
    told = truth.assign(
        flags=truth["kind"].map(flag).fillna(""), product_status="active", reason="",
        product_id=truth["products"].map(lambda ids: min(ids, default="")),
        suggested_wording=truth["better"].map(lambda b: min(b, default="")),
        verdict=(truth["kind"] == "never_sold").map({True: "cut", False: "keep"}),
    )  # fmt: skip
    shown = [
        "keyword",
        "campaign",
        "match_type",
        "flags",
        "product_status",
        "product_id",
        "suggested_wording",
        "verdict",
    ]
    table = figures(judged(truth, told[shown]), contradictions(told, set()))
    assert set(table["met"]) == {"yes", ""}
    silent = told.assign(flags="", product_id="", suggested_wording="", verdict="watch")
    table = figures(judged(truth, silent[shown]), contradictions(silent, set()))
    assert set(table.loc[["product named right", "jargon found", "never sold told", "retired told"], "share"]) == {0.0}


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ({"reason": "Stop it; customers hardly ask for it (count 0)", "callers": 12}, 1),
        ({"reason": "Stop it; customers hardly ask for it (count 1)", "callers": 1, "customer_alignment": 0.2}, 0),
        ({"reason": "Nothing on sale answers it", "product_status": "active", "product_relevance": 0.8}, 1),
        ({"reason": "Nothing on sale answers it", "product_status": "none", "product_relevance": 0.05}, 0),
        (
            {
                "reason": "£90 for 3 clicks. Loses money: almost certain (98 in 100).",
                "probability_below_break_even": 0.6,
            },
            1,
        ),
        ({"reason": "£90 for 3 clicks. Loses money: even (62 in 100).", "probability_below_break_even": 0.62}, 0),
        ({"reason": "It almost certainly loses", "probability_below_break_even": 0.5}, 1),
        ({"reason": "Point it at “Riding arena”", "product_title": "Soakaway"}, 1),
        ({"reason": "Point it at “Riding arena”", "product_title": "Riding arena"}, 0),
        ({"reason": "Bid on “french drain” instead", "suggested_wording": "land drain; french drain"}, 1),
        ({"reason": "Your customers: 12 callers, 30 site searches", "callers": 12, "own_searches": 3}, 1),
        (
            {"reason": "Only an accessory is on sale", "product_status": "accessory_only", "attributed_conversions": 2},
            1,
        ),
        ({"reason": "Stop it; only an accessory is on sale", "product_status": "active"}, 1),
        ({"reason": "Stop it", "verdict": "keep"}, 1),
    ],
)
def test_a_sentence_is_held_against_its_columns(row, broken):
    found = contradictions(pd.DataFrame([{"keyword": "x", "verdict": "cut", **row}]), {"Riding arena", "Soakaway"})
    assert len(found) == broken
