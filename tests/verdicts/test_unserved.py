"""What customers ask for that is not sold: one row a thing, with what staff said and what is spent on it."""

from __future__ import annotations

import pandas as pd

from keyworth import schema
from keyworth.settings import Settings
from keyworth.verdicts.unserved import thing_asked, unserved_demand


def answers(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["asked", "answer"]).assign(
        call_id=[str(i) for i in range(len(rows))], refused=True
    )
    return schema.conform(frame, schema.STAFF_ANSWERS)


def test_callers_keywords_and_searches_for_one_thing_are_one_row() -> None:
    said = answers(
        ("Do you do loft ladders?", "We don't do those."), ("I'm after a loft ladder please.", "No, we don't do them.")
    )
    words = {"keyword": ["loft ladders fitted", "shelves"], "keyword_key": ["loft ladders fitted", "shelves"]}
    rows = pd.DataFrame(
        {**words, "product_status": ["none", "active"], "full_cost": [120.0, 9.0], "clicks": [40.0, 3.0]}
    )
    searched = pd.DataFrame(
        {"phrase": ["loft ladder"], "phrase_key": ["loft ladder"], "own_searches": [7.0], "callers": [2]}
    )
    found = unserved_demand(
        schema.conform(rows, schema.KEYWORD_FINDINGS), schema.conform(searched, schema.PHRASES), said, Settings()
    )
    assert len(found) == 1
    row = found.iloc[0]
    assert row[["callers", "refused", "own_searches", "cost", "keywords"]].tolist() == [
        2,
        2,
        7.0,
        120.0,
        "loft ladders fitted",
    ]
    assert row["staff_answer"] == "We don't do those."


def test_a_keyword_that_is_asked_for_and_not_sold_is_listed_without_a_call() -> None:
    rows = {"keyword": ["hammock"], "keyword_key": ["hammock"], "product_status": ["none"], "asked_count": [12.0]}
    tables = schema.empty(schema.PHRASES), schema.empty(schema.STAFF_ANSWERS)
    found = unserved_demand(schema.conform(pd.DataFrame(rows), schema.KEYWORD_FINDINGS), *tables, Settings())
    assert found["phrase"].tolist() == ["hammock"]
    few = schema.conform(pd.DataFrame({**rows, "asked_count": [1.0]}), schema.KEYWORD_FINDINGS)
    assert unserved_demand(few, *tables, Settings()).empty


def test_the_thing_is_named_in_the_caller_s_words() -> None:
    asked = [
        "Hi, it's about a stair lift.",
        "How much would a wet room be, roughly?",
        "Do you still hire out scaffolding?",
    ]
    assert [thing_asked(a) for a in asked] == ["stair lift", "wet room", "scaffolding"]
    assert thing_asked("Well, my neighbour says hello.") == ""
