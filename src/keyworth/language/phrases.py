"""The customers' phrases, verbatim, with how many callers and searches used each, and quotes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from keyworth.language.searches import customer_searches
from keyworth.language.spoken import spoken_phrases
from keyworth.schema import PHRASES, QUOTES, conform
from keyworth.text import clean, key
from keyworth.text.word_forms import singular

if TYPE_CHECKING:
    from keyworth.settings import Language

MOST_PHRASES = 5_000  # bounds the file
QUOTES_EACH = 8  # bounds the file; the report shows the first few
# Whose words searches are, by where they were made.
CLASSES = {"own_searches": "site_search", "organic_searches": "search_console", "bought_searches": "search_ads"}


def mine_phrases(turns: pd.DataFrame, searches: pd.DataFrame, settings: Language) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the customers' phrases with their counts, and quotes in which they stand.

    A spoken phrase is an n-gram bounded by meaningful words, said unprompted by
    ``settings.min_callers`` distinct callers. One that hardly ever stands outside a longer phrase
    is left out: when a longer one has nine in ten of its callers (frequent sequences closed up to a
    tolerance, as Cheng, Ke and Ng, 2006, doi:10.1109/ICDM.2006.1, define them for sets). What the
    agent had just said does not count when the caller repeats it. A search is a phrase as a whole.
    Singular and plural count together; the spelling shown is the most frequent one, verbatim.

    Parameters
    ----------
    turns : DataFrame
        From ``customer_turns``.
    searches : DataFrame
        ``schema.SEARCHES``.
    settings : Language

    Returns
    -------
    phrases : DataFrame
        ``schema.PHRASES``, the most used first, at most 5,000.
    quotes : DataFrame
        ``schema.QUOTES``, up to eight of each phrase, of different callers first.
    """
    searches, _ = customer_searches(searches)
    said, spoken_quotes = spoken_phrases(turns, settings)
    typed, search_quotes = _searched(searches, settings)
    both = pd.concat([said, typed], ignore_index=True).reindex(columns=[*said.columns, *CLASSES])
    if not len(both):
        return conform(both, PHRASES), conform(pd.DataFrame(), QUOTES)
    phrases = _together(both)
    phrases = phrases.sort_values(["count", "phrase_key"], ascending=[False, True], kind="stable").head(MOST_PHRASES)
    phrases = phrases.reset_index(drop=True).assign(phrase_id=range(len(phrases)))
    quotes = pd.concat([spoken_quotes, search_quotes], ignore_index=True)
    quotes["phrase_id"] = quotes["group"].map(phrases.set_index("group")["phrase_id"])
    quotes = quotes.dropna(subset=["phrase_id"])
    quotes = quotes.sort_values(["phrase_id", "order"], kind="stable").groupby("phrase_id").head(QUOTES_EACH)
    return conform(phrases, PHRASES), conform(quotes, QUOTES)


def _searched(searches: pd.DataFrame, settings: Language) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the searched phrases, and a quote of each search of them."""
    frame = searches.assign(
        phrase=searches["search_term"].map(clean),
        count=searches["count"].fillna(1).clip(lower=0),
        said_at=searches["searched_at"].fillna(searches["period_end"]),
    )
    forms = {term: " ".join(map(singular, key(term).replace("-", " ").split())) for term in frame["phrase"].unique()}
    frame["group"] = frame["phrase"].map(forms).astype("str")
    frame = frame.sort_values(["group", "source_file", "source_row", "phrase"], kind="stable")
    total = frame.groupby("group")["count"].transform("sum")
    frame = frame[(total >= settings.min_searches) & (frame["group"] != "")]
    for name, origin in CLASSES.items():
        frame[name] = frame["count"].where(frame["origin"].eq(origin), 0.0)
    frame["own_searches"] += frame["count"].where(~frame["origin"].isin(CLASSES.values()), 0.0)
    variants = frame.groupby(["group", "phrase"], as_index=False).agg(
        searches=("count", "sum"), first_seen=("said_at", "min"), last_seen=("said_at", "max"),
        **{name: (name, "sum") for name in CLASSES},
    )  # fmt: skip
    quotes = frame.drop_duplicates(["group", "phrase"]).rename(columns={"phrase": "quote"}).assign(call_id="")
    quotes["order"] = 1e6 - quotes["count"]
    return variants.assign(callers=0, spoken=0), quotes[
        ["group", "quote", "call_id", "said_at", "order", "source_file", "source_row"]
    ]


def _together(both: pd.DataFrame) -> pd.DataFrame:
    """Join the spellings of a phrase, spoken and searched, under the most frequent one."""
    both = both.assign(weight=both["searches"] + both["spoken"])
    both[list(CLASSES)] = both[list(CLASSES)].fillna(0.0)
    both = both.sort_values(["group", "weight", "phrase"], ascending=[True, False, True], kind="stable")
    grouped = both.groupby("group", sort=True)
    phrases = grouped.agg(
        phrase=("phrase", "first"),
        callers=("callers", "max"),
        searches=("searches", "sum"),
        **{name: (name, "sum") for name in CLASSES},
        first_seen=("first_seen", "min"),
        last_seen=("last_seen", "max"),
    ).reset_index()
    phrases["count"] = phrases["callers"] + phrases["searches"]
    phrases["phrase_key"] = phrases["phrase"].map(key)
    return phrases
