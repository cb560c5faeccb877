"""What searchers typed and where a keyword lands move its relevance, by bounded steps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from keyworth import schema, text
from keyworth.relevance.combine import STEP, _landed, combine_evidence
from keyworth.relevance.landing_page_evidence import landing_products
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


def test_a_page_that_shows_a_product_moves_by_a_bounded_step():
    rows = keywords(("maker module", "https://www.x.example/studios/art/?gclid=1"), ("other", "https://x.example/"))
    out = _landed(scored(["maker module", "other"], 0.02), rows, CATALOGUE, floors(0.5)).set_index("keyword_key")
    assert out.loc["other", "product_relevance"] == 0.02
    odds = 0.02 / 0.98 * np.exp(STEP)
    assert out.loc["maker module", "product_relevance"] == pytest.approx(odds / (1 + odds), abs=1e-5)
    assert out.loc["maker module", "product_status"] == "none", "the agency's word alone answers nothing"


def test_a_page_of_a_retired_product_speaks_for_retired():
    rows = keywords(("log pod", "https://x.example/cabins/log"))
    out = _landed(scored(["log pod"], 0.6, 0.4), rows, CATALOGUE, floors(0.5)).iloc[0]
    assert out["product_relevance"] < 0.5 < out["retired_relevance"]
    assert out["product_status"] == "retired"


def test_a_page_of_a_range_does_not_speak_for_what_is_left_of_it_against_what_is_gone():
    urls = [f"https://x.example/{path}" for path in ("leisure/bar", "leisure/gym", *"abcdefgh")]
    shop = pd.concat([CATALOGUE, CATALOGUE.assign(product_id="x")], ignore_index=True)
    shop = shop.assign(url=urls, status=["retired", *["active"] * 9])
    rows = keywords(("pub", "https://x.example/leisure"))
    gone = scored(["pub"], 0.03, 0.8).assign(product_status="retired", retired_id="p1", product_id="p1")
    out = _landed(gone, rows, shop, floors(0.1)).iloc[0]
    assert out[["product_relevance", "product_status", "product_id"]].tolist() == [0.03, "retired", "p1"]
    other = gone.assign(retired_id="p9", product_id="p9")
    out = _landed(other, rows, shop, floors(0.1)).iloc[0]
    assert out[["product_status", "product_id"]].tolist() == ["active", ""], "what is gone is not shown as the answer"


def test_a_faint_likeness_to_something_retired_is_no_ground_to_call_it_retired():
    out = _landed(scored(["chicken coop"], 0.04, 0.14), keywords(("chicken coop", "")), CATALOGUE, floors(0.1)).iloc[0]
    assert out["product_status"] == "none"


def test_a_page_against_the_text_leaves_it_unclear():
    rows = keywords(("log pod", "https://x.example/cabins/log"))
    sold = scored(["log pod"], 0.75).assign(product_status="active")
    assert _landed(sold, rows, CATALOGUE, floors(0.2, 0.7)).iloc[0]["product_status"] == "unclear"


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
    out = combine_evidence(
        before, rows, searches, schema.empty(schema.LEADS), CATALOGUE, Relevance(cache=False)
    ).set_index("keyword_key")
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
