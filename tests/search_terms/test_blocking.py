"""A negative blocks what Google says it does: word for word, no close variants."""

from __future__ import annotations

import random
import re

import pytest

from keyworth.search_terms.blocking import blocked_pairs, words_of


def by_the_book(negative: str, kind: str, search: str) -> bool:
    own, typed = (re.findall(r"[^\W_]+", t.casefold()) for t in (negative, search))
    if not own:
        return False
    if kind == "exact":
        return own == typed
    if kind == "phrase":
        return any(typed[i : i + len(own)] == own for i in range(len(typed)))
    return set(own) <= set(typed)


@pytest.mark.parametrize(
    ("negative", "kind", "search", "blocks"),
    [
        ("running shoes", "broad", "blue shoes running", True),
        ("running shoes", "broad", "running shoe", False),
        ("running shoes", "phrase", "running blue shoes", False),
        ("running shoes", "phrase", "buy running shoes uk", True),
        ("running shoes", "exact", "running shoes", True),
        ("running shoes", "exact", "running shoes uk", False),
        ("Second-Hand", "phrase", "second hand shed", True),
        ("shed", "phrase", "sheds", False),
        ("", "broad", "shed", False),
        ("café", "broad", "CAFÉ chairs", True),
    ],
)
def test_what_is_blocked(negative, kind, search, blocks):
    found = blocked_pairs([words_of(negative)], [kind], [words_of(search)])
    assert bool(len(found[0])) is blocks


def test_many_at_once_are_blocked_as_one_by_one():
    rng = random.Random(4)
    words = ["shed", "free", "garden", "used", "jobs", "room"]
    texts = [" ".join(rng.choices(words, k=rng.randint(1, 5))) for _ in range(120)]
    negatives = [" ".join(rng.choices(words, k=rng.randint(1, 3))) for _ in range(60)]
    kinds = [rng.choice(["broad", "phrase", "exact"]) for _ in negatives]
    found = set(zip(*blocked_pairs(list(map(words_of, negatives)), kinds, list(map(words_of, texts))), strict=True))
    wanted = {(i, j) for i, n in enumerate(negatives) for j, t in enumerate(texts) if by_the_book(n, kinds[i], t)}
    assert {(int(i), int(j)) for i, j in found} == wanted


def test_words_behind_the_sixteenth_are_not_looked_at():
    assert not len(blocked_pairs([("jobs",)], ["broad"], [("shed",) * 16 + ("jobs",)])[0])
