"""What callers were told, and what their calls came to, speaks for and against a keyword."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema, text
from keyworth.relevance.accessory_words import only_for_it
from keyworth.relevance.caller_evidence import hear_callers, listen
from keyworth.settings import Relevance

CATALOGUE = schema.conform(
    pd.DataFrame(
        {
            "product_id": ["p1", "p2", "p3"],
            "title": ["Rigid panel carport 5 m", "Awning, electric", "Pergola, oak"],
            "status": ["active", "active", "retired"],
        }
    ),
    schema.CATALOGUE,
)
SOLD = [
    ("I want a shelter for my car", "", "Rigid panel carport 5 m"),
    ("how much is an awning", "", "Awning, electric"),
]
REFUSED = [("do you do a greenhouse", "We don't do greenhouses, sorry.", "")]


def answers(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["asked", "answer", "product"]).assign(
        call_id=[str(i) for i in range(len(rows))]
    )
    frame = frame.assign(
        refused=frame["answer"] != "", won=frame["product"] != "", once=frame["answer"].str.contains("any more")
    )
    return schema.conform(frame, schema.STAFF_ANSWERS)


def heard(keyword: str, p: float, rows: pd.DataFrame, **more) -> pd.Series:
    found = {"keyword_key": text.key(keyword), "applicable": True, "product_relevance": p, "product_status": "unclear"}
    sure = {**found, "keyword_key": "awning", "product_relevance": 0.95, "product_status": "active"}
    relevance = schema.conform(pd.DataFrame([{**found, **more}, sure]), schema.RELEVANCE)
    rows_of = schema.conform(pd.DataFrame({"keyword_key": [text.key(keyword), "awning"]}), schema.KEYWORDS)
    out, _ = hear_callers(relevance, rows_of, schema.empty(schema.SEARCHES), rows, CATALOGUE, Relevance())
    return out.iloc[0]


MANY = answers(*SOLD * 12, *REFUSED * 2)


def test_callers_who_are_served_speak_for_it_and_staff_who_say_no_against_it() -> None:
    assert heard("car shelter", 0.4, MANY)["product_status"] == "active"
    row = heard("greenhouse", 0.5, MANY)
    assert row["product_status"] == "none"
    assert row[["callers_asked", "callers_refused", "callers_bought"]].tolist() == [2.0, 2.0, 0.0]
    assert row["staff_answer"] == "We don't do greenhouses, sorry."


def test_a_word_that_nobody_says_speaks_against_it() -> None:
    assert heard("heated greenhouse fan", 0.3, MANY)["product_relevance"] < 0.1


def test_few_calls_say_nothing_by_their_silence() -> None:
    row = heard("heated greenhouse fan", 0.3, answers(*SOLD))
    assert row[["product_relevance", "product_status"]].tolist() == [0.3, "unclear"]


def test_what_staff_say_is_sold_no_more_is_retired_where_the_catalogue_knows_it() -> None:
    rows = answers(*SOLD * 12, ("do you still do a pergola", "Not any more, I'm afraid.", ""))
    gone = {"retired_relevance": 0.2, "retired_id": "p3", "retired_title": "Pergola, oak"}
    row = heard("pergola", 0.3, rows, **gone)
    assert row[["product_status", "product_title"]].tolist() == ["retired", "Pergola, oak"]


def test_what_calls_came_to_names_the_product() -> None:
    found = listen(["car shelter", "awning"], MANY, CATALOGUE)
    named = pd.DataFrame(found.products.toarray(), found.texts, found.ids)
    assert named.idxmax(axis=1).to_dict() == {"car shelter": "p1", "awning": "p2"}


def test_without_calls_nothing_is_known_of_callers() -> None:
    row = heard("greenhouse", 0.5, schema.empty(schema.STAFF_ANSWERS))
    assert row["product_status"] == "unclear"
    assert pd.isna(row["callers_asked"])


@pytest.mark.parametrize(
    ("keyword", "title"),
    [
        ("oil tank replacement", "Oil tank bund probe"), ("tumble dryer", "Tumble dryer lint filter"),
        ("fish tank 60 litre", "Fish tank thermometer"), ("lawn mower for hills", "Lawn mower blade"),
        ("horse box", "Horse box ramp matting"), ("new chainsaw", "Chainsaw chain oil 5 l"),
        ("boat trailer", "Boat trailer winch strap"), ("kitchen sink", "Kitchen sink plug"),
        ("beehive", "Beehive stand"),
        ("wedding dress", "Wedding dress hanger"),
    ],
)  # fmt: skip
def test_what_is_for_a_thing_is_told_by_the_names_of_both(keyword: str, title: str) -> None:
    shop = pd.DataFrame({"title": [title, "Barn"], "product_id": ["a", "b"], "category": "", "price": [20.0, 900.0]})
    assert only_for_it([keyword], ["a"], shop, head=True).tolist() == [True]


@pytest.mark.parametrize(
    ("keyword", "title"),
    [
        ("fish tank thermometer", "Fish tank thermometer"), ("lawn mower blades", "Lawn mower blade"),
        ("gravel drive", "Gravel drive, per metre"), ("gravel driveway", "Gravel drive, per metre"),
        ("hot tub", "Hot tub hire"), ("chimney", "Chimney cleaning"),
        ("cooker to replace a tumble dryer", "Tumble dryer filter"),
        ("sofa", "Sofa, green"), ("awning", "Awning installation"), ("garden room", "Garden room building"),
    ],
)  # fmt: skip
def test_the_thing_itself_work_on_it_and_its_material_are_no_accessories(keyword: str, title: str) -> None:
    shop = pd.DataFrame({"title": [title, "Barn"], "product_id": ["a", "b"], "category": "", "price": [20.0, 900.0]})
    assert only_for_it([keyword], ["a"], shop, head=True).tolist() == [False]
