"""Features: what each says of a pair, that rows do not touch each other, and that no text breaks them."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworth.relevance.features import (
    FEATURES,
    SUMMARY,
    keyword_summary,
    pair_features,
    prepare_keywords,
    prepare_products,
)
from keyworth.relevance.features.words import CODE, NUMBER, kind_of, read


def features_of(keyword: str, title: str, **fields: str) -> pd.Series:
    kw = prepare_keywords([keyword])
    prod = prepare_products(pd.DataFrame([{"title": title, **fields}]), learn=False)
    return pair_features(kw, prod, np.array([0]), np.array([0]), np.array([0.5])).iloc[0]


@pytest.mark.parametrize(
    ("keyword", "title", "feature"),
    [
        ("ipad pro", "Leather case for iPad Pro 11", "accessory_offered"),
        ("ipad pro", "Leather case for iPad Pro 11", "weight_after_for"),
        ("boiler", "Flue cover compatible with Vailmont boiler", "head_after_for"),
        ("laptop", "Canvas laptop bag 15 inch", "head_before_part"),
        ("safe for kids", "harmful to kids", "opposite_clashes"),
        ("mens jeans", "Women's skinny jeans", "opposite_clashes"),
        ("red dress", "Navy midi dress", "colour_clashes"),
        ("4m x 3m garden room", "Garden room 3m x 2m", "measure_clashes"),
        ("500gb drive", "External drive 1 TB", "measure_clashes"),
        ("used laptop", "Laptop 15 inch", "condition_clashes"),
        ("second hand sofa", "New three seater sofa", "condition_clashes"),
        ("iphone 11", "Smartphone iPhone 8 64GB", "number_clashes"),
        ("brother tn2110", "Brother TN-3230 toner", "code_missing"),
        ("cream without sugar", "Ice cream with sugar", "weight_after_without"),
    ],
)
def test_evidence_against_is_seen(keyword, title, feature):
    assert features_of(keyword, title)[feature] > 0


@pytest.mark.parametrize(
    ("keyword", "title", "feature"),
    [
        ("ipad case", "Leather case for iPad Pro 11", "accessory_asked"),
        ("smart watch", "Black smartwatch", "all_words"),
        ("smartwatch", "Black smart watch", "all_words"),
        ("brother tn2110", "Brother TN-2110 toner", "code_found"),
        ("17 inch notebook bag", 'Bag for notebooks 43.2 cm (17")', "measure_agrees"),
        ("batteries", "AA battery", "all_words"),
        ("café table", "Cafe table", "all_words"),
        ("garden office", "Insulated garden room 3m x 2m, home office", "head_ends_phrase"),
        ("grey rug", "Wool rug, gray", "colour_agrees"),
    ],
)
def test_evidence_for_is_seen(keyword, title, feature):
    assert features_of(keyword, title)[feature] > 0


@pytest.mark.parametrize("feature", ["accessory_offered", "weight_after_for", "weight_before_part", "measure_clashes"])
def test_the_thing_itself_carries_no_evidence_against(feature):
    assert features_of("garden office", "Insulated garden office 3m x 4m", category="Garden")[feature] == 0


def test_other_fields_count_apart_from_the_title():
    f = features_of("oak desk", "Writing table", description="A desk in solid oak.", category="Desks")
    assert f["coverage"] == 0
    assert f["coverage_any_field"] == 1


def test_a_row_does_not_depend_on_its_neighbours():
    titles = ["Oak desk 120cm", "Laptop bag", "Espresso machine", "Oak desk lamp"] * 80
    keywords = ["oak desk", "bag for laptop", "coffee machine", ""]
    ki, pi = np.repeat(np.arange(4), len(titles)), np.tile(np.arange(len(titles)), 4)
    cosine = np.linspace(0, 1, len(ki))
    together = pair_features(
        prepare_keywords(keywords), prepare_products(pd.DataFrame({"title": titles}), learn=False), ki, pi, cosine
    )
    for row in (0, 321, 700, len(ki) - 1):
        alone = pair_features(
            prepare_keywords([keywords[ki[row]]]),
            prepare_products(pd.DataFrame({"title": [titles[pi[row]]]}), learn=False),
            np.array([0]), np.array([0]), cosine[[row]],
        )  # fmt: skip
        assert np.allclose(alone.to_numpy(), together.iloc[[row]].to_numpy(), atol=1e-6)


def test_hostile_texts_give_finite_features(shared_data):
    texts = json.loads((shared_data / "hostile/blns.json").read_text(encoding="utf-8"))
    texts += ["", " ", "🙂", "x" * 10_000, "sofa " * 2_000, "\u202egnippohs", "ｇａｒｄｅｎ", "1" * 400, "((((", "\x00"]
    n = len(texts)
    prod = prepare_products(pd.DataFrame({"title": texts, "description": texts[::-1]}), learn=False)
    ki = np.concatenate([np.arange(n), np.arange(n)])
    pi = np.concatenate([np.arange(n), np.arange(n)[::-1]])
    f = pair_features(prepare_keywords(texts), prod, ki, pi, np.zeros(2 * n))
    assert np.isfinite(f.to_numpy()).all()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=120))
def test_any_text_gives_finite_features(keyword, title):
    f = features_of(keyword, title)
    assert list(f.index) == list(FEATURES)
    assert np.isfinite(f.to_numpy(float)).all()
    assert 0 <= f["coverage"] <= 1.000001


def test_no_products_and_no_pairs():
    none = pair_features(
        prepare_keywords(["sofa"]), prepare_products(pd.DataFrame({"title": []})), np.array([], int), np.array([], int)
    )
    assert none.shape == (0, len(FEATURES))


def test_without_a_cosine_only_semantic_features_are_missing():
    kw, prod = prepare_keywords(["sofa"]), prepare_products(pd.DataFrame({"title": ["Grey sofa"]}))
    f = pair_features(kw, prod, np.array([0]), np.array([0])).iloc[0]
    assert sorted(f.index[f.isna()]) == sorted(n for n in FEATURES if n.startswith("semantic"))


def test_a_catalogue_teaches_which_words_tell_products_apart():
    titles = [f"Garden room {n} with door" for n in range(300)] + ["Garden sauna"]
    prod = prepare_products(pd.DataFrame({"title": titles}))
    assert prod.learned > 0
    assert prod.idf[prod.vocabulary["garden"]] < prod.idf[prod.vocabulary["sauna"]]


def test_kinds_of_tokens():
    assert [kind_of(t) for t in ("ps4", "11", "29x28", "tn2110", "2040")] == [NUMBER, NUMBER, NUMBER, CODE, CODE]


def test_reading_a_title():
    r = read("Camera case black for Canyon X100, 2-pack (with strap)")
    assert r.tokens[:3] == ["camera", "case", "black"]
    assert r.ends[1]  # the colour is not what is sold
    assert r.zones[r.tokens.index("canyon")] == 2
    assert ("count", 2.0) in r.measures


def test_summary_tells_unsold_words_and_ranks():
    titles = ["Leather case for iPad Pro 11", "Grey sofa"]
    kw, prod = prepare_keywords(["ipad pro", "sofa", "kayak"]), prepare_products(pd.DataFrame({"title": titles}))
    ki, pi = np.array([0, 0, 1]), np.array([0, 1, 1])
    f = pair_features(kw, prod, ki, pi, np.array([0.5, 0.1, 0.8]))
    s = keyword_summary(kw, prod, ki, f, np.array([0.3, 0.1, 0.9]))
    assert list(s.columns) == list(SUMMARY)
    assert s["best"].tolist() == [0.3, 0.9, 0.0]
    assert s["second"].tolist() == [0.1, 0.0, 0.0]
    assert s.loc[0, "sold_weight"] == 0 < s.loc[0, "known_weight"]
    assert s.loc[2, "known_weight"] == 0
    assert s.loc[0, "best_accessory"] > 0.9
