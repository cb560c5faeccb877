"""The search terms that ads bought: a row a term, campaign and keyword, with who asked and what is known of each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from keyworth import text
from keyworth.language.intent import intents
from keyworth.money.brand import brand_rows, brand_terms
from keyworth.relevance.score import cores
from keyworth.search_terms.blocking import blocked_pairs
from keyworth.verdicts.close_variants import meaning_words, meanings

_SUMS = ["clicks", "cost", "conversions"]
_SCORED = ["product_id", "product_title", "product_status", "product_relevance"]


def bought_rows(searches: pd.DataFrame, keywords: pd.DataFrame) -> pd.DataFrame:
    """Return the terms of ads, days and devices summed: ``term_key, search_term, campaign, keyword, ad_group``, sums.

    Parameters
    ----------
    searches : DataFrame
        ``schema.SEARCHES``.
    keywords : DataFrame
        ``schema.KEYWORDS``; the ad group is a keyword's where its campaign lists it in one alone.
    """
    shown = searches[(searches["origin"] == "search_ads") & (searches["search_term"] != "")]
    shown = shown.assign(term_key=_mapped(shown["search_term"], text.key), paid_key=_mapped(shown["keyword"], text.key))
    by = shown.groupby(["term_key", "campaign", "paid_key"], sort=True)
    out = by[_SUMS].sum(min_count=1).round(6)
    out = out.join(by[["search_term", "keyword"]].first()).reset_index()
    listed = keywords[keywords["channel"] == "paid"].groupby(["campaign", "keyword_key"])["ad_group"]
    one = listed.agg(lambda groups: groups.iloc[0] if groups.nunique() == 1 else "").rename("ad_group").reset_index()
    out = out.merge(one, left_on=["campaign", "paid_key"], right_on=["campaign", "keyword_key"], how="left")
    return out.assign(ad_group=out["ad_group"].fillna("")).drop(columns="keyword_key")


def term_facts(
    rows: pd.DataFrame, terms: pd.DataFrame, keywords: pd.DataFrame, catalogue: pd.DataFrame, heard: pd.Series,
    settings: Any,
) -> pd.DataFrame:  # fmt: skip
    """Return what is known of each distinct term, by ``term_key``.

    Parameters
    ----------
    rows : DataFrame
        Of `bought_rows`.
    terms : DataFrame
        ``schema.RELEVANCE`` of the terms, by their text.
    keywords : DataFrame
        ``schema.KEYWORD_FINDINGS``; a term that is a keyword has that keyword's relevance, which rests on more.
    catalogue : DataFrame
    heard : Series
        How often customers said or searched a text, by its key.
    settings : Settings

    Returns
    -------
    DataFrame
        Sums, ``family`` (what it asks for, without commercial words and places), relevance, ``intent``, ``is_brand``,
        ``asked_count``, ``listed`` (the verdict on a keyword of its meaning, the kindest, ``""`` for none), ``leads``
        and ``attributed_revenue`` of keywords of these very words.
    """
    out = rows.groupby("term_key")[_SUMS].sum(min_count=1)
    keys = pd.Series(out.index, index=out.index)
    scored = [*_SCORED, "applicable", "unread"]
    out = out.join(terms.set_index("keyword_key").rename(columns={"reason": "unread"})[scored])
    paid = keywords[keywords["channel"] == "paid"]
    own = paid.rename(columns={"relevance_reason": "unread"}).drop_duplicates("keyword_key")
    own = own.set_index("keyword_key")[scored]
    own = own[own.index.isin(out.index)]
    out.loc[own.index, own.columns] = own
    told = intents(keys, catalogue)
    # Who wants work or a used one asks for something else than who wants the thing itself.
    out["family"] = np.where(told["intent"] == "", cores(list(out.index), catalogue), keys.astype(object))
    named = brand_terms(keywords, catalogue, settings.relevance.brand_terms, settings.report.company)
    brand = brand_rows(pd.DataFrame({"keyword_key": out.index, "campaign": ""}), named) if named else False
    out = out.assign(**{str(c): told[c] for c in told}, is_brand=np.asarray(brand, dtype=bool))
    out["asked_count"] = asked_for(out["family"], heard)
    out["listed"] = _listed(keys, paid)
    by_words = paid.groupby("keyword_key")[["leads", "attributed_revenue", "attributed_conversions"]].sum(min_count=1)
    out = out.join(by_words.rename(columns={"attributed_conversions": "sales"}))
    return out.assign(family_leads=out.groupby("family")["leads"].transform("sum"))


def customers_heard(searches: pd.DataFrame, phrases: pd.DataFrame) -> pd.Series:
    """Return how often customers searched the site for a text, or said it, by its key."""
    own = searches[searches["origin"] == "site_search"]
    typed = own["count"].fillna(1).groupby(_mapped(own["search_term"], text.key)).sum()
    said = phrases[phrases["callers"] > 0].set_index("phrase_key")["callers"].astype("float64")
    return pd.concat([typed, said]).groupby(level=0).sum()


def asked_for(wordings: pd.Series, heard: pd.Series) -> pd.Series:
    """Return how often customers asked for each wording: their texts that hold all its words, plurals and order aside.

    Examples
    --------
    >>> asked_for(pd.Series(["drain survey", "drain repair kit"]), pd.Series({"drain surveys": 3.0, "drain repair": 9}))
    0    3.0
    1    0.0
    dtype: float64
    """
    if heard.empty:
        return pd.Series(np.nan, index=wordings.index)
    unique = pd.unique(wordings.astype(object))
    asked = [tuple(sorted(meaning_words(w))) for w in unique]
    texts = [tuple(sorted(meaning_words(t))) for t in heard.index]
    wording, said = blocked_pairs(asked, ["broad"] * len(asked), texts)
    counts = np.bincount(wording, heard.to_numpy(float)[said], len(unique))
    return wordings.astype(object).map(dict(zip(unique, counts, strict=True))).astype("float64")


def _listed(keys: pd.Series, paid: pd.DataFrame) -> pd.Series:
    """Return the kindest verdict on a listed keyword of each term's meaning, ``""`` where none is listed.

    A fix that is to make a negative of it counts as a cut.
    """
    both = pd.concat([paid["keyword_key"], keys], ignore_index=True)
    meant = meanings(both)
    rank = {"keep": 0, "watch": 1, "fix": 2, "cut": 3}
    verdicts = paid["verdict"].where(paid["rule"] != "other_intent", "cut").map(rank).to_numpy()
    kindest = pd.Series(verdicts).groupby(meant.iloc[: len(paid)].to_numpy()).min()
    names = {v: k for k, v in rank.items()}
    return pd.Series(meant.iloc[len(paid) :].to_numpy(), index=keys.index).map(kindest).map(names).fillna("")


def _mapped(column: pd.Series, how: Any) -> pd.Series:
    return column.map({t: how(t) for t in column.unique()}).astype("str")
