"""Words that a spreadsheet has turned into something else: errors of formulas, days, powers of ten."""

from __future__ import annotations

import pandas as pd

from keyworth.ingest.tabular.dates import months

_ERROR = r"#(?:[A-ZÀ-Ý¿¡/0]{2,15}[!?]|N/?A|N/?D|NV|NULL!|REF!|SPILL!|CALC!|BLOCKED!|#+)\s*"
_POWER = r"[+-]?\d(?:[.,]\d+)?E\+\d{2,3}"
_DAY = r"(?:\d{1,2}-([^\W\d_]{3,4})\.?|([^\W\d_]{3,4})\.?-\d{2})(?:-\d{2,4})?"


def damage(cells: pd.Series) -> pd.Series:
    """Return why each cell is what a spreadsheet made of words, ``""`` where it is words.

    Examples
    --------
    >>> import pandas as pd
    >>> damage(pd.Series(["#NAME?", "01-Feb", "1.23457E+12", "t-shirt", "#gardening"])).tolist()[2:]
    ["a spreadsheet's power of ten, not the words that stood there", '', '']
    """
    out = pd.Series("", index=cells.index, dtype="str")
    doubtful = cells[cells.str.contains("[#+-]", regex=True)]
    if not len(doubtful):
        return out
    known = doubtful.unique()
    texts = pd.Series(known, index=known, dtype="str").str.strip()
    why = pd.Series("", index=texts.index, dtype="str")
    why = why.mask(texts.str.fullmatch(_ERROR), "a spreadsheet's error, not the words that stood there")
    why = why.mask(texts.str.fullmatch(_POWER), "a spreadsheet's power of ten, not the words that stood there")
    days = texts.str.extract(f"^{_DAY}$")
    name = days[0].fillna(days[1]).fillna("").str.casefold()
    why = why.mask(name.isin(months().keys()), "a spreadsheet's day, not the words that stood there")
    out.loc[doubtful.index] = doubtful.map(why).astype("str")
    return out
