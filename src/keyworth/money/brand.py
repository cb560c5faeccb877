"""Which keyword rows ask for the company itself: a visitor who types its name had already found it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from keyworth import text

_LEGAL = frozenset({
    "and", "co", "company", "corp", "corporation", "gmbh", "group", "holdings", "inc", "limited", "llc", "llp", "ltd",
    "plc", "services", "the", "uk",
})  # fmt: skip
_HOST = re.compile(r"^(?:https?://)?(?:www\.|shop\.|en\.)?([a-z0-9-]{4,})\.", re.IGNORECASE)
_LOOSE = r"[\W_]?"  # a long name is found however it is spaced
# Chosen: a maker's shop bears one brand and seldom writes it in titles; a reseller's bears many.
_OWN_BRAND_SHARE, _OWN_BRAND_PRODUCTS, _OWN_BRAND_IN_TITLES = 0.95, 10, 0.5
_CAMPAIGN = re.compile(r"(?<![a-z])brand(ed)?(?![a-z])")  # an underscore parts words, too
_OTHER = re.compile(r"(?<![a-z])(non|no|un|generic|competitor|rival)[ _-]*brand")


def brand_terms(
    keywords: pd.DataFrame, catalogue: pd.DataFrame, named: Sequence[str] = (), company: str = ""
) -> list[str]:
    """Return the wordings that name the company, as squeezed or spaced keys.

    Beside the terms of the settings: the company's name without its legal form,
    the one brand that the catalogue bears without writing it in its titles, and
    the name in the web address of the landing pages. A name made of words the catalogue
    sells under ("Garden Rooms Ltd", gardenrooms.example) is no brand.

    Examples
    --------
    >>> from keyworth import schema
    >>> catalogue = schema.conform(pd.DataFrame({"title": ["Ashdown garden room"]}), schema.CATALOGUE)
    >>> brand_terms(schema.empty(schema.KEYWORDS), catalogue, company="Glade Rooms Ltd")
    ['glade rooms']
    """
    terms = {text.key(t) for t in named}
    titles = " ".join(pd.concat([catalogue["title"], catalogue["category"]]).astype(object)).casefold()
    squeezed = _bare(titles)
    guesses = {" ".join(w for w in text.tokens(company) if w not in _LEGAL), _own_brand(catalogue), *_hosts(keywords)}
    words = set(text.tokens(titles))
    for guess in guesses:
        generic = set(text.tokens(guess)) <= words or _bare(guess).rstrip("s") in squeezed
        if len(guess) >= 3 and not (generic and guess != _own_brand(catalogue)):
            terms.add(guess)
    return sorted(terms - {""})


def brand_rows(keywords: pd.DataFrame, terms: Sequence[str] = ()) -> pd.Series:
    """Return True for rows that hold a brand term, spaced or run together, or stand in a campaign named for the brand.

    Examples
    --------
    >>> keys = ["acme sheds", "garden shed", "x", "gladerooms"]
    >>> rows = pd.DataFrame({"keyword_key": keys, "campaign": ["", "Non-brand", "Brand", ""]})
    >>> brand_rows(rows, ["acme", "glade rooms"]).tolist()
    [True, False, True, True]
    """
    campaign = {c: bool(_CAMPAIGN.search(c.casefold()) and not _OTHER.search(c.casefold()))
                for c in keywords["campaign"].unique()}  # fmt: skip
    named = keywords["campaign"].map(campaign).astype(bool)
    if not terms:
        return named
    words = "|".join(_LOOSE.join(map(re.escape, _bare(t))) if len(_bare(t)) >= 6 else re.escape(t) for t in terms)
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    asked = {k for k in keywords["keyword_key"].unique() if pattern.search(k)}
    return named | keywords["keyword_key"].isin(asked)


def _bare(term: str) -> str:
    return re.sub(r"[\W_]", "", term)


def _own_brand(catalogue: pd.DataFrame) -> str:
    brands = catalogue["brand"].astype(object).map(text.key)
    if len(brands) < _OWN_BRAND_PRODUCTS or not (brands != "").any():
        return ""
    name = str(brands[brands != ""].mode().iloc[0])
    # A reseller of one maker writes the maker's name in its titles; a maker seldom writes its own.
    in_titles = catalogue["title"].astype(object).str.casefold().str.contains(name, regex=False).mean()
    own = (brands == name).mean() >= _OWN_BRAND_SHARE and in_titles < _OWN_BRAND_IN_TITLES
    return name if own else ""


def _hosts(keywords: pd.DataFrame) -> set[str]:
    pages = pd.unique(keywords["landing_page"].astype(object))
    hosts = {m.group(1).casefold().replace("-", "") for p in pages if (m := _HOST.match(str(p)))}
    return hosts if len(hosts) == 1 else set()
