"""What the people who came by a keyword had typed: evidence of its meaning that no encoder has.

A search-terms report says which search terms a keyword answered. Where the keyword's own
words tell nothing ("artisan maker module") and its searchers asked for what is on sale
("art studio for garden"), the keyword does lead to a product, and is worded as nobody speaks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from keyworth import schema, text
from keyworth.relevance.accessory_words import only_for_it
from keyworth.relevance.prepared_catalogue import PreparedCatalogue, prepared
from keyworth.relevance.score import score_keywords
from keyworth.relevance.status import outcome

ENOUGH = 3.0  # searches (on a log scale) at which they are believed as much as the keyword's own text
UNCLICKED = 0.5  # of weight: shown and never clicked says a little; chosen
FOR_IT = 0.05  # of the relevance of what is only for the thing asked: a lid, where the tank is meant; chosen
NAMED = 0.9  # P(a retired product answers) from which on the keyword is taken to name it
DECIMALS = 6
_PRODUCT = ("product_id", "product_title", "product_status", "price", "margin")


def score_terms(
    searches: pd.DataFrame,
    catalogue: pd.DataFrame | PreparedCatalogue,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return ``schema.RELEVANCE`` and ``schema.MATCHES`` of each search term that ads bought, by its text.

    Parameters
    ----------
    searches : DataFrame
        ``schema.SEARCHES``; those of ads, and those that name the keyword which answered them.
    catalogue, settings, engine, progress
        As for `score_keywords`.
    """
    bought = searches[(searches["origin"] == "search_ads") | (searches["keyword"] != "")]
    keys = {text.key(t) for t in bought["search_term"].unique()} - {""}
    asked = pd.DataFrame({"keyword_key": sorted(keys)}, dtype="str")
    if not keys:
        return schema.empty(schema.RELEVANCE), schema.empty(schema.MATCHES)
    return score_keywords(asked, catalogue, settings, engine, progress)


def bridge_keywords(
    relevance: pd.DataFrame,
    keywords: pd.DataFrame,
    searches: pd.DataFrame,
    catalogue: pd.DataFrame | PreparedCatalogue,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
    scored: tuple[pd.DataFrame, pd.DataFrame] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Raise the product relevance of keywords whose searchers asked for what is on sale.

    Parameters
    ----------
    relevance : DataFrame
        ``schema.RELEVANCE`` of `score_keywords`.
    keywords, searches, catalogue : DataFrame
        Tables of ``schema``; searches that name the keyword which answered them are used.
    settings, engine, progress
        As for `score_keywords`.
    scored : pair of DataFrame, optional
        `score_terms`' result, where it is there already.

    Returns
    -------
    relevance : DataFrame
        With ``searchers_relevance`` (mean over the searches, weighted by how many)
        and ``searchers_terms`` (how many distinct terms); where it is higher than the keyword's own,
        ``product_relevance`` and the product are the searchers', in so far as there were enough of them.
    named : DataFrame
        ``keyword_key, product_id, relevance, weight``: what the texts of its search terms say of each product, summed.
    """
    terms = searched_terms(keywords, searches)
    if terms.empty:
        nothing = pd.DataFrame(columns=["keyword_key", "product_id", "relevance", "weight"])
        return relevance.assign(searchers_relevance=np.nan, searchers_terms=0), nothing
    by_text, matches = scored or score_terms(searches, catalogue, settings, engine, progress)
    named = _named(terms, matches, catalogue)
    terms = terms.merge(by_text, left_on="term_key", right_on="keyword_key", suffixes=("", "_term"))
    terms = terms[terms["applicable"]]
    terms["seen"] = terms["weight"] * terms["product_relevance"]
    heard = terms.groupby("keyword_key").agg(weight=("weight", "sum"), seen=("seen", "sum"), n=("term_key", "nunique"))
    heard["mean"] = heard["seen"] / heard["weight"]
    best = terms.sort_values(["keyword_key", "seen", "product_id"], ascending=[True, False, True])
    best = best[best["product_status"].isin(["active", "out_of_stock"])].drop_duplicates("keyword_key")
    return _raised(relevance, heard, best.set_index("keyword_key"), settings), named


def _named(terms: pd.DataFrame, matches: pd.DataFrame, catalogue: pd.DataFrame | PreparedCatalogue) -> pd.DataFrame:
    """Return the sums of what the texts of each keyword's search terms say of each product."""
    told = matches[["keyword_key", "product_id", "relevance"]].rename(columns={"keyword_key": "term_key"})
    current = prepared(catalogue).current.products
    told.loc[only_for_it(told["term_key"].tolist(), told["product_id"].tolist(), current), "relevance"] *= FOR_IT
    both = terms[["keyword_key", "term_key", "weight"]].merge(told, on="term_key")
    both["relevance"] *= both["weight"]
    out = both.groupby(["keyword_key", "product_id"], as_index=False)["relevance"].sum()
    return out.assign(weight=out["keyword_key"].map(terms.groupby("keyword_key")["weight"].sum()))


def searched_terms(keywords: pd.DataFrame, searches: pd.DataFrame) -> pd.DataFrame:
    """Return ``keyword_key, term_key, weight`` of searches that another wording answered."""
    named = searches[(searches["keyword"] != "") & (searches["search_term"] != "")]
    out = named.assign(keyword_key=named["keyword"].map(text.key), term_key=named["search_term"].map(text.key)).loc[
        :, ["keyword_key", "term_key", "count", "clicks"]
    ]
    out = out[(out["keyword_key"] != out["term_key"]) & out["keyword_key"].isin(set(keywords["keyword_key"]))]
    out = out.groupby(["keyword_key", "term_key"], as_index=False)[["count", "clicks"]].sum()
    # Damped, so that one much-used term does not speak for all; a term shown and never clicked says a little.
    out["weight"] = np.log1p(out["clicks"].fillna(out["count"]).fillna(0.0)) + UNCLICKED
    return out[out["weight"] > 0]


def _raised(relevance: pd.DataFrame, heard: pd.DataFrame, best: pd.DataFrame, settings: Any) -> pd.DataFrame:
    out = relevance.copy()
    key = out["keyword_key"]
    mean, weight = key.map(heard["mean"]).to_numpy(float), key.map(heard["weight"]).fillna(0.0).to_numpy(float)
    out["searchers_relevance"] = np.round(mean, 6)
    out["searchers_terms"] = key.map(heard["n"]).fillna(0).astype("int64")
    own = out["product_relevance"].fillna(0.0).to_numpy(float)
    believed = (np.nan_to_num(mean) * weight + own * ENOUGH) / (weight + ENOUGH)
    up = out["applicable"].to_numpy(bool) & (believed > own) & key.isin(best.index).to_numpy()
    named = (out["product_status"] == "retired") & (out["retired_relevance"] >= NAMED)
    up &= ~(named | (out["accessory_relevance"] > 0)).to_numpy()
    up &= believed > np.where(out["product_status"] == "retired", 0.5 * out["retired_relevance"], 0.0)
    if not up.any():
        return out
    out.loc[up, "product_relevance"] = np.round(believed[up], 6)
    for column in _PRODUCT:
        out.loc[up, column] = key[up].map(best[column])
    out.loc[up & (outcome(out["product_relevance"], settings) != "answered"), "product_status"] = "unclear"
    return out
