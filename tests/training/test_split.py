"""The split never moves, and nobody is on both sides."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworth.training.split import LEARN, TEST, caller_hash, split_examples

rows = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 400)), min_size=1, max_size=80)


def split(values):
    callers = pd.Series([caller_hash(f"c{c}") for c, _ in values])
    days = pd.Series(pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta([d for _, d in values], unit="D"))
    return callers, split_examples(callers, days)


@settings(max_examples=30, deadline=None)
@given(rows)
def test_nobody_is_on_both_sides(values):
    callers, part = split(values)
    assert not set(callers[part == LEARN]) & set(callers[part == TEST])


@settings(max_examples=30, deadline=None)
@given(rows, rows)
def test_a_held_out_caller_stays_held_out_when_more_calls_come(values, later):
    callers, part = split(values)
    more, after = split(values + later)
    learnt_before = set(callers[part == LEARN])
    assert learnt_before <= set(more[after == LEARN])
