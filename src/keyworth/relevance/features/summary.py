"""What the whole catalogue says about a keyword: its best product, the rivals, the words nobody sells."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.relevance.features.lexical import vocabulary_ids
from keyworth.relevance.features.prepared_texts import MAIN, KeywordSide, ProductSide

SUMMARY = (
    "best", "best_logit", "second", "gap", "competing", "best_lexical", "best_semantic", "best_characters",
    "known_weight",
    "sold_weight", "unknown_word", "unsold_word", "best_accessory", "thing_sold", "thing_missing",
    "keyword_words", "keyword_rarity",
)  # fmt: skip
COMPETES = 0.5  # probability above which a product counts as a rival


def keyword_summary(
    kw: KeywordSide, prod: ProductSide, ki: np.ndarray, features: pd.DataFrame, probability: np.ndarray
) -> pd.DataFrame:
    """Return one row a keyword from the candidates that were scored for it.

    Parameters
    ----------
    kw : KeywordSide
    prod : ProductSide
        The *current* products only, as one catalogue.
    ki : int array [n]
        The keyword of each candidate pair.
    features, probability : DataFrame [n], array [n]
        ``pair_features`` and ``RelevanceModel.probability`` of the candidates (current products).

    Returns
    -------
    DataFrame
        float64 [len(kw) × SUMMARY]; a keyword without candidates has zeros for what they would say.
    """
    n, ki = len(kw), np.asarray(ki, np.int64)
    out = pd.DataFrame(0.0, index=range(n), columns=list(SUMMARY))
    out["best"], out["second"] = _top_two(ki, probability, n)
    sure = np.clip(out["best"], 0.002, 0.998)
    out["best_logit"] = np.log(sure / (1 - sure))
    out["gap"] = out["best"] - out["second"]
    out["competing"] = np.log1p(np.bincount(ki, weights=probability >= COMPETES, minlength=n)[:n])
    for name, column in (
        ("best_lexical", "coverage"),
        ("best_semantic", "semantic"),
        ("best_characters", "characters"),
    ):
        out[name] = _top_two(ki, np.nan_to_num(features[column].to_numpy(float)), n)[0]
    offered = (features["accessory_offered"].to_numpy(float) > 0) * features["coverage"].to_numpy(float)
    out["best_accessory"] = _top_two(ki, offered, n)[0]
    things = {name: features[name].to_numpy(float) for name in ("thing_same", "thing_kind", "thing_other")}
    out["thing_sold"] = _top_two(ki, np.maximum(things["thing_same"], things["thing_kind"]), n)[0]
    out["thing_missing"] = _top_two(ki, things["thing_other"], n)[0] * (1 - out["thing_sold"])
    for name, known in _known(kw, prod).items():
        out[name] = known
    return out


def _top_two(ki: np.ndarray, values: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    first, second = np.zeros(n), np.zeros(n)
    order = np.lexsort((values, ki))
    k, v = ki[order], np.asarray(values, float)[order]
    last = np.flatnonzero(np.r_[k[1:] != k[:-1], True]) if len(k) else np.array([], int)
    first[k[last]] = v[last]
    before = last - 1
    fine = (before >= 0) & (k[np.maximum(before, 0)] == k[last])
    second[k[last[fine]]] = v[before[fine]]
    return first, second


def _known(kw: KeywordSide, prod: ProductSide) -> dict[str, np.ndarray]:
    """Share of the keyword's IDF weight that titles hold at all, and that they hold as a thing sold."""
    n = len(kw)
    ids, idf = vocabulary_ids(kw, prod)
    size = max(len(prod.vocabulary), 1)
    in_title, sold = np.zeros(size, bool), np.zeros(size, bool)
    token = prod.keys % size
    in_title[token] = True
    sold[token[(prod.flags & MAIN) > 0]] = True
    row = np.repeat(np.arange(n), np.diff(kw.start))
    place, weight = (ids[kw.token], idf[kw.token]) if len(kw.token) else (np.array([], int), np.array([]))
    total = np.maximum(np.bincount(row, weights=weight, minlength=n), 1e-9)
    known, main = (place >= 0) & in_title[place], (place >= 0) & sold[place]
    unknown, unsold = np.zeros(n), np.zeros(n)
    np.maximum.at(unknown, row, weight * ~known)
    np.maximum.at(unsold, row, weight * ~main)
    return {
        "known_weight": np.bincount(row, weights=weight * known, minlength=n) / total,
        "sold_weight": np.bincount(row, weights=weight * main, minlength=n) / total,
        "unknown_word": unknown,
        "unsold_word": unsold,
        "keyword_words": np.minimum(np.diff(kw.start), 8).astype(float),
        "keyword_rarity": total / np.maximum(np.diff(kw.start), 1),
    }
