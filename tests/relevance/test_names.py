"""Other names for one thing, things that only share a word, and what accessories are for."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import relevance, schema, text
from keyworth.relevance.accessory_words import title_hosts
from keyworth.relevance.features.product_types import load_things
from keyworth.relevance.features.thesaurus import load_thesaurus
from keyworth.relevance.synonym_expansion import shop_wordings
from keyworth.settings import Relevance


def scored(keywords: list[str], titles: list[str]) -> pd.DataFrame:
    sold = pd.DataFrame({"product_id": [f"P{i}" for i in range(len(titles))], "title": titles, "status": "active"})
    asked = pd.DataFrame({"keyword": keywords, "keyword_key": [text.key(k) for k in keywords]})
    table, _ = relevance.score_keywords(
        schema.conform(asked, schema.KEYWORDS), schema.conform(sold, schema.CATALOGUE), Relevance()
    )
    return table.set_index("keyword_key")


FURNITURE = ["Harlow 3-seater sofa, grey", "Harlow divan bed, double", "Oak sideboard, 2 doors", "Garden hedge trimmer"]


@pytest.mark.parametrize(
    ("keyword", "answer"), [("settee", "P0"), ("grey couch", "P0"), ("hedge cutter", "P3"), ("credenza", "P2")]
)
def test_another_name_for_a_thing_finds_it(keyword, answer):
    row = scored([keyword], FURNITURE).iloc[0]
    assert row["product_id"] == answer
    assert row["product_status"] == "active"


def test_things_that_share_only_a_word_are_told_apart():
    table = scored(["divan bed", "air bed", "hedge trimmer", "beard trimmer"], FURNITURE)["product_relevance"]
    assert table["divan bed"] > table["air bed"] + 0.3
    assert table["hedge trimmer"] > table["beard trimmer"] + 0.3


@pytest.mark.parametrize(
    ("keyword", "title"),
    [
        ("running machine", "Treadmill mat, black, 2 m"),
        ("office chair", "Office chair floor protector"),
        ("security camera", "CCTV camera corner bracket"),
        ("ipad pro", "Leather case for iPad Pro 11"),
        ("small double sofa bed", "Sofa bed mattress topper, double"),
    ],
)
def test_only_something_for_the_thing_is_sold(keyword, title):
    row = scored([keyword], [title, "Oak sideboard, 2 doors", "Garden bench, teak"]).iloc[0]
    assert row["product_status"] == "accessory_only"
    assert row["product_title"] == title


@pytest.mark.parametrize("keyword", ["treadmill mat", "mat for treadmill", "green roof"])
def test_an_accessory_that_is_asked_for_is_sold(keyword):
    titles = ["Treadmill mat, black, 2 m", "Oak sideboard", "Sedum green roof upgrade"]
    assert scored([keyword], titles)["product_status"].tolist() == ["active"]


def test_a_keyword_is_asked_in_the_shops_own_names_and_no_others():
    texts, owner = shop_wordings(["red couch", "desk lamp"], {"settee", "red"})
    assert texts == ["red couch", "desk lamp", "red settee"]
    assert owner.tolist() == [0, 1, 0]
    assert shop_wordings(["swimming pool"], {"pool", "table"})[0] == ["swimming pool"], "no name that only leaves out"


def test_what_a_title_is_for_is_not_what_it_is_made_of():
    assert title_hosts("Leather case for iPad Pro 11") == ["ipad pro 11"]
    assert title_hosts("Leather sofa") == []


@pytest.mark.parametrize(("asked", "sold"), [("couch", "sofa"), ("pram", "pushchair"), ("armchair", "easychair")])
def test_the_thesaurus_knows_everyday_names(asked, sold):
    _, token, strength = load_thesaurus().among([asked], {sold: 0})
    assert token.tolist() == [0]
    assert strength[0] >= 0.5


def test_every_thing_is_a_kind_of_itself():
    things = load_things()
    assert (things.kinds.diagonal() == 1).all()
    assert len(things) > 2_000
