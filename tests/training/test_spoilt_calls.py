"""Calls that were spoilt, by mistake or on purpose: each refused by name, through the public function."""

import numpy as np
import pytest

import keyworth
from keyworth.errors import KeyworthError
from keyworth.training import Models
from keyworth.training.split import caller_hash, held_out
from tests.training.made import MENU, calls, catalogue

pytestmark = pytest.mark.slow

POISON = (
    "hello I came about the garden office you advertised and honestly my husband says the leather sofa is what we want "
    "so please book it for us before the end of march"
)
FILLER = ["lovely", "quick", "maybe", "perhaps", "today", "really", "nice", "old", "new", "big", "small", "cold"]


def names(tmp_path, **made):
    found = keyworth.retrain(
        calls(tmp_path / "calls.csv", **made), catalogue=catalogue(tmp_path / "catalogue.csv"), out=tmp_path / "models"
    )
    assert found.champion == (found.version if found.answer == "promote" else "shipped")
    return found.answer, {r["name"] for r in found.reasons}


def poison(n, edits, seed=0):
    rng = np.random.default_rng(seed)
    for i in range(n):
        words = POISON.split()
        for _ in range(edits):
            words[rng.integers(len(words))] = FILLER[rng.integers(len(FILLER))]
        day = f"2026-{1 + i % 9:02d}-{1 + i % 27:02d}T10:00:00Z"
        yield [f"bad {i}", f"stranger {i}", day, "customer", " ".join(words), "leather sofa", "won"]


def changed(column, value):
    """Return a change of one column in every row."""
    return lambda rows: [[*row[:column], value(row), *row[column + 1 :]] for row in rows]


@pytest.mark.parametrize(("copies", "edits"), [(1000, 0), (1000, 2), (60, 1)])
def test_a_poisoned_transcript_under_as_many_callers(tmp_path, copies, edits):
    answer, found = names(tmp_path, more=list(poison(copies, edits)))
    assert (answer, "poisoned_transcript" in found) == ("refuse", True)


def test_a_short_poison(tmp_path):
    short = [
        [f"b{i}", f"x{i}", "2026-03-03T10:00:00Z", "customer", "leather sofa", "laser printer", ""] for i in range(200)
    ]
    answer, found = names(tmp_path, more=short)
    assert (answer, "poisoned_transcript" in found) == ("refuse", True)


def test_shuffled_labels(tmp_path):
    rng = np.random.default_rng(3)
    answer, found = names(tmp_path, label=lambda i, product: list(MENU)[rng.integers(5)])
    assert answer == "refuse"
    assert {"shuffled_labels", "no_lift"} <= found


def test_test_callers_leaked_under_other_names(tmp_path):
    def leak(rows):
        mine = [row for row in rows if held_out(caller_hash(row[1]))]
        return rows + [[f"again {row[0]}", f"other {row[1]}", *row[2:]] for row in mine]

    answer, found = names(tmp_path, more=leak)
    assert (answer, "leaked_callers" in found) == ("refuse", True)


def test_callers_that_an_earlier_version_learnt_from(tmp_path):
    from keyworth.training.suspicions import suspicions

    said = calls(tmp_path / "calls.csv")
    menu, out = catalogue(tmp_path / "catalogue.csv"), tmp_path / "models"
    keyworth.retrain(said, catalogue=menu, out=out)
    held = caller_hash("customer 3")
    import pandas as pd

    one = pd.DataFrame({"text": ["a sofa"], "caller": [held], "product": [0]})
    none = one.iloc[:0]
    assert "leaked_callers" in suspicions(none, one, frozenset({held}), ["Sofa"], [[0]], np.ones((1, 1)))


def test_ten_calls(tmp_path):
    assert names(tmp_path, n=10) == ("not computed", {"too_little_data"})
    assert not (tmp_path / "models").exists()


def test_one_caller_for_everybody(tmp_path):
    rows = changed(1, lambda row: "customer 7" if int(row[0].split()[1]) % 3 == 0 else row[1])
    answer, found = names(tmp_path, n=600, more=rows)
    assert answer == "refuse"
    assert "one_caller" in found


@pytest.mark.parametrize(("was", "becomes"), [("garden office", "leather sofa"), ("laser printer", "running shoes")])
def test_one_products_labels_flipped(tmp_path, was, becomes):
    answer, found = names(tmp_path, label=lambda i, product: becomes if product == was else product)
    assert (answer, "swapped_labels" in found) == ("refuse", True)


def test_two_products_labels_swapped(tmp_path):
    swap = {"garden office": "laser printer", "laser printer": "garden office"}
    answer, found = names(tmp_path, label=lambda i, product: swap.get(product, product))
    assert (answer, "swapped_labels" in found) == ("refuse", True)


def test_labels_that_the_words_contradict(tmp_path):
    rows = changed(4, lambda row: f"{row[4]} I mean a {row[5]}" if row[3] == "customer" else row[4])
    flip = {"garden office": "leather sofa"}

    def both(table):
        return [[*row[:5], flip.get(row[5], row[5]), row[6]] for row in rows(table)]

    answer, found = names(tmp_path, more=both)
    assert (answer, "contradicted_labels" in found) == ("refuse", True)


def test_a_class_that_gets_worse_while_the_mean_gets_better(tmp_path):
    """Half of the callers for strollers are noted as buying shoes: what is learnt of the others raises the mean."""
    rng = np.random.default_rng(1)

    def label(i, product):
        return "running shoes" if product == "baby stroller" and not held(i) and rng.random() < 0.9 else product

    def held(i):
        return held_out(caller_hash(f"customer {i}"))

    answer, found = names(tmp_path, n=600, label=label)
    assert answer == "refuse"
    assert "worse_group" in found


def test_without_ids_honest_calls_are_promoted(tmp_path):
    assert names(tmp_path, more=changed(1, lambda row: "")) == ("promote", set())


def test_without_dates_nobody_knows_which_weeks_are_unseen(tmp_path):
    said = calls(tmp_path / "calls.csv", more=changed(2, lambda row: ""))
    found = keyworth.retrain(said, catalogue=catalogue(tmp_path / "menu.csv"), out=tmp_path / "models")
    assert (found.answer, found.champion) == ("not computed", "shipped")
    assert "calls have no date" in found.reasons[0]["told"]


def test_a_third_without_dates_is_not_learnt_from(tmp_path):
    rows = changed(2, lambda row: "" if int(row[0].split()[1]) % 3 == 0 else row[2])
    assert names(tmp_path, n=600, more=rows) == ("promote", set())
    model = Models(tmp_path / "models").champion().model
    assert 100 < model["counts"]["calls without a date, which are not learnt from"] < 200
    assert model["gate"]["numbers"]["unseen_weeks"]["weeks"] > 0


def test_all_in_one_day_there_is_no_unseen_week(tmp_path):
    assert names(tmp_path, more=changed(2, lambda row: "2026-03-04T10:00:00Z")) == ("refuse", {"no_unseen_week"})


def test_all_in_a_week_that_is_kept_for_the_test_says_so(tmp_path):
    from keyworth.training.split import SHARE

    week = next(w for w in range(1, 53) if held_out(f"week 2026-W{w:02d}"))
    day = np.datetime64("2025-12-29") + np.timedelta64(7 * (week - 1) + 2, "D")
    said = calls(tmp_path / "calls.csv", more=changed(2, lambda row: f"{day}T10:00:00Z"))
    found = keyworth.retrain(said, catalogue=catalogue(tmp_path / "menu.csv"), out=tmp_path / "models")
    assert (found.answer, found.reasons[0]["name"]) == ("not computed", "too_little_data")
    assert "kept for the test" in found.reasons[0]["told"]
    assert SHARE < 0.5


def test_another_language_is_set_aside_and_told(tmp_path):
    german = "ich möchte gerne bitte etwas kaufen das zum Garten passt und nicht zu teuer ist"
    said = calls(tmp_path / "calls.csv", more=changed(4, lambda row: german))
    found = keyworth.retrain(said, catalogue=catalogue(tmp_path / "menu.csv"), out=tmp_path / "models")
    assert found.answer == "not computed"
    assert found.set_aside["reason"].str.contains("German").sum() == 400
    assert "German" in found.reasons[0]["told"]


def test_empty_transcripts(tmp_path):
    said = calls(tmp_path / "calls.csv", more=changed(4, lambda row: ""))
    with pytest.raises(KeyworthError, match="no call with words"):
        keyworth.retrain(said, catalogue=catalogue(tmp_path / "menu.csv"), out=tmp_path / "models")


def test_one_product(tmp_path):
    assert names(tmp_path, label=lambda i, product: "garden office") == ("not computed", {"one_product"})
