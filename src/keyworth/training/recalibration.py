"""The relevance model recalibrated on what people judged: a slope and an intercept on its log-odds.

Platt, J. (1999), Probabilistic outputs for support vector machines; here shrunk towards "as it was", and kept
only where it does better on judgements that it was not fitted on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

LEAST, EACH = 40, 8  # blind judgements, and of each answer, below which nothing is recalibrated
SHRINKAGE = 2.0  # towards no change; chosen, and judged out of sample by BETTER
FOLDS, BETTER = 5, 0.01  # by which the log loss out of sample must fall
MOST = 1 - 1e-4  # so that a logarithm is finite


def recalibrate(keywords: pd.DataFrame, judged: pd.DataFrame, seed: int) -> dict[str, float]:
    """Return ``slope``, ``intercept``, ``judged`` and the log losses before and after, or nothing.

    Parameters
    ----------
    keywords : DataFrame
        The audit's rows that were judged, with ``product_relevance``.
    judged : DataFrame
        ``answered`` and ``blind``; what was decided in sight of the verdict says nothing about its calibration.
    seed : int

    Examples
    --------
    >>> import pandas as pd
    >>> p = np.linspace(0.02, 0.98, 200)
    >>> answered = np.random.default_rng(0).random(200) < p**3           # the model was too sure
    >>> judged = pd.DataFrame({"answered": answered, "blind": True})
    >>> found = recalibrate(pd.DataFrame({"product_relevance": p}), judged, 1)
    >>> found["intercept"] < 0, found["log_loss_after"] < found["log_loss_before"]
    (True, True)
    """
    p = keywords["product_relevance"].to_numpy(float)
    use = judged["blind"].to_numpy(bool) & np.isfinite(p)
    odds, answered = _odds(p[use]), judged["answered"].to_numpy(bool)[use]
    if len(odds) < LEAST or min(answered.sum(), (~answered).sum()) < EACH:
        return {}
    order = np.lexsort((answered, odds))  # so that the rows' order shows nowhere
    odds, answered = odds[order], answered[order]
    fold = np.random.default_rng(seed).permutation(len(odds)) % FOLDS
    apart = np.zeros(len(odds))
    for f in range(FOLDS):
        slope, intercept = _fit(odds[fold != f], answered[fold != f])
        apart[fold == f] = slope * odds[fold == f] + intercept
    before, after = _loss(odds, answered), _loss(apart, answered)
    if after > before - BETTER:
        return {}
    slope, intercept = _fit(odds, answered)
    return {
        "slope": round(slope, 4), "intercept": round(intercept, 4), "judged": len(odds),
        "log_loss_before": round(before, 4), "log_loss_after": round(after, 4),
    }  # fmt: skip


def _odds(p: np.ndarray) -> np.ndarray:
    p = np.clip(p, 1 - MOST, MOST)
    return np.log(p / (1 - p))


def _loss(odds: np.ndarray, answered: np.ndarray) -> float:
    return float(np.logaddexp(0, np.where(answered, -odds, odds)).mean())


def _fit(odds: np.ndarray, answered: np.ndarray) -> tuple[float, float]:
    from scipy.optimize import minimize

    def cost(x: np.ndarray) -> float:
        return _loss(x[0] * odds + x[1], answered) * len(odds) + SHRINKAGE / 2 * ((x[0] - 1) ** 2 + x[1] ** 2)

    found = minimize(cost, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=((0.05, 5.0), (-6.0, 6.0)))
    return float(found.x[0]), float(found.x[1])
