"""Where a keyword's clicks land: the products that its own page shows.

An advertiser pays to say "this page answers this keyword". That is the agency's word and not ours: it says which
product a keyword is for, and never whether one answers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from keyworth.relevance.wording import wording
from keyworth.text.urls import page_of, page_words

if TYPE_CHECKING:
    import pandas as pd

MOST = 0.25  # of the catalogue: a page that shows more says nothing


def landing_products(keywords: pd.DataFrame, catalogue: pd.DataFrame) -> dict[str, tuple[np.ndarray, bool]]:
    """Return the products that a keyword's landing pages show.

    Parameters
    ----------
    keywords : DataFrame
        ``schema.KEYWORDS``.
    catalogue : DataFrame
        ``schema.CATALOGUE``.

    Returns
    -------
    dict of str to (array of int, bool)
        ``keyword_key`` to positions in the catalogue: the product of that address (True); else those whose
        address, title and category hold every word of the page's path (False). Keywords that land on the home
        page, or on one that shows a quarter of the catalogue, are absent.

    Examples
    --------
    >>> import pandas as pd
    >>> keywords = pd.DataFrame({"keyword_key": ["a", "b"], "landing_page": ["https://x.example/work/merrow?g=1", "/"]})
    >>> urls = ["https://x.example/work/og-1", "https://x.example/family/og-2", "", "", "", ""]
    >>> catalogue = pd.DataFrame({"title": ["Merrow 240", "Wren", "c", "d", "e", "f"], "category": "", "url": urls})
    >>> landing_products(keywords, catalogue)
    {'a': (array([0]), False)}
    """
    pages = keywords.loc[keywords["landing_page"] != "", ["keyword_key", "landing_page"]].drop_duplicates()
    if pages.empty or catalogue.empty:
        return {}
    addresses, words = _index(catalogue)
    shown = {page: _shown(page, addresses, words) for page in pages["landing_page"].unique()}
    out: dict[str, tuple[np.ndarray, bool]] = {}
    for key, page in zip(pages["keyword_key"], pages["landing_page"], strict=True):
        if len(shown[page]):
            before, sure = out.get(key, (np.zeros(0, int), True))
            out[key] = np.union1d(before, shown[page]), sure and page_of(page) in addresses
    return out


def _index(catalogue: pd.DataFrame) -> tuple[dict[str, list[int]], list[set[str]]]:
    addresses: dict[str, list[int]] = {}
    for at, url in enumerate(catalogue["url"]):
        if (path := page_of(url)).strip("/"):
            addresses.setdefault(path, []).append(at)
    words = [
        set(wording(f"{title} {category} {' '.join(page_words(url))}"))
        for title, category, url in zip(catalogue["title"], catalogue["category"], catalogue["url"], strict=True)
    ]
    return addresses, words


def _shown(page: str, addresses: dict[str, list[int]], words: list[set[str]]) -> np.ndarray:
    path = page_of(page)
    if path in addresses:
        return np.array(addresses[path])
    named = page_words(page)
    wanted = set(wording(" ".join(named))) if named else set()
    found = np.array([at for at, has in enumerate(words) if wanted <= has], dtype=int) if wanted else np.zeros(0, int)
    return found if len(found) <= MOST * len(words) else np.zeros(0, int)
