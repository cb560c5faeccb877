"""The negative keyword of each term that is to be blocked: its words, match type and level, and what else it stops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from keyworth.language.intent_words import NOT_BUYING
from keyworth.search_terms.blocking import blocked_pairs, words_of

TOLD = 5  # of what a negative stops, the dearest


@dataclass(frozen=True)
class Protected:
    """What no negative may stop, in whatever campaign: texts as words, each with who is behind it and how often."""

    texts: list[tuple[str, ...]]
    told: list[str]
    count: np.ndarray


def protected_texts(
    judged: pd.DataFrame, keywords: pd.DataFrame, heard: pd.Series, catalogue: pd.DataFrame
) -> Protected:
    """Return the searches that brought something, the keywords that stay, customers' own words and what is on sale.

    Parameters
    ----------
    judged : DataFrame
        Of `judge.judge_terms`.
    keywords : DataFrame
        ``schema.KEYWORD_FINDINGS``.
    heard : Series
        Of `bought.customers_heard`, those left out who look for work, help or the like.
    catalogue : DataFrame
    """
    kept = judged[judged["answer"] != "negative"].groupby("search_term", sort=True)["clicks"].sum()
    stays = (keywords["verdict"] != "cut") & (keywords["rule"] != "other_intent")
    paid = keywords[(keywords["channel"] == "paid") & stays].groupby("keyword", sort=True)["clicks"].sum()
    sold = catalogue[catalogue["status"] != "retired"].groupby("title", sort=True).size()
    parts = {"bought": kept, "keyword": paid, "customers": heard, "on sale": sold}
    return Protected(
        [words_of(str(t)) for part in parts.values() for t in part.index],
        [f"{who}: {t}" for who, part in parts.items() for t in part.index],
        np.concatenate([part.fillna(0.0).to_numpy(float) for part in parts.values()]),
    )


def with_negatives(judged: pd.DataFrame, protected: Protected) -> pd.DataFrame:
    """Return the judged terms with the negative of those that are to be blocked.

    It is the widest that stops nothing protected: the words that tell another intent, or what the term asks for
    (without commercial words and places), as a phrase; else the term alone, exact. Its level is the least that
    reaches every campaign that paid for the term: the ad group, where one keyword of one campaign did; that campaign;
    or the account.

    Parameters
    ----------
    judged : DataFrame
        Of `judge.judge_terms`.
    protected : Protected
    """
    out = judged.assign(level="", match_type="", negative="", blocks="", blocks_cost=np.nan)
    gone = out[out["answer"] == "negative"]
    added = out["answer"].isin(["add", "reword"])
    out.loc[added, "match_type"] = "exact"
    if gone.empty:
        return out
    by_term = gone.drop_duplicates("term_key").set_index("term_key")
    form = _forms(by_term, protected)
    out.loc[gone.index, ["negative", "match_type"]] = form.loc[gone["term_key"], ["negative", "match_type"]].to_numpy()
    out.loc[gone.index, "level"] = _levels(out.loc[gone.index]).to_numpy()
    stopped = _stopped(out, form)
    for column in ("blocks", "blocks_cost"):
        out.loc[gone.index, column] = gone["term_key"].map(stopped[column]).to_numpy()
    return out


def _forms(terms: pd.DataFrame, protected: Protected) -> pd.DataFrame:
    """Return ``negative, match_type`` of each term: the first of its forms that stops nothing protected."""
    intent = terms["intent_word"].where(terms["intent"].isin(NOT_BUYING), "").astype(object)
    forms = [(intent, "phrase"), (terms["family"].astype(object), "phrase")]
    out = pd.DataFrame({"negative": terms["search_term"].astype(object), "match_type": "exact"}, index=terms.index)
    settled = np.zeros(len(terms), dtype=bool)
    own = [words_of(t) for t in terms["search_term"]]
    for text, kind in forms:
        words = [words_of(t) for t in text]
        within = np.array(
            [bool(w) and f" {' '.join(w)} " in f" {' '.join(o)} " for w, o in zip(words, own, strict=True)]
        )
        harmed = np.unique(blocked_pairs(words, [kind] * len(words), protected.texts)[0])
        safe = within & ~settled & ~np.isin(np.arange(len(words)), harmed)
        out.loc[safe, "negative"] = text[safe]
        out.loc[safe, "match_type"] = kind
        settled |= safe
    return out


def _levels(gone: pd.DataFrame) -> pd.Series:
    """Return the level that reaches all that one negative is to stop, and no more."""
    by = gone.groupby(["negative", "match_type"])
    campaigns, groups = by["campaign"].transform("nunique"), by["ad_group"].transform("nunique")
    one = (groups == 1) & gone["ad_group"].ne("")
    wide = (campaigns > 1) | gone["campaign"].eq("") | gone["intent"].isin(NOT_BUYING)
    return pd.Series(np.select([wide, one], ["account", "ad group"], "campaign"), index=gone.index)


def _stopped(rows: pd.DataFrame, form: pd.DataFrame) -> pd.DataFrame:
    """Return what else each negative stops: the other terms, dearest first, and the pounds of all of them."""
    bought = rows.groupby("term_key").agg(search_term=("search_term", "first"), cost=("cost", "sum"))
    bought = bought.sort_values(["cost", "search_term"], ascending=[False, True])
    words = [words_of(t) for t in form["negative"]]
    n, t = blocked_pairs(words, list(form["match_type"]), [words_of(s) for s in bought["search_term"]])
    pairs = pd.DataFrame({"term": form.index.to_numpy()[n], "text": bought["search_term"].to_numpy()[t],
                          "key": bought.index.to_numpy()[t], "cost": bought["cost"].to_numpy()[t]})  # fmt: skip
    other = pairs[pairs["term"] != pairs["key"]]
    told = other.groupby("term").head(TOLD).groupby("term")["text"].agg("; ".join)
    stopped = pd.DataFrame({"blocks": told, "blocks_cost": other.groupby("term")["cost"].sum()}).reindex(form.index)
    return stopped.fillna({"blocks": "", "blocks_cost": 0.0})
