"""Rates of many keywords from little data each: empirical-Bayes shrinkage towards groups.

Sources: Robbins (1956) for the idea; the negative-binomial likelihood of gamma-Poisson
counts (Fisher 1941) fixes how far keywords differ; effects of groups are shrunk in the
same way, one grouping after the other (DuMouchel 1999).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

SHAPES = tuple(float(10.0 ** (e / 4)) for e in range(-6, 13))  # 0.03 … 1000: very unlike … all alike
FAILURES = 0.13  # added to a stage's own: three stages never tried multiply to a half


@dataclass(frozen=True)
class Prior:
    """What is believed of each row's rate before its own data: a gamma or beta by mean and strength.

    ``noise`` is the squared coefficient of variation of the mean itself, which few events leave open.
    """

    mean: np.ndarray
    shape: float
    noise: np.ndarray


def fit_poisson(events: np.ndarray, exposure: np.ndarray, groups: pd.DataFrame) -> Prior:
    """Fit gamma priors of event rates, their means by group.

    Parameters
    ----------
    events, exposure : ndarray
        Counts (fractions allowed) and what they are counts of; exposure 0 is allowed.
    groups : DataFrame
        One column a grouping.

    Returns
    -------
    Prior
        Row k's rate is believed to be Gamma(shape, shape / mean_k).

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> prior = fit_poisson(np.array([5.0, 0, 1]), np.array([100.0, 100, 100]), pd.DataFrame(index=range(3)))
    >>> bool(abs(prior.mean[0] - 0.0217) < 1e-3)
    True
    """

    mean, noise = _group_means(events, exposure, groups)
    return Prior(mean, _best_shape(events, mean * exposure), noise)


def _group_means(
    events: np.ndarray, exposure: np.ndarray, groups: pd.DataFrame, failures: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Each row's rate by its groups, and the squared coefficient of variation of that rate.

    Half an event is added, and for shares `failures`, so that what was never tried is not certain.
    """
    total = exposure.sum()
    mean = np.full(len(events), (events.sum() + 0.5) / (total + 0.5 + failures) if total + failures > 0 else 0.0)
    noise = np.full(len(events), 1.0 / (events.sum() + 0.5))
    coded = [_codes(groups[name]) for name in groups.columns]
    for turn in range(3):
        for codes, count in coded:
            if count > 1:
                got = np.bincount(codes, events, count)
                due = np.bincount(codes, mean * exposure, count)
                shape = _best_shape(got, due)
                mean = mean * ((got + shape) / (due + shape))[codes]
                noise = noise + (1.0 / (got + shape))[codes] * (turn == 2)
    return mean, noise


def _codes(column: pd.Series) -> tuple[np.ndarray, int]:
    codes, uniques = pd.factorize(column, sort=True)
    return codes, len(uniques)


def _best_shape(events: np.ndarray, due: np.ndarray) -> float:
    seen = due > 1e-12
    return SHAPES[int(np.argmax([negative_binomial(events[seen], due[seen], a).sum() for a in SHAPES]))]


def negative_binomial(events: np.ndarray, due: np.ndarray, shape: float) -> np.ndarray:
    """Log-likelihood of counts whose rates are Gamma(shape, shape) multiples of what was due."""
    from scipy.special import gammaln

    part = -shape * np.log1p(due / shape)
    some = events > 0  # most keywords brought nothing, and their likelihood is short
    y, d = events[some], due[some]
    part[some] += gammaln(y + shape) - gammaln(shape) + y * (np.log(d) - np.log(d + shape))
    return part


def fit_binomial(events: np.ndarray, trials: np.ndarray, groups: pd.DataFrame) -> Prior:
    """Fit beta priors of conversion rates, their means by group: Beta(shape·mean, shape·(1 − mean))."""
    mean, noise = _group_means(events, trials, groups, FAILURES)
    mean = np.clip(mean, 1e-6, 1 - 1e-6)
    seen = trials > 0
    scores = [_beta_binomial(events[seen], trials[seen], mean[seen], s).sum() for s in SHAPES]
    return Prior(mean, SHAPES[int(np.argmax(scores))] if seen.any() else SHAPES[-1], noise * (1 - mean) ** 2)


def _beta_binomial(events: np.ndarray, trials: np.ndarray, mean: np.ndarray, shape: float) -> np.ndarray:
    from scipy.special import betaln

    failures = np.maximum(trials - events, 0.0)
    a, b = shape * mean, shape * (1 - mean)
    return betaln(a + events, b + failures) - betaln(a, b)
