"""Negatives on file and proposed: which block customers' own words or listed keywords, which repeat, which lack."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.search_terms.blocking import blocked_pairs, words_of
from keyworth.search_terms.negatives import TOLD

_PLACE = ["negative", "match_type", "campaign", "ad_group"]
ENOUGH = 3  # times that customers said or searched what is blocked


def negatives_table(
    on_file: pd.DataFrame, judged: pd.DataFrame, ngrams: pd.DataFrame, keywords: pd.DataFrame, heard: pd.Series
) -> pd.DataFrame:
    """Return ``schema.NEGATIVES``: those on file with what they block, then those proposed that are not.

    Parameters
    ----------
    on_file : DataFrame
        ``schema.NEGATIVES_ON_FILE``.
    judged : DataFrame
        Of `negatives.with_negatives`.
    ngrams : DataFrame
        Of `ngrams.ngram_table`.
    keywords : DataFrame
        ``schema.KEYWORD_FINDINGS``.
    heard : Series
        How often customers said or searched a text, by its key.
    """
    filed = on_file.assign(state="on file", cost=np.nan)
    wanted = _proposed(judged, ngrams)
    wanted = wanted[~_covered(wanted, filed)]
    rows = pd.concat([filed, wanted], ignore_index=True)
    if rows.empty:
        return rows
    rows = _with_keywords(rows, keywords)
    rows = _with_customers(rows, heard)
    rows = _with_terms(rows, judged)
    repeated = _repeats(rows)
    hits = (rows["blocks_keywords"] > 0) & ~_meant(rows, keywords)
    theirs = (rows["blocks_customers"] >= ENOUGH) & (rows["state"] == "on file")
    finding = [hits & (rows["state"] == "on file"), theirs, repeated != "", rows["state"] == "proposed"]
    rows["finding"] = np.select(finding, ["blocks keywords", "blocks customers", "duplicate", "missing"], "clear")
    said = rows["blocks_customers"].round().astype("int64").astype("str")
    told = [
        "it blocks " + rows["blocks_keywords"].astype("str") + " keywords that the account bids on",
        "customers said or searched what it blocks " + said + " times",
        "“" + repeated.astype("str") + "” blocks it already",
        pd.Series("searches were bought that it would block", index=rows.index),
    ]
    rows["reason"] = np.select(finding, [t.astype(object) for t in told], "")
    order = rows["finding"].map({"blocks keywords": 0, "blocks customers": 1, "missing": 2, "duplicate": 3, "clear": 4})
    rows = rows.assign(order=order).sort_values(
        ["order", "blocks_cost", "negative", "campaign"], ascending=[True, False, True, True], kind="stable"
    )
    return rows.drop(columns=["order", "cost"]).reset_index(drop=True)


def _proposed(judged: pd.DataFrame, ngrams: pd.DataFrame) -> pd.DataFrame:
    """Return the negatives of terms and words, each once, without those that a wider one covers."""
    gone = judged[judged["answer"] == "negative"]
    place = gone[["negative", "match_type", "level", "campaign", "ad_group"]].copy()
    place["ad_group"] = place["ad_group"].where(place["level"] == "ad group", "")
    place["campaign"] = place["campaign"].where(place["level"] != "account", "")
    words = ngrams[ngrams["answer"] == "negative"] if len(ngrams) else pd.DataFrame({"ngram": [], "level": []})
    grams = pd.DataFrame({"negative": words["ngram"], "match_type": "phrase", "level": "account", "campaign": ""})
    rows = pd.concat([grams, place], ignore_index=True).fillna("").drop_duplicates()
    return rows[~_covered(rows, rows)].assign(state="proposed", list_name="", source_file="", source_row=-1)


def _covered(rows: pd.DataFrame, wide: pd.DataFrame) -> pd.Series:
    """Return which negatives another one blocks already, wherever they would."""
    return _wider(rows, wide) >= 0


def _wider(rows: pd.DataFrame, wide: pd.DataFrame) -> pd.Series:
    """Return the place in ``wide`` of a negative that blocks all that each one does, -1 where there is none.

    All that a phrase or an exact negative blocks holds its words in order, so one that blocks these words blocks it,
    unless it is exact. One as wide in another place, or the same before it, counts once.
    """
    found = np.full(len(rows), -1)
    if rows.empty or wide.empty:
        return pd.Series(found, index=rows.index)
    own = [words_of(t) for t in rows["negative"]]
    by, of = blocked_pairs([words_of(t) for t in wide["negative"]], list(wide["match_type"]), own)
    a, b = wide.iloc[by].reset_index(drop=True), rows.iloc[of].reset_index(drop=True)
    width = {"exact": 0, "phrase": 1, "broad": 2}
    fits = a["match_type"].map(width) >= b["match_type"].map(width)
    everywhere = a["campaign"].eq("") & a["level"].isin(["account", "list"])
    fits &= everywhere | (a["campaign"].eq(b["campaign"]) & (a["ad_group"].eq("") | a["ad_group"].eq(b["ad_group"])))
    if wide is rows:
        twin = a[_PLACE].eq(b[_PLACE]).all(axis=1).to_numpy()
        fits &= (by != of) & ~(twin & (by > of))
    at = np.flatnonzero(fits.to_numpy())
    found[of[at][::-1]] = by[at][::-1]  # the first of them
    return pd.Series(found, index=rows.index)


def _repeats(rows: pd.DataFrame) -> pd.Series:
    """Return for each negative on file the one on file that blocks all it does, ``""`` where none does."""
    filed = rows[rows["state"] == "on file"]
    wider = _wider(filed, filed)
    told = filed["negative"].astype(object).to_numpy()
    found = pd.Series([told[w] if w >= 0 else "" for w in wider], index=filed.index, dtype=object)
    return found.reindex(rows.index).fillna("")


def _with_keywords(rows: pd.DataFrame, keywords: pd.DataFrame) -> pd.DataFrame:
    """Return the negatives with the keywords of their own place that they keep from showing."""
    paid = keywords[(keywords["channel"] == "paid") & (keywords["verdict"] != "cut")].reset_index(drop=True)
    n, k = _pairs(rows, paid["keyword"])
    there = np.asarray(rows["campaign"].eq(""))[n] | (
        np.asarray(rows["campaign"], dtype=object)[n] == np.asarray(paid["campaign"], dtype=object)[k]
    )
    there &= np.asarray(rows["ad_group"].eq(""))[n] | (
        np.asarray(rows["ad_group"], dtype=object)[n] == np.asarray(paid["ad_group"], dtype=object)[k]
    )
    n, k = n[there], k[there]
    hit = pd.DataFrame({"n": n, "keyword": paid["keyword"].astype(object).to_numpy()[k],
                        "cost": paid["cost"].fillna(0.0).to_numpy()[k]})  # fmt: skip
    hit = hit.sort_values(["n", "cost", "keyword"], ascending=[True, False, True]).drop_duplicates(["n", "keyword"])
    counts = np.bincount(hit["n"], minlength=len(rows))
    told = hit.groupby("n").head(TOLD).groupby("n")["keyword"].agg("; ".join)
    return rows.assign(
        blocks_keywords=counts, blocks=pd.Series(range(len(rows)), index=rows.index).map(told).fillna("")
    )


def _with_customers(rows: pd.DataFrame, heard: pd.Series) -> pd.DataFrame:
    n, t = _pairs(rows, pd.Series(heard.index, dtype=object))
    counts = np.bincount(n, heard.to_numpy(float)[t], len(rows))
    words = pd.DataFrame({"n": n, "text": np.asarray(heard.index, dtype=object)[t], "count": heard.to_numpy(float)[t]})
    words = words.sort_values(["n", "count", "text"], ascending=[True, False, True]).groupby("n").head(TOLD)
    told = words.groupby("n")["text"].agg("; ".join)
    said = pd.Series(range(len(rows)), index=rows.index).map(told).fillna("")
    return rows.assign(blocks_customers=counts, blocks=rows["blocks"].where(rows["blocks"] != "", said))


def _with_terms(rows: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Return the negatives with what the period spent, and brought, on searches that they would stop."""
    bought = judged.groupby(["search_term", "campaign"], sort=True)[["cost", "conversions"]].sum().reset_index()
    n, t = _pairs(rows, bought["search_term"])
    there = np.asarray(rows["campaign"].eq(""))[n] | (
        np.asarray(rows["campaign"], dtype=object)[n] == np.asarray(bought["campaign"], dtype=object)[t]
    )
    n, t = n[there], t[there]
    sums = {
        f"blocks_{c}": np.bincount(n, bought[c].fillna(0.0).to_numpy()[t], len(rows)) for c in ("cost", "conversions")
    }
    return rows.assign(**sums)


def _meant(rows: pd.DataFrame, keywords: pd.DataFrame) -> pd.Series:
    """Return which negatives route traffic on purpose: exact or phrase ones that name a keyword of another campaign."""
    elsewhere = keywords.groupby("keyword_key")["campaign"].nunique()
    named = rows["negative"].str.casefold().map(elsewhere).fillna(0)
    return (rows["level"].isin(["campaign", "ad group"])) & (named > 0) & (rows["match_type"] == "exact")


def _pairs(rows: pd.DataFrame, texts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    return blocked_pairs(
        [words_of(t) for t in rows["negative"]], list(rows["match_type"]), [words_of(t) for t in texts]
    )
