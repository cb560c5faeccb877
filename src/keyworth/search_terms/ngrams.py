"""Words and pairs of words of the search terms: one negative for many searches, and all that it would stop."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.language.intent import intents
from keyworth.language.intent_words import NOT_BUYING
from keyworth.search_terms.blocking import blocked_pairs, words_of
from keyworth.search_terms.negatives import TOLD, Protected
from keyworth.text.stop_words import CLOSED

FEWEST = 2  # terms that hold it: one alone is judged as a term
SHARE = 0.05  # of what its clicks would have brought: a word below it keeps buyers away
SURE = 0.95
INTERVAL = 0.9


def ngram_table(judged: pd.DataFrame, protected: Protected, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return ``schema.NGRAMS``, dearest first.

    A word is a negative where every search that holds it is one by itself, or where its clicks are so many that
    what they brought is, surely, next to nothing of what the same keywords' other clicks bring; and where nothing
    protected holds it: no customer's words, no keyword that stays, no search that brought something, nothing on sale.

    Parameters
    ----------
    judged : DataFrame
        Of `judge.judge_terms`.
    protected : Protected
    catalogue : DataFrame
    """
    terms = _terms(judged)
    gram, owner = _grams([words_of(t) for t in terms["search_term"]])
    pairs = pd.DataFrame({"ngram": gram, "at": owner}).drop_duplicates()
    pairs = pairs[pairs.groupby("ngram")["at"].transform("size") >= FEWEST]
    if pairs.empty:
        return pd.DataFrame({"ngram": pd.Series([], dtype="str")})
    held = pairs.join(terms.reset_index(drop=True), on="at")
    by = held.groupby("ngram", sort=True)
    out = by[["clicks", "cost", "conversions", "leads", "sales", "expected_conversions"]].sum(min_count=1)
    # What one family of searches holds, its own negative stops: a word must be seen in several to stand for more.
    out = out.assign(terms=by.size(), all_negative=by["gone"].all() & (by["family"].nunique() >= FEWEST))
    out["words"] = out.index.str.count(" ") + 1
    out = _rates(out)
    kept = _kept_by([words_of(g) for g in out.index], protected)
    out["kept_by"] = kept
    told = intents(pd.Series(out.index, index=out.index), catalogue)
    out["intent"] = told["intent"].isin(NOT_BUYING)
    few = _next_to_nothing(out)
    nothing = ~(out["conversions"] > 0) & ~(out["leads"] > 0) & ~(out["sales"] > 0)
    free = out["kept_by"].eq("") & nothing
    negative = free & (out["all_negative"] | few | out["intent"])
    out["answer"] = np.where(negative, "negative", "leave")
    out["level"] = np.where(negative, "account", "")
    out["reason"] = np.select(
        [negative & out["intent"], negative & out["all_negative"], negative, out["kept_by"].ne("")],
        ["its searchers look for something else, and nothing came of it", "every search that holds it is a negative",
         "its clicks brought next to nothing of what the same keywords’ others bring", "customers or keywords use it"],
        "it cannot be told",
    )  # fmt: skip
    stopped = held.sort_values(["cost", "search_term"], ascending=[False, True]).groupby("ngram")
    out["blocks"] = stopped.head(TOLD).groupby("ngram")["search_term"].agg("; ".join)
    out = out.assign(blocks_terms=out["terms"], blocks_cost=out["cost"]).reset_index()
    return _least(out).sort_values(["cost", "ngram"], ascending=[False, True], ignore_index=True)


def _terms(judged: pd.DataFrame) -> pd.DataFrame:
    """Return each term once, with what its clicks would have brought at the rate of the keywords that paid."""
    of_keyword = judged.groupby(["campaign", "paid_key"])[["clicks", "conversions"]].transform("sum")
    mean = judged["conversions"].sum() / max(judged["clicks"].sum(), 1.0)
    rate = (of_keyword["conversions"] + mean * 10) / (of_keyword["clicks"] + 10)  # ten clicks at the account's rate
    rows = judged.assign(expected_conversions=rate * judged["clicks"].fillna(0.0), gone=judged["answer"] == "negative")
    by = rows.groupby("term_key", sort=True)
    sums = by[["clicks", "cost", "conversions", "expected_conversions"]].sum(min_count=1)
    first = by[["search_term", "family", "leads", "sales", "gone"]].first()
    return sums.join(first)


def _grams(texts: list[tuple[str, ...]]) -> tuple[np.ndarray, np.ndarray]:
    """Return every word, and every two side by side, with the place of its text; no word of grammar alone."""
    flat = np.array([w for t in texts for w in t], dtype=object)
    owner = np.repeat(np.arange(len(texts)), [len(t) for t in texts])
    if not len(flat):
        return flat, owner
    meant = np.array([w not in CLOSED and not w.isdigit() and len(w) > 1 for w in flat], dtype=bool)
    beside = (owner[:-1] == owner[1:]) & meant[:-1] & meant[1:]
    pairs = flat[:-1][beside] + " " + flat[1:][beside]
    return np.concatenate([flat[meant], pairs]), np.concatenate([owner[meant], owner[:-1][beside]])


def _rates(out: pd.DataFrame) -> pd.DataFrame:
    from scipy.stats import beta

    tail = (1 - INTERVAL) / 2
    c, n = out["conversions"].fillna(0.0), out["clicks"].fillna(0.0)
    n = n.clip(lower=c)
    return out.assign(
        conversion_rate=(c / n.where(n > 0)).round(6),
        conversion_rate_low=np.round(beta.ppf(tail, c + 0.5, n - c + 0.5), 6),
        conversion_rate_high=np.round(beta.ppf(1 - tail, c + 0.5, n - c + 0.5), 6),
    )


def _next_to_nothing(out: pd.DataFrame) -> pd.Series:
    """Return where the ratio of what came to what was expected is surely below `SHARE`'s fivefold: gamma-Poisson."""
    from scipy.stats import gamma

    c, expected = out["conversions"].fillna(0.0), out["expected_conversions"].fillna(0.0)
    return pd.Series(gamma.cdf(5 * SHARE, 1 + c, scale=1 / (1 + expected)) >= SURE, index=out.index)


def _kept_by(grams: list[tuple[str, ...]], protected: Protected) -> list[str]:
    """Return who uses each of them: the most frequent, and how many more."""
    n, t = blocked_pairs(grams, ["phrase"] * len(grams), protected.texts)
    order = np.lexsort((t, -protected.count[t], n))
    n, t = n[order], t[order]
    first, counts = np.unique(n, return_index=True)[1], np.bincount(n, minlength=len(grams))
    out = [""] * len(grams)
    for at in first.tolist():
        more = counts[n[at]] - 1
        out[n[at]] = protected.told[t[at]] + (f" and {more:,} more" if more else "")
    return out


def _least(out: pd.DataFrame) -> pd.DataFrame:
    """Leave the pairs that a word alone already blocks: one negative is enough."""
    gone = set(out.loc[(out["answer"] == "negative") & (out["words"] == 1), "ngram"])
    twice = (out["words"] == 2) & out["ngram"].map(lambda g: any(w in gone for w in g.split(" ")))
    twice &= out["answer"] == "negative"
    out.loc[twice, ["answer", "level", "reason"]] = ["leave", "", "a word of it is a negative already"]
    return out
