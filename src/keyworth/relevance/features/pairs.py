"""All features of keyword and product pairs, in blocks of bounded memory."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.relevance.features import attributes, characters, lexical, product_types
from keyworth.relevance.features.prepared_texts import KeywordSide, ProductSide

BLOCK = 65_536
SEMANTIC = ("semantic", "semantic_beyond_words", "semantic_or_words", "semantic_and_words")
FEATURES = (*SEMANTIC, *characters.NAMES, *lexical.NAMES, *attributes.NAMES, *product_types.NAMES)


def pair_features(
    kw: KeywordSide, prod: ProductSide, ki: np.ndarray, pi: np.ndarray, semantic: np.ndarray | None = None
) -> pd.DataFrame:
    """Return the features of pairs.

    Parameters
    ----------
    kw, prod : KeywordSide, ProductSide
        As ``prepare_keywords`` and ``prepare_products`` give them.
    ki, pi : int arrays [n]
        Places of the pair's keyword and product.
    semantic : float array [n], optional
        The encoder's cosine, NaN where it was not computed.

    Returns
    -------
    DataFrame
        float32 [n × FEATURES]; NaN only in the features built on ``semantic``.

    Examples
    --------
    >>> import pandas as pd
    >>> from keyworth.relevance.features.prepared_texts import prepare_keywords, prepare_products
    >>> kw = prepare_keywords(["ipad pro", "ipad case"])
    >>> prod = prepare_products(pd.DataFrame({"title": ["Leather case for iPad Pro 11"]}))
    >>> f = pair_features(kw, prod, np.array([0, 1]), np.array([0, 0]), np.array([0.8, 0.8]))
    >>> f[["coverage", "accessory_offered", "weight_after_for"]].round(2).values.tolist()
    [[1.0, 1.0, 1.0], [1.0, 0.0, ...]]
    """
    ki, pi = np.asarray(ki, np.int64), np.asarray(pi, np.int64)
    semantic = np.full(len(ki), np.nan) if semantic is None else np.asarray(semantic, float)
    names = lexical.names_of(kw, prod)
    grams = characters.Grams(kw, prod, ki, pi)
    out = np.empty((len(ki), len(FEATURES)), np.float32)
    for start in range(0, len(ki), BLOCK):
        part = slice(start, start + BLOCK)
        a, b = ki[part], pi[part]
        found = {**grams.ratios(a, b), **lexical.lexical_features(kw, prod, names, grams, a, b)}
        found |= attributes.attribute_features(kw, prod, a, b)
        found |= product_types.thing_features(kw.asks, prod.sells, a, b)
        found |= _semantic(semantic[part], found)
        for column, name in enumerate(FEATURES):
            out[part, column] = found[name]
    return pd.DataFrame(out, columns=list(FEATURES))


def _semantic(cosine: np.ndarray, found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    words = np.maximum(found["coverage"], found["characters"])
    return {
        "semantic": cosine,
        "semantic_beyond_words": cosine * (1 - words),
        "semantic_or_words": np.where(np.isnan(cosine), np.nan, np.maximum(cosine, words)),
        "semantic_and_words": np.where(np.isnan(cosine), np.nan, np.minimum(np.maximum(cosine, 0), words)),
    }
