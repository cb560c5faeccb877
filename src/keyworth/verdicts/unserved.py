"""What customers ask for that is not sold: how many, what staff answered, and what is spent on it."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from keyworth.schema import UNSERVED, conform
from keyworth.settings import Settings
from keyworth.text import key
from keyworth.verdicts.close_variants import meaning_words

OFF = ("none", "accessory_only", "retired")
# The thing that a caller asks for, in the commonest ways of asking; else the turn tells it as a whole.
_ASKS = re.compile(
    r"\b(?:do you (?:still |also |ever |guys )?(?:do|sell|have|make|fit|stock|offer|hire(?: "
    r"out)?|supply|install)|(?:stopped|still) "
    r"(?:making|doing|selling)|looking (?:for|to (?:buy|hire|get|order))|(?:i['’]?m|we['’]?re) "
    r"after|ringing about|calling about|"
    r"ask(?:ing)? about|it['’]?s about|i (?:need|want)|we (?:need|want)|interested in|price "
    r"(?:for|of|on)|how much (?:is|are|would|for))"
    r" (?:an?|any|some|the|one of (?:those|the)|your)? ?(?P<thing>[^.?!,;]{3,60})",
    re.I,
)
_TAIL = re.compile(
    r"\s+(?:be|roughly|please|at all|on your site|these days|any ?more|for me|from you|though|then|still)\b.*$", re.I
)
MOST_WORDS = 6


def unserved_demand(
    keywords: pd.DataFrame, phrases: pd.DataFrame, staff_answers: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return what customers ask for and nothing on sale staff_answers, the most asked first.

    Parameters
    ----------
    keywords : DataFrame
        ``schema.KEYWORD_FINDINGS``.
    phrases : DataFrame
        ``schema.PHRASES``: who else asks for it, in calls and on the company's site.
    staff_answers : DataFrame
        ``schema.STAFF_ANSWERS``; what staff refused is demand, whatever the relevance model thinks.
    settings : Settings

    Returns
    -------
    DataFrame
        ``schema.UNSERVED``.
    """
    asked = pd.concat([_refused(staff_answers), _of_keywords(keywords, settings)], ignore_index=True)
    asked = asked[asked["words"].map(len) > 0]
    if asked.empty:
        return conform(pd.DataFrame(), UNSERVED)
    groups = _grouped(asked)
    rows = [_row(name, group, keywords, phrases) for name, group in groups]
    out = pd.DataFrame(rows)
    out["asked"] = out["callers"].fillna(0) + out["own_searches"]
    out = out.sort_values(["callers", "asked", "cost", "phrase"], ascending=[False, False, False, True], kind="stable")
    return conform(out, UNSERVED)


def thing_asked(text: str) -> str:
    """Return the thing that a caller asks for, in their words; ``""`` where the turn does not name one shortly.

    Examples
    --------
    >>> thing_asked("Hello, do you do a loft ladder with a hatch?"), thing_asked("Hi, I'm ringing about skip hire.")
    ('loft ladder with a hatch', 'skip hire')
    >>> thing_asked("Good morning.")
    ''
    """
    found = _ASKS.search(text)
    thing = _TAIL.sub("", found["thing"]).strip(" -'’") if found else ""
    return thing if 0 < len(thing.split()) <= MOST_WORDS else ""


def _refused(staff_answers: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each caller whom staff refused a thing that they named."""
    no = staff_answers[staff_answers["refused"]]
    out = pd.DataFrame(
        {
            "phrase": [thing_asked(t) for t in no["asked"]], "staff_answer": no["answer"].to_numpy(object),
            "once_sold": no["once"].to_numpy(bool),
            "caller": no["person"].where(no["person"] != "", no["call_id"]).to_numpy(object),
        }
    )  # fmt: skip
    out["words"] = out["phrase"].map(lambda p: meaning_words(key(p)) if p else frozenset())
    return out


def _of_keywords(keywords: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the keywords that customers ask for and nothing staff_answers."""
    buying = (keywords["intent"] == "") & ~keywords["is_brand"].astype(bool)
    enough = keywords["asked_count"] >= settings.flags.min_phrase_count
    own = keywords[keywords["product_status"].isin(OFF) & buying & enough].drop_duplicates("keyword_key")
    words = [meaning_words(k) for k in own["keyword_key"]]
    told = {"phrase": own["keyword"].to_numpy(object), "words": words, "staff_answer": "", "caller": ""}
    return pd.DataFrame({**told, "once_sold": own["product_status"].eq("retired").to_numpy(bool)})


def _grouped(asked: pd.DataFrame) -> list[tuple[frozenset[str], pd.DataFrame]]:
    """Join what says the same thing: a wording whose words another holds whole is the name of both."""
    names = sorted(set(asked["words"]), key=lambda w: (len(w), sorted(w)))
    of: dict[frozenset[str], frozenset[str]] = {}
    for words in names:
        of[words] = next((n for n in dict.fromkeys(of.values()) if n <= words), words)
    return [(name, asked[asked["words"].map(of) == name]) for name in dict.fromkeys(of.values())]


def _row(name: frozenset[str], group: pd.DataFrame, keywords: pd.DataFrame, phrases: pd.DataFrame) -> dict[str, object]:
    phrase = min(group["phrase"].mode(), key=lambda p: (len(p), p))
    told = group.loc[group["staff_answer"] != "", "staff_answer"]
    same = keywords["keyword_key"].map(lambda k: name <= meaning_words(k)).astype(bool)
    rows = keywords[same & (keywords["product_status"].isin(OFF) | (keywords["callers_refused"] > 0))]
    said = phrases[phrases["phrase_key"].map(lambda k: name <= meaning_words(k)).astype(bool)]
    callers = max(
        int(group.loc[group["caller"] != "", "caller"].nunique()), int(said["callers"].max() if len(said) else 0)
    )
    return {
        "phrase": phrase,
        "callers": callers,
        "own_searches": float(said["own_searches"].sum()),
        "organic_searches": float(said["organic_searches"].sum()),
        "refused": int(group.loc[group["staff_answer"] != "", "caller"].nunique()),
        "staff_answer": told.iloc[0] if len(told) else "",
        "once_sold": bool(group["once_sold"].any()),
        "keywords": "; ".join(rows["keyword"].drop_duplicates()),
        "clicks": float(rows["clicks"].sum()),
        "cost": float(np.round(rows["full_cost"].sum(), 2)),
    }
