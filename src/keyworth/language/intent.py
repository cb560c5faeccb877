"""What else a keyword may be searched for: work, help, a used one, or how to do it oneself.

Only wordings that leave little doubt are listed (``intent_words``), and one that the
catalogue sells under ("refurbished laptops", "boiler repair", "DIY kit") counts for nothing.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from keyworth.language.intent_words import INTENTS

_NEVER = "(?!)"


def intents(keys: pd.Series, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return what each keyword is searched for when it is not to buy.

    Parameters
    ----------
    keys : Series of str
        ``keyword_key``.
    catalogue : DataFrame
        ``schema.CATALOGUE``; wordings in the titles and categories on sale are offers.

    Returns
    -------
    DataFrame
        ``intent`` (a name of ``INTENTS`` or ``""``), ``intent_word`` (the words
        that tell it) and ``intent_told`` (the intent in plain words).

    Examples
    --------
    >>> keys = pd.Series(["garden room jobs", "used garden office", "garden office", "manual treadmill"])
    >>> from keyworth import schema
    >>> intents(keys, schema.empty(schema.CATALOGUE))["intent"].tolist()
    ['jobs', 'second_hand', '', '']
    """
    unique = pd.unique(keys.astype(object))
    offered = _offered(catalogue)
    name, word = np.full(len(unique), "", dtype=object), np.full(len(unique), "", dtype=object)
    for intent, (_, wordings, cleared) in INTENTS.items():
        telling, clearing = _any(wordings), _any(cleared)
        for i in np.flatnonzero(name == ""):
            # Most keywords tell nothing: what clears a wording is looked at only where one was found.
            found = telling.search(unique[i]) and telling.search(clearing.sub(" ", unique[i]).strip())
            if found and not _sold(found[1], unique[i], offered):
                name[i], word[i] = intent, found[1]
    by_key = pd.DataFrame({"intent": name, "intent_word": word}).set_axis(unique)
    out = by_key.reindex(keys.to_numpy()).set_axis(keys.index)
    out["intent_told"] = out["intent"].map({k: told for k, (told, _, _) in INTENTS.items()}).fillna("")
    return out


def _any(wordings: tuple[str, ...]) -> re.Pattern[str]:
    inner = "|".join(w.replace("(", "(?:") for w in wordings) or _NEVER
    return re.compile(rf"(?<![\w-])({inner})(?![\w-])")


def _offered(catalogue: pd.DataFrame) -> tuple[str, ...]:
    """Return every title and category on sale, to look words up in."""
    sold = catalogue[catalogue["status"] != "retired"]
    told = pd.concat([sold["title"], sold["category"]]).astype(object).str.casefold()
    return tuple(sorted(set(told) - {""}))


# What is sold under one of these is sold under the others: an "annual maintenance visit" is a service.
_SERVICE = frozenset(
    {"service", "services", "servicing", "serviced", "maintenance", "repair", "repairs", "repairing", "repairer"}
)
_AIMS = re.compile(r"[,(–|]| (?:to|for|with|in|of|from|by|and) ")


@cache
def _sold(word: str, keyword: str, offered: tuple[str, ...]) -> bool:
    """Return whether exactly that is sold: the word ends what a title offers, or stands beside another of it."""
    own = {_stem(w) for w in re.findall(r"[\w']+", word)}
    told = own | {_stem(w) for w in _SERVICE} if own & {_stem(w) for w in _SERVICE} else own
    rest = {_stem(w) for w in re.findall(r"[\w']+", keyword) if len(w) > 3} - told
    for words, ends in _titles(offered):
        if (own <= words or (told - own and told & words)) and (rest & words or told & ends):
            return True
    return False


@cache
def _titles(offered: tuple[str, ...]) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return the stems of each title, and those with which the names in it end or begin."""
    out = []
    for title in offered:
        parts = [[_stem(w) for w in re.findall(r"[\w']+", part)] for part in _AIMS.split(title)]
        words = frozenset(w for part in parts for w in part)
        out.append((words, frozenset(w for part in parts[:1] if part for w in (part[0], part[-1]))))
    return tuple(out)


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
