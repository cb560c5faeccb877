"""Keywords against customers' phrases."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import relevance, schema, text
from keyworth.relevance.keyword_core import core, telling_nothing
from keyworth.relevance.triangle import LARGE
from keyworth.settings import Relevance

SETTINGS = Relevance(**LARGE)  # a range of four is judged as a large one
PHRASES = {
    "garden office": 30,
    "office in the garden": 12,
    "podcast studio": 9,
    "summer house": 14,
    "sofa bed": 20,
    "leather sofa": 2,
}


@pytest.fixture(scope="module")
def tables():
    titles = ["Insulated garden office 3m x 4m", "Podcast studio for the garden", "Cedar summer house", "Corner sofa"]
    catalogue = schema.conform(
        pd.DataFrame(
            {"product_id": list("abcd"), "title": titles, "category": ["g", "g", "g", "s"], "status": "active"}
        ),
        schema.CATALOGUE,
    )
    phrases = pd.DataFrame({"phrase": list(PHRASES), "count": list(PHRASES.values()), "phrase_id": range(len(PHRASES))})
    phrases["own_searches"] = phrases["searches"] = phrases["count"]
    phrases[["callers", "organic_searches", "bought_searches"]] = 0
    phrases["phrase_key"] = phrases["phrase"].map(text.key)
    keywords = [
        "garden offices",
        "garden office leeds",
        "4m x 3m garden office",
        "summer houses",
        "home working pod",
        "trampoline",
    ]
    asked = schema.conform(
        pd.DataFrame({"keyword": keywords, "keyword_key": [text.key(k) for k in keywords]}), schema.KEYWORDS
    )
    scored, _ = relevance.score_keywords(asked, catalogue, SETTINGS)
    return asked, schema.conform(phrases, schema.PHRASES), scored, catalogue


@pytest.fixture(scope="module")
def aligned(tables):
    alignment, uncovered = relevance.align_keywords(*tables, SETTINGS)
    return alignment.set_index("keyword_key"), uncovered


@pytest.mark.parametrize("keyword", ["garden offices", "garden office leeds", "4m x 3m garden office", "summer houses"])
def test_the_customers_own_wording_is_aligned_in_any_inflection_and_detail(aligned, keyword):
    assert aligned[0].at[keyword, "customer_alignment"] >= 0.5
    assert aligned[0].at[keyword, "suggested_wording"] == ""


def test_another_wording_is_not_aligned_and_theirs_is_named_verbatim(aligned):
    row = aligned[0].loc["home working pod"]
    assert row["customer_alignment"] < 0.1, "some customers spoke, none so"
    assert set(row["suggested_wording"].split("; ")) <= set(PHRASES)


def test_what_customers_want_and_no_keyword_covers_is_uncovered(aligned):
    assert "podcast studio" in set(aligned[1]["phrase"])
    assert "garden office" not in set(aligned[1]["phrase"])


def test_without_phrases_alignment_is_unknown_not_nought(tables):
    keywords, _, scored, catalogue = tables
    alignment, uncovered = relevance.align_keywords(keywords, schema.empty(schema.PHRASES), scored, catalogue, SETTINGS)
    assert alignment["customer_alignment"].isna().all()
    assert uncovered.empty


def test_row_order_changes_nothing(tables, aligned):
    keywords, phrases, scored, catalogue = tables
    alignment, uncovered = relevance.align_keywords(keywords[::-1], phrases[::-1], scored, catalogue[::-1], SETTINGS)
    pd.testing.assert_frame_equal(alignment.set_index("keyword_key"), aligned[0])
    pd.testing.assert_frame_equal(uncovered, aligned[1])


@pytest.mark.parametrize(
    "keyword", ["best buy", "counter top one cup hot water dispenser", "coffee maker", "the boys", "top"]
)
def test_words_that_belong_to_the_thing_stay(keyword):
    assert core(keyword) == keyword


def test_a_word_that_the_catalogue_knows_is_no_place():
    bases = ["garden office", "garden room", "summer house", "log cabin", "garden gym"]
    asked = bases + [f"{b} cedar" for b in bases]
    assert (
        telling_nothing(asked, ["cedar", *["garden", "office", "room", "summer", "house", "log", "cabin", "gym"]])
        == frozenset()
    )
