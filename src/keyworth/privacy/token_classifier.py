"""The classifier beside the rules: which words that no rule took are somebody's, by what stands around them.

Logistic regression over the features of ``token_features``, read from left to right, so that each word knows the
label of the one before. It ships as plain JSON in ``models/redaction``, checked by hash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from keyworth.assets import asset, check_manifest
from keyworth.privacy.dialogue import NUMBERS
from keyworth.privacy.token_features import Line, Token, features, judged, tokens_of

Span = tuple[int, int, str]

CLASSES = ("", "name", "address", "email", "id")
_CLASS_OF = {
    "name": "name",
    "address": "address",
    "postcode": "address",
    "email": "email",
}
# What was asked for is the likeliest to be given, and the worst to keep: its class needs that much less.
_ANSWERS = {
    "name": (frozenset(("name", "password")), 0.3),
    "address": (frozenset(("address", "postcode")), 0.3),
    "email": (frozenset(("email",)), 0.3),
    "id": (NUMBERS, 1.3),
}
_BETWEEN = re.compile(r"[\s,.#&/-]{0,3}")
FORMAT = 1


class Model(NamedTuple):
    """Weights of each feature, one a class; the least odds at which a word is taken, one a class."""

    weights: dict[str, tuple[float, ...]]
    least: tuple[float, ...]
    vocabulary: frozenset[str]


@cache
def load() -> Model:
    """Return the shipped model, its files checked against the manifest."""
    folder = asset("models", "redaction")
    check_manifest(folder)
    content = json.loads((folder / "tokens.json").read_text(encoding="utf-8"))
    if content["format"] != FORMAT or tuple(content["classes"]) != CLASSES:
        raise ValueError(f"{folder}: not a token classifier of format {FORMAT}")
    weights = {name: tuple(float(v) for v in values) for name, values in content["weights"].items()}
    return Model(weights, tuple(content["least"]), frozenset(content["vocabulary"]))


def class_of(label: str) -> str:
    """Return the class of a label of redaction: every number and code is an "id"."""
    return _CLASS_OF.get(label, "id") if label else ""


def classified(text: str, spans: Sequence[Span], asked: frozenset[str], model: Model | None = None) -> Iterator[Span]:
    """Yield (start, end, class) of the stretches outside ``spans`` that the classifier holds to be personal."""
    model = model or load()
    tokens = tokens_of(text, spans)
    labels = labels_of(tokens, asked, model)
    start = end = -1
    kind = ""
    for token, label in zip(tokens, labels, strict=True):
        label = "" if token.label else label
        if label and label == kind and _BETWEEN.fullmatch(text, end, token.start):
            end = token.end
            continue
        if kind:
            yield start, end, kind
        start, end, kind = token.start, token.end, label
    if kind:
        yield start, end, kind


def labels_of(tokens: Sequence[Token], asked: frozenset[str], model: Model) -> list[str]:
    """Return the class of each token."""
    line = Line(tokens, model.vocabulary)
    least = [
        low if asked.isdisjoint(_ANSWERS[kind][0]) else low - _ANSWERS[kind][1]
        for kind, low in zip(CLASSES[1:], model.least[1:], strict=True)
    ]
    labels: list[str] = []
    before = earlier = ""
    for i, token in enumerate(tokens):
        label = class_of(token.label)
        if not label and judged(line.shapes[i], before, asked):
            label = _best(features(line, i, before, earlier, asked), model.weights, least)
        labels.append(label)
        before, earlier = label, before
    return labels


def _best(found: list[str], weights: dict[str, tuple[float, ...]], least: list[float]) -> str:
    """Return the likeliest class, where its odds against being nobody's are high enough."""
    nobody = name = address = email = number = 0.0
    for feature in found:
        if feature in weights:  # summed by hand: this is the inner loop of redaction
            w = weights[feature]
            nobody += w[0]
            name += w[1]
            address += w[2]
            email += w[3]
            number += w[4]
    odds = [s - low - nobody for s, low in zip((name, address, email, number), least, strict=True)]
    best = max(odds)
    return CLASSES[1 + odds.index(best)] if best > 0 else ""
