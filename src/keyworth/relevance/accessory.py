"""Is it the thing that is sold, or an accessory or part for it? (An iPad case does not answer "ipad pro".)"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from keyworth.relevance.model import log_odds

if TYPE_CHECKING:
    import pandas as pd

MARGIN = 0.7  # log-odds by which an accessory must be the better answer for the thing to count as not sold, …
MARGIN_LARGE = 1.5  # … in a large shop, where more things go by more names
FEW = 4  # titles that name the thing before another noun, up to which the other noun is what is sold
SHORT_TITLE = 9  # words: in a longer one, a list of properties, the last noun says little
CHEAP = 0.1  # of the median price: below it a product beside dearer ones is taken for a part
_PARTS = re.compile(
    r"\b(?:accessor(?:y|ies)|spares?|parts?|add-?ons?|extras?|fittings?|consumables?|replacements?)\b", re.I
)


def things_and_accessories(
    ki: np.ndarray,
    pi: np.ndarray,
    features: pd.DataFrame,
    probability: np.ndarray,
    n: int,
    products: pd.DataFrame,
    small: bool = True,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Part the pairs of each keyword in those that offer the thing and those that offer something for it.

    Parameters
    ----------
    ki, pi : int arrays [pairs]
    features, probability : DataFrame [pairs], array [pairs]
    n : int
        Keywords.
    products : DataFrame
        What ``pi`` counts in; its categories and prices tell parts from what is mainly sold.
    small : bool
        Whether the shop is small: in a large one, titles that list properties name many things.

    Returns
    -------
    thing, accessory : int arrays [n]
        The best pair of each kind, -1 where there is none.
    only_accessory : bool array [n]
    """
    f = {
        c: features[c].to_numpy(float)
        for c in ("accessory_offered", "head_after_for", "head_before_part", "title_words")
    }
    named = (f["accessory_offered"] > 0) | (f["head_after_for"] > 0) | (f["head_before_part"] > 0)
    named &= features["code_found"].to_numpy(float) == 0  # a model's own code is the thing, whatever follows it
    modifier = features["head_is_modifier"].to_numpy(float) > 0
    modifier &= (features["head_ends_phrase"].to_numpy(float) == 0) & (features["code_found"].to_numpy(float) == 0)
    if small:
        part, main = parts_and_mains(products)
        named &= ~main[pi]
        modifier &= part[pi]
    few = np.bincount(ki[modifier], minlength=n)[:n] <= FEW
    modifier &= small & (f["title_words"] <= np.log1p(SHORT_TITLE)) & few[ki]
    accessory = _best(ki, pi, probability, named | modifier, n)
    thing = _best(ki, pi, probability, ~named & ~modifier, n)
    gap = log_odds(_of(probability, accessory)) - log_odds(_of(probability, thing))
    return thing, accessory, (accessory >= 0) & (gap > (MARGIN if small else MARGIN_LARGE))


def parts_and_mains(products: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return which products the catalogue itself shows to be parts, and which to be what it mainly sells.

    Parameters
    ----------
    products : DataFrame
        ``category`` and ``price``.

    Returns
    -------
    part, main : bool arrays
        A part lies in a category of accessories, or costs less than a tenth of the median; what is mainly
        sold costs the median or more and lies in no such category. Most products may be neither.

    Examples
    --------
    >>> import pandas as pd
    >>> shop = {"category": ["Rooms", "Rooms", "Accessories", ""], "price": [9000.0, 12000.0, 60.0, 80.0]}
    >>> [a.tolist() for a in parts_and_mains(pd.DataFrame(shop))]
    [[False, False, True, True], [True, True, False, False]]
    """
    listed = products["category"].str.contains(_PARTS).to_numpy(bool)
    price = products["price"].to_numpy(float)
    known = price[~np.isnan(price) & ~listed]
    median = float(np.median(known)) if len(known) else np.nan
    with np.errstate(invalid="ignore"):
        return listed | (price < CHEAP * median), ~listed & (price >= median)


def _best(ki: np.ndarray, pi: np.ndarray, probability: np.ndarray, which: np.ndarray, n: int) -> np.ndarray:
    places = np.flatnonzero(which)
    order = places[np.lexsort((-pi[places], probability[places], ki[places]))]
    out = np.full(n, -1)
    out[ki[order]] = order
    return out


def _of(probability: np.ndarray, place: np.ndarray) -> np.ndarray:
    return np.where(place >= 0, probability[place], 0.0) if len(probability) else np.zeros(len(place))
