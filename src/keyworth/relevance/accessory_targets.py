"""What an accessory or part is for: "treadmill" of "Treadmill Mat", "iPad Pro 11" of "Leather case for iPad Pro 11".

A shop that sells only the mat does not answer "running machine". Whether the mat's title is like the keyword says
little about that; whether its *host* is like the keyword says it all. So hosts are scored as if they were products.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keyworth.relevance.accessory import parts_and_mains
from keyworth.relevance.accessory_words import DESCRIBING, first_phrase, sold_for, title_hosts
from keyworth.relevance.features.words import read
from keyworth.relevance.model import log_odds
from keyworth.relevance.vocabulary import READ, read_words

if TYPE_CHECKING:
    import pandas as pd
NEAR = 0.5  # of the best host's probability, from which another host is asked for too
# Chosen on the judged shops in ``data/shops``; MARGIN on the development shops of ``bench``, for precision:
LEAST_SURE = 0.3  # P(the host is what is asked)
ANSWERED = 0.5  # P(another product answers), from which the thing is sold
DOUBTED, FAR = 0.8, 3.0  # between ANSWERED and DOUBTED the host must be the better answer by so much
MARGIN = 1.75  # log-odds by which the host must be the better answer than any other product


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
    words = np.array([w in sold_for() for w in found.words] or [False], np.float32)
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
        name = set(first_phrase(read(products["title"].iloc[product[i]]))) - DESCRIBING
        out[i] = bool(fits) and bool(name.intersection(read(keys[i]).tokens) - fits)
    return out
