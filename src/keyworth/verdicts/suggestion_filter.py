"""Wordings worth suggesting: none that the same report shows to have nothing on sale, or to lose money.

Nor is another wording needed where the keyword only says more than the customers do: "boat fenders" holds "fenders".
"""

from __future__ import annotations

import json

import pandas as pd

from keyworth.relevance.features.words import stem
from keyworth.text import key

_OFF = ("retired", "none", "accessory_only")


def without_condemned(facts: pd.DataFrame, sure: float) -> pd.DataFrame:
    """Return the facts without suggestions that are keywords of the report which the audit itself speaks against.

    Parameters
    ----------
    facts : DataFrame
    sure : float
        P(below break-even) from which a keyword is known to lose.

    Examples
    --------
    >>> rows = {"keyword_key": ["pod", "shed", "hut"], "product_status": ["active", "none", "active"],
    ...         "suggested_wording": ["Shed; Hut", "", ""], "suggested_phrase_ids": ['["a", "b"]', "[]", "[]"],
    ...         "probability_below_break_even": [0.5, 0.5, 0.5]}
    >>> without_condemned(pd.DataFrame(rows), 0.9)[["suggested_wording", "suggested_phrase_ids"]].iloc[0].tolist()
    ['Hut', '["b"]']
    """
    if not (facts["suggested_wording"] != "").any():
        return facts
    against = facts["product_status"].isin(_OFF) | (facts["probability_below_break_even"] >= sure)
    condemned = set(facts.loc[against, "keyword_key"]) - set(facts.loc[~against, "keyword_key"])
    told = [
        _kept(keyword, wording, ids, condemned) if wording else (wording, ids)
        for keyword, wording, ids in zip(
            facts["keyword_key"], facts["suggested_wording"], facts["suggested_phrase_ids"], strict=True
        )
    ]
    facts = facts.copy(deep=False)
    for name, values in zip(("suggested_wording", "suggested_phrase_ids"), zip(*told, strict=True), strict=True):
        facts[name] = pd.Series(values, facts.index, dtype=facts[name].dtype)
    return facts


def _kept(keyword: str, wording: str, ids: str, condemned: set[str]) -> tuple[str, str]:
    known = json.loads(ids or "[]")
    if says_more(keyword, wording.split("; ")[0]):
        return "", "[]"
    pairs = [(w, i) for w, i in zip(wording.split("; "), known, strict=False) if key(w) not in condemned]
    return "; ".join(w for w, _ in pairs), json.dumps([i for _, i in pairs])


def says_more(keyword: str, wording: str) -> bool:
    """Return whether a keyword holds every word of a wording, however they are joined.

    Examples
    --------
    >>> says_more("boat fenders", "fender"), says_more("7 inch chartplotter", "chart plotter")
    (True, True)
    >>> says_more("vessel impact bumper", "fender")
    False
    """
    own, other = ([stem(w) for w in key(text).split()] for text in (keyword, wording))
    return bool(other) and (set(other) <= set(own) or "".join(other) in own)
