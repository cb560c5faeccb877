"""P(a current product answers a keyword): by the head for shops of a size, or by that for large ones.

A large shop answers nearly all that its trade is asked for, and its best pair tells. In a small one the best pair is
often a near miss, and what tells is how it stands beside the shop's others: `features.catalogue_context`. A shop of a
handful has no others, and is judged as a large one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.active_model import recalibrated
from keyworth.relevance.features.catalogue_context import CONTEXT, FEW, catalogue_context
from keyworth.relevance.features.summary import SUMMARY
from keyworth.relevance.model import load_relevance_model
from keyworth.relevance.status import PAIR_FLOOR, STATUS, Evidence

HEAD, LARGE = "keyword_of_shop", "keyword"
SHOP = (*SUMMARY, *STATUS, *CONTEXT)
MOST = 200  # products: it is fitted on 44 to 75, and loses to the other head on cuts of a large shop
DECIMALS = 6
TOLD = 10_000  # keywords whose contributions are written at a time


def judge_keywords(
    asked: Sequence[str], current: Any, found: Evidence, settings: Any
) -> tuple[np.ndarray, dict[str, Any]]:
    """Return P(a current product answers) of each keyword, and what built it.

    Parameters
    ----------
    asked : sequence of str
        The keywords as they were scored.
    current : Scored
    found : Evidence
    settings : settings.Relevance

    Returns
    -------
    probability : float array
    built : dict
        ``keyword_baseline`` and ``keyword_contributions`` (JSON objects, feature → log-odds before calibration).
    """
    model, small = load_relevance_model(), current.vectors is not None and FEW <= len(current.products) <= MOST
    rows = shop_features(asked, current, found) if small else current.summary
    told = model.keyword_contributions(rows, HEAD if small else LARGE)
    if small:
        probability = recalibrated(model.keyword_probability(rows, HEAD), settings)
        probability = np.where(found.nearest >= 0, probability, 0.0)
    else:  # a better answer that is not the thing on sale leaves it unanswered: below the floor, in the same order
        other = found.was_sold | found.only_accessory
        probability = np.where(other, PAIR_FLOOR * current.of_keyword, current.of_keyword)
    built = {"keyword_baseline": told.pop("baseline"), "keyword_contributions": _written(told)}
    return np.round(probability, DECIMALS), built


def shop_features(asked: Sequence[str], current: Any, found: Evidence) -> pd.DataFrame:
    """Return what the head for shops of a size reads of each keyword, float64 [n × SHOP]."""
    pairs = current.keyword, current.product, current.probability
    best = current.summary["best_logit"].to_numpy(float)
    context = catalogue_context(asked, current.products, current.vectors, pairs, best)
    return pd.concat([current.summary, found.signs, context], axis=1)[list(SHOP)]


def _written(contributions: pd.DataFrame) -> list[str]:
    names, out = list(contributions.columns), []
    for start in range(0, len(contributions), TOLD):
        rows = contributions.iloc[start : start + TOLD].round(4).to_numpy().tolist()
        out += [json.dumps({n: v for n, v in zip(names, row, strict=True) if v}, ensure_ascii=False) for row in rows]
    return out
