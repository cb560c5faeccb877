"""Every model conserves; Markov and Shapley are what enumeration gives."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import factorial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworth.money.attribution_models.markov import removal_effects
from keyworth.registry import plugins

MODELS = plugins("money.attribution_models")
PATHS = st.lists(st.tuples(st.lists(st.integers(0, 4), min_size=1, max_size=7), st.booleans()), min_size=1, max_size=12)


def journeys(paths, gaps=None) -> pd.DataFrame:
    rows = [
        {"sale": s, "position": i, "length": len(path), "state": state, "won": won,
         "days_before": float((len(path) - 1 - i) * (gaps or 1.5))}
        for s, (path, won) in enumerate(paths) for i, state in enumerate(path)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_answers_its_own_examples(name):
    for given_, expected in MODELS[name].EXAMPLES:
        assert MODELS[name].credit(pd.DataFrame(given_)).tolist() == pytest.approx(expected)
    assert MODELS[name].TITLE
    assert "Source" in MODELS[name].__doc__


@pytest.mark.parametrize("name", MODELS)
@settings(max_examples=60, deadline=None)
@given(paths=PATHS, gaps=st.floats(0.001, 4000))
def test_credits_of_a_sale_add_up_and_none_is_negative(name, paths, gaps):
    frame = journeys(paths, gaps)
    credit = MODELS[name].credit(frame)
    assert credit.ge(0).all()
    assert (credit.groupby(frame["sale"]).sum() - 1).abs().max() < 1e-9
    assert MODELS[name].credit(frame).equals(credit)


def chance_of_a_sale(paths, without=None) -> float:
    """The chain's chance of a sale by powers of its transition matrix, a state's visits going to no sale."""
    states = sorted({s for path, _ in paths for s in path})
    index = {s: i + 1 for i, s in enumerate(states)}
    n = len(states)
    counts = np.zeros((n + 3, n + 3))
    none, sale = n + 1, n + 2
    any_won = any(won for _, won in paths)
    for path, won in paths:
        steps = [0, *[index[s] for s in path], sale if won or not any_won else none]
        for a, b in pairwise(steps):
            counts[a, b] += 1
    counts[none, none] = counts[sale, sale] = 1
    step = counts / counts.sum(axis=1, keepdims=True)
    if without is not None:
        gone = index[without]
        step[:, none] += step[:, gone]
        step[:, gone] = 0
    return float(np.linalg.matrix_power(step, 4096)[0, sale])


@settings(max_examples=40, deadline=None)
@given(paths=PATHS)
def test_markov_removal_equals_taking_the_state_out(paths):
    effects = removal_effects(journeys(paths))
    whole = chance_of_a_sale(paths)
    for state, effect in effects.items():
        assert effect == pytest.approx(1 - chance_of_a_sale(paths, state) / whole, abs=1e-7)


def shapley_by_enumeration(paths) -> dict[int, float]:
    states = sorted({s for path, _ in paths for s in path})
    n = len(states)

    def worth(coalition) -> int:
        return sum(set(path) <= set(coalition) for path, _ in paths)

    return {
        state: sum(
            factorial(k) * factorial(n - k - 1) / factorial(n) * (worth((*rest, state)) - worth(rest))
            for k in range(n) for rest in combinations([s for s in states if s != state], k)
        )
        for state in states
    }  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(paths=PATHS)
def test_shapley_equals_enumerating_every_coalition(paths):
    frame = journeys(paths)
    credit = MODELS["shapley"].credit(frame).groupby(frame["state"]).sum()
    for state, value in shapley_by_enumeration(paths).items():
        assert credit[state] == pytest.approx(value, abs=1e-9)
