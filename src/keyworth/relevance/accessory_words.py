"""What an accessory's title says that it is for, and which words are those of the thing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from keyworth.relevance.accessory import parts_and_mains
from keyworth.relevance.features import lexicon
from keyworth.relevance.features.product_types import load_things
from keyworth.relevance.features.words import WORD, Reading, read, stem
from keyworth.relevance.keyword_core import core
from keyworth.text import tokens

if TYPE_CHECKING:
    import pandas as pd

LEAST = 2  # words of a host that the word before the accessory may be left off
_STILL_IT = frozenset({"upgrade"})  # an upgrade to a green roof is one
# Work on a thing is no accessory for it.
_SERVICES = frozenset(
    stem(w)
    for w in tokens(
        "hire rental lease installation installing fitting repair service servicing cleaning emptying removal delivery "
        "visit inspection survey test maintenance clearance lesson training course treatment design making building "
        "replacement"
    )
)
_AIM = re.compile(r"\b(?:to|for|with|in|without|instead of)\b")
_MEASURES = frozenset({"litre", "mm", "cm", "kg"})
DESCRIBING = lexicon.NOT_THINGS | lexicon.TRAILING | _STILL_IT


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
    (['pilate reformer'], [])
    >>> title_hosts("Oak Bed Frame"), title_hosts("Bike Frame")
    ([], ['bike'])
    """
    r = read(title)
    phrase = first_phrase(r)
    at = next((i for i, t in enumerate(phrase) if i and t in sold_for()), 0)
    if at and not listed and _is_a_kind(phrase, at):
        return []
    if not at and listed and len(phrase) > 1:
        at = len(phrase) - 1
    found = [
        phrase[:b] for _, b, _ in load_things().spans(phrase) if b < len(phrase) and (listed or _has_part(phrase[b:]))
    ]
    found = found or [phrase[:at], phrase[: at - 1] if at > LEAST else []]
    aims = [t for t, z in zip(r.tokens, r.zones, strict=True) if z == 2] if at or listed or _is_part(phrase) else []
    found = [aims] if aims else found
    return [" ".join(words) for words in found if any(t not in DESCRIBING for t in words)]


def own_words(products: pd.DataFrame) -> dict[str, list[tuple[frozenset[str], frozenset[str], str]]]:
    """Return what accessories and parts may be for, and how they are asked for themselves, by product id.

    Parameters
    ----------
    products : DataFrame
        ``schema.CATALOGUE``.

    Returns
    -------
    dict
        A list for each: the words of what it is for, its own words, and the last of the former.

    Examples
    --------
    >>> import pandas as pd
    >>> titles = ["Water tank lid, green", "Water tank"]
    >>> shop = pd.DataFrame({"title": titles, "product_id": ["a", "b"], "category": "", "price": [20.0, 900.0]})
    >>> {i: [(sorted(a), sorted(b), c) for a, b, c in told] for i, told in own_words(shop).items()}
    {'a': [(['tank', 'water'], ['lid'], 'tank')]}
    """
    part, main = parts_and_mains(products)
    priced = products["price"].notna().to_numpy(bool)  # what is quoted for is work
    out = {}
    for place in np.flatnonzero(~main | priced).tolist():
        title = products["title"].iloc[place]
        phrase = first_phrase(r := read(title))
        if not phrase or phrase[-1] in _SERVICES:
            continue
        aims = " ".join(t for t, z in zip(r.tokens, r.zones, strict=True) if z == 2)
        found = {*(() if main[place] else title_hosts(title, bool(part[place])))}
        found |= {*(_things_before(phrase) if priced[place] else ())}
        found = found or {aims}
        words = [host.split() for host in sorted(found) if host]
        told = [(frozenset(host), frozenset(phrase) - frozenset(host) - DESCRIBING, host[-1]) for host in words]
        if told := [t for t in told if t[1]]:
            out[products["product_id"].iloc[place]] = told
    return out


def _things_before(phrase: list[str]) -> list[str]:
    """Return the things with which a name of another thing begins: an oil tank probe is for oil tanks."""
    ends = [b for _, b, _ in load_things().spans(phrase) if b < len(phrase)]
    return [" ".join(phrase[:b]) for b in ends if set(phrase[b:]) - DESCRIBING - _SERVICES]


def only_for_it(texts: Sequence[str], ids: Sequence[str], products: pd.DataFrame, head: bool = False) -> np.ndarray:
    """Return which products are for what their text names, by words that the text does not say.

    Parameters
    ----------
    texts, ids : sequence of str
        Pairs of a keyword and a product's id.
    products : DataFrame
        ``schema.CATALOGUE``, of the current range.
    head : bool
        Whether the text must ask for nothing else: the last word of its thing is what the product is for.

    Examples
    --------
    >>> import pandas as pd
    >>> titles = ["Water tank lid, green", "Water tank"]
    >>> shop = pd.DataFrame({"title": titles, "product_id": ["a", "b"], "category": "", "price": [20.0, 900.0]})
    >>> only_for_it(["new water tank", "lid for a water tank", "new water tank"], ["a", "a", "b"], shop).tolist()
    [True, False, False]
    """
    told = own_words(products)
    asked = {t: frozenset(read(t).tokens) for t in set(texts)} if told else {}
    last = {t: _asked_head(t) for t in asked} if head else {}
    return np.array(
        [
            any(
                fits <= asked[t] and not own & asked[t] and last.get(t, end) == end
                for fits, own, end in told.get(i, ())
            )
            for t, i in zip(texts, ids, strict=True)
        ],
        bool,
    )


def _asked_head(keyword: str) -> str:
    r = read(_AIM.split(core(keyword))[0] or keyword)
    words = [t for t, z in zip(r.tokens, r.zones, strict=True) if not z and t not in _SERVICES and not t[0].isdigit()]
    while len(words) > 1 and words[-1] in _MEASURES:
        words.pop()
    return words[-1] if words else ""


def _is_a_kind(phrase: list[str], at: int) -> bool:
    """Return whether a part's word ends the name of a thing that is no part: a bed frame is a bed."""
    things = load_things()
    for a, b, meant in things.spans(phrase):
        if a < at == b - 1:
            host = set(things.of.get(" ".join(phrase[a:at]), ()))
            return not host or bool(host & set(things.kinds[list(meant)].indices.tolist()))
    return False


def _has_part(words: list[str]) -> bool:
    return any(w in sold_for() for w in words)


@cache
def sold_for() -> frozenset[str]:
    return (lexicon.ACCESSORIES | lexicon.PARTS | load_things().parts) - _STILL_IT


def _is_part(phrase: list[str]) -> bool:
    return bool(phrase) and phrase[-1] in sold_for()


def first_phrase(r: Reading) -> list[str]:
    """Return the words up to the end of the first noun phrase, without words that only describe what is sold."""
    words: list[str] = []
    for token, kind, zone, end in zip(r.tokens, r.kinds, r.zones, r.ends, strict=True):
        if zone:
            break
        words.append(token)
        if end and kind == WORD and len(words) > 1:
            break
    while len(words) > 1 and words[-1] in DESCRIBING:
        words.pop()
    return words
