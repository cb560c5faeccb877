"""P(a current product answers a keyword): by the head for shops of a size, or by that for large ones.

A large shop answers nearly all that its trade is asked for, and its best pair tells. In a small one the best pair is
often a near miss, and what tells is how it stands beside the shop's others: `features.catalogue_context`. A shop of a
handful has no others, and is judged as a large one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.active_model import recalibrated
from keyworth.relevance.features.catalogue_context import CONTEXT, FEW, catalogue_context
from keyworth.relevance.features.summary import SUMMARY
from keyworth.relevance.model import load_relevance_model, log_odds
from keyworth.relevance.reranker import product_lines, read_together
from keyworth.relevance.status import PAIR_FLOOR, STATUS, Evidence

HEAD, LARGE = "keyword_of_shop", "keyword"
CROSS = ("cross_best", "cross_first")
SHOP = (*SUMMARY, *STATUS, *CONTEXT, *CROSS)
READ = 3  # products of a keyword that are read together with it
READING = 0.4  # of the cross-encoder's log-odds beside the pair model's, where they choose between those products
NO_ANSWER = -6.0  # log-odds where there is no product to read
Read = Callable[[Sequence[str], Sequence[str]], np.ndarray]  # keywords and product lines → log-odds
MOST = 200  # products: it is fitted on 44 to 75, and loses to the other head on cuts of a large shop
DECIMALS = 6
TOLD = 10_000  # keywords whose contributions are written at a time


@dataclass(frozen=True)
class Together:
    """What the cross-encoder says of the best few pairs of each keyword, by keyword, the most probable first."""

    pair: np.ndarray  # places in the range's pairs
    rank: np.ndarray  # from 0
    score: np.ndarray  # log-odds


def judge_keywords(
    asked: Sequence[str], current: Any, found: Evidence, settings: Any, engine: Any = None, progress: Any = None
) -> tuple[np.ndarray, dict[str, Any], Evidence]:
    """Return P(a current product answers) of each keyword, what built it, and which product is nearest.

    Parameters
    ----------
    asked : sequence of str
        The keywords as they were scored.
    current : Scored
    found : Evidence
    settings : settings.Relevance
    engine, progress
        As for `score_keywords`.

    Returns
    -------
    probability : float array
    built : dict
        ``keyword_baseline`` and ``keyword_contributions`` (JSON objects, feature → log-odds before calibration).
    found : Evidence
        With the nearest product as it is once products were read together with the keyword.
    """
    model, small = load_relevance_model(), current.vectors is not None and FEW <= len(current.products) <= MOST
    rows, nearest = current.summary, found
    if small:
        together = read_best(
            asked, current, partial(read_together, settings=settings, engine=engine, progress=progress)
        )
        rows, nearest = shop_features(asked, current, found, together), nearest_read(current, found, together)
    told = model.keyword_contributions(rows, HEAD if small else LARGE)
    if small:
        probability = recalibrated(model.keyword_probability(rows, HEAD), settings)
        probability = np.where(found.nearest >= 0, probability, 0.0)
    else:  # a better answer that is not the thing on sale leaves it unanswered: below the floor, in the same order
        other = found.was_sold | found.only_accessory
        probability = np.where(other, PAIR_FLOOR * current.of_keyword, current.of_keyword)
    built = {"keyword_baseline": told.pop("baseline"), "keyword_contributions": _written(told)}
    return np.round(probability, DECIMALS), built, nearest


def shop_features(asked: Sequence[str], current: Any, found: Evidence, together: Together) -> pd.DataFrame:
    """Return what the head for shops of a size reads of each keyword, float64 [n × SHOP]."""
    pairs = current.keyword, current.product, current.probability
    best = current.summary["best_logit"].to_numpy(float)
    context = catalogue_context(asked, current.products, current.vectors, pairs, best)
    parts = [current.summary, found.signs, context, _cross(len(asked), current, together)]
    return pd.concat(parts, axis=1)[list(SHOP)]


def read_best(asked: Sequence[str], current: Any, read: Read) -> Together:
    """Return what ``read`` gives of each keyword's best few products."""
    order = np.lexsort((current.product, -current.probability, current.keyword))
    keyword = current.keyword[order]
    rank = np.arange(len(order)) - np.searchsorted(keyword, keyword)
    pair, rank = order[rank < READ], rank[rank < READ]
    lines = product_lines(current.products)
    score = read([asked[i] for i in current.keyword[pair]], [lines[i] for i in current.product[pair]])
    return Together(pair, rank, score)


def nearest_read(current: Any, found: Evidence, together: Together) -> Evidence:
    """Return the evidence with the product that is nearest by text and reading, where another was by text alone.

    One that is out of stock takes the place of none in stock, nor the other way round.
    """
    keyword = current.keyword[together.pair]
    stocked = (current.products["status"] != "out_of_stock").to_numpy()[current.product]
    fits = (found.nearest[keyword] >= 0) & (stocked[together.pair] == stocked[found.nearest[keyword]])
    pair, keyword = together.pair[fits], keyword[fits]
    weight = log_odds(current.probability[pair]) + READING * together.score[fits]
    order = np.lexsort((pair, -weight, keyword))
    first = order[np.r_[True, keyword[order][1:] != keyword[order][:-1]]] if len(order) else order
    nearest = found.nearest.copy()
    nearest[keyword[first]] = pair[first]
    second = np.where(nearest == found.second, found.nearest, found.second)
    return replace(found, nearest=nearest, second=second)


def _cross(n: int, current: Any, together: Together) -> pd.DataFrame:
    """Return, of a keyword's best few products, the most that the cross-encoder gives, and what it gives the first."""
    keyword = current.keyword[together.pair]
    best, first = (np.full(n, NO_ANSWER) for _ in CROSS)
    np.maximum.at(best, keyword, together.score)
    first[keyword[together.rank == 0]] = together.score[together.rank == 0]
    return pd.DataFrame(dict(zip(CROSS, (best, first), strict=True)))


def _written(contributions: pd.DataFrame) -> list[str]:
    names, out = list(contributions.columns), []
    for start in range(0, len(contributions), TOLD):
        rows = contributions.iloc[start : start + TOLD].round(4).to_numpy().tolist()
        out += [json.dumps({n: v for n, v in zip(names, row, strict=True) if v}, ensure_ascii=False) for row in rows]
    return out
