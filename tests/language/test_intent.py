"""What a keyword is searched for: the wordings that tell it, and those that do not."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema
from keyworth.language.intent import intents
from keyworth.money.brand import brand_rows, brand_terms

NOTHING = schema.empty(schema.CATALOGUE)


def intent(keyword: str, *titles: str) -> str:
    catalogue = schema.conform(pd.DataFrame({"title": list(titles)}), schema.CATALOGUE) if titles else NOTHING
    return intents(pd.Series([keyword]), catalogue)["intent"].iloc[0]


@pytest.mark.parametrize(
    ("keyword", "expected"),
    [
        ("garden room installer jobs", "jobs"),
        ("plumbing apprenticeship", "jobs"),
        ("boiler engineer salary", "jobs"),
        ("acme customer service number", "support"),
        ("coffee machine not working", "support"),
        ("garden room door stuck repair", "support"),
        ("dishwasher instruction manual", "support"),
        ("used garden office", "second_hand"),
        ("second-hand caravan", "second_hand"),
        ("sofa gumtree", "second_hand"),
        ("how to build a shed", "do_it_yourself"),
        ("diy garden bar plans", "do_it_yourself"),
        ("build your own kitchen", "do_it_yourself"),
        ("plumbing business for sale", "business"),
        ("start your own cleaning company", "business"),
        ("bakery franchise", "business"),
        ("free paving slabs", "free"),
        ("topsoil free", "free"),
        ("fence calculator", "do_it_yourself"),
        ("what is a heat pump", "informational"),
        ("garden room vs extension", "informational"),
    ],
)
def test_told(keyword: str, expected: str) -> None:
    assert intent(keyword) == expected


@pytest.mark.parametrize(
    "keyword",
    [
        "garden office", "salary sacrifice electric car", "golf course insurance", "manual treadmill",
        "back support chair", "most used garden room", "payment plans", "phone plans",
        "how to buy a garden room", "dog training collar",
        "free delivery sofas", "gluten free bread", "free range eggs", "free standing bath", "interest free sofas",
        "paint job cost", "helpful tools", "usedom holiday", "careerwear uniforms", "lumbar support cushion",
        "job lot tiles",
        "installation service", "selfie stick", "plan chest", "garden room training room",
    ],
)  # fmt: skip
def test_not_told(keyword: str) -> None:
    assert intent(keyword) == ""


@pytest.mark.parametrize(
    ("keyword", "title"),
    [
        ("refurbished laptops", "Refurbished ThinkPad T480"),
        ("boiler repair leeds", "Boiler repairs and servicing"),
        ("diy shed kit", "DIY shed kit 8 x 6"),
        ("barista training", "Barista training day"),
        ("replacement parts for mixer", "Replacement part: mixer bowl"),
    ],
)
def test_what_is_sold_is_no_other_intent(keyword: str, title: str) -> None:
    assert intent(keyword) in ("support", "jobs", "second_hand", "do_it_yourself")
    assert intent(keyword, title) == ""


def test_brand_by_setting_company_and_address() -> None:
    catalogue = schema.conform(pd.DataFrame({"title": ["Ashdown garden room", "Oak desk"]}), schema.CATALOGUE)
    pages = {"keyword": ["x"], "landing_page": ["https://www.gladerooms.example/offices"]}
    keywords = schema.conform(pd.DataFrame(pages), schema.KEYWORDS)
    assert brand_terms(keywords, catalogue, ["Otter Mead"], "Glade Rooms Ltd") == [
        "glade rooms",
        "gladerooms",
        "otter mead",
    ]


def test_a_name_made_of_what_is_sold_is_no_brand() -> None:
    catalogue = schema.conform(pd.DataFrame({"title": ["Ashdown garden room", "Oak desk"]}), schema.CATALOGUE)
    pages = {"keyword": ["x"], "landing_page": ["https://www.gardenrooms.example/offices"]}
    assert brand_terms(schema.conform(pd.DataFrame(pages), schema.KEYWORDS), catalogue, [], "Garden Room Ltd") == []


def test_one_maker_in_its_own_titles_is_a_reseller() -> None:
    titles = {"title": [f"Apple iPad {n}" for n in range(12)], "brand": "Apple"}
    catalogue = schema.conform(pd.DataFrame(titles), schema.CATALOGUE)
    assert brand_terms(schema.empty(schema.KEYWORDS), catalogue) == []
    own = schema.conform(
        pd.DataFrame({"title": [f"Ashdown {n}" for n in range(12)], "brand": "Glade"}), schema.CATALOGUE
    )
    assert brand_terms(schema.empty(schema.KEYWORDS), own) == ["glade"]


def test_brand_is_a_whole_word_or_a_long_run() -> None:
    keys = ["glade rooms", "gladerooms login", "everglade rooms", "glad rooms", "asos dress", "rasos"]
    rows = pd.DataFrame({"keyword_key": keys, "campaign": ""})
    assert brand_rows(rows, ["glade rooms", "asos"]).tolist() == [True, True, False, False, True, False]


@pytest.mark.parametrize(
    ("keyword", "title", "expected"),
    [
        ("roofing course", "Walls to damp course, per metre", "jobs"),
        ("forklift training", "Forklift training, two days", ""), ("puppy training classes", "Dog training", ""),
        ("boiler servicing", "Annual maintenance visit, boiler", ""), ("phone screen repair", "Tablet repair", ""),
        ("used van", "Used vans", ""), ("used van", "Van racking", "second_hand"),
        ("drone course", "Dog agility set for a course", "jobs"), ("gym apprenticeship", "Gym bench", "jobs"),
    ],
)  # fmt: skip
def test_a_word_is_cleared_only_where_exactly_that_is_sold(keyword: str, title: str, expected: str) -> None:
    assert intent(keyword, title) == expected
