"""Where the money went and where it came from, by part: the ledger of money without its channels."""

from __future__ import annotations

import pandas as pd


def money_flow(entries: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of the ledger's parts.

    Parameters
    ----------
    entries : DataFrame
        ``schema.MONEY_LEDGER``.

    Returns
    -------
    DataFrame
        ``side`` (spend, revenue), ``part``, ``meaning``, ``amount``, ``share``, ``count`` (rows or sales).
        The amounts of a side add up to its total, to the penny.

    Examples
    --------
    >>> row = {"side": "spend", "part": "visible", "meaning": "clicks", "rows": 1.0}
    >>> money_flow(pd.DataFrame([{**row, "amount": 2.0}, {**row, "amount": 3.0}]))["amount"].tolist()
    [5.0]
    """
    by = entries.groupby(["side", "part", "meaning"], sort=False)[["amount", "rows"]].sum().reset_index()
    by["amount"] = by["amount"].round(2)
    total = by.groupby("side")["amount"].transform("sum")
    by["share"] = by["amount"] / total.where(total != 0)
    return by.rename(columns={"rows": "count"})[["side", "part", "meaning", "amount", "share", "count"]]
