"""How far a sale got, of the several rows that tell of it: a deal's history, or a CRM exported twice."""

from __future__ import annotations

import pandas as pd

from keyworth.schema import OPEN_STAGES, STAGE_RANK


def furthest_open(rows: pd.DataFrame, sale: pd.Series) -> pd.Series:
    """Return the furthest open stage that any row of each sale tells, by sale; NaN where none tells one.

    Parameters
    ----------
    rows : DataFrame
        ``stage``, and maybe ``furthest``: how far a lost sale is said to have got.
    sale : Series
        Which sale each row tells of.

    Examples
    --------
    >>> rows = pd.DataFrame({"stage": ["appointment", "lost", "lost"], "furthest": ["", "lead", "opportunity"]})
    >>> furthest_open(rows, pd.Series(["a", "a", "b"])).to_dict()
    {'a': 'appointment', 'b': 'opportunity'}
    """
    told = rows["furthest"] if "furthest" in rows else pd.Series("", index=rows.index)
    told = rows["stage"].where(rows["stage"] != "lost", told)
    rank = told.where(told.isin(OPEN_STAGES)).map(STAGE_RANK).astype("float64")
    return rank.groupby(sale).max().map({STAGE_RANK[stage]: stage for stage in OPEN_STAGES})
