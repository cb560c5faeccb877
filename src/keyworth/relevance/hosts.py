"""What an accessory or part is for: "treadmill" of "Treadmill Mat", "iPad Pro 11" of "Leather case for iPad Pro 11".

A shop that sells only the mat does not answer "running machine". Whether the mat's title is like the keyword says
little about that; whether its *host* is like the keyword says it all. So hosts are scored as if they were products.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from keyworth.relevance.accessory import parts_and_mains
from keyworth.relevance.features import lexicon
from keyworth.relevance.features.words import WORD, Reading, read

if TYPE_CHECKING:
    import pandas as pd

SOLD_FOR = lexicon.ACCESSORIES | lexicon.PARTS
LEAST = 2  # words of a host that the word before the accessory may be left off
_DESCRIBING = lexicon.NOT_THINGS | lexicon.TRAILING


def hosts(products: pd.DataFrame) -> pd.DataFrame:
    """Return the hosts that the titles of accessories and parts name, as a catalogue of things that are not sold.

    Parameters
    ----------
    products : DataFrame
        ``title``, ``category``, ``price``; the rest goes along.

    Returns
    -------
    DataFrame
        The columns of ``products``, a row a distinct host; ``title`` is the host, ``description`` and ``category``
        are empty, and ``sold`` is the place of the first product that is for it.

    Examples
    --------
    >>> import pandas as pd
    >>> titles = ["Treadmill Mat, Black", "Leather case for iPad Pro 11", "Oak dining table", "Office Chair Floor Protector"]
    >>> shop = pd.DataFrame({"title": titles, "category": "", "price": float("nan"), "description": ""})
    >>> hosts(shop)["title"].tolist()
    ['treadmill', 'ipad pro 11', 'office chair floor', 'office chair']
    """
    part, main = parts_and_mains(products)
    named = [
        (host, place)
        for place, title in enumerate(products["title"])
        if not main[place]
        for host in title_hosts(title, bool(part[place]))
    ]
    first: dict[str, int] = {}
    for host, place in named:
        first.setdefault(host, place)
    found = products.iloc[list(first.values())].reset_index(drop=True)
    return found.assign(title=list(first), description="", category="", sold=np.array(list(first.values()), int))


def title_hosts(title: str, listed: bool = False) -> list[str]:
    """Return what a title says its product is for; nothing where it is the thing itself.

    Parameters
    ----------
    title : str
    listed : bool
        Whether the catalogue itself lists it among accessories, so that its last word need not be one by name.

    Examples
    --------
    >>> title_hosts("Pilates Reformer Spring Set", listed=True), title_hosts("Pilates Reformer")
    (['pilates reformer'], [])
    """
    r = read(title)
    phrase = _first_phrase(r)
    at = next((i for i, t in enumerate(phrase) if i and t in SOLD_FOR), 0)
    if not at and listed and len(phrase) > 1:
        at = len(phrase) - 1
    aims = [t for t, z in zip(r.tokens, r.zones, strict=True) if z == 2] if at or listed or _is_part(phrase) else []
    found = [aims] if aims else [phrase[:at], phrase[: at - 1] if at > LEAST else []]
    return [" ".join(words) for words in found if any(t not in _DESCRIBING for t in words)]


def _is_part(phrase: list[str]) -> bool:
    return bool(phrase) and phrase[-1] in SOLD_FOR


def _first_phrase(r: Reading) -> list[str]:
    """Return the words up to the end of the first noun phrase, without words that only describe what is sold."""
    words: list[str] = []
    for token, kind, zone, end in zip(r.tokens, r.kinds, r.zones, r.ends, strict=True):
        if zone:
            break
        words.append(token)
        if end and kind == WORD and len(words) > 1:
            break
    while len(words) > 1 and words[-1] in _DESCRIBING:
        words.pop()
    return words
