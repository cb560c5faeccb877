"""Rows of one meaning: what counts as a repeat, which row is kept, and what is ordinary practice."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from keyworth import schema, text
from keyworth.verdicts.close_variants import duplicates, meanings


def keywords(*rows: tuple) -> pd.DataFrame:
    """Return keyword rows of (keyword, campaign, match type, clicks[, channel])."""
    whole = [(*row, "paid")[:5] for row in rows]
    frame = pd.DataFrame(whole, columns=["keyword", "campaign", "match_type", "clicks", "channel"])
    frame = frame.assign(keyword_id=range(len(rows)), keyword_key=frame["keyword"].map(text.key))
    return schema.conform(frame, schema.KEYWORDS)


def repeats(*rows: tuple) -> list[int]:
    frame = keywords(*rows)
    return duplicates(frame, frame[["clicks"]])["duplicate_of"].tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("garden office", "garden offices"),
        ("garden office", "office garden"),
        ("office for the garden", "garden office"),
        ("gardenoffice", "garden office"),
        ("garden-office", "garden office"),
        ("café tables", "cafe table"),
        ("men's shoes", "man shoes"),
    ],
)
def test_close_variants_share_a_meaning(one: str, other: str) -> None:
    assert meanings(pd.Series([text.key(one), text.key(other)])).nunique() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("london to paris", "paris to london"),
        ("garden office", "garden office kent"),
        ("office without windows", "office windows"),
        ("glass", "glas"),
        ("iphone 13", "iphone 14"),
        ("bus", "bu"),
    ],
)
def test_other_meanings_stay_apart(one: str, other: str) -> None:
    assert meanings(pd.Series([one, other])).nunique() == 2


def test_the_row_with_most_clicks_is_kept() -> None:
    assert repeats(("pod", "A", "exact", 3), ("pods", "A", "exact", 9)) == [1, -1]


def test_match_types_of_one_wording_in_one_campaign_are_ordinary() -> None:
    assert repeats(("pod", "A", "exact", 3), ("pod", "A", "phrase", 9)) == [-1, -1]


def test_another_spelling_in_one_campaign_is_a_repeat_whatever_the_match_type() -> None:
    assert repeats(("pod", "A", "exact", 3), ("pods", "A", "phrase", 9)) == [1, -1]


def test_the_same_keyword_in_two_campaigns_is_a_repeat() -> None:
    assert repeats(("pod", "A", "exact", 3), ("pod", "B", "phrase", 9)) == [1, -1]


def test_mirrored_campaigns_are_ordinary() -> None:
    both = [(f"pod {n}", campaign, "exact", n) for campaign in ("North", "South") for n in range(12)]
    assert set(repeats(*both)) == {-1}
    assert set(repeats(*both, ("pods 3", "North", "exact", 1))) == {-1, 3}


def test_searches_of_customers_repeat_only_to_the_letter() -> None:
    assert repeats(("pod", "", "", 3, "organic"), ("pods", "", "", 9, "organic")) == [-1, -1]
    assert repeats(("pod", "", "", 3, "organic"), ("Pod", "", "", 9, "organic")) == [1, -1]
    assert repeats(("pod", "", "", 3, "organic"), ("pod", "", "", 9, "paid")) == [-1, -1]


def test_rows_kept_count_too() -> None:
    frame = keywords(("pod", "A", "exact", 3), ("pods", "A", "exact", 9), ("shed", "A", "exact", 1))
    assert duplicates(frame, frame[["clicks"]])["duplicate_rows"].tolist() == [2, 2, 1]


word = st.sampled_from(["pod", "pods", "garden", "office", "the", "of"])
listed = st.tuples(st.lists(word, min_size=1, max_size=3).map(" ".join), st.sampled_from("AB"),
                   st.sampled_from(["exact", "phrase"]), st.integers(0, 3))  # fmt: skip


@limits(deadline=None, max_examples=25)
@given(st.lists(listed, min_size=1, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_chooses_nothing(rows: list[tuple], random) -> None:
    frame = keywords(*rows)
    shuffled = frame.sample(frac=1, random_state=random.randrange(9999)).reset_index(drop=True)
    one = duplicates(frame, frame[["clicks"]]).set_axis(frame["keyword_id"])
    two = duplicates(shuffled, shuffled[["clicks"]]).set_axis(shuffled["keyword_id"]).sort_index()
    pd.testing.assert_frame_equal(one, two, check_names=False)
    leads = one["duplicate_of"][one["duplicate_of"] >= 0]
    assert (one.loc[leads, "duplicate_rows"] > 1).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("G_S_Generic_CA", "G_S_Generic_TX"), ("Sheds | Kent", "Sheds | Surrey"), ("Sheds - UK", "Sheds - IE"),
        ("Sheds Mobile", "Sheds Desktop"), ("Sheds | North", "Sheds | South"), ("Sheds_Exact", "Sheds_Broad"),
        ("Sheds | Remarketing", "Sheds | New customers"), ("Florida Sheds", "Ohio Sheds"), ("Sheds/DE", "Sheds/FR"),
        ("Sheds (Scotland)", "Sheds (Wales)"),
    ],
)  # fmt: skip
def test_campaigns_for_other_people_do_not_compete(one: str, other: str) -> None:
    assert repeats(("pod", one, "phrase", 3), ("pod", other, "phrase", 9)) == [-1, -1]
    assert repeats(("pod", one, "phrase", 3), ("pods", one, "phrase", 9)) == [1, -1]
