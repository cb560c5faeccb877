"""How often the company's own customers ask for what a keyword says: callers, and searches on its own site.

Searches on which an ad was shown, and those of a search engine, are left out: a
keyword that is bid on, or ranks, calls up searches of its own wording, so they
would speak for every keyword the agency lists.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from keyworth import text
from keyworth.verdicts.close_variants import meaning_words


def asked_counts(keys: pd.Series, searches: pd.DataFrame, phrases: pd.DataFrame) -> pd.Series:
    """Return how often each keyword is asked for; NaN throughout where no customer was heard.

    A phrase asks for a keyword when it holds all its words, or when the keyword
    holds all the words of the phrase, of which there are at least two.

    Parameters
    ----------
    keys : Series of str
        ``keyword_key``.
    searches : DataFrame
        ``schema.SEARCHES``; of them those with origin ``site_search``.
    phrases : DataFrame
        ``schema.PHRASES``; of them ``callers``.

    Returns
    -------
    Series of float, same index

    Examples
    --------
    >>> from keyworth import schema
    >>> rows = {"search_term": ["log cabins", "sheds"], "count": [3, 9], "origin": "site_search"}
    >>> searches = schema.conform(pd.DataFrame(rows), schema.SEARCHES)
    >>> keys = pd.Series(["log cabin", "log cabin kent", "gazebo"])
    >>> asked_counts(keys, searches, schema.empty(schema.PHRASES)).tolist()
    [3.0, 3.0, 0.0]
    """
    heard = _heard(searches, phrases)
    if heard.empty:
        return pd.Series(np.nan, index=keys.index)
    unique = pd.unique(keys.astype(object))
    asking, words = _words_by_row([meaning_words(k) for k in heard.index], {})
    asked, _ = _words_by_row([meaning_words(k) for k in unique], words)
    shared = (asked @ asking.T).tocoo()
    of_key, of_phrase = np.asarray(asked.sum(axis=1)).ravel(), np.asarray(asking.sum(axis=1)).ravel()
    lengths = np.array([len(meaning_words(k)) for k in unique])
    within = (shared.data == lengths[shared.row]) & (of_key[shared.row] == lengths[shared.row])
    within |= (shared.data == of_phrase[shared.col]) & (of_phrase[shared.col] >= 2)
    counts = np.bincount(shared.row[within], heard.to_numpy()[shared.col[within]], len(unique))
    return keys.astype(object).map(dict(zip(unique, counts.astype(float), strict=True))).astype("float64")


def _heard(searches: pd.DataFrame, phrases: pd.DataFrame) -> pd.Series:
    """Return how often each phrase was typed on the site or said in calls, by its key."""
    own = searches[searches["origin"] == "site_search"]
    typed = own["count"].fillna(1).groupby(own["search_term"].astype(object).map(text.key)).sum()
    said = phrases[phrases["callers"] > 0].set_index("phrase_key")["callers"].astype("float64")
    return pd.concat([typed, said]).groupby(level=0).sum()


def _words_by_row(rows: list[frozenset[str]], words: dict[str, int]) -> tuple[Any, dict[str, int]]:
    """Return a 0/1 matrix of rows by words; new words are added only while none are known."""
    from scipy.sparse import csr_matrix

    known = words or {w: i for i, w in enumerate(sorted(set().union(*rows)))}
    cells = [(i, known[w]) for i, row in enumerate(rows) for w in row if w in known]
    place = np.array(cells, dtype="int64").reshape(-1, 2)
    ones = np.ones(len(place), dtype="int32")
    return csr_matrix((ones, (place[:, 0], place[:, 1])), shape=(len(rows), max(len(known), 1))), known
