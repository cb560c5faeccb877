"""Fit straight lines, shrunken: a few core features freely, all others only as far as the data insist.

What is shared by all shops (meaning and spelling in common) is fitted first.
The rest is a correction to it under a ridge, each line allowed to go only the
way that it can mean: what one shop's judges happen to reward does not travel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from keyworth.relevance.model import Head, Term

if TYPE_CHECKING:
    import pandas as pd

    from models.build.additive import Recipe

LEAST_SPREAD = 0.1  # a rare feature's line must not grow steep because it hardly varies


def fit_lines(
    recipe: Recipe,
    core: Sequence[str],
    ridge: float,
    features: pd.DataFrame,
    target: np.ndarray,
    weight: np.ndarray,
    looser: Mapping[str, float] = MappingProxyType({}),
    core_ridge: float = 1e-3,
) -> Head:
    """Fit core lines, then corrections.

    Parameters
    ----------
    recipe : Recipe
        Names the features, and which may only raise or lower the score.
    core : sequence of str
    looser : mapping of str to float
        Features that speak seldom but plainly (a size that clashes), and what part of the ridge they bear.
    ridge, core_ridge : float
        Penalties on the squared slopes of standardised features, per unit of weight.
    features : DataFrame [n × at least the recipe's features]
    target, weight : float arrays [n]

    Returns
    -------
    Head
        Uncalibrated; every term a line, centred on ``features``.
    """
    first, shift = _fit(
        recipe, list(core), np.full(len(core), core_ridge), features, target, weight, np.zeros(len(target))
    )
    offset = shift + sum(_line(features[n].to_numpy(float), *first[n]) for n in core)
    rest = [n for n in recipe.features if n not in core]
    ridges = np.array([ridge * looser.get(n, 1.0) for n in rest])
    second, more = _fit(recipe, rest, ridges, features, target, weight, offset)
    lines = {**first, **second}
    terms = tuple(
        _term(name, features[name].to_numpy(float), *lines[name]) for name in recipe.features if lines[name][0]
    )
    return Head(shift + more, terms)


def mix(a: Head, b: Head, share: float) -> Head:
    """Return the head whose log-odds are ``share`` of a's and the rest of b's."""
    terms = [(t, share) for t in a.terms] + [(t, 1 - share) for t in b.terms]
    scaled = tuple(Term(t.features, t.edges, (t.values * s).round(6), t.line) for t, s in terms)
    return Head(round(share * a.baseline + (1 - share) * b.baseline, 6), scaled)


def _fit(
    recipe: Recipe, names: list[str], ridge: np.ndarray, features: pd.DataFrame, target, weight, offset
) -> tuple[dict[str, tuple[float, float]], float]:
    """Return slope and mean of each feature, and the shift, by maximum likelihood under a ridge and signs."""
    from scipy.optimize import minimize
    from scipy.special import expit

    X = features[names].to_numpy(float)
    mean, spread = np.nanmean(X, axis=0), np.maximum(np.nanstd(X, axis=0), LEAST_SPREAD)
    X = np.nan_to_num((X - mean) / spread)
    total = weight.sum()

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = offset + b[0] + X @ b[1:]
        gradient = weight * (expit(z) - target) / total
        value = (weight * (np.logaddexp(0, z) - target * z)).sum() / total + (ridge * b[1:] ** 2).sum() / 2
        return value, np.r_[gradient.sum(), X.T @ gradient + ridge * b[1:]]

    bounds = [(None, None)] + [
        (0.0 if n in recipe.rising else None, 0.0 if n in recipe.falling else None) for n in names
    ]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    slopes = found.x[1:] / spread
    return {n: (float(s), float(m)) for n, s, m in zip(names, slopes, mean, strict=True)}, float(found.x[0])


def _line(column: np.ndarray, slope: float, mean: float) -> np.ndarray:
    return np.nan_to_num(slope * (column - mean))


def _term(name: str, column: np.ndarray, slope: float, mean: float) -> Term:
    knots = np.array([np.nanmin(column), np.nanmax(column)]).round(6)
    if knots[0] == knots[1]:
        knots[1] += 1.0
    return Term((name,), (knots,), np.r_[slope * (knots - mean), 0.0].round(6), line=True)
