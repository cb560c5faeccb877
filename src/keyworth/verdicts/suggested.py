"""Wordings worth suggesting: none that the same report shows to have nothing on sale, or to lose money."""

from __future__ import annotations

import json

import pandas as pd

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
        _kept(wording, ids, condemned) if wording else (wording, ids)
        for wording, ids in zip(facts["suggested_wording"], facts["suggested_phrase_ids"], strict=True)
    ]
    facts = facts.copy(deep=False)
    for name, values in zip(("suggested_wording", "suggested_phrase_ids"), zip(*told, strict=True), strict=True):
        facts[name] = pd.Series(values, facts.index, dtype=facts[name].dtype)
    return facts


def _kept(wording: str, ids: str, condemned: set[str]) -> tuple[str, str]:
    known = json.loads(ids or "[]")
    pairs = [(w, i) for w, i in zip(wording.split("; "), known, strict=False) if key(w) not in condemned]
    return "; ".join(w for w, _ in pairs), json.dumps([i for _, i in pairs])
