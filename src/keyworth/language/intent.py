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
            if found and not _sold(found[1], offered):
                name[i], word[i] = intent, found[1]
    by_key = pd.DataFrame({"intent": name, "intent_word": word}).set_axis(unique)
    out = by_key.reindex(keys.to_numpy()).set_axis(keys.index)
    out["intent_told"] = out["intent"].map({k: told for k, (told, _, _) in INTENTS.items()}).fillna("")
    return out


def _any(wordings: tuple[str, ...]) -> re.Pattern[str]:
    inner = "|".join(w.replace("(", "(?:") for w in wordings) or _NEVER
    return re.compile(rf"(?<![\w-])({inner})(?![\w-])")


def _offered(catalogue: pd.DataFrame) -> str:
    """Return every title and category on sale as one text to look words up in."""
    sold = catalogue[catalogue["status"] != "retired"]
    told = pd.concat([sold["title"], sold["category"]]).astype(object).str.casefold()
    return " | ".join(sorted(set(told)))


@cache
def _sold(word: str, offered: str) -> bool:
    stem = re.escape(re.sub(r"(?:ing|s)$", "", word))  # who sells a service sells servicing
    return re.search(rf"\b{stem}", offered) is not None
