"""Beyond some size only likely pairs are looked at: nearly all that matter, the same each time, and few in all."""

from __future__ import annotations

import numpy as np
import pytest

from bench.made_texts import made_texts
from keyworth.relevance import candidate_pruning, candidates


@pytest.fixture(scope="module")
def texts():
    titles, keywords = made_texts(3000, 400)
    return sorted(keywords), sorted(titles)


def pairs(found):
    return set(zip(found.keyword.tolist(), found.product.tolist(), strict=True))


def test_likely_pairs_hold_nearly_all_that_every_pair_gives(texts, monkeypatch):
    every = candidates.find_candidates(*texts)
    monkeypatch.setattr(candidates, "EXACT", 0)
    likely = candidates.find_candidates(*texts)
    worth = [np.zeros(len(texts[0])), np.zeros(len(texts[0]))]
    for best, found in zip(worth, (every, likely), strict=True):
        np.maximum.at(best, found.keyword, found.meaning + candidates.WORDS_WEIGHT * found.words)
    assert np.mean(worth[0] - worth[1]) < 0.02
    assert len(pairs(every) & pairs(likely)) > 0.7 * len(pairs(every))


def test_what_is_found_depends_on_no_block(texts, monkeypatch):
    monkeypatch.setattr(candidates, "EXACT", 0)
    whole = candidates.find_candidates(*texts)
    monkeypatch.setattr(candidate_pruning, "BLOCK", 97)
    monkeypatch.setattr(candidates, "NEAR_ROWS", 31)
    assert len(pairs(whole) ^ pairs(candidates.find_candidates(*texts))) <= 0.001 * len(whole.keyword)


def test_no_keyword_has_more_than_a_bounded_number_of_pairs(texts, monkeypatch):
    monkeypatch.setattr(candidates, "EXACT", 0)
    found = candidates.find_candidates(*texts)
    assert np.bincount(found.keyword).max() <= candidates.BY_BOTH + candidates.BY_WORDS + candidates.BY_MEANING


@pytest.mark.parametrize(("n", "k"), [(3, 1), (5, 8), (64, 8), (65, 3), (200, 4)])
def test_the_best_of_a_row_are_the_best_and_of_equals_the_first(n, k):
    scores = np.random.default_rng(n).integers(0, 4, (50, n)).astype(np.float32)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    expected = [i * n + c for i, row in enumerate(best) for c in row if scores[i, c] > 0]
    assert sorted(candidates._best(scores, k).tolist()) == sorted(expected)
