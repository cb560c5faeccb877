"""Characters in common: 3- and 4-grams of the keyword in the title, and rapidfuzz ratios."""

from __future__ import annotations

import numpy as np

from keyworth.relevance.features.sides import KeywordSide, ProductSide
from keyworth.relevance.features.words import fold

NAMES = ("characters", "fuzzy_set", "fuzzy_partial")
_BUCKETS = 2**20
_READ = 200  # characters of a title that are compared


class Grams:
    """Character n-grams of the keywords and products that a call needs, as sparse rows."""

    def __init__(self, kw: KeywordSide, prod: ProductSide, idf: np.ndarray, ki: np.ndarray, pi: np.ndarray) -> None:
        from scipy import sparse

        self.keywords, self.products = np.unique(ki), np.unique(pi)
        self.folded_keywords = [fold(kw.texts[i])[:_READ] for i in self.keywords]
        self.folded_titles = [fold(prod.titles[i])[:_READ] for i in self.products]
        words = _vectorise([f" {w} " for w in kw.words])
        self.titles = _vectorise([f" {t} " for t in self.folded_titles])
        share = 1 / np.maximum(np.diff(words.indptr), 1)
        rows = np.repeat(np.arange(len(kw)), np.diff(kw.start))
        weight = sparse.csr_matrix((idf[kw.token] if len(kw.token) else [], (rows, kw.token)), (len(kw), len(kw.words)))
        weight = weight[self.keywords]
        total = np.asarray(weight.sum(axis=1)).ravel()
        scale = sparse.diags(1 / np.maximum(total, 1e-9))
        self.weights = (scale @ weight @ sparse.diags(share) @ words).tocsr()
        self.weights.sort_indices()

    def features(self, ki: np.ndarray, pi: np.ndarray) -> dict[str, np.ndarray]:
        """Return ``characters`` and the fuzzy ratios of a block of pairs, each 0 to 1."""
        from rapidfuzz import fuzz
        from rapidfuzz.process import cpdist

        a, b = np.searchsorted(self.keywords, ki), np.searchsorted(self.products, pi)
        shared = self.weights[a].multiply(self.titles[b])
        texts, titles = [self.folded_keywords[i] for i in a], [self.folded_titles[i] for i in b]
        return {
            "characters": np.minimum(np.asarray(shared.sum(axis=1)).ravel(), 1.0),
            "fuzzy_set": cpdist(texts, titles, scorer=fuzz.token_set_ratio, dtype=np.float32) / 100,
            "fuzzy_partial": cpdist(texts, titles, scorer=fuzz.partial_ratio, dtype=np.float32) / 100,
        }


def _vectorise(texts: list[str]):
    from sklearn.feature_extraction.text import HashingVectorizer

    vectoriser = HashingVectorizer(
        analyzer="char", ngram_range=(3, 4), n_features=_BUCKETS, binary=True, norm=None, alternate_sign=False,
        lowercase=False, dtype=np.float32,
    )  # fmt: skip
    grams = vectoriser.transform(texts if texts else [""])
    grams.data[:] = 1.0
    grams.sort_indices()
    return grams[: len(texts)]
