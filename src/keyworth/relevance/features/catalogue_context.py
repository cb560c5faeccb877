"""A keyword against the shop's own habits: how far its best product stands out, which words it lacks, what is near it.

A cosine of .5 is much in a shop of cattle feed and little in one of bed linen. So each score is set beside the same
shop's others: what this keyword has with the rest of the range, what the product has with the rest of the report.
Words are weighed by how rare they are among the shop's own titles: what half of them bear decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from keyworth.relevance.features.background import background_idf
from keyworth.relevance.vocabulary import Words, read_words, weigh_words, word_likeness

if TYPE_CHECKING:
    from collections.abc import Iterator

MEANING = ("top_cosine", "cosine_z", "cosine_gap", "cosine_margin", "mean_cosine", "beyond_hub", "beyond_range")
REPORT = ("beyond_report", "report_near", "report_centre", "near_answered")
SCORES = ("second_logit", "mean_of_three", "logit_margin", "logit_over_fifth")
WORDS = (
    "said_in_title", "said_anywhere", "title_margin", "anywhere_margin", "unknown_in_titles", "unknown_anywhere",
    "lacks_known", "lacks_unknown", "common_word",
)  # fmt: skip
CONTEXT = (*MEANING, *REPORT, *SCORES, *WORDS)
SHARE, AT_LEAST = 0.05, 5  # of a report or a range that counts as near
FEW = 10  # keywords or products below which there is no "rest" to compare with
REFERENCE = 2_000  # keywords that stand for the report
WARMTH = 0.1  # of cosines, by which near keywords are weighed
NOBODY = -5.8  # log-odds of a product that is no candidate
BLOCK = 2_048


def catalogue_context(
    keys: Sequence[str],
    products: pd.DataFrame,
    vectors: tuple[np.ndarray, np.ndarray],
    pairs: tuple[np.ndarray, np.ndarray, np.ndarray],
    best_logit: np.ndarray,
) -> pd.DataFrame:
    """Return what the shop and the report say of each keyword.

    Parameters
    ----------
    keys : sequence of str [n]
        What is asked for, as the encoder read it; distinct keywords in a fixed order.
    products : DataFrame [m]
        The current range: ``title``, ``description``, ``category``, ``brand``.
    vectors : (float32 [n × d], float32 [m × d])
        Unit vectors of both.
    pairs : (keyword, product, probability)
        The pairs that were scored.
    best_logit : float array [n]
        Log-odds of each keyword's best pair.

    Returns
    -------
    DataFrame
        float64 [n × CONTEXT]; NaN where the report or the range is too small to say.
    """
    out = {**_meaning(*vectors, best_logit), **_scores(*pairs, len(keys)), **_words(keys, products, *pairs)}
    return pd.DataFrame(out, columns=list(CONTEXT), index=range(len(keys)), dtype=float)


def _meaning(keywords: np.ndarray, products: np.ndarray, best_logit: np.ndarray) -> dict[str, np.ndarray]:
    n, m = len(keywords), len(products)
    out = {name: np.full(n, np.nan) for name in (*MEANING, *REPORT)}
    places = np.unique(np.linspace(0, n - 1, min(n, REFERENCE)).astype(int))
    reference, of_reference = keywords[places], best_logit[places]
    in_range, in_report = (n_ >= FEW for n_ in (m, n))
    hub = _nearest(products @ products.T - 2 * np.eye(m, dtype=np.float32)) if in_range else np.zeros(m)
    liked = _nearest(products @ reference.T) if in_report else np.zeros(m)
    apart = (hub.mean(), hub.std() + 0.02)
    centre = reference.sum(axis=0)
    for at in _blocks(n):
        like = keywords[at] @ products.T
        ordered = -np.sort(-like, axis=1)
        out["top_cosine"][at], out["mean_cosine"][at] = ordered[:, 0], like.mean(axis=1)
        if in_range:
            out["cosine_gap"][at] = ordered[:, 0] - ordered[:, 1]
            near = ordered[:, : _near(m)].mean(axis=1)
            out["cosine_margin"][at] = ordered[:, 0] - ordered[:, 1 : _near(m) + 1].mean(axis=1)
            out["cosine_z"][at] = (ordered[:, 0] - like.mean(axis=1)) / (like.std(axis=1) + 0.02)
            out["beyond_hub"][at] = (2 * like - hub).max(axis=1) - near
            out["beyond_range"][at] = (ordered[:, 0] - apart[0]) / apart[1]
        if in_range and in_report:
            out["beyond_report"][at] = (2 * like - liked).max(axis=1) - near
        if in_report:
            among = keywords[at] @ reference.T
            own = np.equal.outer(np.arange(n)[at], places)
            among[own] = -1.0
            rest = centre - keywords[at] * own.any(axis=1, keepdims=True)
            out["report_near"][at] = _nearest(among)
            out["report_centre"][at] = (keywords[at] * rest).sum(axis=1) / np.linalg.norm(rest, axis=1)
            weight = np.exp((among - 1) / WARMTH) * ~own
            out["near_answered"][at] = weight @ of_reference / (weight.sum(axis=1) + 1e-9)
    return {name: np.round(values.astype(float), 5) for name, values in out.items()}


def _near(n: int) -> int:
    return min(max(AT_LEAST, round(SHARE * n)), n - 1)


def _nearest(like: np.ndarray) -> np.ndarray:
    """Return the mean of the nearest few of each row."""
    k = min(max(AT_LEAST, round(SHARE * like.shape[1])), like.shape[1])
    return np.sort(like, axis=1)[:, -k:].mean(axis=1)


def _blocks(n: int) -> Iterator[slice]:
    return (slice(start, min(start + BLOCK, n)) for start in range(0, n, BLOCK))


def _scores(keyword: np.ndarray, product: np.ndarray, probability: np.ndarray, n: int) -> dict[str, np.ndarray]:
    logit = _log_odds(probability)
    order = np.lexsort((product, -logit, keyword))
    rank = np.arange(len(order)) - np.searchsorted(keyword[order], keyword[order])
    best = np.full((n, 5), NOBODY)
    kept = rank < best.shape[1]
    best[keyword[order][kept], rank[kept]] = logit[order][kept]
    columns = best[:, 1], best[:, :3].mean(axis=1), best[:, 0] - best[:, 2], best[:, 0] - best[:, 4]
    return dict(zip(SCORES, columns, strict=True))


def _log_odds(p: np.ndarray) -> np.ndarray:
    p = np.clip(p, 0.003, 0.997)
    return np.log(p / (1 - p))


def _words(
    keys: Sequence[str], products: pd.DataFrame, keyword: np.ndarray, product: np.ndarray, probability: np.ndarray
) -> dict[str, np.ndarray]:
    asked, titles = read_words(keys), read_words(list(products["title"]))
    fields = [products[name].fillna("").astype(str) for name in ("title", "description", "category", "brand")]
    whole = read_words([" ".join(parts) for parts in zip(*fields, strict=True)])
    order = np.lexsort((product, -probability, keyword))
    first = order[np.r_[True, keyword[order][1:] != keyword[order][:-1]]] if len(order) else order
    best = np.full(len(keys), -1)
    best[keyword[first]] = product[first]
    out: dict[str, np.ndarray] = {}
    for sold, said, margin in ((titles, "said_in_title", "title_margin"), (whole, "said_anywhere", "anywhere_margin")):
        out[said], out[margin] = _said(weigh_words(asked, sold), sold.holds.T.tocsr())
    out["unknown_in_titles"], *rest = _lacking(asked, titles, best)
    out["lacks_known"], out["lacks_unknown"], out["common_word"] = rest
    out["unknown_anywhere"] = _lacking(asked, whole, best)[0]
    return {name: np.round(values.astype(float), 5) for name, values in out.items()}


def _said(weights: Any, holds: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the most that a product says of each keyword, and by how much it says more than the next ones."""
    n, m = weights.shape[0], holds.shape[1]
    most, margin = np.zeros(n), np.full(n, np.nan)
    for at in _blocks(n):
        ordered = -np.sort(-(weights[at] @ holds).toarray(), axis=1)
        most[at] = ordered[:, 0]
        if m >= FEW:
            margin[at] = ordered[:, 0] - ordered[:, 1 : _near(m) + 1].mean(axis=1)
    return most, margin


def _lacking(asked: Words, sold: Words, best: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the rarest word that the shop lacks, and shares of the keyword by what the best product does with it.

    The shares: words that other products have, words that none has, words that half of the titles have.
    """
    n, m = len(best), sold.holds.shape[0]
    alike, telling = word_likeness(asked, sold), background_idf(asked.words) if asked.words else np.zeros(1)
    known = np.minimum(np.asarray(alike.max(axis=1).todense()).ravel(), 1.0)
    often = np.bincount(sold.holds.indices, minlength=sold.holds.shape[1]) > m / 2
    common = np.asarray(alike @ often.astype(np.float32)).ravel() > 0
    holds = asked.holds.tocoo()
    row, word = holds.row, holds.col
    has = np.zeros(len(row))
    there = np.flatnonzero(best[row] >= 0)
    for at in (there[b] for b in _blocks(len(there))):
        has[at] = np.minimum(np.asarray(alike[word[at]].multiply(sold.holds[best[row[at]]]).sum(axis=1)).ravel(), 1.0)
    weight = telling[word]
    total = np.maximum(np.bincount(row, weight, n), 1e-9)
    unknown = np.zeros(n)
    np.maximum.at(unknown, row, weight * (1 - known[word]))
    shares = (weight * np.maximum(known[word] - has, 0), weight * (1 - known[word]), weight * common[word])
    return unknown, *(np.bincount(row, share, n) / total for share in shares)
