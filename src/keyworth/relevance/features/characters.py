"""Characters in common: 3- and 4-grams of the keyword in the title, and rapidfuzz ratios."""

from __future__ import annotations

import numpy as np

from keyworth.relevance.char_ngrams import gram_rows
from keyworth.relevance.features.prepared_texts import KeywordSide, ProductSide
from keyworth.relevance.features.words import fold

NAMES = ("fuzzy_set", "fuzzy_partial")
_READ = 200  # characters of a title that are compared


class Grams:
    """Character n-grams of the words and titles that a call needs, as sparse rows, made once."""

    def __init__(self, kw: KeywordSide, prod: ProductSide, ki: np.ndarray, pi: np.ndarray) -> None:
        from scipy import sparse

        self.keywords, self.products = np.unique(ki), np.unique(pi)
        self.folded_keywords = [fold(kw.texts[i])[:_READ] for i in self.keywords]
        self.folded_titles = [fold(prod.titles[i])[:_READ] for i in self.products]
        self.titles = gram_rows(self.folded_titles)
        words = gram_rows(kw.words)
        self.words = (sparse.diags(1 / np.maximum(np.diff(words.indptr), 1).astype(np.float32)) @ words).tocsr()
        self.words.sort_indices()

    def shares(self, word: np.ndarray, pi: np.ndarray) -> np.ndarray:
        """Return the share of each word's n-grams that stand in a title, float [n], 0 to 1."""
        if not len(word):
            return np.zeros(0)
        titles = self.titles[np.searchsorted(self.products, pi)]
        return np.minimum(np.asarray(self.words[word].multiply(titles).sum(axis=1)).ravel(), 1.0)

    def ratios(self, ki: np.ndarray, pi: np.ndarray) -> dict[str, np.ndarray]:
        """Return rapidfuzz's ratios of a block of pairs, each 0 to 1."""
        from rapidfuzz import fuzz
        from rapidfuzz.process import cpdist

        a, b = np.searchsorted(self.keywords, ki), np.searchsorted(self.products, pi)
        texts, titles = [self.folded_keywords[i] for i in a], [self.folded_titles[i] for i in b]
        return {
            "fuzzy_set": cpdist(texts, titles, scorer=fuzz.token_set_ratio, dtype=np.float32) / 100,
            "fuzzy_partial": cpdist(texts, titles, scorer=fuzz.partial_ratio, dtype=np.float32) / 100,
        }
