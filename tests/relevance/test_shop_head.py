"""The head for shops of a size: what is told, what is asked, what built it, and too few to compare with."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from keyworth import relevance, schema, text
from keyworth.relevance.features.catalogue_context import CONTEXT, FEW, REPORT, catalogue_context
from keyworth.relevance.model import Term, load_relevance_model
from keyworth.relevance.shop_head import HEAD
from keyworth.settings import Relevance

SETTINGS = Relevance(cache=False)
TITLES = [
    "Quill kayak, single, 3 m", "Quill kayak, double, 4 m", "Tern canoe, 16 ft", "Kayak paddle, two-piece",
    "Canoe paddle, ash", "Buoyancy aid, adult", "Buoyancy aid, child", "Spray deck, neoprene", "Dry bag, 20 litres",
    "Roof rack pads for a kayak", "Wetsuit, long john", "Wetsuit boots", "Throw line, 20 m",
]  # fmt: skip
ASKED = [
    "single kayak", "double kayak", "open canoe", "paddle", "life jacket", "childs buoyancy aid", "wet suit",
    "neoprene boots", "dry bags", "accountant", "mortgage broker", "roof rack",
]  # fmt: skip


def scored(keywords: list[str], titles: list[str] = TITLES, settings: Relevance = SETTINGS) -> pd.DataFrame:
    sold = pd.DataFrame({"product_id": [f"P{i}" for i in range(len(titles))], "title": titles, "status": "active"})
    asked = pd.DataFrame({"keyword": keywords, "keyword_key": [text.key(k) for k in keywords]})
    table, _ = relevance.score_keywords(
        schema.conform(asked, schema.KEYWORDS), schema.conform(sold, schema.CATALOGUE), settings
    )
    return table.set_index("keyword_key")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return scored(ASKED)


def test_what_is_sold_is_told_from_what_is_not(table):
    assert table.loc[["single kayak", "double kayak"], "product_status"].eq("active").all()
    assert table.loc["accountant", "product_status"] == "none"
    assert table.loc["mortgage broker", "product_status"] in ("none", "unclear")


def test_between_the_floors_nobody_can_tell(table):
    p = table["product_relevance"]
    unclear = (p >= SETTINGS.relevance_floor) & (p < SETTINGS.answered_floor)
    assert table["product_status"].eq("unclear").equals(unclear)
    assert table.loc[unclear, "product_title"].ne("").all(), "the nearest product is shown"
    open_ = scored(ASKED, settings=Relevance(cache=False, relevance_floor=0.0, answered_floor=1.0))
    assert open_["product_status"].eq("unclear").all()


def test_what_built_it_adds_up_to_what_is_told(table):
    head = load_relevance_model().heads[HEAD]
    logit = [
        base + sum(json.loads(parts).values())
        for base, parts in zip(table["keyword_baseline"], table["keyword_contributions"], strict=True)
    ]
    assert head.calibrate(np.array(logit)) == pytest.approx(table["product_relevance"].to_numpy(), abs=2e-3)


def test_rows_in_any_order_give_the_same_answer(table):
    pd.testing.assert_frame_equal(scored(ASKED[::-1]), table)


def test_one_keyword_is_judged_without_a_report(table):
    alone = scored(["single kayak"])
    assert alone["product_status"].tolist() == ["active"]
    assert not set(json.loads(alone["keyword_contributions"].iloc[0])) & set(REPORT)


def test_a_range_of_a_handful_is_judged_without_its_rest():
    few = scored(["single kayak", "accountant"], TITLES[: FEW - 1])
    assert few["product_status"].tolist() == ["none", "active"]


def test_a_word_that_half_of_the_titles_bear_decides_nothing():
    things = ["shed", "bench", "table", "swing", "arch", "gate", "sauna", "gym", "bar", "pod"]
    titles = [f"Garden {thing}" for thing in things]
    shop = pd.DataFrame({"title": titles, "description": "", "category": "", "brand": ""})
    none = np.zeros(0, int), np.zeros(0, int), np.zeros(0)
    vectors = np.eye(2, 4, dtype=np.float32), np.ones((10, 4), np.float32) / 2
    found = catalogue_context(["garden gnome", "garden sauna"], shop, vectors, none, np.zeros(2))
    assert list(found) == list(CONTEXT)
    assert found["said_in_title"][0] < 0.3 < found["said_in_title"][1]
    assert found["common_word"][0] > 0


def test_a_product_of_two_lines_is_straight_along_either():
    corners = np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    term = Term(("a", "b"), (np.array([0.0, 2.0]), np.array([0.0, 4.0])), corners, line=True)
    a, b = np.array([0.0, 1.0, 2.0, 9.0, np.nan]), np.array([0.0, 1.0, 1.0, 4.0, 1.0])
    assert term({"a": a, "b": b}).tolist() == [1.0, 0.0, -0.5, 1.0, 0.0]
