"""The gate refuses by name."""

import numpy as np
import pytest

from keyworth.training import gate


def items(champion, challenger, product, group=None, callers=None):
    """Items of two models that are sure of the products named."""
    n, m = len(product), 4
    eye = np.full((m, m), 0.02) + np.eye(m) * 0.9
    group = np.array([f"group {p}" for p in product], object) if group is None else group
    callers = np.array([f"test {i}" for i in range(n)], object) if callers is None else callers
    return gate.Items(np.asarray(product), group, callers, eye[champion], eye[challenger])


PRODUCT = np.arange(200) % 4
WORSE = np.where(np.arange(200) % 5 == 0, (PRODUCT + 1) % 4, PRODUCT)


def judge(it, suspect=None, **more):
    return gate.judge(it, suspect or {}, 150, **more)


def test_better_everywhere_is_promoted():
    answer = judge(items(WORSE, PRODUCT, PRODUCT), benchmark=(0.7, 0.7))
    assert (answer.answer, answer.names) == ("promote", [])
    assert answer.numbers["difference"]["recall_at_1"] == 0.2


def test_no_lift():
    assert judge(items(PRODUCT, PRODUCT, PRODUCT)).names == ["no_lift"]


def test_what_is_suspect_of_the_calls_is_a_reason():
    answer = judge(items(WORSE, PRODUCT, PRODUCT), {"leaked_callers": "3 callers of the test were learnt from"})
    assert (answer.answer, answer.names) == ("refuse", ["leaked_callers"])


def test_a_class_that_gets_worse_while_the_mean_gets_better():
    challenger = np.where((PRODUCT == 2) & (np.arange(200) % 8 == 2), 1, PRODUCT)
    champion = np.where(PRODUCT == 2, PRODUCT, WORSE)
    answer = judge(items(champion, challenger, PRODUCT))
    assert answer.numbers["difference"]["recall_at_1"] > 0
    assert answer.answer == "refuse"
    assert "worse_group" in answer.names
    assert "group 2" in next(r["told"] for r in answer.reasons if r["name"] == "worse_group")


def test_forgetting():
    assert judge(items(WORSE, PRODUCT, PRODUCT), benchmark=(0.9, 0.7)).names == ["forgetting"]


def test_strangers_pulled_in():
    assert judge(items(WORSE, PRODUCT, PRODUCT), strangers=(0.2, 0.4)).names == ["pulls_in_strangers"]


def test_calibration():
    it = items(WORSE, PRODUCT, PRODUCT)
    unsure = np.full((200, 4), 0.2) + np.eye(4)[PRODUCT] * 0.2
    assert judge(gate.Items(it.product, it.group, it.caller, it.champion, unsure)).names == ["calibration"]


@pytest.mark.parametrize(("learnt", "tested"), [(10, 200), (150, 5), (0, 0)])
def test_too_little_data(learnt, tested):
    answer = gate.too_little(np.arange(learnt) % 3, np.arange(tested) % 3, 100)
    assert (answer.answer, answer.names) == ("not computed", ["too_little_data"])


def test_enough_data_goes_on():
    assert gate.too_little(np.arange(150) % 3, np.arange(50) % 3, 100) is None
    assert gate.too_little(np.zeros(150), np.zeros(50), 100).names == ["one_product"]


def test_intervals_hold_the_truth():
    rng = np.random.default_rng(0)
    held = 0
    for seed in range(25):
        right = rng.random(200) < 0.8
        it = items(WORSE, np.where(right, PRODUCT, (PRODUCT + 1) % 4), PRODUCT)
        found = gate.compare(it, seed)["challenger"]
        held += found["low"] <= 0.8 <= found["high"]
    assert held >= 21
