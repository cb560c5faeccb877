"""Keywords against customers' phrases: is this how they say it, and if not, how do they?"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keyworth import schema
from keyworth.relevance.encode import encode_texts
from keyworth.relevance.score import score_range
from keyworth.relevance.wording import own_counts

if TYPE_CHECKING:
    import pandas as pd

USED_ENOUGH = 3.0  # uses at which a wording is more likely than not the customers' own
SAME_MEANING = 0.62  # cosine above which two wordings may mean one thing
COVERED = 0.8  # cosine above which a keyword covers a phrase
SUGGESTED = 3
CONSIDERED = 8
BLOCK = 512


def align_keywords(
    keywords: pd.DataFrame,
    phrases: pd.DataFrame,
    relevance: pd.DataFrame,
    catalogue: pd.DataFrame,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare keywords with how customers speak.

    Parameters
    ----------
    keywords, phrases, relevance, catalogue : DataFrame
        Tables of ``schema``.
    settings : settings.Relevance
    engine, progress
        As for ``score_keywords``.

    Returns
    -------
    alignment : DataFrame
        ``schema.ALIGNMENT``, by ``keyword_key``; NaN throughout where no phrases were supplied.
    uncovered : DataFrame
        ``schema.UNCOVERED``, the most used first.
    """
    import pandas as pd

    keys = sorted(set(keywords["keyword_key"]))
    if phrases.empty or not keys:
        return schema.conform(pd.DataFrame({"keyword_key": keys}), schema.ALIGNMENT), schema.empty(schema.UNCOVERED)
    phrases = phrases.sort_values(["count", "phrase_key"], ascending=[False, True], kind="stable", ignore_index=True)
    current = catalogue[catalogue["status"] != "retired"]
    current = current.sort_values(["title", "product_id", "description"], kind="stable", ignore_index=True)
    spoken = list(phrases["phrase_key"])
    answered = score_range(spoken, current, settings, engine, progress)
    phrase_best = _best_product(answered, current)
    like = _likeness(keys, spoken, settings, engine, progress)
    own = own_counts(keys, spoken, phrases["count"].to_numpy(float))
    applicable = relevance.set_index("keyword_key")["applicable"].reindex(keys).fillna(False).to_numpy(bool)
    product = relevance.set_index("keyword_key")["product_id"].reindex(keys).fillna("").to_numpy()
    rows = [
        _align(k, own[i], like[i], product[i], phrases, phrase_best, answered.of_keyword, settings)
        for i, k in enumerate(keys)
    ]
    alignment = pd.DataFrame(rows)
    alignment.loc[~applicable, "customer_alignment"] = np.nan
    lexical = own_counts(spoken, keys, np.ones(len(keys)))
    uncovered = _uncovered(phrases, phrase_best, answered.of_keyword, like, lexical, keys, settings)
    return schema.conform(alignment, schema.ALIGNMENT), uncovered


def _best_product(scored: Any, current: pd.DataFrame) -> pd.DataFrame:
    """Return each phrase's best current product."""
    import pandas as pd

    n = len(scored.of_keyword)
    order = np.lexsort((scored.product, -scored.probability, scored.keyword))
    first = order[np.r_[True, np.diff(scored.keyword[order]) > 0]] if len(order) else order
    place = np.full(n, -1)
    place[scored.keyword[first]] = scored.product[first]
    rows = current.reindex(place).reset_index(drop=True)
    return pd.DataFrame({"product_id": rows["product_id"].fillna(""), "product_title": rows["title"].fillna("")})


def _likeness(keys: Sequence[str], spoken: Sequence[str], settings: Any, engine: Any, progress: Any) -> np.ndarray:
    a = encode_texts(keys, settings, engine, progress, "Encoding keywords")
    b = encode_texts(spoken, settings, engine, progress, "Encoding phrases")
    return np.round(a @ b.T, 4)


def _align(
    key: str, own: float, like: np.ndarray, product: str, phrases: pd.DataFrame, best: pd.DataFrame,
    answered: np.ndarray, settings: Any,
) -> dict[str, Any]:  # fmt: skip
    counts = phrases["count"].to_numpy(float)
    nearest = np.lexsort((-counts, -like))[:CONSIDERED]
    same = (best["product_id"].to_numpy() == product) & (product != "")
    means = (like >= np.where(same, SAME_MEANING - 0.12, SAME_MEANING)) & (answered >= settings.relevance_floor)
    better = np.flatnonzero(means & (counts >= USED_ENOUGH) & (counts > own))
    better = better[np.lexsort((-like[better], -counts[better]))][:SUGGESTED]
    used = own / (own + USED_ENOUGH)
    aligned = used if own else 0.0
    if not own and counts[nearest[0]] >= USED_ENOUGH:
        aligned = 0.5 * max(float(like[nearest[0]]) - 0.85, 0) / 0.15
    customer = int(nearest[0])
    return {
        "keyword_key": key,
        "customer_alignment": round(aligned if own < USED_ENOUGH else max(aligned, 0.5), 4),
        "customer_phrase": phrases["phrase"].iat[customer],
        "customer_phrase_count": counts[customer],
        "own_count": own,
        "suggested_wording": "; ".join(phrases["phrase"].iloc[better]) if own < USED_ENOUGH else "",
        "suggested_phrase_ids": json.dumps(phrases["phrase_id"].iloc[better].tolist() if own < USED_ENOUGH else []),
        "phrases_considered": json.dumps(
            [[int(phrases["phrase_id"].iat[i]), round(float(like[i]), 4)] for i in nearest]
        ),
    }


def _uncovered(
    phrases: pd.DataFrame, best: pd.DataFrame, answered: np.ndarray, like: np.ndarray, lexical: np.ndarray,
    keys: Sequence[str], settings: Any,
) -> pd.DataFrame:  # fmt: skip
    covered = (like.max(axis=0) >= COVERED) | (lexical > 0)
    wanted = (answered >= settings.relevance_floor) & ~covered & (phrases["count"].to_numpy(float) >= USED_ENOUGH)
    out = phrases[wanted].copy()
    out["product_id"], out["product_title"] = best["product_id"][wanted], best["product_title"][wanted]
    out["product_relevance"] = answered[wanted]
    out["nearest_keyword"] = [keys[i] for i in like.argmax(axis=0)[wanted]]
    return schema.conform(out.sort_values(["count", "phrase"], ascending=[False, True]), schema.UNCOVERED)
