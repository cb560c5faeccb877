"""What the cross-encoder learns from, and how its scores become terms of the head."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from keyworth.relevance.shop_head import CROSS, SHOP
from models.build.cross_pairs import COLUMNS, OTHER, SAME, Thing, lexicon_pairs, read_things
from models.build.shop_keywords import USED, ShopRows, fit_shop_head, unseen_scores

THINGS = [
    Thing(("kayak", "sit in canoe"), "boat", ("kayak paddle", "spray deck"), ("small boat to sit in",)),
    Thing(("dinghy", "tender"), "boat", ("outboard bracket",), ("little boat behind the big one",)),
    Thing(("boat",), "", ("boat cover",), ()),
    Thing(("gravy boat", "sauce boat"), "jug", (), ("jug for gravy",)),
]


@pytest.fixture(scope="module")
def rows() -> ShopRows:
    """Twenty shops; the scores of every other one are known, and say more than the rest does."""
    rng = np.random.default_rng(4)
    shop = np.repeat([f"shop {i:02d}" for i in range(20)], 40)
    truth = rng.random(len(shop)) < 0.5
    features = pd.DataFrame(rng.normal(size=(len(shop), len(SHOP))), columns=list(SHOP))
    features["best_logit"] += 0.5 * truth
    for name in CROSS:
        features[name] = np.where(np.repeat(np.arange(20) % 2 == 0, 40), 2 * truth + features[name], np.nan)
    return ShopRows(features, truth.astype(float), np.where(truth, "answered", "never"), shop)


def test_the_scores_are_terms_that_add_up_and_say_more(rows):
    found = fit_shop_head(rows)
    assert found.known.tolist() == np.repeat(np.arange(20) % 2 == 0, 40).tolist()
    answered = rows.answered[found.known]
    assert roc_auc_score(answered, found.unseen) > roc_auc_score(answered, found.alone) + 0.05
    columns = {name: rows.features[name].to_numpy(float) for name in SHOP}
    parts = found.head.contributions(columns, len(rows.answered))
    assert sum(parts.values()) == pytest.approx(found.head.logit(columns, len(rows.answered)))
    assert {*CROSS} <= {*parts}
    assert not {*CROSS} & {*USED}


def test_a_score_that_is_not_known_adds_nothing(rows):
    found = fit_shop_head(rows)
    parts = found.head.contributions({n: rows.features[n].to_numpy(float) for n in SHOP}, len(rows.answered))
    assert not parts["cross_best"][~found.known].any()
    assert parts["cross_best"][found.known].all()


def test_the_same_rows_give_the_same_head(rows):
    one, two = fit_shop_head(rows), fit_shop_head(rows)
    assert one.unseen.tobytes() == two.unseen.tobytes()
    assert (one.relevance_floor, one.answered_floor) == (two.relevance_floor, two.answered_floor)


def test_a_shop_that_was_learnt_from_has_no_scores():
    products = pd.DataFrame({"product_id": ["A"], "title": ["Oak desk"], "category": [""], "description": [""]})
    assert np.isnan(unseen_scores("a shop of nowhere", {}, products)(["desk"], ["Oak desk"])).all()


def test_names_are_one_thing_and_accessories_neighbours_and_kinds_are_not():
    table = lexicon_pairs(THINGS, 500, 1)
    assert list(table) == list(COLUMNS)
    pd.testing.assert_frame_equal(table, lexicon_pairs(THINGS, 500, 1))
    assert table["target"].between(OTHER, SAME).all()
    asked = table[table["keyword"] == "small boat to sit in"]
    own = asked["line"].str.contains("kayak|canoe", case=False)
    assert (asked.loc[own, "target"] == SAME).all()
    assert (asked.loc[~own, "target"] == OTHER).all()
    assert (table.loc[table["line"].str.contains("paddle|spray deck", case=False), "target"] == OTHER).all()


def test_the_lexicon_is_read_whole():
    things = read_things()
    assert len(things) >= 15_000
    assert all(thing.names for thing in things)
    assert sum(bool(thing.said) for thing in things) > 3_000
