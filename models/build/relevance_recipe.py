"""How the heads of the relevance model are fitted: features, directions, interactions, strengths."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from keyworth.relevance.features import FEATURES
from keyworth.relevance.model import Head
from models.build.additive import Recipe, calibrated, fit_head
from models.build.relevance_data import Pairs, stacked
from models.build.ridge_head import fit_lines, mix


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RISING = _words(
    "semantic semantic_beyond_words semantic_or_words semantic_and_words characters fuzzy_set fuzzy_partial coverage "
    "coverage_any_field all_words title_share adjacent in_order head_in_title head_in_body head_ends_phrase code_found "
    "brand_found measure_agrees colour_agrees thing_asked thing_same thing_kind"
)
FALLING = _words(
    "missing_word missing_anywhere words_missing number_missing number_clashes code_missing brand_other "
    "measure_clashes colour_clashes opposite_clashes condition_clashes weight_after_for weight_before_part "
    "head_after_for head_before_part head_is_modifier accessory_not_asked accessory_offered accessory_for "
    "weight_after_without thing_not_asked head_place used_not_said thing_beside thing_other"
)
_WITH_SEMANTIC = (
    "coverage characters thing_not_asked accessory_offered keyword_words keyword_rarity words_missing title_words "
    "head_in_title missing_word coverage_any_field"
)
_WITH_COVERAGE = "keyword_words head_in_title missing_word title_words"
INTERACTIONS = (
    *(("semantic", name) for name in _WITH_SEMANTIC.split()),
    *(("coverage", name) for name in _WITH_COVERAGE.split()),
    ("words_missing", "keyword_words"),
)
SEMANTIC = tuple(n for n in FEATURES if n.startswith("semantic"))
# Seldom said, but plain where it is: these may speak up although no shop's judges saw many of them.
LOOSE = _words(
    "measure_agrees colour_agrees used_not_said "
    "weight_after_for weight_after_without weight_before_part accessory_for accessory_offered head_after_for "
    "head_before_part code_found code_missing"
)
PLAIN = _words("measure_clashes colour_clashes opposite_clashes condition_clashes number_clashes")
CORE = {"pair": ("semantic", "characters"), "pair_words_only": ("characters", "fuzzy_set")}
LINES_SHARE = 0.6  # of the log-odds from shrunken lines; the rest from boosted steps
RIDGE = 0.3
FOLDS = 5
ESCI_WEIGHT, MADE_WEIGHT = 0.5, 0.3
KEYWORD_RISING = _words(
    "best best_logit second competing best_lexical best_semantic best_characters known_weight sold_weight thing_sold"
)
KEYWORD_FALLING = _words("unknown_word unsold_word best_accessory thing_missing")


def pair_recipe(name: str) -> Recipe:
    """Return the recipe of ``pair`` or ``pair_words_only``."""
    features = tuple(n for n in FEATURES if name == "pair" or n not in SEMANTIC)
    interactions = tuple(p for p in INTERACTIONS if all(n in features for n in p))
    return Recipe(features, RISING, FALLING, interactions, rounds=80, rate=0.1)


def weigh(parts: Iterable[Pairs]) -> list[tuple[Pairs, float]]:
    """Return each set with the weight of one of its pairs."""
    weight = {"chorus": 1.0, "esci": ESCI_WEIGHT}
    return [(p, weight.get(p.source, MADE_WEIGHT)) for p in parts]


def fit_pair_head(name: str, parts: Iterable[Pairs]) -> Head:
    """Fit one head on pairs, uncalibrated: boosted steps and shrunken lines, mixed."""
    recipe = pair_recipe(name)
    features, target, weight, _ = stacked(weigh(parts))
    boosted = fit_head(recipe, features, target, weight)
    lines = fit_lines(
        recipe, CORE[name], RIDGE, features, target, weight, {**dict.fromkeys(LOOSE, 0.1), **dict.fromkeys(PLAIN, 0.01)}
    )
    return mix(lines, boosted, LINES_SHARE)


def fit_calibrated(name: str, parts: list[Pairs]) -> tuple[Head, tuple[np.ndarray, np.ndarray]]:
    """Fit one head, calibrated on judged keywords that the fold's fit has not seen.

    Returns
    -------
    head : Head
    held_out : (float array, float array)
        Probabilities and targets of the judged pairs, each from a fold that left its keyword out.
    """
    judged = [i for i, p in enumerate(parts) if (p.rating >= 0).all()]
    logit, target, weight = [], [], []
    for train, test in keyword_folds(parts, FOLDS):
        head = fit_pair_head(name, train)
        for i in judged:
            if len(test[i].target):
                logit.append(head.logit(columns(test[i]), len(test[i].target)))
                target.append(test[i].target)
                weight.append(np.full(len(test[i].target), weigh([test[i]])[0][1]))
    z, t = np.concatenate(logit), np.concatenate(target)
    head = calibrated(fit_pair_head(name, parts), z, t, np.concatenate(weight))
    return head, (head.calibrate(z), t)


def keyword_folds(parts: list[Pairs], folds: int) -> Iterable[tuple[list[Pairs], list[Pairs]]]:
    """Yield (train, test) sets: all pairs of a keyword are in one fold, whichever set they stand in."""
    keywords = sorted({k for p in parts for k in p.keyword})
    place = dict(zip(keywords, np.random.default_rng(7).permutation(len(keywords)) % folds, strict=True))
    of = [np.array([place[k] for k in p.keyword], int) for p in parts]
    for fold in range(folds):
        train = [p.take(np.flatnonzero(f != fold)) for p, f in zip(parts, of, strict=True)]
        test = [p.take(np.flatnonzero(f == fold)) for p, f in zip(parts, of, strict=True)]
        yield train, test


def columns(pairs: Pairs) -> dict[str, np.ndarray]:
    """Return a set's features as the heads read them."""
    return {n: pairs.features[n].to_numpy(float) for n in pairs.features.columns}
