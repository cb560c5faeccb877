"""What a won sale is worth, by the kind of product a keyword asks for.

Log-normal deal sizes, their means by category shrunk towards the whole (a normal
hierarchy; Efron & Morris 1975); the arithmetic mean comes back by Duan's (1983) smearing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.text import key

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


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
    import numpy as np

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
