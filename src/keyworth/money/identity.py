"""Who is who: customer ids and hashed contacts that belong to one person, across files."""

from __future__ import annotations

import numpy as np
import pandas as pd


def identify(*frames: pd.DataFrame) -> list[pd.Series]:
    """Return each row's person as a number, the same number for everyone a chain of ids connects.

    Parameters
    ----------
    *frames : DataFrame
        With ``customer_id`` and ``person`` (either may be ``""``).

    Returns
    -------
    list of Series of int64
        -1 where a row names nobody.

    Examples
    --------
    >>> import pandas as pd
    >>> crm = pd.DataFrame({"customer_id": ["7", "8"], "person": ["ab", ""]})
    >>> calls = pd.DataFrame({"customer_id": [""], "person": ["ab"]})
    >>> [list(s) for s in identify(crm, calls)]
    [[0, 1], [0]]
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    both = pd.concat([f[["customer_id", "person"]] for f in frames], ignore_index=True)
    named = [("c:" + both["customer_id"]).where(both["customer_id"].ne(""), "")]
    named.append(("p:" + both["person"]).where(both["person"].ne(""), ""))
    codes, uniques = pd.factorize(pd.concat(named, ignore_index=True), sort=True)
    blank = np.flatnonzero(np.asarray(uniques) == "")
    pairs = np.where(np.isin(codes, blank), -1, codes).reshape(2, len(both))
    edge = (pairs >= 0).all(axis=0)
    graph = coo_matrix((np.ones(edge.sum()), (pairs[0, edge], pairs[1, edge])), shape=(len(uniques),) * 2)
    group = connected_components(graph, directed=False)[1]
    own = np.where(pairs[0] >= 0, pairs[0], pairs[1])
    person = np.where(own >= 0, group[own] if len(group) else -1, -1)
    parts = np.split(person, np.cumsum([len(f) for f in frames])[:-1])
    out = [pd.Series(p, index=f.index, dtype="int64") for p, f in zip(parts, frames, strict=True)]
    return _renumbered(out)


def _renumbered(parts: list[pd.Series]) -> list[pd.Series]:
    known = pd.concat(parts)
    order = {p: i for i, p in enumerate(sorted(known[known >= 0].unique()))}
    return [p.map(order).fillna(-1).astype("int64") for p in parts]
