"""Fitting: step functions say what the trees say, lines keep their direction, made pairs carry their reason."""

import numpy as np
import pandas as pd
import pytest

from models.build.additive import Recipe, calibrated, fit_head, step_edges
from models.build.fit_relevance import write_model
from models.build.ridge_head import fit_lines, mix
from models.build.synthetic_pairs import cut_from_titles, things_and_accessories

pytestmark = pytest.mark.slow


def data(n=600):
    rng = np.random.default_rng(4)
    f = pd.DataFrame({"a": rng.random(n), "b": rng.integers(0, 2, n).astype(float), "c": rng.random(n)})
    f.loc[:20, "a"] = np.nan
    chance = 1 / (1 + np.exp(-(4 * f["a"].fillna(0.2) - 2 * f["b"] - 1 + 3 * f["a"].fillna(0) * f["b"])))
    return f, (rng.random(n) < chance).astype(float).to_numpy(), np.ones(n)


RECIPE = Recipe(("a", "b", "c"), frozenset("a"), frozenset("c"), (("a", "b"),), rounds=60, rate=0.1)


def columns(f):
    return {n: f[n].to_numpy(float) for n in f.columns}


def test_terms_say_what_the_boosted_trees_say():
    f, y, w = data()
    head = fit_head(RECIPE, f, y, w)
    p = head.probability(columns(f), len(f))
    assert ((p > 0.5) == y).mean() > 0.7
    assert abs(p.mean() - y.mean()) < 0.03  # boosting keeps the mean: the tables miss nothing
    parts = head.contributions(columns(f), len(f))
    assert np.allclose(sum(parts.values()), head.logit(columns(f), len(f)))
    assert {"a", "b", "a × b"} <= set(parts)


def test_a_rising_feature_only_rises():
    f, y, w = data()
    grid = pd.DataFrame({"a": np.linspace(0, 1, 50), "b": 0.0, "c": 0.5})
    recipe = Recipe(("a", "b", "c"), frozenset("a"), frozenset(), rounds=60, rate=0.1)
    for head in (fit_head(recipe, f, y, w), fit_lines(recipe, ("a",), 0.1, f, y, w)):
        assert (np.diff(head.logit(columns(grid), 50)) >= -1e-9).all()


def test_a_line_may_not_go_against_its_meaning():
    f, y, w = data()
    wrong = Recipe(("a", "b", "c"), frozenset("b"), frozenset("a"))
    head = fit_lines(wrong, ("b",), 0.01, f, y, w)
    assert {t.features[0] for t in head.terms} <= {"c"}


def test_a_mix_is_the_mean_of_log_odds():
    f, y, w = data()
    a, b = fit_head(RECIPE, f, y, w), fit_lines(RECIPE, ("a",), 0.1, f, y, w)
    both = mix(a, b, 0.25)
    expected = 0.25 * a.logit(columns(f), len(f)) + 0.75 * b.logit(columns(f), len(f))
    assert np.abs(both.logit(columns(f), len(f)) - expected).max() < 1e-4


def test_the_same_data_in_any_order_give_the_same_lines():
    f, y, w = data()
    order = np.random.default_rng(1).permutation(len(f))
    a = fit_lines(RECIPE, ("a",), 0.1, f, y, w)
    b = fit_lines(RECIPE, ("a",), 0.1, f.iloc[order].reset_index(drop=True), y[order], w)
    assert np.abs(a.logit(columns(f), len(f)) - b.logit(columns(f), len(f))).max() < 1e-2


def test_calibration_mends_overconfidence():
    rng = np.random.default_rng(2)
    z = rng.normal(size=4000)
    y = (rng.random(4000) < 1 / (1 + np.exp(-z))).astype(float)
    head = calibrated(fit_lines(RECIPE, ("a",), 0.1, *data()), 3 * z, y, np.ones(4000))
    assert head.curve[:2] == pytest.approx((1 / 3, 1 / 3), abs=0.05)


def test_calibration_bends_where_one_end_is_surer_and_never_falls():
    rng = np.random.default_rng(3)
    z = rng.normal(0, 2, 6000)
    p = 1 / (1 + np.exp(-z))
    y = (rng.random(6000) < p**2).astype(float)  # the calibrated odds lean on ln p alone
    head = calibrated(fit_lines(RECIPE, ("a",), 0.1, *data()), z, y, np.ones(6000))
    assert np.abs(head.calibrate(z) - p**2).mean() < 0.03
    backwards = calibrated(head, -z, y, np.ones(6000))
    assert (np.diff(backwards.calibrate(np.linspace(-5, 5, 50))) >= 0).all()


def test_a_written_model_is_the_same_bytes(tmp_path):
    f, y, w = data()
    heads = {"pair": fit_head(RECIPE, f, y, w), "pair_words_only": fit_lines(RECIPE, ("a",), 0.1, f, y, w)}
    write_model(heads, tmp_path / "a")
    write_model(heads, tmp_path / "b")
    assert (tmp_path / "a/relevance.json").read_bytes() == (tmp_path / "b/relevance.json").read_bytes()


def test_few_values_have_an_edge_between_each():
    assert step_edges(np.array([0.0, 0.5, 1.0, np.nan])).tolist() == [0.25, 0.75]


def test_made_pairs_say_what_was_altered():
    titles = ["Acme TX-2040 black oak desk 120cm", "Bolt wireless mouse for laptop", "Corvex phone 8 grey"]
    made = cut_from_titles(titles, ["Acme", "Bolt", "Corvex"], 1)
    targets = {}
    for _, _, target, kind in made:
        targets.setdefault(kind, set()).add(target)
    assert {"code", "other code", "measure", "other measure", "colour", "opposite", "other number"} <= set(targets)
    assert max(targets["other code"]) < 0.5 < min(targets["code"])
    assert made == cut_from_titles(titles, ["Acme", "Bolt", "Corvex"], 1)


def test_accessories_do_not_answer_the_thing():
    made = things_and_accessories(1)
    assert all(target < 0.5 for _, _, target, kind in made if kind == "accessory")
    assert all(target == 1.0 for _, _, target, kind in made if kind == "accessory asked")
