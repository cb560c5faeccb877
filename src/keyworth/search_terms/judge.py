"""Each search term's answer: add it as a keyword, block it, put it in a keyword's place, or leave it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from keyworth.language.intent_words import INTENTS, NOT_BUYING
from keyworth.search_terms.answered import answered_probability
from keyworth.verdicts.rules import controlled

WRONG = 0.03  # expected share of the negatives that are wrong; chosen on one company, measured on two others
UNLIKELY = 0.25  # P(what it asks for is on sale) of any of them
SOLD = 0.75  # likely
ON_SALE = ("active", "unclear")


def judge_terms(
    rows: pd.DataFrame, facts: pd.DataFrame, keywords: pd.DataFrame, floors: tuple[float, float], settings: Any
) -> pd.DataFrame:
    """Return every row with its answer and reason.

    Parameters
    ----------
    rows : DataFrame
        Of `bought.bought_rows`.
    facts : DataFrame
        Of `bought.term_facts`.
    keywords : DataFrame
        ``schema.KEYWORD_FINDINGS``.
    floors : tuple of float
        Of what is not answered, and of what is, as the terms were scored.
    settings : settings.Flags

    Returns
    -------
    DataFrame
        The columns of ``schema.SEARCH_TERMS`` but the negative's own.

    Notes
    -----
    =====================================================  ========  =================================================
    the term                                               answer    why
    =====================================================  ========  =================================================
    is the company's own name                              leave     the brand is judged apart
    means the same as a keyword that is not cut            leave     it is judged as that keyword
    brought a conversion                                   add       where what it asks for is on sale, likely
    nothing sold answers it, as likely as `WRONG` allows   negative  unless customers ask for it: stock it, or stop
    its words tell another intent, and nothing came        negative
    asks for what is sold, by a keyword worded otherwise   reword    customers say it so
    any other                                              leave     it cannot be told
    =====================================================  ========  =================================================
    """
    p = answered_probability(facts, *floors)
    known = facts.assign(answered_probability=p).drop(columns=["clicks", "cost", "conversions"])
    whole = facts[["clicks", "conversions"]].add_prefix("all_")
    out = rows.merge(known.join(whole), left_on="term_key", right_index=True, how="left")
    kinds = _kinds(out, keywords, settings)
    names = list(kinds)
    at = np.select([kinds[name] for name in names], np.arange(len(names)), default=len(names))
    answers, reasons = zip(*[_TOLD[name] for name in names], _TOLD["open"], strict=True)
    out["answer"] = np.array(answers, dtype=object)[at]
    out["reason"] = np.array(reasons, dtype=object)[at]
    told = out["intent"].map({k: v[0] for k, v in INTENTS.items()}).fillna("")
    named = {"word": out["intent_word"], "told": told, "keyword": out["keyword"], "product": out["product_title"],
             "unread": out["unread"]}  # fmt: skip
    parts = pd.DataFrame({name: column.astype(object).fillna("") for name, column in named.items()})
    said = [{str(name): text for name, text in row.items()} for row in parts.to_dict("records")]
    out["reason"] = [reason.format(**row) for reason, row in zip(out["reason"], said, strict=True)]
    return out


_TOLD = {
    "brand": ("leave", "the company’s own name"),
    "unread": ("leave", "it could not be judged: {unread}"),
    "kept": ("leave", "it is judged as a keyword of its meaning"),
    "intent": ("negative", "“{word}” in it: its searchers look for {told}, and nothing came of it"),
    "asked": ("leave", "nothing on sale answers it, but customers ask for it: stock it, or stop"),
    "off": ("negative", "nothing on sale answers it, none who asks for it buys, and nothing came of its clicks"),
    "reword": ("reword", "customers say it so: “{keyword}” is not their wording of {product}"),
    "add": ("add", "it asks for {product}, and it brought what was counted"),
    "open": ("leave", "it cannot be told yet"),
}


def _kinds(rows: pd.DataFrame, keywords: pd.DataFrame, settings: Any) -> dict[str, np.ndarray]:
    """Return which rows are of each kind; the first that holds decides."""
    p, sold = rows["answered_probability"], rows["product_status"].isin(ON_SALE)
    brought = (rows["all_conversions"] > 0) | (rows["leads"] > 0) | (rows["sales"] > 0)
    brought |= rows["family_leads"] >= 1
    other = rows["intent"].isin(NOT_BUYING) & (rows["product_status"] != "")
    reading = rows["intent"].ne("")
    mine = rows["listed"].isin(["keep", "watch", "fix"])
    may = (p <= UNLIKELY) & ~brought & ~mine & (rows["all_clicks"] > 0) & rows["product_status"].ne("")
    off = pd.Series(controlled(p.to_numpy(float), may.to_numpy(bool), WRONG), index=rows.index)
    jargon = keywords[keywords["rule"].isin(["misaligned", "reword"])]
    of_jargon = _pairs(rows["campaign"], rows["paid_key"]).isin(set(_pairs(jargon["campaign"], jargon["keyword_key"])))
    found = {
        "brand": rows["is_brand"].astype(bool),
        "unread": ~rows["applicable"].astype("boolean").fillna(False).astype(bool),
        "kept": mine,
        "intent": other & off,
        "asked": off & (rows["asked_count"] >= settings.min_phrase_count),
        "off": off,
        "reword": of_jargon & (p >= SOLD) & sold & ~reading,
        "add": (rows["all_conversions"] > 0)
        & (p >= SOLD)
        & sold
        & ~reading
        & rows["listed"].eq("")
        & ~_loses(rows, keywords, settings),
    }
    return {name: np.asarray(held, dtype=bool) for name, held in found.items()}


def _loses(rows: pd.DataFrame, keywords: pd.DataFrame, settings: Any) -> pd.Series:
    """Return where the keyword that paid loses: a wording of it that is bid on anew would lose as well."""
    lost = keywords[keywords["probability_below_break_even"] >= settings.break_even_probability]
    return _pairs(rows["campaign"], rows["paid_key"]).isin(set(_pairs(lost["campaign"], lost["keyword_key"])))


def _pairs(a: pd.Series, b: pd.Series) -> pd.Series:
    return a.astype(object) + "\x1f" + b.astype(object)
