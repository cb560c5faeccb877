"""Attributes that agree or clash: sizes, colours, opposites, condition; thing against accessory."""

from __future__ import annotations

import numpy as np

from keyworth.relevance.features.attribute_extraction import ROW_SIDES, Traits
from keyworth.relevance.features.prepared_texts import KeywordSide, ProductSide

NAMES = (
    "measure_agrees", "measure_clashes", "colour_agrees", "colour_clashes", "opposite_clashes", "opposite_agrees",
    "condition_clashes", "used_not_said", "accessory_offered", "accessory_for", "accessory_asked",
    "accessory_not_asked",
)  # fmt: skip
_TOLERANCE = 0.025  # of a size: 43.2 cm is 17 inches


def attribute_features(kw: KeywordSide, prod: ProductSide, ki: np.ndarray, pi: np.ndarray) -> dict[str, np.ndarray]:
    """Return the features named in ``NAMES`` for a block of pairs, each an array [n] of 0 to 1."""
    k, p = kw.traits, prod.traits
    agrees, clashes = _measures(k, p, ki, pi)
    shared = k.colours[ki] & p.colours[pi]
    same, opposite = _opposites(k.sides[ki], p.sides[pi])
    used_asked, used_sold = k.condition[ki] == 2, p.condition[pi] == 2
    sold, asked, has_for = p.part[pi], k.part[ki], p.has_for[pi]
    out = {
        "measure_agrees": agrees,
        "measure_clashes": clashes,
        "colour_agrees": shared != 0,
        "colour_clashes": (k.colours[ki] != 0) & (p.colours[pi] != 0) & (shared == 0),
        "opposite_clashes": opposite,
        "opposite_agrees": same,
        "condition_clashes": (used_asked & ~used_sold) | ((k.condition[ki] == 1) & used_sold),
        "used_not_said": used_sold & (k.condition[ki] == 0),
        "accessory_offered": (sold == 2) & (asked == 0),
        "accessory_for": (sold > 0) & has_for & (asked == 0),
        "accessory_asked": (asked == 2) & (sold > 0),
        "accessory_not_asked": (asked == 2) & (sold == 0),
    }
    return {name: np.asarray(column, float) for name, column in out.items()}


def _measures(k: Traits, p: Traits, ki: np.ndarray, pi: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether the product has all sizes that the keyword states, and whether it has one of them otherwise."""
    agrees, clashes = np.zeros(len(ki)), np.zeros(len(ki))
    some = np.flatnonzero(k.measure_dimension[ki, 0] >= 0) if len(ki) else np.array([], int)
    if not len(some):
        return agrees, clashes
    a, b = ki[some], pi[some]
    dimension = k.measure_dimension[a][:, :, None] == p.measure_dimension[b][:, None, :]
    dimension &= k.measure_dimension[a][:, :, None] >= 0
    asked, sold = k.measure_value[a][:, :, None], p.measure_value[b][:, None, :]
    close = np.abs(asked - sold) <= _TOLERANCE * np.maximum(asked, sold)
    met = (dimension & close).any(axis=2)
    unmet = dimension.any(axis=2) & ~met
    stated = k.measure_dimension[a] >= 0
    agrees[some], clashes[some] = (met == stated).all(axis=1), unmet.any(axis=1)
    return agrees, clashes


def _opposites(k: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    clash, same = np.zeros(len(k), bool), np.zeros(len(k), bool)
    for bits in ROW_SIDES:
        row = np.int64(sum(1 << b for b in bits))
        asked, sold = k & row, p & row
        said = asked != 0
        shared = (asked & sold) != 0
        same |= shared
        clash |= said & (sold != 0) & ~shared
    return same, clash
