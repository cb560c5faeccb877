"""Given pairs: each by itself, explained to the last feature."""

from __future__ import annotations

import numpy as np
import pytest

from keyworth.relevance import explain_pair, score_pairs
from keyworth.relevance.model import load_relevance_model

PAIRS = [
    ("garden office", "Insulated garden office 3m x 4m"),
    ("ipad pro", "Leather case for iPad Pro 11"),
    ("leather sofa", "Three-seat sofa in brown leather"),
    ("printer", "HP LaserJet toner cartridge"),
    ("trampoline", "Oak dining table"),
]


def test_a_row_s_score_does_not_depend_on_the_others():
    keywords, titles = zip(*PAIRS, strict=True)
    together = score_pairs(keywords, titles)
    alone = np.concatenate([score_pairs([k], [t]) for k, t in PAIRS])
    assert (together == alone).all()
    many = score_pairs(list(keywords) * 120, list(titles) * 120)
    assert (many.reshape(120, -1) == together).all()


def test_descriptions_may_be_missing():
    keywords, titles = zip(*PAIRS, strict=True)
    scores = score_pairs(keywords, titles, [None, float("nan"), "", "text", "text"])
    assert np.isfinite(scores).all()


@pytest.mark.parametrize(("keyword", "title"), PAIRS)
def test_contributions_add_up_to_the_score(keyword, title):
    from keyworth.relevance.pairs import _features

    parts = explain_pair(keyword, title)
    features = _features([keyword], [title], [""], None, None, None)
    assert parts["contribution"].sum() == pytest.approx(load_relevance_model().logit(features)[0], abs=1e-9)
