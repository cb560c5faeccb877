"""Which keyword rows ask for the company itself: their sales would mostly have come anyway."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from keyworth.text import key

if TYPE_CHECKING:
    import pandas as pd

_CAMPAIGN = re.compile(r"\bbrand(ed)?\b")
_OTHER = re.compile(r"\b(non|no|un|generic|competitor|rival)[ _-]*brand")


def brand_rows(keywords: pd.DataFrame, brand_terms: Sequence[str] = ()) -> pd.Series:
    """Return True for rows that hold a brand term as whole words, or stand in a campaign named for the brand.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"keyword_key": ["acme sheds", "garden shed", "x"], "campaign": ["", "Non-brand", "Brand"]})
    >>> brand_rows(rows, ["Acme"]).tolist()
    [True, False, True]
    """
    terms = sorted({key(term) for term in brand_terms if key(term)})
    campaign = {c: bool(_CAMPAIGN.search(c.casefold()) and not _OTHER.search(c.casefold()))
                for c in keywords["campaign"].unique()}  # fmt: skip
    named = keywords["campaign"].map(campaign).astype(bool)
    if not terms:
        return named
    words = re.compile(r"(?<!\w)(" + "|".join(re.escape(t) for t in terms) + r")(?!\w)")
    asked = {k: bool(words.search(k)) for k in keywords["keyword_key"].unique()}
    return named | keywords["keyword_key"].map(asked).astype(bool)
