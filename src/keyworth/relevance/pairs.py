"""Given pairs, each judged by itself: no row of a table may change another's score."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from keyworth.errors import UnusableFile
from keyworth.ingest import read_table
from keyworth.relevance.encode import encode_texts
from keyworth.relevance.features import pair_features, prepare_keywords, prepare_products
from keyworth.relevance.features.words import read
from keyworth.relevance.model import load_relevance_model
from keyworth.settings import Relevance


def score_pairs(
    keywords: Sequence[str],
    titles: Sequence[str],
    descriptions: Sequence[str] | None = None,
    settings: Any = None,
    engine: Any = None,
    progress: Any = None,
) -> np.ndarray:
    """Return P(the product answers the keyword) of each pair.

    Parameters
    ----------
    keywords, titles : sequence of str [n]
    descriptions : sequence of str [n], optional
    settings : settings.Relevance, optional
    engine, progress
        As for ``score_keywords``.

    Returns
    -------
    ndarray
        float64 [n] in [0, 1]. A text without a word gets 0.

    Examples
    --------
    >>> p = score_pairs(["garden office", "garden office"], ["Insulated garden office 3 x 4 m", "Leather sofa"])
    >>> bool(p[0] > 0.5 > p[1])
    True
    """
    if not len(keywords):
        return np.zeros(0)
    found = load_relevance_model().probability(_features(keywords, titles, descriptions, settings, engine, progress))
    return np.where(wordless(keywords) | wordless(titles), 0.0, np.round(found, 6))


def wordless(texts: Sequence[Any]) -> np.ndarray:
    """Return which texts hold no word, bool [n].

    Examples
    --------
    >>> wordless(["sofa", "", "!?", None]).tolist()
    [False, True, True, True]
    """
    return np.array([not read(_text(t)).tokens for t in texts], bool)


def explain_pair(keyword: str, title: str, description: str = "", settings: Any = None) -> pd.DataFrame:
    """Return what built a pair's score.

    Returns
    -------
    DataFrame
        ``feature, value, contribution`` (log-odds), the weightiest first; ``baseline`` is one of
        them. The contributions add up to the model's log-odds before calibration.

    Examples
    --------
    >>> parts = explain_pair("ipad case", "Leather iPad case")
    >>> "baseline" in set(parts["feature"])
    True
    """
    features = _features([keyword], [title], [description], settings, None, None)
    row = load_relevance_model().contributions(features).iloc[0]
    value = {name: features[name].iat[0] for name in features.columns}
    parts = pd.DataFrame(
        {"feature": row.index, "value": [value.get(n, float("nan")) for n in row.index], "contribution": row.to_numpy()}
    )
    return parts.sort_values("contribution", key=abs, ascending=False, kind="stable", ignore_index=True)


def score_table(pairs: str | Path, settings: Any = None) -> pd.DataFrame:
    """Return a file's pairs with a column ``relevance`` added; the file's columns stay as they are.

    Raises
    ------
    UnusableFile
        When it lacks ``keyword`` or ``title``.
    """
    table = read_table(pairs)
    names = {str(c).strip().casefold(): c for c in table.columns}
    missing = [f"column {name!r} is missing" for name in ("keyword", "title") if name not in names]
    if missing:
        raise UnusableFile(
            f"{pairs} cannot be scored", missing, "It needs columns keyword, title and maybe description."
        )
    description = list(table[names["description"]]) if "description" in names else None
    scores = score_pairs(list(table[names["keyword"]]), list(table[names["title"]]), description, settings)
    return table.assign(relevance=scores)


def _features(
    keywords: Sequence[str],
    titles: Sequence[str],
    descriptions: Sequence[str] | None,
    settings: Any,
    engine: Any,
    progress: Any,
) -> pd.DataFrame:
    settings = settings or Relevance.model_validate({})
    keywords, titles = ([_text(v) for v in column] for column in (keywords, titles))
    products = pd.DataFrame({"title": titles})
    if descriptions is not None:
        products["description"] = [_text(v) for v in descriptions]
    each = np.arange(len(keywords))
    a = encode_texts(keywords, settings, engine, progress, "Encoding keywords")
    b = encode_texts(titles, settings, engine, progress, "Encoding products")
    cosine = np.round(np.einsum("ij,ij->i", a, b), 5)
    return pair_features(prepare_keywords(keywords), prepare_products(products, learn=False), each, each, cosine)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
