"""Fit an additive model by boosting, and write it out as step functions.

Boosted trees that may use one feature each (or a named pair) are a sum of step
functions; asked at every step, they give them back exactly. Features are cut
into at most ``BINS`` steps first, so a table holds the whole model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from keyworth.relevance.model import Head, Term, log_sides

if TYPE_CHECKING:
    import pandas as pd

BINS = 24


@dataclass(frozen=True)
class Recipe:
    """How a head is fitted: what may only raise or lower the score, which pairs may interact."""

    features: tuple[str, ...]
    rising: frozenset[str]
    falling: frozenset[str]
    pairs: tuple[tuple[str, str], ...] = ()
    rounds: int = 250
    rate: float = 0.05
    leaves: int = 6
    min_leaf: int = 40
    l2: float = 5.0
    seed: int = 20260101


def fit_head(recipe: Recipe, features: pd.DataFrame, target: np.ndarray, weight: np.ndarray) -> Head:
    """Fit a head to soft targets, uncalibrated (its curve the identity).

    Parameters
    ----------
    recipe : Recipe
    features : DataFrame [n × at least the recipe's features]
    target : float array [n]
        P(answers) as judged, 0 to 1.
    weight : float array [n]

    Returns
    -------
    Head
        Baseline the mean log-odds over ``features``; every term centred on it.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    names = list(recipe.features)
    edges = {name: step_edges(features[name].to_numpy(float)) for name in names}
    binned = _binned(features, edges)
    place = {name: i for i, name in enumerate(names)}
    allowed = [{place[n]} for n in names] + [{place[a], place[b]} for a, b in recipe.pairs]
    trees = HistGradientBoostingClassifier(
        max_iter=recipe.rounds, learning_rate=recipe.rate, max_leaf_nodes=recipe.leaves, random_state=recipe.seed,
        min_samples_leaf=recipe.min_leaf, l2_regularization=recipe.l2, early_stopping=False,
        interaction_cst=allowed, monotonic_cst=[_direction(recipe, n) for n in names],
    )  # fmt: skip
    doubled = np.r_[np.ones(len(target)), np.zeros(len(target))]
    trees.fit(np.vstack([binned, binned]), doubled, sample_weight=np.r_[weight * target, weight * (1 - target)] + 1e-9)
    return _written_out(trees, names, edges, recipe.pairs, binned)


def step_edges(column: np.ndarray) -> np.ndarray:
    """Return the edges between at most ``BINS`` steps of a column.

    Examples
    --------
    >>> step_edges(np.array([0.0, 1.0, 1.0, float("nan")])).tolist()
    [0.5]
    """
    values = np.unique(column[~np.isnan(column)].round(6))
    if len(values) > BINS:
        counted = np.sort(column[~np.isnan(column)].round(6))
        values = np.unique(counted[np.linspace(0, len(counted) - 1, BINS).astype(int)])
    return ((values[1:] + values[:-1]) / 2).round(6)


def _direction(recipe: Recipe, name: str) -> int:
    return int(name in recipe.rising) - int(name in recipe.falling)


def _binned(features: pd.DataFrame, edges: dict[str, np.ndarray]) -> np.ndarray:
    out = np.empty((len(features), len(edges)))
    for i, (name, cut) in enumerate(edges.items()):
        column = features[name].to_numpy(float)
        out[:, i] = np.where(np.isnan(column), np.nan, np.searchsorted(cut, column, side="right"))
    return out


def _written_out(trees, names: Sequence[str], edges: dict[str, np.ndarray], pairs, binned: np.ndarray) -> Head:
    reference = np.zeros(len(names))
    base = float(trees.decision_function(reference[None])[0])

    def steps(name: str) -> np.ndarray:
        return np.r_[np.arange(len(edges[name]) + 1.0), np.nan]

    def ask(places: list[int], grid: np.ndarray) -> np.ndarray:
        rows = np.tile(reference, (len(grid), 1))
        rows[:, places] = grid
        return trees.decision_function(rows) - base

    single = {n: ask([i], steps(n)[:, None]) for i, n in enumerate(names)}
    terms, baseline = [], base
    for i, name in enumerate(names):
        values, mean = _centred(single[name], (binned[:, i],))
        if np.abs(values).max() > 1e-9:
            terms.append(Term((name,), (edges[name],), values))
        baseline += mean
    for a, b in pairs:
        i, j = names.index(a), names.index(b)
        grid = np.stack(np.meshgrid(steps(a), steps(b), indexing="ij"), axis=-1).reshape(-1, 2)
        both = ask([i, j], grid).reshape(len(single[a]), len(single[b]))
        values, mean = _centred(both - single[a][:, None] - single[b][None, :], (binned[:, i], binned[:, j]))
        if np.abs(values).max() > 1e-9:
            terms.append(Term((a, b), (edges[a], edges[b]), values))
        baseline += mean
    return Head(baseline, tuple(terms))


def _centred(values: np.ndarray, places: tuple[np.ndarray, ...]) -> tuple[np.ndarray, float]:
    at = tuple(np.where(np.isnan(p), s - 1, p).astype(int) for p, s in zip(places, values.shape, strict=True))
    mean = float(values[at].mean())
    return (values - mean).round(6), mean


def calibrated(head: Head, logit: np.ndarray, target: np.ndarray, weight: np.ndarray) -> Head:
    """Return the head with its calibration's curve, fitted on log-odds of rows that it was not fitted on."""
    from sklearn.linear_model import LogisticRegression

    sides, both = log_sides(logit), np.r_[np.ones(len(target)), np.zeros(len(target))]
    share = np.r_[weight * target, weight * (1 - target)] + 1e-9
    curve = np.zeros(3)
    mean = float((weight * target).sum() / weight.sum())
    curve[2] = np.log(mean / (1 - mean)) if 0 < mean < 1 else 0.0
    for used in ([0, 1], [0], [1]):  # a curve may not fall: a side that would is left out
        found = LogisticRegression(C=1e6).fit(np.r_[sides, sides][:, used], both, sample_weight=share)
        if (found.coef_[0] >= 0).all():
            curve[:] = 0
            curve[used], curve[2] = found.coef_[0], found.intercept_[0]
            break
    a, b, c = (round(float(value), 6) for value in curve)
    return Head(head.baseline, head.terms, (a, b, c))
