"""What a text says about attributes: colours, opposites, new or used, measures, and whether it offers an accessory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from keyworth.relevance.features import lexicon
from keyworth.relevance.features.words import Reading

MEASURES_KEPT = 8
CLOSING = 3  # noun phrases of a title that may say what the thing is
_DIMENSIONS = {d: i for i, d in enumerate(sorted({d for d, _ in lexicon.UNITS.values()}))}
_COLOUR_BIT = {c: i for i, c in enumerate(sorted(lexicon.COLOURS))}
_SIDE_BIT: dict[str, list[int]] = {}
ROW_SIDES: list[list[int]] = []
for _row in lexicon.OPPOSITES:
    ROW_SIDES.append([])
    for _side in _row:
        _bit = sum(len(r) for r in ROW_SIDES)
        ROW_SIDES[-1].append(_bit)
        for _word in _side:
            _SIDE_BIT.setdefault(_word, []).append(_bit)


@dataclass(frozen=True)
class Traits:
    """What a text says about attributes, one row a text."""

    colours: np.ndarray  # int64 bit sets
    sides: np.ndarray  # int64 bit sets over lexicon.OPPOSITES
    condition: np.ndarray  # int8: 0 not said, 1 new, 2 used
    measure_dimension: np.ndarray  # int8 [n × MEASURES_KEPT], -1 where none
    measure_value: np.ndarray  # float64 [n × MEASURES_KEPT]
    part: np.ndarray  # int8: 0 no accessory word, 1 one somewhere in the main phrase, 2 it is the head
    has_for: np.ndarray  # bool: says what it is for


def read_traits(readings: Sequence[Reading]) -> Traits:
    """Return the traits of texts, one row a text."""
    n = len(readings)
    colours, sides = np.zeros(n, np.int64), np.zeros(n, np.int64)
    condition, part = np.zeros(n, np.int8), np.zeros(n, np.int8)
    dimension = np.full((n, MEASURES_KEPT), -1, np.int8)
    value = np.zeros((n, MEASURES_KEPT))
    has_for = np.zeros(n, bool)
    for i, r in enumerate(readings):
        for j, (d, v) in enumerate(r.measures[:MEASURES_KEPT]):
            dimension[i, j], value[i, j] = _DIMENSIONS[d], v
        for token in (*r.tokens, *(a + b for a, b in zip(r.tokens, r.tokens[1:], strict=False))):
            if token in _COLOUR_BIT:
                colours[i] |= 1 << _COLOUR_BIT[token]
            for bit in _SIDE_BIT.get(token, ()):
                sides[i] |= 1 << bit
            if token in lexicon.CONDITIONS:
                condition[i] = 2 if lexicon.CONDITIONS[token] == "used" else max(condition[i], 1)
        part[i] = _part(r)
        has_for[i] = 2 in r.zones
    return Traits(colours, sides, condition, dimension, value, part, has_for)


def _part(r: Reading) -> int:
    """Whether the thing itself is an accessory: by the word at the end of a main phrase."""
    main = [(t, e) for t, k, z, e in zip(r.tokens, r.kinds, r.zones, r.ends, strict=True) if z == 0 and not k]
    if not main:
        return 0
    if any(t in lexicon.PARTS for t in closing_words(r)):
        return 2
    return int(any(t in lexicon.PARTS for t, _ in main))


def closing_words(r: Reading) -> list[str]:
    """Return the words that end the first noun phrases: what the thing is."""
    main = [(t, e) for t, k, z, e in zip(r.tokens, r.kinds, r.zones, r.ends, strict=True) if z == 0 and not k]
    closing = [t for t, e in main if e and t not in lexicon.NOT_THINGS and len(t) > 2]
    return closing[:CLOSING] or [t for t, _ in main[-1:]]
