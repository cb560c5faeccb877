"""What calls teach of names: what customers call a product, what staff do and customers don't, what is not sold.

A call's product is the one that its record, its sale or a speaker names; else the one that the caller's own words
surely ask for. So a wording of the staff's is tied to what the caller had asked for. Each kind of wording is then tried
on callers that nothing was learnt from: each caller left out in turn, and those who are kept for the test for ever.
`relevance.learnt_names` weighs it by how it did there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from keyworth.language import mine_phrases
from keyworth.relevance.features.words import stem
from keyworth.relevance.score import score_keywords
from keyworth.schema import LEARNT, SEARCHES, conform, empty
from keyworth.text import tokens
from keyworth.training.split import LEARN, TEST, UNUSED, split_examples

if TYPE_CHECKING:
    from keyworth.settings import Settings

LEAST = 3  # callers, and calls, that a wording needs
SHARE = 0.7  # of the calls in which it stands that must agree
SURELY = 0.75  # P(a product answers a caller's words) from which on the call is about it
CUSTOMERS_TOO = 0.1  # of the calls in which staff say it: said by more callers than that, it is customers' own
LONGEST, SHORTEST = 6, 2  # words of a wording: one alone ("hire") is said of everything
HEARD = ("call_id", "caller", "ids", "started_at", "said", "told", "named", "place", "refused")
# How staff say that something is not to be had. What they say of when or where ("we don't open on Sundays") is told by
# the tested calls: the wordings that go with it stand in other calls, too.
_NO = (
    r"\bno longer\b|\bnot any ?more\b|\bany more\b|\bwe(?: have|'ve)? (?:stopped|never)\b|\bwe used to\b"
    r"|\bwe (?:don't|do not|can't|cannot)\b|\b(?:isn't|aren't|is not|are not) something we\b"
    r"|\bwe (?:haven't|have not) got\b|\bno,? (?:we|sorry|i'm afraid)\b|\bsorry,? (?:we|no|only)\b"
)
_REFUSED = re.compile(_NO, re.I)


def heard_calls(
    calls: pd.DataFrame, turns: pd.DataFrame, weak: pd.DataFrame, who: pd.DataFrame, shop: pd.DataFrame,
    thing: np.ndarray, settings: Settings, progress: Any = None,
) -> pd.DataFrame:  # fmt: skip
    """Return what was said in each call, and what it was about.

    Parameters
    ----------
    calls, turns : DataFrame
        Redacted calls of all speakers, and the callers' turns.
    weak : DataFrame
        ``weak_labels.EXAMPLE``: calls whose product is named.
    who : DataFrame
        ``call_id, caller, ids``: the hashes of each call's caller.
    shop : DataFrame
        ``schema.CATALOGUE``.
    thing : int [m]
        From ``one_of_each``.
    settings : Settings
    progress : callable, optional

    Returns
    -------
    DataFrame
        ``HEARD``: ``said`` by the caller, ``told`` by staff; ``named`` is the place in ``shop`` of the product that a
        record, a sale or a speaker names, ``place`` also of one that the caller's words surely ask for, -1 where it is
        not known; ``refused`` where staff say that it is not to be had.
    """
    said = turns.groupby("call_id", sort=True).agg(said=("text", " ".join), started_at=("started_at", "min"))
    staff = calls[calls["role"] != "customer"].sort_values(["call_id", "turn", "source_row"], kind="stable")
    told = staff.groupby("call_id", sort=False)["text"].agg(" . ".join)
    out = said.join(told.rename("told")).fillna({"told": ""}).reset_index()
    out = out.merge(who, on="call_id", how="left", validate="one_to_one")
    named = weak[weak["wanted"]].drop_duplicates("text").set_index("text")["product"]
    out["refused"] = out["told"].str.contains(_REFUSED)
    out["named"] = out["said"].map(named).fillna(-1).astype(int).where(~out["refused"], -1)
    asked = _asked_for(out["said"], turns, shop, thing, settings, progress)
    out["place"] = out["named"].where(out["named"] >= 0, asked).where(~out["refused"], -1)
    return out[list(HEARD)]


def learn_names(heard: pd.DataFrame, turns: pd.DataFrame, calls: pd.DataFrame, shop: pd.DataFrame,
                settings: Settings) -> pd.DataFrame:  # fmt: skip
    """Return the wordings that calls tie to a product, or to what is not sold.

    Parameters
    ----------
    heard : DataFrame
        From ``heard_calls``.
    turns, calls : DataFrame
        As there.
    shop : DataFrame
        ``schema.CATALOGUE``.
    settings : Settings

    Returns
    -------
    DataFrame
        ``schema.LEARNT``, of the callers that are learnt from; ``right`` and ``tested`` are of the others.
    """
    part = _parts(heard)
    learnt, test = heard[part == LEARN], heard[part == TEST]
    if not len(learnt):
        return empty(LEARNT)
    mined = settings.language.model_copy(update={"min_callers": LEAST})
    own = turns[turns["call_id"].isin(learnt["call_id"])]
    staff = calls[(calls["role"] != "customer") & calls["call_id"].isin(learnt["call_id"])]
    wordings = {
        "customers": mine_phrases(own, empty(SEARCHES), mined)[0]["phrase"].tolist(),
        "staff": mine_phrases(_as_turns(staff), empty(SEARCHES), mined)[0]["phrase"].tolist(),
    }
    parts = [
        _tied(wordings["customers"], "customers", learnt, test, shop),
        _tied(wordings["staff"], "staff", learnt, test, shop),
        _tied(wordings["customers"], "not_sold", learnt, test, shop),
    ]
    out = pd.concat(parts, ignore_index=True)
    return conform(out.sort_values(["kind", "phrase"], kind="stable"), LEARNT)


def taught_by(names: pd.DataFrame, heard: pd.DataFrame) -> pd.DataFrame:
    """Return the calls that taught anything: whose callers a version must name when it is asked about them."""
    part = _parts(heard)
    said = [stands(names["phrase"].tolist(), heard[of]).any(axis=1) for of in ("said", "told")]
    return heard[(part == LEARN) & (said[0] | said[1])]


def _parts(heard: pd.DataFrame) -> np.ndarray:
    """Return which calls are learnt from and which test; of one without a day nobody can tell, so it is neither."""
    part = split_examples(heard["caller"], heard["started_at"])
    return np.where((part == LEARN) & heard["started_at"].isna().to_numpy(), UNUSED, part)


def stands(wordings: Sequence[str], texts: pd.Series) -> np.ndarray:
    """Return which wordings stand in which texts, uint8 [texts × wordings]; plural and singular are one.

    Examples
    --------
    >>> stands(["drain survey", "soakaway"], pd.Series(["two drain surveys please", "no drains"])).tolist()
    [[1, 0], [0, 0]]
    """
    from sklearn.feature_extraction.text import CountVectorizer

    keys = [" ".join(_stems(w)) for w in wordings]
    place = {k: i for i, k in enumerate(dict.fromkeys(k for k in keys if k))}
    if not place or not len(texts):
        return np.zeros((len(texts), len(keys)), np.uint8)
    found = CountVectorizer(analyzer=_grams, vocabulary=place, binary=True, dtype=np.uint8).transform(texts).toarray()
    return found[:, [place.get(k, 0) for k in keys]] * np.array([bool(k) for k in keys], np.uint8)


def _stems(text: str) -> list[str]:
    return [stem(w) for w in tokens(text.replace("-", " "))]


def _grams(text: str) -> list[str]:
    words = _stems(text)
    return [" ".join(words[i : i + n]) for n in range(1, LONGEST + 1) for i in range(len(words) - n + 1)]


def _as_turns(staff: pd.DataFrame) -> pd.DataFrame:
    """Return staff's turns as the miner of phrases reads callers': whoever they speak to counts once."""
    return staff.assign(role="customer", echoed="")


def _asked_for(
    said: pd.Series, turns: pd.DataFrame, shop: pd.DataFrame, thing: np.ndarray, settings: Settings, progress: Any
) -> np.ndarray:
    """Return the place of the product that each caller's words surely ask for, -1 where none or nobody can tell."""
    phrases = mine_phrases(turns, empty(SEARCHES), settings.language)[0]["phrase_key"].drop_duplicates()
    phrases = phrases[phrases.map(lambda phrase: len(tokens(phrase)) >= SHORTEST)]
    if phrases.empty or shop.empty:
        return np.full(len(said), -1)
    tuned = settings.relevance.model_copy(update={"models": "", "answers": ""})
    scored, _ = score_keywords(pd.DataFrame({"keyword_key": phrases}), shop, tuned, None, progress)
    scored = scored[(scored["product_relevance"] >= SURELY) & (scored["product_status"] == "active")]
    if scored.empty:
        return np.full(len(said), -1)
    ids = {p: i for i, p in reversed(list(enumerate(shop["product_id"])))}
    place = thing[scored["product_id"].map(ids).to_numpy(int)]
    words = scored["keyword_key"].map(lambda phrase: len(tokens(phrase))).to_numpy(int)
    said_of = stands(scored["keyword_key"].tolist(), said) * (words * scored["product_relevance"].to_numpy(float))
    best = said_of.argmax(axis=1)  # the longest wording says most
    return np.where(said_of.max(axis=1) > 0, place[best], -1)


def _tied(wordings: list[str], kind: str, learnt: pd.DataFrame, test: pd.DataFrame, shop: pd.DataFrame) -> pd.DataFrame:
    """Return the wordings of a kind that go with one product, or with a refusal, and how they did in the test."""
    of = "told" if kind == "staff" else "said"
    known, about = _about(learnt, kind)
    names = [w for w in dict.fromkeys(wordings) if len(tokens(w)) >= SHORTEST]
    there = stands(names, known[of])
    if kind == "staff":  # and customers don't
        theirs = stands(names, learnt["said"]).sum(axis=0) > CUSTOMERS_TOO * there.sum(axis=0)
        names, there = [w for w, own in zip(names, theirs, strict=True) if not own], there[:, ~theirs]
    rows, right, tested = [], 0, 0
    for i, name in enumerate(names):
        at, told = known[there[:, i] > 0], about[there[:, i] > 0]
        if at["caller"].nunique() < LEAST:
            continue
        callers = told[~at.assign(about=told).duplicated(["caller", "about"])]
        right, tested = np.add((right, tested), left_out(callers))
        most = -1 if kind == "not_sold" else int(np.bincount(told).argmax())
        agree = int((told == most).sum())
        if agree >= LEAST and agree >= SHARE * len(at):
            days = at["started_at"].dropna()
            rows.append({"phrase": name, "kind": kind, "place": most, "calls": len(at), "agree": agree,
                         "first_heard": f"{days.min():%Y-%m-%d}" if len(days) else "",
                         "last_heard": f"{days.max():%Y-%m-%d}" if len(days) else ""})  # fmt: skip
    out = pd.DataFrame(rows, columns=["phrase", "kind", "place", "calls", "agree", "first_heard", "last_heard"])
    right, tested = np.add((right, tested), _tried(out, kind, test, of))
    sold = out["place"].where(out["place"] >= 0)
    return out.assign(
        right=right, tested=tested, product_id=_of(shop, "product_id", sold), product_title=_of(shop, "title", sold)
    )


def left_out(told: np.ndarray) -> tuple[int, int]:
    """Return how often a wording was right of a caller whom nothing was learnt from, and how often it said anything.

    Examples
    --------
    >>> left_out(np.array([4, 4, 4, 7])), left_out(np.array([4, 4])), left_out(np.array([4, 7, 9]))
    ((0, 1), (0, 0), (0, 0))
    >>> left_out(np.array([4, 4, 4, 4, 4, 7]))
    (5, 6)
    """
    each, n = np.sort(np.unique(told, return_counts=True)[1])[::-1], len(told)
    most = int(each[0])
    without = most - 1 >= max(LEAST, SHARE * (n - 1))  # one of those who agree is left out
    right = most if without else 0
    return right, right + (n - most if most >= max(LEAST, SHARE * (n - 1)) else 0)


def _about(heard: pd.DataFrame, kind: str) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the calls that a kind of wording is judged by, and what each was about: a place, -1 for a refusal.

    Customers' own words are judged by what others noted alone: what they surely ask for is known without learning.
    """
    place = heard["named"] if kind == "customers" else heard["place"]
    use = (place >= 0) | heard["refused"] if kind == "not_sold" else place >= 0
    return heard[use], place[use].where(~heard["refused"][use], -1).to_numpy(int)


def _tried(out: pd.DataFrame, kind: str, test: pd.DataFrame, of: str) -> tuple[int, int]:
    """Return in how many of the tested calls wordings of this kind stood and agreed, and in how many they stood."""
    known, wanted = _about(test, kind)
    there = stands(out["phrase"].tolist(), known[of]) > 0
    agree = wanted[:, None] == out["place"].to_numpy(int)[None, :]
    return int((there & agree).any(axis=1).sum()), int(there.any(axis=1).sum())


def _of(shop: pd.DataFrame, column: str, place: pd.Series) -> np.ndarray:
    values = shop[column].to_numpy(object)
    return np.array(["" if pd.isna(p) else values[int(p)] for p in place], dtype=object)
