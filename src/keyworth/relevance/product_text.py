"""The words of a product that carry meaning: what the encoder is given.

Range and brand names, sizes and model codes fill a title ("Hazelmoor 240 One-Bedroom Annexe,
5.3 x 4.0 m") and pull its vector away from what it is. Names, numbers and codes are compared word by
word elsewhere (`features`); here they are set aside, and the category and the first words of the
description say what the title leaves out. `core` does the same for a keyword.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from keyworth import text

if TYPE_CHECKING:
    import pandas as pd

DESCRIBED = 200  # characters of a description: the encoder reads little more beside the title
TWICE = 2  # titles that begin alike name a range
_SIZE = re.compile(
    r"(?<![\w.])\d[\d.,/]*(?:\s*[x×]\s*\d[\d.,]*)*\s*(?:mm|cm|m|ft|inch(?:es)?|in|mah|wh|w|litres?|l|ml|kg|g|gb|tb|mb|mhz|"
    r"ghz|hz|pixels?|pc\(s\)|pcs|px|v|\")?(?![\w])",
    re.I,
)
_CODE = re.compile(r"(?<!\w)(?=[\w./-]*\d)(?=[\w./-]*[a-z])[\w./-]{3,}(?!\w)", re.I)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_GAPS = re.compile(r"\(\s*\)|\s+(?=[,.;])|[,;]\s*(?=[,;])|\s*[-–,;/]\s*$|^\s*[-–,;/]\s*")


def product_meanings(catalogue: pd.DataFrame) -> list[str]:
    """Return what the encoder reads of each product.

    Parameters
    ----------
    catalogue : DataFrame
        ``title``, and maybe ``category`` and ``description``.

    Returns
    -------
    list of str
        The title without its range name, sizes and codes, then the last step of the category and the
        beginning of the description.

    Examples
    --------
    >>> import pandas as pd
    >>> titles = ["Hazelmoor 240 One-Bedroom Annexe, 5.3 x 4.0 m", "Hazelmoor 300 Annexe"]
    >>> titles += ["Garden Gym", "Gym in a Garden"]
    >>> product_meanings(pd.DataFrame({"title": titles}))
    ['One-Bedroom Annexe', 'Annexe', 'Garden Gym', 'Gym in a Garden']
    """
    titles = list(catalogue["title"])
    categories = list(catalogue["category"]) if "category" in catalogue else [""] * len(titles)
    bodies = list(catalogue["description"]) if "description" in catalogue else [""] * len(titles)
    names = range_names(titles, [*categories, *bodies])
    return [
        ". ".join(part for part in (title_meaning(t, names), _leaf(c), b[:DESCRIBED].strip()) if part)
        for t, c, b in zip(titles, categories, bodies, strict=True)
    ]


def title_meaning(title: str, names: Collection[str] = ()) -> str:
    """Return a title without leading names, sizes and codes; the title itself where nothing else is in it.

    Examples
    --------
    >>> title_meaning("Acer B226HQL 54.6 cm monitor Black", {"acer"})
    'monitor Black'
    """
    words = _SIZE.sub(" ", _CODE.sub(" ", title)).split()
    while len(words) > 1 and words[0].casefold().strip(",") in names:
        words = words[1:]
    left = text.clean(_GAPS.sub("", " ".join(words)))
    return left if _WORD.search(left) else text.clean(title)


def range_names(titles: Sequence[str], bodies: Sequence[str] = ()) -> set[str]:
    """Return the names with which titles begin, and which stand nowhere else: of a range or a brand."""
    first: Counter[str] = Counter()
    inside: set[str] = set()
    for title in titles:
        words = [w.casefold() for w in _WORD.findall(title)]
        first.update(words[:1])
        inside.update(words[1:])
    for body in set(bodies):
        inside.update(w.casefold() for w in _WORD.findall(body))
    return {word for word, n in first.items() if n >= TWICE and word not in inside}


def _leaf(category: str) -> str:
    return re.split(r"\s*[>/|]\s*", category.strip())[-1] if category else ""
