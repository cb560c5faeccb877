"""What one customer buys: repeat orders and a subscription's invoices are one customer's, not as many strangers'."""

from __future__ import annotations

import numpy as np
import pandas as pd


def one_customer(counted: pd.DataFrame) -> pd.Series:
    """Return what each sale counts for, so that the won sales of one customer add up to one.

    Parameters
    ----------
    counted : DataFrame
        ``person_number``, ``won``.

    Examples
    --------
    >>> sales = pd.DataFrame({"person_number": [4, 4, 5, -1, -1], "won": [True, True, True, True, False]})
    >>> one_customer(sales).tolist()
    [0.5, 0.5, 1.0, 1.0, 1.0]
    """
    bought = counted["won"] & counted["person_number"].ge(0)
    times = counted.loc[bought, "person_number"].value_counts().reindex(counted["person_number"]).to_numpy("float64")
    return pd.Series(1.0 / times, index=counted.index).where(bought, 1.0)


def by_customer(won: pd.DataFrame) -> pd.DataFrame:
    """Return won sales with an amount, a row a customer: what they paid in all, for the product of the first row.

    Examples
    --------
    >>> sales = pd.DataFrame({"sale_id": list("abc"), "person_number": [4, 4, -1], "amount": [10.0, 15.0, 9.0],
    ...                       "product": ["shed", "door", "pod"]})
    >>> by_customer(sales)[["sale_id", "amount", "product"]].values.tolist()
    [['a', 25.0, 'shed'], ['c', 9.0, 'pod']]
    """
    again = won["person_number"].ge(0) & won["person_number"].duplicated(keep=False)
    if not again.any():
        return won
    first = won[again].drop_duplicates("person_number")
    paid = won[again].groupby("person_number")["amount"].sum()
    first = first.assign(amount=first["person_number"].map(paid))
    return pd.concat([won[~again], first]).sort_index()


def credits_by_customer(credits: pd.DataFrame, won: pd.DataFrame) -> pd.DataFrame:
    """Return ``keyword_id, credit, amount`` of won sales; a customer's credit is shared over what they bought."""
    person = won.set_index("sale_id")["person_number"]
    rows = credits[["keyword_id", "credit", "amount"]].assign(person=person.reindex(credits["sale_id"]).to_numpy(float))
    again = rows["person"].ge(0)
    times = person[person.ge(0)].value_counts().reindex(rows["person"]).to_numpy("float64")
    rows["credit"] = rows["credit"] / np.where(again, times, 1.0)
    whole = rows[again].groupby(["keyword_id", "person"])[["credit", "amount"]].sum().reset_index()
    return pd.concat([rows.loc[~again, ["keyword_id", "credit", "amount"]], whole[["keyword_id", "credit", "amount"]]])


def sales_a_customer(won: pd.DataFrame) -> float:
    """Return how many sales a customer has, on average: 1 where nobody comes back."""
    named = won["person_number"].ge(0)
    customers = won.loc[named, "person_number"].nunique() + int((~named).sum())
    return len(won) / customers if customers else 1.0
