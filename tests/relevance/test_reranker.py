"""The cross-encoder: each pair by itself, the same from the cache, a term of the head, no other file."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from keyworth.assets import asset
from keyworth.errors import UnusableModel
from keyworth.relevance import reranker
from keyworth.relevance.model import load_relevance_model
from keyworth.relevance.reranker import load_reranker, product_lines, read_together
from keyworth.relevance.shop_head import CROSS, HEAD, NO_ANSWER, READ, SHOP, nearest_read, read_best
from keyworth.settings import Relevance

PAIRS = [
    ("couch", "Tern three-seat sofa, oak legs. Sofas"),
    ("couch", "Larch garden shed, 8 x 6. Sheds"),
    ("hearing check at home", "Domiciliary hearing test. Services"),
    ("hearing check at home", "Hearing aid batteries, size 312"),
]


def test_what_answers_is_told_from_what_shares_a_word_or_none():
    score = read_together(*zip(*PAIRS, strict=True), Relevance(cache=False))
    assert score.shape == (4,)
    assert np.isfinite(score).all()
    assert score[0] > score[1]
    assert score[2] > score[3]


def test_a_pair_s_score_hangs_on_that_pair_alone():
    texts = [f"{k}\n{line}".lower() for k, line in PAIRS]
    together = load_reranker().encode(texts)
    apart = np.concatenate([load_reranker().encode([t]) for t in texts[::-1]])[::-1]
    assert together.tobytes() == apart.tobytes()
    assert load_reranker().encode([]).shape == (0, 1)


def test_the_same_from_the_cache_and_without_it():
    asked, lines = zip(*PAIRS, strict=True)
    made, kept, none = (read_together(asked, lines, Relevance(cache=c)) for c in (True, True, False))
    assert made.tolist() == kept.tolist() == none.tolist()


def test_long_texts_are_cut_on_either_side():
    long = "garden office " * 60
    assert np.isfinite(read_together([long, "desk"], ["Oak desk", long], Relevance(cache=False))).all()


def test_a_line_has_the_last_step_of_the_category_and_no_break():
    products = pd.DataFrame({"title": ["Oak\ndesk"], "category": ["Office > Desks"], "description": ["x" * 400]})
    (line,) = product_lines(products)
    assert line.startswith("Oak desk. Desks. xxx")
    assert len(line) < 200


class Pairs:
    keyword = np.array([0, 0, 0, 0, 1])
    product = np.array([0, 1, 2, 3, 2])
    probability = np.array([0.1, 0.9, 0.5, 0.9, 0.2])
    products = pd.DataFrame(
        {"title": list("abcd"), "category": "", "description": "", "status": ["active"] * 3 + ["out_of_stock"]}
    )


@dataclass(frozen=True)
class Found:
    nearest: np.ndarray
    second: np.ndarray


def test_the_best_few_are_read_together():
    together = read_best(["x", "y"], Pairs, lambda keywords, lines: np.arange(len(lines), dtype=float))
    assert together.pair.tolist() == [1, 3, 2, 4]
    assert together.rank.tolist() == [0, 1, 2, 0]
    assert READ == 3


def test_what_reads_better_is_the_nearest_and_out_of_stock_stays_behind():
    read = {"b": -9.0, "d": 99.0, "c": 9.0}
    together = read_best(["x", "y"], Pairs, lambda keywords, lines: np.array([read[line] for line in lines]))
    found = nearest_read(Pairs, Found(np.array([1, 4]), np.array([2, -1])), together)
    assert found.nearest.tolist() == [2, 4]
    assert found.second.tolist() == [1, -1]


def test_its_score_is_a_term_of_the_head():
    assert set(CROSS) <= set(SHOP)
    named = {name for term in load_relevance_model().heads[HEAD].terms for name in term.features}
    assert "cross_best" in named
    assert read_together(["couch"], ["Larch garden shed"], Relevance(cache=False))[0] > NO_ANSWER


@pytest.mark.parametrize("fault", ["missing", "edited"])
def test_a_file_that_is_missing_or_another_is_named(tmp_path, fault):
    folder = tmp_path / "cross"
    shutil.copytree(asset("models", reranker.FOLDER), folder)
    if fault == "missing":
        (folder / "model.onnx").unlink()
    else:
        (folder / "model.onnx").write_bytes(b"another")
    with pytest.raises(UnusableModel, match=r"cannot be used(.|\n)*model\.onnx"):
        reranker._loaded(folder)


def test_it_is_small_and_told_where_it_comes_from():
    manifest = json.loads((asset("models", reranker.FOLDER) / "manifest.json").read_text())
    assert sum(p.stat().st_size for p in asset("models", reranker.FOLDER).iterdir()) < 25e6
    assert manifest["licence"] == "Apache-2.0"
    assert len(manifest["weights_sha256"]) == 64
