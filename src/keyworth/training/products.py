"""Products as callers tell them apart, and which of them a name or a transcript means."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from keyworth.relevance.features.words import stem
from keyworth.relevance.product_text import range_names, title_meaning
from keyworth.schema import CATALOGUE, conform
from keyworth.text import key, tokens

SAME_NAME = 88.0  # of 100, rapidfuzz's token-sort ratio from which a product's name is taken for another's spelling
CLEARLY = 3.0  # by which the best name must lead the second
SAID_LEAST = 3  # calls in which a product without a catalogue must be named
LONGEST, SHORTEST = 8, 4  # words of a title that are looked for in a transcript; letters of a title of one word


def one_of_each(catalogue: pd.DataFrame) -> np.ndarray:
    """Return, for each product, the place of the first that callers would call the same: other sizes and codes of it.

    Examples
    --------
    >>> import pandas as pd
    >>> titles = ["Garden Office, 3.0 x 2.4 m", "Garden Office, 4.2 x 3.0 m", "Garden Gym, 3.0 x 2.4 m"]
    >>> shop = conform(pd.DataFrame({"title": titles}), CATALOGUE)
    >>> one_of_each(shop).tolist()
    [0, 0, 2]
    """
    titles = list(catalogue["title"])
    names = range_names(titles, [*catalogue["category"], *catalogue["description"]])
    first: dict[str, int] = {}
    found = np.array([first.setdefault(key(title_meaning(t, names)), i) for i, t in enumerate(titles)], dtype=int)
    return found if len(first) > 1 else np.arange(len(titles))


def link_products(names: Sequence[str], catalogue: pd.DataFrame) -> dict[str, int]:
    """Return the place in the catalogue of each product's name, -1 where none is clearly meant.

    Examples
    --------
    >>> import pandas as pd
    >>> menu = pd.DataFrame({"product_id": ["A1", "A2"], "title": ["Flat white", "Mocha"]})
    >>> link_products(["flat-white", "mokka mug", "A2"], menu)
    {'flat-white': 0, 'mokka mug': -1, 'A2': 1}
    """
    from rapidfuzz import fuzz, process

    titles = [" ".join(tokens(t.replace("-", " "))) for t in catalogue["title"]]
    exact = {t: i for i, t in reversed(list(enumerate(titles)))}
    exact |= {key(p): i for i, p in enumerate(catalogue["product_id"]) if p}
    out = {}
    for name in names:
        plain = " ".join(tokens(name.replace("-", " ")))
        out[name] = exact.get(key(name), exact.get(plain, -1))
        if out[name] < 0 and plain:
            near = process.extract(plain, titles, scorer=fuzz.token_sort_ratio, limit=2)
            lead = near[0][1] - (near[1][1] if len(near) > 1 else 0) if near else 0
            if near and near[0][1] >= SAME_NAME and lead >= CLEARLY:
                out[name] = int(near[0][2])
    return out


def named_in(texts: Sequence[str], catalogue: pd.DataFrame, thing: np.ndarray, least: int = 1) -> list[list[int]]:
    """Return the products whose title stands in each text, a longer title before a shorter one inside it.

    A title of one word ("cabin") is often just a word: it counts only where no longer title stands in the text.

    Parameters
    ----------
    texts : sequence of str
    catalogue : DataFrame
    thing : int [m]
        From ``one_of_each``: titles that differ in their size alone are one.
    least : int
        Words that a title must have.

    Examples
    --------
    >>> import pandas as pd
    >>> shop = conform(pd.DataFrame({"title": ["Sofa", "Leather Sofa", "Lamp"]}), CATALOGUE)
    >>> named_in(["I've put you down for a leather sofa", "nothing"], shop, np.arange(3))
    [[1], []]
    """
    titles = list(catalogue["title"])
    names = range_names(titles, [*catalogue["category"], *catalogue["description"]])
    place: dict[tuple[str, ...], int] = {}
    for title, of in zip(titles, thing, strict=True):
        for written in (title, title_meaning(title, names)):
            words = tuple(stem(w) for w in tokens(written.replace("-", " ")))
            if least <= len(words) <= LONGEST and words and (len(words) > 1 or len(words[0]) >= SHORTEST):
                place.setdefault(words, int(of))
    lengths = sorted({len(words) for words in place}, reverse=True)
    return [_found([stem(w) for w in tokens(t.replace("-", " "))], place, lengths) for t in texts]


def _found(words: list[str], place: dict[tuple[str, ...], int], lengths: list[int]) -> list[int]:
    taken, found = np.zeros(len(words) + 1, bool), set[int]()
    for n in lengths:
        if n == 1 and found:
            break
        for start in range(len(words) - n + 1):
            of = place.get(tuple(words[start : start + n]))
            if of is not None and not taken[start : start + n].any():
                taken[start : start + n] = True
                found.add(of)
    return sorted(found)


def groups(catalogue: pd.DataFrame, place: pd.Series) -> np.ndarray:
    """Return the product group of catalogue places: the category, or the title where there is none or one for all."""
    if catalogue["category"].nunique() == 1:
        return catalogue["title"].to_numpy(object)[place.to_numpy(int)]
    named = catalogue["category"].where(catalogue["category"] != "", catalogue["title"]).to_numpy(object)
    return named[place.to_numpy(int)]


def named_products(calls: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """Return a catalogue of the products that calls and sales name often: where no catalogue was given."""
    named = pd.concat([calls.drop_duplicates("call_id")["product"], sales["product"]]).str.split(";").explode()
    named = named.fillna("").str.strip()
    counts = named[named != ""].value_counts()
    titles = sorted(counts.index[counts >= SAID_LEAST])
    return conform(pd.DataFrame({"title": titles, "product_id": titles, "status": "active"}), CATALOGUE)
