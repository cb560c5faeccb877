"""A keyword in the shop's own names: "couch for the den" is asked as "sofa for the den" too, where sofas are sold."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from keyworth.relevance.features.product_types import load_things
from keyworth.relevance.features.words import fold, stem

MOST = 4  # wordings of a keyword beside its own


def shop_wordings(keywords: Sequence[str], sold: Collection[str]) -> tuple[list[str], np.ndarray]:
    """Return the keywords, then each again under other names of what it asks for that the shop's words hold.

    A name that only leaves words out ("pool" for "swimming pool") is none: what it gains, it gains from other things.

    Parameters
    ----------
    keywords : sequence of str
    sold : collection of str
        Stems of the words in the shop's titles.

    Returns
    -------
    texts : list of str
        The keywords as they are, then the further wordings.
    owner : int array [len(texts)]
        The place of each text's keyword.

    Examples
    --------
    >>> texts, owner = shop_wordings(["red couch", "desk"], {"sofa", "oak"})
    >>> texts, owner.tolist()
    (['red couch', 'desk', 'red sofa'], [0, 1, 0])
    """
    texts, owner = list(keywords), list(range(len(keywords)))
    for place, keyword in enumerate(keywords):
        further = _others(keyword, sold)
        texts += further
        owner += [place] * len(further)
    return texts, np.array(owner, np.int64)


def _others(keyword: str, sold: Collection[str]) -> list[str]:
    words, things = keyword.split(), load_things()
    out: dict[str, None] = {}
    for first, last, meant in things.spans([stem(fold(w)) for w in words]):
        own = " ".join(stem(fold(w)) for w in words[first:last])
        for name in (n for thing in meant for n in things.names[thing]):
            if not set(name.split()) <= set(own.split()) and all(w in sold for w in name.split()):
                out[" ".join([*words[:first], name, *words[last:]])] = None
    return list(out)[:MOST]
