"""One sale id on two sales: another customer and another amount are no second state of the same sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def apart(sales: pd.DataFrame) -> pd.Series:
    """Return each row's sale as a text: its id, and whose it is where one id stands for sales of several customers.

    An id collides where two customers are named with it and each has amounts that the other has not. A row of such an
    id that names no customer goes with the first of them. One person (``person``) under two customer ids is one.

    Parameters
    ----------
    sales : DataFrame
        ``sale_id``, and what there is of ``customer_id``, ``person`` (or ``email``) and ``amount``.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"sale_id": ["A1", "A1", "A1", "A2", "A2"], "customer_id": ["c1", "c99", "", "c2", "c2"],
    ...                      "amount": [1000.1, 5000.0, None, 10.0, 20.0]})
    >>> [key.split(chr(10)) for key in apart(rows)]
    [['A1', 'c1'], ['A1', 'c99'], ['A1', 'c1'], ['A2'], ['A2']]
    """
    ids = sales["sale_id"].astype("str")
    if "customer_id" not in sales or "amount" not in sales:
        return ids
    again = ids.ne("") & ids.duplicated(keep=False)
    if not again.any():
        return ids
    who = sales["customer_id"].fillna("").astype("str")
    for name in ("email", "person"):
        if name in sales:  # where every row of an id names a person, the person says who it is
            said = sales[name].fillna("").astype("str")
            who = who.where(said.eq("").groupby(ids).transform("any"), said)
    known = again & who.ne("") & sales["amount"].notna()
    stated = sales.assign(_id=ids, _who=who, _amount=sales["amount"].abs())[known]
    stated = stated[["_id", "_who", "_amount"]].drop_duplicates()
    shared = set(stated.loc[stated.duplicated(["_id", "_amount"], keep=False), "_id"])
    customers = stated.groupby("_id")["_who"].nunique()
    two = again & ids.isin(set(customers[customers.gt(1)].index) - shared)
    if not two.any():
        return ids
    first = stated.groupby("_id")["_who"].min()
    owner = who.where(who.ne(""), ids.map(first).fillna("").astype("str"))
    return ids.where(~two, ids + "\n" + owner).astype("str")
