"""What an accessory or part is for: "treadmill" of "Treadmill Mat", "iPad Pro 11" of "Leather case for iPad Pro 11".

A shop that sells only the mat does not answer "running machine". Whether the mat's title is like the keyword says
little about that; whether its *host* is like the keyword says it all. So hosts are scored as if they were products.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from keyworth.relevance.accessory import parts_and_mains
from keyworth.relevance.features import lexicon
from keyworth.relevance.features.product_types import load_things
from keyworth.relevance.features.words import WORD, Reading, read, stem
from keyworth.relevance.keyword_core import core
from keyworth.relevance.model import log_odds
from keyworth.relevance.vocabulary import READ, read_words
from keyworth.text import tokens

if TYPE_CHECKING:
    import pandas as pd

LEAST = 2  # words of a host that the word before the accessory may be left off
NEAR = 0.5  # of the best host's probability, from which another host is asked for too
# Chosen on the judged shops in ``data/shops``; MARGIN on the development shops of ``bench``, for precision:
LEAST_SURE = 0.3  # P(the host is what is asked)
ANSWERED = 0.5  # P(another product answers), from which the thing is sold
DOUBTED, FAR = 0.8, 3.0  # between ANSWERED and DOUBTED the host must be the better answer by so much
MARGIN = 1.75  # log-odds by which the host must be the better answer than any other product
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
_DESCRIBING = lexicon.NOT_THINGS | lexicon.TRAILING | _STILL_IT


@dataclass(frozen=True)
class Hosts:
    """What accessories are for.

    Attributes
    ----------
    products : DataFrame
        A row a distinct host, as if it were a product: ``title`` is the host, the rest says nothing.
    links : CSR matrix [hosts × products]
        1 where a product is for a host.
    """

    products: pd.DataFrame
    links: Any


def hosts(products: pd.DataFrame) -> Hosts:
    """Return what the titles of accessories and parts say that they are for.

    Parameters
    ----------
    products : DataFrame
        ``schema.CATALOGUE``.

    Examples
    --------
    >>> import pandas as pd
    >>> titles = ["Treadmill Mat, Black", "Leather case for iPad Pro 11", "Oak table", "Office Chair Floor Protector"]
    >>> shop = pd.DataFrame({"title": titles, "category": "", "price": float("nan"), "description": ""})
    >>> hosts(shop).products["title"].tolist()
    ['treadmill', 'ipad pro 11', 'office chair']
    """
    from scipy import sparse

    part, main = parts_and_mains(products)
    titles = list(products["title"])
    named = [
        (host, place)
        for place in np.flatnonzero(~main & (part | _may_be_for_something(titles))).tolist()
        for host in dict.fromkeys(title_hosts(titles[place], bool(part[place])))
    ]
    row = {host: i for i, host in enumerate(dict.fromkeys(host for host, _ in named))}
    first = {row[host]: place for host, place in reversed(named)}
    virtual = products.iloc[[first[i] for i in range(len(row))]].reset_index(drop=True)
    places = np.array([(row[host], place) for host, place in named], int).reshape(-1, 2)
    links = sparse.csr_matrix((np.ones(len(places), np.float32), tuple(places.T)), (len(row), len(products)))
    return Hosts(virtual.assign(title=list(row), description="", category=""), links)


def _may_be_for_something(titles: list[str]) -> np.ndarray:
    """Return which titles have the word of an accessory or part: of the others nothing need be read."""
    found = read_words(titles)
    words = np.array([w in _sold_for() for w in found.words] or [False], np.float32)
    return (found.holds @ words > 0) | np.array([len(t) > READ for t in titles], bool)


def may_be_only_for(current: Any, links: Any, n: int) -> np.ndarray:
    """Return for which keywords ``only_for`` may find something: no product answers that is for nothing.

    Parameters
    ----------
    current : Scored
    links : CSR matrix [hosts × products]
    n : int
        Keywords.
    """
    itself = np.bincount(links.indices, minlength=links.shape[1]) == 0
    thing = np.zeros(n)
    own = itself[current.product]
    np.maximum.at(thing, current.keyword[own], current.probability[own])
    return (thing < DOUBTED) | current.only_accessory


def only_for(keys: Sequence[str], current: Any, hosted: Any, links: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for which keywords only something *for* the thing asked is sold.

    Parameters
    ----------
    keys : sequence of str
        The keywords [n].
    current, hosted : Scored
        The products, and what they are for (``Hosts.products``), after the model.
    links : CSR matrix [hosts × products]

    Returns
    -------
    only : bool array [n]
        The host is asked for rather than the accessory, and no other product answers nearly as well.
    product : int array [n]
        The accessory, -1 where there is none.
    relevance : float array [n]
        P(the host is what is asked).
    """
    from scipy import sparse

    n = len(keys)
    if not len(hosted.keyword) or not len(current.keyword):
        return np.zeros(n, bool), np.full(n, -1), np.zeros(n)
    best = np.zeros(n)
    np.maximum.at(best, hosted.keyword, hosted.probability)
    near = np.flatnonzero(hosted.probability >= NEAR * best[hosted.keyword])
    asked = sparse.csr_matrix(
        (hosted.probability[near], (hosted.keyword[near], hosted.product[near])), (n, len(links.indptr) - 1)
    )
    belongs = (asked @ links).tocsr()
    is_for = np.asarray(belongs[current.keyword.copy(), current.product.copy()]).ravel() > 0
    product = np.where(belongs.getnnz(axis=1) > 0, np.asarray(belongs.argmax(axis=1)).ravel(), -1)
    thing = np.zeros(n)
    np.maximum.at(thing, current.keyword[~is_for], current.probability[~is_for])
    margin = np.where(thing < ANSWERED, MARGIN, FAR)
    only = (best >= LEAST_SURE) & (thing < DOUBTED) & (log_odds(best) - log_odds(thing) > margin)
    only &= ~asked_itself(keys, current.products, hosted, links, np.where(only, product, -1))
    return only, product, best


def asked_itself(
    keys: Sequence[str], products: pd.DataFrame, hosted: Any, links: Any, product: np.ndarray
) -> np.ndarray:
    """Return for which keywords the name of an accessory holds a word that they ask for and that its hosts have not.

    "Walker basket" asks for the basket that fits walking frames; "walking frame" asks for what it fits. What stands
    behind the name says neither: "double sofa bed" does not ask for a "Sofa Bed Mattress Topper, Double".

    Parameters
    ----------
    keys : sequence of str
    products : DataFrame
        The current range.
    hosted : Scored
    links : CSR matrix [hosts × products]
    product : int array [len(keys)]
        The accessory's place in ``products``, -1 where there is none.
    """
    out, of_product = np.zeros(len(product), bool), links.tocsc()
    for i in np.flatnonzero(product >= 0).tolist():
        at = of_product.indices[slice(*of_product.indptr[product[i] : product[i] + 2])]
        fits = {t for title in hosted.products["title"].iloc[at] for t in read(title).tokens}
        name = set(_first_phrase(read(products["title"].iloc[product[i]]))) - _DESCRIBING
        out[i] = bool(fits) and bool(name.intersection(read(keys[i]).tokens) - fits)
    return out


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
    phrase = _first_phrase(r)
    at = next((i for i, t in enumerate(phrase) if i and t in _sold_for()), 0)
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
    return [" ".join(words) for words in found if any(t not in _DESCRIBING for t in words)]


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
        phrase = _first_phrase(r := read(title))
        if not phrase or phrase[-1] in _SERVICES:
            continue
        aims = " ".join(t for t, z in zip(r.tokens, r.zones, strict=True) if z == 2)
        found = {*(() if main[place] else title_hosts(title, bool(part[place])))}
        found |= {*(_things_before(phrase) if priced[place] else ())}
        found = found or {aims}
        words = [host.split() for host in sorted(found) if host]
        told = [(frozenset(host), frozenset(phrase) - frozenset(host) - _DESCRIBING, host[-1]) for host in words]
        if told := [t for t in told if t[1]]:
            out[products["product_id"].iloc[place]] = told
    return out


def _things_before(phrase: list[str]) -> list[str]:
    """Return the things with which a name of another thing begins: an oil tank probe is for oil tanks."""
    ends = [b for _, b, _ in load_things().spans(phrase) if b < len(phrase)]
    return [" ".join(phrase[:b]) for b in ends if set(phrase[b:]) - _DESCRIBING - _SERVICES]


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
    return any(w in _sold_for() for w in words)


@cache
def _sold_for() -> frozenset[str]:
    return (lexicon.ACCESSORIES | lexicon.PARTS | load_things().parts) - _STILL_IT


def _is_part(phrase: list[str]) -> bool:
    return bool(phrase) and phrase[-1] in _sold_for()


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
