"""P(what a search term asks for is on sale): by its text, then by its clicks, and by who else asks for it.

The text gives the prior, calibrated as a keyword's. Clicks that brought nothing speak against it, conversions for
it: rates are gamma-Poisson in each of two classes of searches (answered or not), whose means and spread are the
account's own, by expectation and maximisation from the prior. Whether customers ask for it is weighed the same way.
Searches that differ in commercial words and places alone are one family and judged on their clicks together.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.language.intent_words import NOT_BUYING

OTHER_INTENT = 0.05  # of a hundred keywords whose words tell another intent, at most so many do buy (docs/benchmarks)
LEAST, MOST = 0.01, 0.99  # no text alone is surer
SHAPES = (0.25, 0.5, 1.0, 2.0, 4.0)  # how unlike the rates of one class may be: very unlike … alike
UNLIKE = 0.25  # the rate of what is not answered is at most so much of the other's
ROUNDS = 12


def answered_probability(facts: pd.DataFrame, relevance_floor: float, answered_floor: float) -> pd.Series:
    """Return the probability for each term.

    Parameters
    ----------
    facts : DataFrame
        Of `bought.term_facts`.
    relevance_floor, answered_floor : float
        Of the settings that the terms were scored with. Where they are one, the scores are of another scale and are
        centred on it.

    Examples
    --------
    >>> facts = pd.DataFrame({"family": list("abcd"), "product_relevance": [0.9, 0.9, 0.15, 0.15], "intent": "",
    ...     "clicks": [300.0, 200, 300, 3], "conversions": [30.0, 19, 0, 0], "asked_count": [4.0, 0, 0, 0]})
    >>> found = answered_probability(facts, 0.19, 0.57)
    >>> bool(found[2] < 0.05 < found[3]), bool(found[0] > 0.95)
    (True, True)
    """
    prior = prior_of(facts, relevance_floor, answered_floor)
    by = facts["family"].to_numpy()
    family = pd.DataFrame({"clicks": facts["clicks"].fillna(0.0), "conversions": facts["conversions"].fillna(0.0)})
    family = family.groupby(by).sum()
    family["prior"] = prior.groupby(by).max()
    family["asked"] = (facts["asked_count"] > 0).groupby(by).max()
    heard, counted = (bool(facts[name].notna().any()) for name in ("asked_count", "conversions"))
    evidence = _evidence(family, heard, counted)
    odds = _logit(prior.to_numpy()) + evidence.reindex(by).to_numpy()
    return pd.Series(1.0 / (1.0 + np.exp(-odds)), index=facts.index).round(6)


def prior_of(facts: pd.DataFrame, relevance_floor: float, answered_floor: float) -> pd.Series:
    """Return what the text alone says."""
    p = facts["product_relevance"].fillna(0.5).clip(LEAST, MOST).to_numpy(float)
    if relevance_floor >= answered_floor:
        p = np.clip(1.0 / (1.0 + np.exp(_logit(np.array(relevance_floor)) - _logit(p))), LEAST, MOST)
    other = facts["intent"].isin(NOT_BUYING).to_numpy()
    return pd.Series(np.where(other, np.minimum(p, OTHER_INTENT), p), index=facts.index)


def _evidence(family: pd.DataFrame, heard: bool, counted: bool) -> pd.Series:
    """Return the log of the likelihood ratio of each family's clicks and customers."""
    prior = _logit(family["prior"].to_numpy())
    n, c, asked = (family[name].to_numpy(float) for name in ("clicks", "conversions", "asked"))
    weight, ratio = family["prior"].to_numpy(), np.zeros(len(family))
    if not c.sum():  # nothing was ever counted, so that nothing counted says nothing
        counted = False
    for _ in range(ROUNDS):
        ratio = np.zeros(len(family))
        if counted:
            yes = (weight @ c + 0.5) / (weight @ n + 1.0)
            no = min(((1 - weight) @ c + 0.5) / ((1 - weight) @ n + 1.0), UNLIKE * yes)
            shape = max(SHAPES, key=lambda a: float(weight @ _log_chance(c, n * yes, a)))
            ratio += _log_chance(c, n * yes, shape) - _log_chance(c, n * no, shape)
        if heard:
            ask_yes = (weight @ asked + 1) / (weight.sum() + 2)
            ask_no = ((1 - weight) @ asked + 1) / ((1 - weight).sum() + 2)
            told = np.where(asked > 0, np.log(ask_yes / ask_no), np.log((1 - ask_yes) / (1 - ask_no)))
            # Who asks speaks for it, never against: people ask for what was never sold, too.
            ratio += told if ask_yes > ask_no else 0.0
        weight = 1.0 / (1.0 + np.exp(-(prior + ratio)))
    return pd.Series(ratio, index=family.index)


def _log_chance(events: np.ndarray, expected: np.ndarray, shape: float) -> np.ndarray:
    """Return the log-probability of counts whose rate is gamma about what is expected, less what both classes share."""
    from scipy.special import gammaln

    expected = np.maximum(expected, 1e-12)
    return (
        gammaln(shape + events) - gammaln(shape) + shape * np.log(shape / (shape + expected))
        + events * np.log(expected / (shape + expected))
    )  # fmt: skip


def _logit(p: np.ndarray) -> np.ndarray:
    return np.log(p) - np.log1p(-p)
