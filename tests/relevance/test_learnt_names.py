"""What calls taught of names weighs what it proved, names the product, and says from how many calls."""

from __future__ import annotations

import pandas as pd

from keyworth import schema
from keyworth.relevance.combine import combine_evidence
from keyworth.relevance.learnt_names import chances_of, hear_learnt, learnt_names, recall_names
from keyworth.relevance.versions import LEARNT
from keyworth.settings import Relevance
from keyworth.training.registry import Models
from tests.training.test_registry import files as version_files

CATALOGUE = schema.conform(
    pd.DataFrame({"product_id": ["kiln", "wheel", "gone"], "title": ["Stoneware firing", "Throwing lesson", "Old kiln"],
                  "status": ["active", "active", "retired"]}),
    schema.CATALOGUE,
)  # fmt: skip
TUNED = Relevance(relevance_floor=0.2, answered_floor=0.6)


def name(
    phrase: str, kind: str = "staff", product: str = "kiln", calls: int = 12, agree: int = 12, **more: int
) -> dict:
    title = dict(zip(CATALOGUE["product_id"], CATALOGUE["title"], strict=True)).get(product, "")
    return {"phrase": phrase, "kind": kind, "product_id": product, "product_title": title, "calls": calls,
            "agree": agree, "right": 19, "tested": 20, **more}  # fmt: skip


def names(*rows: dict) -> pd.DataFrame:
    return schema.conform(pd.DataFrame(list(rows)), schema.LEARNT)


def relevance(*keys: str, status: str = "none", p: float = 0.15) -> pd.DataFrame:
    return schema.conform(pd.DataFrame({"keyword_key": list(keys), "applicable": True, "product_relevance": p,
                                        "product_status": status, "product_id": "wheel"}),
                          schema.RELEVANCE)  # fmt: skip


def test_a_wording_weighs_what_it_proved() -> None:
    always, once, mostly, few, seldom, untried = chances_of(names(
        name("a", right=20), name("b"), name("c", agree=9), name("d", calls=2, agree=2), name("e", right=8),
        name("f", right=4, tested=4)))  # fmt: skip
    assert 1 > always > once > max(mostly, few) >= min(mostly, few) > 0.5
    assert seldom == untried == 0


def test_staff_words_name_the_product_and_say_from_how_many_calls() -> None:
    keys = ["vitrification services", "vitrification", "services"]
    found = recall_names(relevance(*keys), names(name("vitrification services"), name("vitrification")), CATALOGUE)
    assert found["keyword_key"].tolist() == ["vitrification", "vitrification services"]
    out = hear_learnt(relevance(*keys), found, CATALOGUE, TUNED).set_index("keyword_key")
    told = out.loc["vitrification services", "learnt"]
    assert told == ("learnt from 12 calls: staff say “vitrification services” for “Stoneware firing”, customers do not")
    assert out.loc["vitrification services", "product_relevance"] > 0.6
    assert out["learnt_shift"].notna().tolist() == [True, True, False]
    assert out.loc["services", "product_status"] == "none"


def test_what_customers_say_must_be_the_whole_keyword() -> None:
    found = recall_names(relevance("pot fired", "pot fired near me", "pot fired in raku pit"),
                         names(name("pot fired", "customers")), CATALOGUE)  # fmt: skip
    assert found["keyword_key"].tolist() == ["pot fired", "pot fired near me"]  # less its place and price


def test_what_is_not_sold_lowers_and_never_names_a_product() -> None:
    given = relevance("glaze chemicals", status="unclear", p=0.4)
    found = recall_names(given, names(name("glaze chemicals", "not_sold", "")), CATALOGUE)
    assert found["weight"].tolist() == [0.0]
    out = hear_learnt(given, found, CATALOGUE, TUNED)
    assert out["product_status"].tolist() == ["none"]
    assert out["learnt"].tolist() == ["learnt from 12 calls: “glaze chemicals” is not sold"]


def test_what_is_not_on_sale_any_more_is_not_named() -> None:
    assert recall_names(relevance("old firing"), names(name("old firing", product="gone")), CATALOGUE).empty


def test_words_must_stand_together_and_in_order() -> None:
    rows = names(name("kiln hire without technician", "not_sold", ""), name("bisque ware handling"))
    assert recall_names(relevance("kiln and technician hire", "handling of bisque ware"), rows, CATALOGUE).empty


def test_the_longest_wording_speaks() -> None:
    rows = names(name("bisque firing", product="wheel"), name("bisque firing service"))
    found = recall_names(relevance("bisque firing service"), rows, CATALOGUE)
    assert found["product_id"].tolist() == ["kiln"]


def test_an_audit_takes_the_names_of_the_champion(tmp_path) -> None:
    files = version_files(1, 384)
    files[LEARNT] = names(name("vitrification services")).to_csv(index=False).encode()
    models = Models(tmp_path)
    models.promote(models.add(files))
    tuned = TUNED.model_copy(update={"models": str(tmp_path)})
    assert learnt_names(tuned)["phrase"].tolist() == ["vitrification services"]
    keys = ["vitrification services"]
    rows = schema.conform(pd.DataFrame({"keyword_key": keys, "keyword": keys, "keyword_id": [0]}), schema.KEYWORDS)
    matches = schema.conform(pd.DataFrame({"keyword_key": keys * 2, "rank": [1, 2], "product_id": ["wheel", "kiln"],
                                           "relevance": [0.2, 0.1]}),
                             schema.MATCHES)  # fmt: skip
    quiet = (schema.empty(schema.SEARCHES), schema.empty(schema.LEADS), schema.empty(schema.STAFF_ANSWERS))
    given = (relevance(*keys), matches, rows, *quiet, CATALOGUE)
    out = combine_evidence(*given, tuned).iloc[0]
    assert (out["product_id"], out["product_status"]) == ("kiln", "active")
    assert out["learnt"].startswith("learnt from 12 calls")
    plain = combine_evidence(*given, TUNED).iloc[0]
    assert (plain["product_id"], plain["product_status"], plain["learnt"]) == ("wheel", "none", "")
