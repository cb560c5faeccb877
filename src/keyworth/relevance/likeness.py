"""How alike keywords and phrases are, and how many of a thing's customers would word it as a keyword does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.features.product_types import load_things
from keyworth.relevance.score import DECIMALS
from keyworth.relevance.spoken_phrases import ANSWERED, USED_ENOUGH, Spoken
from keyworth.relevance.wording import wording

FEWEST = 5.0  # customers of a thing below whom nobody can say how they word it
LEVEL = 0.9  # of the range of an alignment
COMMON = 0.05  # share of its customers that a wording in use, of words in common use, has at least
PRIOR = 0.25  # uses, and uses of other wordings, that are supposed before any customer spoke
NEARLY_SAME = 0.86  # cosine from which on a phrase is the same wording but for little words
ALIKE = 0.5  # of cosine and what lexicon and catalogue add, from which on two wordings ask for the same thing
SAME_THING, ANOTHER_THING = 0.2, 0.3  # … that a phrase names the same thing by the lexicon, or quite another, …
SAME_PRODUCT, ONE_WORD = 0.1, 0.15  # … that the same product answers both, and that it is a bare word ("room")


def meaning_bonus(things: Any, product: np.ndarray, spoken: Spoken) -> np.ndarray:
    """Return what the lexicon and the catalogue add to the likeness of keywords and phrases, float64 [k, phrases]."""
    kinds = load_things().kinds
    same = (things @ spoken.things.T).toarray() > 0
    kin = same | ((things @ kinds) @ spoken.things.T).toarray().astype(bool)
    kin |= (things @ (spoken.things @ kinds).T).toarray() > 0
    known = np.outer(np.diff(things.indptr) > 0, np.diff(spoken.things.indptr) > 0)
    shared = (product[:, None] == spoken.place) & (product >= 0)[:, None]
    return SAME_THING * same - ANOTHER_THING * (known & ~kin) + SAME_PRODUCT * shared - ONE_WORD * spoken.bare


def alike_of(meaning: np.ndarray, product: np.ndarray, spoken: Spoken) -> np.ndarray:
    """Return which phrases ask for the same thing as which keywords, bool [keywords, phrases]."""
    same = (product[:, None] == spoken.place) & (product >= 0)[:, None] & (spoken.answered >= ANSWERED)
    return same | (meaning >= ALIKE)


def holds_name(asked: Sequence[str], titles: pd.Series) -> np.ndarray:
    """Return which keywords say nothing but words of their product's own title: nobody's name is worded wrongly."""
    names = titles.astype(object).fillna("")
    return np.array([bool(t) and wording(k) <= wording(t) for k, t in zip(asked, names, strict=True)])


def held_phrases(words: Any, phrase_words: Any) -> Any:
    """Return which phrases of at least two words each keyword holds whole, CSR [keywords × phrases] of 0 and 1."""
    from scipy.sparse import csr_matrix

    common = (words @ phrase_words.T).tocoo()
    size = np.diff(phrase_words.indptr)[common.col]
    whole = (common.data == size) & (size >= 2)
    return csr_matrix((np.ones(whole.sum()), (common.row[whole], common.col[whole])), shape=common.shape)


def customer_shares(
    alike: np.ndarray, like: np.ndarray, own: np.ndarray, words: Any, held: Any, spoken: Spoken
) -> np.ndarray:
    """Return of each keyword how many customers ask for its thing, and how many would word it so, float64 [k, 2].

    Would word it so, who say all its words, or nearly the same, or a phrase of at least two words that it holds
    ("drain survey" of "drain survey for house purchase"); or, where nobody puts them together, as many as say the one
    of its words that is said least: "small garden room" is the customers' own, "habitable garden room" is not.
    """
    who = alike * spoken.customers
    parts = held.multiply(who).max(axis=1).toarray().ravel() if held.nnz else np.zeros(len(who))
    least = [spoken.word_customers[words.indices[i:j]].min(initial=np.inf) for i, j in pairwise(words.indptr)]
    # Who uses a wording of words that others use too is one of many; a word that nobody else says is a trade's.
    own = np.where((own >= USED_ENOUGH) & (least > own), np.maximum(own, COMMON * who.sum(axis=1)), own)
    nearly = np.where(like >= NEARLY_SAME, who, 0.0).max(axis=1, initial=0.0)
    asking = np.maximum(who.sum(axis=1), own)
    said = np.maximum.reduce([own, parts, nearly, np.minimum(np.where(np.isfinite(least), least, 0.0), asking)])
    return np.column_stack([asking, said])


def stated(shares: np.ndarray) -> pd.DataFrame:
    """Return the share of customers who would word it so, with its range; NaN where too few spoke."""
    from scipy.special import betaincinv

    asking, said = shares.T
    known = asking >= FEWEST
    out = {"customer_alignment": (said + PRIOR) / (asking + 2 * PRIOR)}
    for name, q in (("alignment_low", (1 - LEVEL) / 2), ("alignment_high", (1 + LEVEL) / 2)):
        out[name] = betaincinv(said + PRIOR, asking - said + PRIOR, q)
    told = {name: np.round(np.where(known, value, np.nan), DECIMALS) for name, value in out.items()}
    return pd.DataFrame({**told, "customers": asking})
