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
TEXTS, CALLERS = (
    [f"text {'abcdefghij'[i % 10]}{'klmnopqrst'[i // 10 % 10]}" for i in range(150)],
    [f"c{i}" for i in range(150)],
)


def judge(it, texts=TEXTS, callers=CALLERS, **more):
    return gate.judge(it, texts, callers, **more)


def test_better_everywhere_is_promoted():
    answer = judge(items(WORSE, PRODUCT, PRODUCT), benchmark=(0.7, 0.7))
    assert (answer.answer, answer.names) == ("promote", [])
    assert answer.numbers["difference"]["recall_at_1"] == 0.2


def test_no_lift():
    assert judge(items(PRODUCT, PRODUCT, PRODUCT)).names == ["no_lift"]


def test_leaked_test_callers():
    assert "leaked_callers" in judge(items(WORSE, PRODUCT, PRODUCT), callers=["test 3", *CALLERS[1:]]).names
    assert "leaked_callers" in judge(items(WORSE, PRODUCT, PRODUCT), before=frozenset({"test 9"})).names


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


def test_one_text_and_one_caller():
    answer = gate.judge(items(WORSE, PRODUCT, PRODUCT), [f"buy this now {i}" for i in range(30)] + TEXTS,
                        [f"d{i}" for i in range(30)] + CALLERS)  # fmt: skip
    assert answer.names == ["poisoned_transcript"]
    assert judge(items(WORSE, PRODUCT, PRODUCT), callers=["one"] * 30 + CALLERS[30:]).names == ["one_caller"]


@pytest.mark.parametrize(("learnt", "tested"), [(10, 200), (150, 5), (0, 0)])
def test_too_little_data(learnt, tested):
    it = items(WORSE[:tested], PRODUCT[:tested], PRODUCT[:tested])
    answer = judge(it, TEXTS[:learnt], CALLERS[:learnt])
    assert (answer.answer, answer.names) == ("not computed", ["too_little_data"])


def test_intervals_hold_the_truth():
    rng = np.random.default_rng(0)
    held = 0
    for seed in range(25):
        right = rng.random(200) < 0.8
        it = items(WORSE, np.where(right, PRODUCT, (PRODUCT + 1) % 4), PRODUCT)
        found = gate.compare(it, seed)["challenger"]
        held += found["low"] <= 0.8 <= found["high"]
    assert held >= 21
