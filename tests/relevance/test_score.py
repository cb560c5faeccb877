"""Keywords against a small shop: statuses, order, hostile text."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from keyworth import relevance, schema, text
from keyworth.settings import Relevance

SETTINGS = Relevance()


def shop(rows: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame([{"product_id": f"P{i}", "status": "active", **r} for i, r in enumerate(rows)])
    return schema.conform(table, schema.CATALOGUE)


def asked(*keywords: str) -> pd.DataFrame:
    return schema.conform(
        pd.DataFrame({"keyword": keywords, "keyword_key": [text.key(k) for k in keywords]}), schema.KEYWORDS
    )


@pytest.fixture(scope="module")
def catalogue() -> pd.DataFrame:
    return shop(
        [
            {
                "title": "Insulated garden office 3m x 4m",
                "description": "A warm office in the garden for working at home.",
            },
            {"title": "Leather case for iPad Pro 11"},
            {"title": "HP LaserJet toner cartridge", "status": "out_of_stock"},
            {
                "title": "Hot tub lodge",
                "status": "retired",
                "replaced_by": "Cedar summer house 10x8",
                "retired_on": "2024-05-01",
            },
            {"title": "Cedar summer house 10x8"},
            {"title": "Oak dining table"},
        ]
    )


@pytest.fixture(scope="module")
def scored(catalogue) -> pd.DataFrame:
    keywords = asked(
        "garden office", "garden office quote", "ipad pro", "toner cartridge", "hot tub lodge", "trampoline"
    )
    return relevance.score_keywords(keywords, catalogue, SETTINGS)[0].set_index("keyword_key")


@pytest.mark.parametrize(
    ("keyword", "status"),
    [
        ("garden office", "active"),
        ("garden office quote", "active"),
        ("ipad pro", "accessory_only"),
        ("toner cartridge", "out_of_stock"),
        ("hot tub lodge", "retired"),
        ("trampoline", "none"),
    ],
)
def test_a_status_says_what_is_on_sale(scored, keyword, status):
    assert scored.at[keyword, "product_status"] == status, scored.loc[keyword].to_string()


def test_a_status_and_its_relevance_never_contradict_each_other(scored):
    sold = scored["product_status"].isin(["active", "out_of_stock"])
    assert ((scored["product_relevance"] >= SETTINGS.relevance_floor) == sold).all()


def test_a_retired_product_names_its_successor_and_its_day(scored):
    row = scored.loc["hot tub lodge"]
    assert row["successor_title"] == "Cedar summer house 10x8"
    assert str(row["retired_on"].date()) == "2024-05-01"
    assert row["product_title"] == "Hot tub lodge"


def test_commercial_words_do_not_change_what_is_asked_for(scored):
    a, b = scored.loc["garden office"], scored.loc["garden office quote"]
    assert a["product_relevance"] == b["product_relevance"]


def test_rows_in_any_order_give_the_same_answer(catalogue):
    keywords = asked("garden office", "ipad pro", "summer house", "dining tables", "office")
    one = relevance.score_keywords(keywords, catalogue, SETTINGS)
    two = relevance.score_keywords(keywords[::-1], catalogue.sample(frac=1, random_state=3), SETTINGS)
    for a, b in zip(one, two, strict=True):
        pd.testing.assert_frame_equal(a, b)


def test_matches_come_best_first_and_their_contributions_add_up(catalogue):
    _, matches = relevance.score_keywords(asked("garden office"), catalogue, SETTINGS)
    assert matches["rank"].tolist() == sorted(matches["rank"])
    assert matches["relevance"].is_monotonic_decreasing
    logit = [
        b + sum(json.loads(c).values()) for b, c in zip(matches["baseline"], matches["contributions"], strict=True)
    ]
    order = np.argsort(-np.array(logit), kind="stable")
    assert (np.diff(matches["relevance"].to_numpy()[order]) <= 1e-6).all()


def test_an_empty_catalogue_or_one_product_or_one_keyword_is_no_fault(catalogue):
    nothing, _ = relevance.score_keywords(asked("garden office"), catalogue.iloc[:0], SETTINGS)
    assert nothing["applicable"].tolist() == [False]
    assert nothing["reason"].tolist() == ["no catalogue was supplied"]
    single, _ = relevance.score_keywords(asked("garden office"), catalogue.iloc[:1], SETTINGS)
    assert single["product_status"].tolist() == ["active"]
    empty, matches = relevance.score_keywords(asked(), catalogue, SETTINGS)
    assert empty.empty
    assert matches.empty


HOSTILE = [
    "",
    " ",
    "🎉🎉",
    "a" * 10_000,
    "garden " * 2_000,
    "\u202eeciffo nedrag",
    "gar\u200bden office",
    "gаrden office",
    "\x00",
    "'; --",
    "%s%n",
    "NaN",
    "-1",
    "１２３",
    "ﷺ",
    "田中さん",
    "Ω≈ç√∫",
]


@pytest.mark.parametrize("keyword", HOSTILE)
def test_hostile_text_is_judged_or_set_apart(catalogue, keyword):
    table, _ = relevance.score_keywords(asked(keyword), catalogue, SETTINGS)
    row = table.iloc[0]
    assert (0 <= row["product_relevance"] <= 1) if row["applicable"] else (row["reason"] != "")


@pytest.mark.slow
def test_every_naughty_string_is_judged_or_set_apart(catalogue, shared_data):
    strings = json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8"))
    table, _ = relevance.score_keywords(asked(*strings), catalogue, SETTINGS)
    judged = table["applicable"]
    assert table.loc[judged, "product_relevance"].between(0, 1).all()
    assert (table.loc[~judged, "reason"] != "").all()
    pairs = relevance.score_pairs(strings, ["Garden office"] * len(strings))
    assert np.isfinite(pairs).all()
    assert ((pairs >= 0) & (pairs <= 1)).all()


def test_what_shares_only_its_kind_with_the_keyword_was_not_sold_once():
    titles = ["Merrow Garden Office, 4.2 x 3.0 m", "Gertrude Potting Shed", "Sorrel Garden Gym"]
    shop = pd.DataFrame({"product_id": ["1", "2", "3"], "title": titles, "status": ["active", "retired", "active"]})
    asked = pd.DataFrame({"keyword": ["potting shed", "pub shed"], "keyword_key": ["potting shed", "pub shed"]})
    out, _ = relevance.score_keywords(
        schema.conform(asked, schema.KEYWORDS), schema.conform(shop, schema.CATALOGUE), Relevance(cache=False)
    )
    status = out.set_index("keyword_key")["product_status"]
    assert status["potting shed"] == "retired"
    assert status["pub shed"] != "retired"
