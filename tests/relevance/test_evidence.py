"""What searchers typed and where a keyword lands move its relevance, by bounded steps."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema, text
from keyworth.relevance.combine import combine_evidence
from keyworth.relevance.landing_page_evidence import landing_products
from keyworth.relevance.which_product import name_products
from keyworth.settings import Relevance


def keywords(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["keyword", "landing_page"])
    frame["keyword_key"] = frame["keyword"].map(text.key)
    return schema.conform(frame, schema.KEYWORDS)


def floors(low: float, high: float | None = None) -> Relevance:
    return Relevance(relevance_floor=low, answered_floor=high or low)


CATALOGUE = schema.conform(
    pd.DataFrame(
        {
            "product_id": ["p1", "p2", "p3", "p4", "p5"],
            "title": ["Art Studio for the Garden", "Log Cabin", "Garden Gym", "Garden Office", "Sauna"],
            "status": ["active", "retired", "active", "active", "active"],
            "url": [f"https://x.example/{u}" for u in ("studios/art", "cabins/log", "gym", "office", "sauna")],
        }
    ),
    schema.CATALOGUE,
)


def scored(keys: list[str], relevance: float, retired: float = 0.0) -> pd.DataFrame:
    frame = {"keyword_key": keys, "applicable": True, "product_relevance": relevance, "retired_relevance": retired}
    return schema.conform(pd.DataFrame({**frame, "product_status": "none"}), schema.RELEVANCE)


def named(relevance: pd.DataFrame, rows: pd.DataFrame, matches=(), leads=(), callers=()) -> pd.DataFrame:
    found = schema.conform(pd.DataFrame(list(matches) or {"keyword_key": []}), schema.MATCHES)
    heard = schema.conform(pd.DataFrame(list(leads) or {"keyword_id": []}), schema.LEADS)
    rows = rows.assign(keyword_id=range(len(rows)))
    nobody = {"keyword_key": [], "product_id": []}
    callers = pd.DataFrame(list(callers) or {**nobody, "callers": []}).astype({"callers": float})
    searched = pd.DataFrame({**nobody, "relevance": [], "weight": []})
    return name_products(relevance, found, searched, rows, heard, callers, CATALOGUE).set_index("keyword_key")


ART = {"keyword_key": "maker module", "product_id": "p1", "relevance": 0.3}
GYM = {"keyword_key": "maker module", "product_id": "p3", "relevance": 0.6}
ACTIVE = {"product_status": "active", "product_id": "p3", "product_title": "Garden Gym"}
ON_ART = keywords(("maker module", "https://www.x.example/studios/art/?gclid=1"))


def test_a_page_says_which_product_and_never_whether_one_answers():
    out = named(scored(["maker module"], 0.6).assign(**ACTIVE), ON_ART, [ART, GYM]).iloc[0]
    assert out[["product_id", "product_title", "product_status"]].tolist() == ["p1", CATALOGUE["title"][0], "active"]
    assert out["product_relevance"] == 0.6
    out = named(scored(["maker module"], 0.02), ON_ART, [ART, GYM]).iloc[0]
    assert out[["product_relevance", "product_status"]].tolist() == [0.02, "none"], "the agency's word answers nothing"


def test_what_its_leads_and_sales_named_outweighs_the_text():
    sold = [{"keyword_id": 0, "product": "art studio for the garden", "leads": 2.0, "wins": 1.0}]
    nowhere = keywords(("maker module", ""))
    out = named(scored(["maker module"], 0.6).assign(**ACTIVE), nowhere, [ART, GYM], sold).iloc[0]
    assert out["product_id"] == "p1"
    assert named(scored(["maker module"], 0.6).assign(**ACTIVE), nowhere, [ART, GYM]).iloc[0]["product_id"] == "p3"


def test_what_its_callers_came_to_outweighs_a_near_text():
    came = [{"keyword_key": "maker module", "product_id": "p1", "callers": 3.0}]
    came += [{"keyword_key": "home gym", "product_id": "p3", "callers": 9.0}]
    nowhere = keywords(("maker module", ""))
    out = named(scored(["maker module"], 0.6).assign(**ACTIVE), nowhere, [ART, GYM], callers=came).iloc[0]
    assert out["product_id"] == "p1"


def test_leads_of_the_same_ad_group_say_which_product_and_one_page_for_all_says_nothing():
    rows = keywords(
        ("maker module", "https://x.example/go"),
        ("art hut", "https://x.example/go"),
        ("gym hut", "https://x.example/go"),
    )
    rows = rows.assign(campaign="Search", ad_group=["Art", "Art", "Gym"])
    sold = [
        {"keyword_id": i, "product": t, "leads": 4.0, "wins": 0.0}
        for i, t in ((1, "Art Studio for the Garden"), (2, "Garden Gym"))
    ]
    near = [ART, {**GYM, "relevance": 0.35}]
    out = named(scored(["maker module"], 0.6).assign(**ACTIVE), rows.assign(landing_page=""), near, sold)
    assert out.loc["maker module", "product_id"] == "p1"
    out = named(scored(["maker module"], 0.6).assign(**ACTIVE), rows.assign(ad_group="All"), near, sold)
    assert out.loc["maker module", "product_id"] == "p3"


def test_a_keyword_that_lands_on_a_thing_is_no_accessory_s():
    only = scored(["maker module"], 0.1).assign(product_status="accessory_only", product_id="p5")
    assert named(only, ON_ART, [ART]).iloc[0][["product_status", "product_id"]].tolist() == ["active", "p1"]
    assert named(only, keywords(("maker module", "")), [ART]).iloc[0]["product_status"] == "accessory_only"


def test_a_page_that_shows_much_of_the_catalogue_says_nothing():
    many = pd.concat([CATALOGUE.assign(url="https://x.example/garden/" + str(i)) for i in range(5)], ignore_index=True)
    assert landing_products(keywords(("a", "https://x.example/garden")), many) == {}


def test_what_searchers_typed_gives_a_keyword_its_meaning():
    rows = keywords(("maker enablement module", ""), ("hot tub", ""))
    searches = pd.DataFrame(
        {
            "search_term": ["art studio for the garden", "garden art studio", "hot tub"],
            "keyword": ["maker enablement module", "maker enablement module", "hot tub"],
            "count": [400.0, 300.0, 900.0],
            "clicks": [30.0, 22.0, 50.0],
        }
    )
    searches = schema.conform(searches, schema.SEARCHES)
    before = scored(["maker enablement module", "hot tub"], 0.03)
    rows = rows.assign(keyword_id=[0, 1], sales_knowable=True)
    none = schema.empty(schema.MATCHES), schema.empty(schema.LEADS)
    quiet = schema.empty(schema.STAFF_ANSWERS)
    out = combine_evidence(before, none[0], rows, searches, none[1], quiet, CATALOGUE, Relevance(cache=False))
    out = out.set_index("keyword_key")
    assert out.loc["maker enablement module", "product_relevance"] > 0.3
    assert out.loc["maker enablement module", "product_id"] == "p1"
    assert out.loc["hot tub", "product_relevance"] == 0.03, "its own wording is no evidence beside it"
    assert out.loc["hot tub", "searchers_terms"] == 0


def test_an_edited_word_list_is_refused(tmp_path, monkeypatch):
    import shutil

    from keyworth.assets import asset
    from keyworth.errors import UnusableModel
    from keyworth.relevance.features import background

    folder = shutil.copytree(asset("models", "relevance"), tmp_path / "relevance")
    (folder / "words.txt").write_text("zurn garden\n", encoding="utf-8")
    monkeypatch.setattr(background, "asset", lambda *parts: folder)
    background._ranks.cache_clear()
    try:
        with pytest.raises(UnusableModel, match=r"words\.txt"):
            background.background_idf(["garden"])
    finally:
        background._ranks.cache_clear()
