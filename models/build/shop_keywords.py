"""The keyword head for shops of a size, and the floors of what is told: fitted on judged shops, folds by shop.

Straight lines of single features, and of products of two: the pairs that a score test of the lines' residuals points
at. All under one ridge; then what the cross-encoder's scores add. Log-odds of shops that a fold's fit has not seen
calibrate it and choose the two floors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
import pandas as pd

from keyworth.relevance.model import Head, Term
from keyworth.relevance.reranker import product_lines
from keyworth.relevance.score import cores, score_catalogue
from keyworth.relevance.shop_head import CROSS, SHOP, Read, read_best, shop_features
from keyworth.settings import Relevance
from models.build.additive import calibrated
from models.build.judged_shops import ANSWERED, JudgedShop, read_shops

UNSEEN = Path(__file__).with_name("cross_unseen.csv.gz")  # what `fit_cross` writes

USED = tuple(n for n in SHOP if n not in ("best", "gap", *CROSS))  # `best_logit` and `second` say the same
FOLDS = 5
PAIRS = 80  # products of two features
RIDGE_LINES, RIDGE = 0.1, 0.02  # scikit-learn's C: of the lines alone, that choose the pairs; of all
SPREAD = 3.0  # standard deviations beyond which a line stays level
LEAST_SPREAD = 0.1
RIGHT = 0.92  # of what is told not answered: a little more than promised, for shops unlike these
ASKED = 0.25  # of all keywords, at most


@dataclass(frozen=True)
class ShopRows:
    """Judged keywords of small shops: features, whether a current product answers, and whose they are."""

    features: pd.DataFrame
    answered: np.ndarray
    truth: np.ndarray
    shop: np.ndarray


@dataclass(frozen=True)
class Fitted:
    """The head, with probabilities of keywords (``known``) by a fit and a calibration that have not seen their shop."""

    head: Head
    known: np.ndarray  # rows whose shop the cross-encoder has not learnt from
    unseen: np.ndarray  # of those
    alone: np.ndarray  # of those: log-odds without the cross-encoder
    relevance_floor: float
    answered_floor: float


def shop_rows(shops: list[JudgedShop] | None = None) -> ShopRows:
    """Return the judged keywords of shops, scored as an audit scores them."""
    shops = read_shops() if shops is None else shops
    parts = [_of_shop(shop) for shop in shops]
    truth = np.concatenate([shop.keywords["truth"].to_numpy(object) for shop in shops])
    shop = np.repeat([s.name for s in shops], [len(s.keywords) for s in shops])
    return ShopRows(pd.concat(parts, ignore_index=True), np.isin(truth, ANSWERED).astype(float), truth, shop)


def fit_shop_head(rows: ShopRows) -> Fitted:
    """Fit the head: on all shops, then what the cross-encoder adds, on those that it has not learnt from.

    The log-odds that tell what it adds, and those that calibrate, are of shops that a fold's fit has not seen.
    """
    fold, logit = shop_folds(rows.shop), np.zeros(len(rows.answered))
    for f in range(FOLDS):
        a, b = fold != f, fold == f
        head = fit_products(rows.features[a], rows.answered[a])
        logit[b] = head.logit(_columns(rows.features[b]), int(b.sum()))
    known = rows.features[list(CROSS)].notna().all(axis=1).to_numpy()
    fold, alone, answered = fold[known], logit[known], rows.answered[known]
    both = np.c_[alone, rows.features.loc[known, list(CROSS)].to_numpy(float)]
    each, logit, unseen = np.ones(len(answered)), np.zeros(len(answered)), np.zeros(len(answered))
    for f in range(FOLDS):
        a, b = fold != f, fold == f
        logit[b] = both[b] @ _weights(both[a], answered[a])
    for f in range(FOLDS):
        a, b = fold != f, fold == f
        unseen[b] = calibrated(Head(0.0, ()), logit[a], answered[a], each[a]).calibrate(logit[b])
    whole = _with_cross(fit_products(rows.features, rows.answered), _weights(both, answered), both)
    head = calibrated(whole, logit, answered, each)
    return Fitted(head, known, unseen, alone, *floors(unseen, answered))


def _weights(both: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """Return what the log-odds of the head alone and the cross-encoder's scores weigh together; the curve shifts."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression().fit(both, answered).coef_[0]


def _with_cross(head: Head, weights: np.ndarray, both: np.ndarray) -> Head:
    """Return the head with the cross-encoder's scores as further lines."""
    share, *slopes = weights.tolist()
    terms = [Term(t.features, t.edges, (share * t.values).round(6), t.line) for t in head.terms]
    for name, slope, column in zip(CROSS, slopes, both[:, 1:].T, strict=True):
        knots = np.array([column.min(), column.max()]).round(3)
        terms.append(Term((name,), (knots,), np.r_[slope * knots, 0.0].round(6), line=True))
    return Head(round(share * head.baseline, 6), tuple(terms))


def shop_folds(shop: np.ndarray) -> np.ndarray:
    """Return the fold of each row: a shop is whole in one."""
    names, place = np.unique(shop, return_inverse=True)
    return (np.random.default_rng(5).permutation(len(names)) % FOLDS)[place]


def fit_products(features: pd.DataFrame, answered: np.ndarray) -> Head:
    """Fit lines and products of two features, uncalibrated; what is not known adds nothing."""
    from sklearn.linear_model import LogisticRegression

    X = features[list(USED)].to_numpy(float)
    mean, spread = np.nanmean(X, axis=0), np.maximum(np.nanstd(X, axis=0), LEAST_SPREAD)
    X = np.clip(np.nan_to_num((X - mean) / spread), -SPREAD, SPREAD)
    pairs = _telling_pairs(X, answered)
    both = np.hstack([X, X[:, pairs[:, 0]] * X[:, pairs[:, 1]]])
    found = LogisticRegression(C=RIDGE, max_iter=2000).fit(both, answered)
    slope = found.coef_[0]
    knots = [np.round(m + s * SPREAD * np.array([-1.0, 1.0]), 6) for m, s in zip(mean, spread, strict=True)]
    ends = SPREAD * np.array([-1.0, 1.0])
    terms = [Term((n,), (knots[i],), np.r_[slope[i] * ends, 0.0].round(6), line=True) for i, n in enumerate(USED)]
    for (i, j), weight in zip(pairs.tolist(), slope[len(USED) :], strict=True):
        if i == j:
            terms.append(_parabola(USED[i], knots[i], weight))
            continue
        values = np.zeros((3, 3))
        values[:2, :2] = weight * np.outer(ends, ends)
        terms.append(Term((USED[i], USED[j]), (knots[i], knots[j]), values.round(6), line=True))
    return Head(round(float(found.intercept_[0]), 6), tuple(terms))


def _parabola(name: str, knots: np.ndarray, weight: float) -> Term:
    """Return the square of a standardised feature as straight lines between thirteen knots."""
    at, place = np.linspace(-SPREAD, SPREAD, 13), np.linspace(knots[0], knots[1], 13)
    return Term((name,), (place.round(6),), np.r_[weight * at**2, 0.0].round(6), line=True)


def _telling_pairs(X: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """Return the pairs of columns whose product says most of what lines leave unsaid, by Rao's score test."""
    from sklearn.linear_model import LogisticRegression

    p = LogisticRegression(C=RIDGE_LINES, max_iter=2000).fit(X, answered).predict_proba(X)[:, 1]
    pairs = np.array(list(combinations_with_replacement(range(X.shape[1]), 2)))
    score = np.zeros(len(pairs))
    for i in range(X.shape[1]):
        own = np.flatnonzero(pairs[:, 0] == i)
        product = X[:, [i]] * X[:, pairs[own, 1]]
        product -= product.mean(axis=0)
        score[own] = np.abs((answered - p) @ product) / np.sqrt((p * (1 - p)) @ product**2 + 1e-9)
    return pairs[np.sort(np.argsort(-score, kind="stable")[:PAIRS])]


def floors(unseen: np.ndarray, answered: np.ndarray) -> tuple[float, float]:
    """Return the probabilities below which "not answered" is right often enough, and from which "answered" is told.

    The second leaves at most ``ASKED`` of the keywords between.

    Examples
    --------
    >>> p = np.linspace(0, 1, 101)
    >>> low, high = floors(p, (p > 0.3).astype(float))
    >>> bool(0.3 < low < 0.35), bool(low <= high < 0.6)
    (True, True)
    """
    order = np.argsort(unseen, kind="stable")
    right = np.cumsum(1 - answered[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= RIGHT)
    low = int(enough[-1]) + 1 if len(enough) else 0
    high = min(low + int(ASKED * len(order)), len(order) - 1)
    return round(float(unseen[order[min(low, len(order) - 1)]]), 2), round(float(unseen[order[high]]), 2)


def told(unseen: np.ndarray, answered: np.ndarray, low: float, high: float) -> dict[str, float]:
    """Return of what is told how much is right, and the share that is asked."""
    off, on = unseen < low, unseen >= high
    return {
        "not answered": float(off.mean()),
        "not answered, right": float((1 - answered[off]).mean()),
        "answered": float(on.mean()),
        "answered, right": float(answered[on].mean()),
        "asked": float((~off & ~on).mean()),
    }


def _columns(features: pd.DataFrame) -> dict[str, np.ndarray]:
    return {n: features[n].to_numpy(float) for n in USED}


def _of_shop(shop: JudgedShop) -> pd.DataFrame:
    keys = sorted(shop.keywords["keyword"])
    products = shop.catalogue.sort_values(["title", "product_id", "description"], kind="stable", ignore_index=True)
    asked = cores(keys, products)
    current, _, found = score_catalogue(keys, asked, products, Relevance())
    read = unseen_scores(shop.name, dict(zip(keys, asked, strict=True)), current.products)
    features = shop_features(asked, current, found, read_best(asked, current, read)).set_axis(keys)
    return features.loc[shop.keywords["keyword"]].reset_index(drop=True)


def unseen_scores(shop: str, asked: dict[str, str], products: pd.DataFrame) -> Read:
    """Return a reader of the cross-encoder's scores of a judged shop's pairs.

    NaN where it learnt from the shop, or where today's pair head names a product that was not scored: such keywords say
    nothing of what it adds. The card counts those that do; after a change of the pair head, run `fit_cross` again.
    """
    kept = _unseen()
    kept = kept[kept["shop"] == shop]
    line_of = dict(zip(products["product_id"], product_lines(products), strict=True))
    pairs = zip(kept["keyword"].map(asked), kept["product_id"].map(line_of), strict=True)
    score = dict(zip(pairs, kept["score"].astype(float), strict=True))

    def read(keywords: Sequence[str], lines: Sequence[str]) -> np.ndarray:
        return np.array([score.get(pair, np.nan) for pair in zip(keywords, lines, strict=True)], float)

    return read


@cache
def _unseen() -> pd.DataFrame:
    return pd.read_csv(UNSEEN, dtype=str, keep_default_na=False)
