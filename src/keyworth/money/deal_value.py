"""What a won sale is worth, by the kind of product a keyword asks for, and by the keyword's own sales.

Log-normal deal sizes, their means by category shrunk towards the whole, and a keyword's own
towards its category's (normal hierarchies; Efron & Morris 1975); the arithmetic mean comes
back by Duan's (1983) smearing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.text import key

ENOUGH = 10  # keywords with sales, from which on it is asked how much keywords differ


def kinds_of_products(catalogue: pd.DataFrame) -> dict[str, str]:
    """Return the kind of each product by its id and by its title's key: its category, else the product itself."""
    kind = catalogue["category"].where(catalogue["category"].ne(""), catalogue["title"])
    ids = dict(zip(catalogue["product_id"].map(key), kind, strict=True))
    return ids | dict(zip(catalogue["title"].map(key), kind, strict=True))


def deal_values(won: pd.DataFrame, kind_of_keyword: pd.Series, kinds: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the expected value of a sale for each keyword row, and the squared variation of that expectation.

    Parameters
    ----------
    won : DataFrame
        Won sales with ``amount`` and ``product``.
    kind_of_keyword : Series of str
        The kind of product each keyword row asks for, ``""`` where unknown.
    kinds : dict
        As ``kinds_of_products`` returns it: ties the sales' products to kinds.
    """
    amounts = won["amount"].to_numpy(dtype="float64")
    kind = np.array([kinds.get(key(product), "") for product in won["product"]], dtype=object)[amounts > 0].astype(str)
    logs = np.log(amounts[amounts > 0])
    if not len(logs):
        nan = np.full(len(kind_of_keyword), np.nan)
        return nan, nan
    names, code = np.unique(kind, return_inverse=True)
    count = np.bincount(code).astype("float64")
    mean = np.bincount(code, logs) / count
    within = float(((logs - mean[code]) ** 2).sum() / max(len(logs) - len(names), 1))
    whole = float(logs.mean())
    between = max(float(np.average((mean - whole) ** 2, weights=count)) - within * len(names) / len(logs), 0.0)
    pull = between / (between + within / count) if between > 0 else np.zeros(len(names))
    middle = whole + pull * (mean - whole)
    doubt = np.where(pull > 0, pull * within / count, 0.0)
    # Smearing keeps the whole's arithmetic mean what the data say.
    smear = amounts[amounts > 0].sum() / np.exp(middle[code]).sum() * (len(logs) / len(amounts))
    at = {name: i for i, name in enumerate(names) if name}
    place = kind_of_keyword.map(at).to_numpy(dtype="float64")
    known = ~np.isnan(place)
    index = np.where(known, place, 0).astype("int64")
    value = np.where(known, np.exp(middle[index]) * smear, amounts.mean())
    common = float(amounts.var() / amounts.mean() ** 2 / len(amounts)) if amounts.mean() > 0 else 0.0
    noise = np.where(known, doubt[index], between) + max(common, 1.0 / len(amounts) if len(amounts) < 3 else 0.0)
    return value, noise


def own_values(
    value: np.ndarray, noise: np.ndarray, keyword_id: pd.Series, credits: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Return the value of a sale for each keyword row as far as its own sales tell it apart from its kind's.

    A shop's "beacon" and its "first aid kit" are both of safety: how much keywords of one kind differ is learnt from
    those with sales (moments of the logarithms), and is in the doubt of those without.

    Parameters
    ----------
    value, noise : ndarray
        As ``deal_values`` returns them.
    keyword_id : Series
    credits : DataFrame
        ``keyword_id, credit, amount`` (of the credit) of won sales under one attribution model.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> sold = pd.DataFrame({"keyword_id": np.repeat(range(12), 6), "credit": 1.0})
    >>> sold["amount"] = np.where(sold["keyword_id"] < 6, 25.0, 250.0) * np.tile([0.9, 1.0, 1.1], 24)
    >>> value, noise = own_values(np.full(13, 137.5), np.full(13, 0.01), pd.Series(range(13)), sold)
    >>> value[[0, 11, 12]].round(), bool(noise[12] > noise[0])
    (array([ 25., 250., 138.]), True)
    """
    place = pd.Index(keyword_id).get_indexer(credits["keyword_id"])
    weight, amount = credits["credit"].to_numpy(float), credits["amount"].to_numpy(float)
    use = (place >= 0) & (weight > 0) & (amount > 0)
    use &= value[np.maximum(place, 0)] > 0
    place, weight, amount = place[use], weight[use], amount[use]
    logs = np.log(amount / weight)
    sales = np.bincount(place, weight, minlength=len(value))
    sold = np.flatnonzero(sales)
    count = sales[sold]
    free = float(np.maximum(count - 1, 0).sum())
    if len(sold) < ENOUGH or free <= 0:
        return value, noise
    mean = np.bincount(place, weight * logs, minlength=len(value))[sold] / count
    within = float((weight * (logs - mean[np.searchsorted(sold, place)]) ** 2).sum()) / free
    away = mean - np.log(value[sold])
    away -= np.average(away, weights=count)  # what smearing adds is of all alike
    spread = max(float((count * away**2).sum() - len(sold) * within) / float(count.sum()), 0.0)
    prior = noise[sold] + spread
    pull = prior / np.maximum(prior + within / count, 1e-12)
    own, doubt = value.copy(), noise + np.expm1(spread)
    own[sold] *= np.exp(pull * away - pull * spread / 2)
    own[sold] *= amount.sum() / (weight * own[place]).sum()  # the whole stays what the data say
    doubt[sold] = np.expm1(prior * (1 - pull))
    return own, doubt
