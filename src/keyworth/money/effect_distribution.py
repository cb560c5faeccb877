"""How far keywords differ from their group, learned from all of them and told for each.

A keyword's rate is its group's rate times e^u. The distribution of u is not assumed to be
of any family: it starts as the gamma of greatest likelihood and is then fitted by
smoothed expectation-maximisation on a lattice, with an atom at rate 0 for keywords that
never sell. Posteriors are weights on the lattice, so that ranges and chances are sums:
nothing is simulated.

Sources: Laird (1978) and Silverman, Jones, Wilson, Nychka (1990), smoothed EM for mixing
distributions; Efron (2016), "Empirical Bayes deconvolution estimates".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

STEP, LOWEST, HIGHEST = 0.06, -7.98, 4.62  # of u: rates from 1/3000 to 100 times the group's
SPREAD_LOWEST, SPREAD_HIGHEST = -6.0, 3.0  # of the later factors around their mean
# Of expectation maximisation, and the width of its smoothing in u: chosen.
ROUNDS, SMOOTH = 60, 0.2
MOST = 220.0  # events beyond which a posterior would be narrower than the lattice is fine


@dataclass(frozen=True)
class Effects:
    """The distribution of keywords' effects: weights on the lattice of u and at rate 0."""

    weights: np.ndarray
    never: float

    @cached_property
    def spread(self) -> float:
        """Squared coefficient of variation of keywords' rates."""
        rate = np.exp(points())
        mean = float(self.weights @ rate)
        return float(self.weights @ rate**2) / max(mean, 1e-300) ** 2 - 1


def points() -> np.ndarray:
    """Return the lattice of u."""
    return LOWEST + STEP * np.arange(round((HIGHEST - LOWEST) / STEP) + 1)


def fit_effects(events: np.ndarray, due: np.ndarray, shape: float) -> Effects:
    """Fit the distribution of keywords' effects to what came and what was due.

    Parameters
    ----------
    events, due : ndarray
        Counts, and what their group's rate would have brought.
    shape : float
        Of the gamma to start from.
    """
    u = points()
    weights = np.exp(shape * (u - np.exp(u)) - (shape * (u - np.exp(u))).max())
    weights *= 0.98 / weights.sum()
    never = 0.02
    events, due, count = _binned(events, due)
    if len(events) < 2:
        return Effects(weights / 0.98, 0.0)
    like, none = _likelihood(events, due, u)
    kernel = np.exp(-0.5 * (STEP / SMOOTH * np.arange(-15, 16)) ** 2)
    kernel /= kernel.sum()
    for _ in range(ROUNDS):
        whole = like @ weights + none * never
        ratio = count / whole
        never = float(never * (ratio @ none)) / count.sum()
        weights = np.convolve(weights * (ratio @ like), kernel, mode="same")
        weights *= (1 - never) / weights.sum()
    return Effects(weights, never)


def _binned(events: np.ndarray, due: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Like rows as one, so that a hundred thousand keywords are fitted as fast as a thousand."""
    seen = due > 1e-9
    events, due = np.minimum(events[seen], MOST), due[seen]
    y = np.where(events < 8, np.round(events * 4) / 4, np.round(np.exp(np.round(np.log(events + 1e-9) * 25) / 25)))
    rows, count = np.unique(np.stack([y, np.round(np.log(due) * 12) / 12], axis=1), axis=0, return_counts=True)
    return rows[:, 0], np.exp(rows[:, 1]), count.astype("float64")


def _likelihood(events: np.ndarray, due: np.ndarray, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Poisson likelihood of each row at each u, and at rate 0, scaled to 1 at its best u."""
    logs = events[:, None] * u - due[:, None] * np.exp(u)
    top = logs.max(axis=1, keepdims=True)
    return np.exp(logs - top), np.where(events > 0, 0.0, np.exp(np.minimum(-top[:, 0], 0.0)))


@dataclass(frozen=True)
class Posterior:
    """What is known of each row's rate, in multiples of a scale: weights on a lattice, and at 0."""

    weights: np.ndarray  # rows × lattice; with `never` a row adds up to 1
    never: np.ndarray
    lowest: float

    @cached_property
    def heights(self) -> np.ndarray:
        """Cumulative weights at the lattice's upper edges."""
        return self.never[:, None] + np.cumsum(self.weights, axis=1)

    def quantile(self, q: float | np.ndarray) -> np.ndarray:
        """Return the multiple of the scale below which a share q of the belief lies; q is one, or one a row."""
        above = self.heights >= np.reshape(q, (-1, 1))
        at = np.where(above.any(axis=1), above.argmax(axis=1), self.weights.shape[1] - 1)
        rows = np.arange(len(at))
        part = np.clip(
            (q - (self.heights[rows, at] - self.weights[rows, at])) / np.maximum(self.weights[rows, at], 1e-300), 0, 1
        )
        return np.where(self.never >= q, 0.0, np.exp(self.lowest + STEP * (at - 0.5 + part)))

    def below(self, limit: np.ndarray) -> np.ndarray:
        """Return the belief that the rate is below a multiple of the scale, one limit a row."""
        with np.errstate(divide="ignore"):
            place = (np.log(np.maximum(limit, 0.0)) - self.lowest) / STEP + 0.5
        place = np.clip(np.nan_to_num(place, neginf=0.0, posinf=1e9), 0.0, self.weights.shape[1])
        cell = np.minimum(place.astype("int64"), self.weights.shape[1] - 1)
        rows = np.arange(len(cell))
        under = self.heights[rows, cell] - self.weights[rows, cell]
        found = under + self.weights[rows, cell] * np.clip(place - cell, 0.0, 1.0)
        return np.where(limit > 0, np.minimum(found, 1.0), 0.0)

    def mean(self) -> np.ndarray:
        """Return the expected multiple of the scale."""
        return self.weights @ np.exp(self.lowest + STEP * np.arange(self.weights.shape[1]))


def posterior(events: np.ndarray, due: np.ndarray, effects: Effects) -> Posterior:
    """Return what the rows' own counts make of the distribution of effects."""
    cut = np.minimum(1.0, MOST / np.maximum(events, 1e-9))
    like, none = _likelihood(events * cut, due * cut, points())
    weights, never = like * effects.weights, none * effects.never
    whole = weights.sum(axis=1) + never
    return Posterior(weights / whole[:, None], never / whole, LOWEST)


def mixed(told: Posterior, effects: Effects, chance: np.ndarray) -> Posterior:
    """Return what is believed where, by a chance a row, its counts say nothing: then all keywords' effects stand."""
    unseen = chance[:, None]
    weights = (1 - unseen) * told.weights + unseen * effects.weights
    return Posterior(weights, (1 - chance) * told.never + chance * effects.never, told.lowest)


def times(belief: Posterior, noise: np.ndarray) -> Posterior:
    """Multiply by an independent factor of mean 1 whose squared coefficient of variation is `noise` (a gamma)."""
    from scipy.fft import irfft, next_fast_len, rfft

    t = SPREAD_LOWEST + STEP * np.arange(round((SPREAD_HIGHEST - SPREAD_LOWEST) / STEP) + 1)
    shape = np.clip(1.0 / np.maximum(noise, 1e-9), 0.2, MOST)[:, None]
    logs = shape * (t - np.exp(t))
    factor = np.exp(logs - logs.max(axis=1, keepdims=True))
    factor /= factor.sum(axis=1, keepdims=True)
    length = belief.weights.shape[1] + len(t) - 1
    size = next_fast_len(length, real=True)
    both = irfft(rfft(belief.weights, size, axis=1) * rfft(factor, size, axis=1), size, axis=1)[:, :length]
    return Posterior(np.maximum(both, 0.0), belief.never, belief.lowest + SPREAD_LOWEST)
