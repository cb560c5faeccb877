"""A second table below the first, which people make by hand and tools by exporting two reports into one file."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from keyworth.ingest.tabular.cell_types import kind_of
from keyworth.ingest.tabular.column_names import norm

if TYPE_CHECKING:
    import pandas as pd

# Chosen: cells of a second header that are known names, their share of it, and headers in one file.
_KNOWN, _SHARE, _MOST = 3, 0.6, 50


def other_heads(rows: pd.DataFrame, known: Collection[str]) -> list[int]:
    """Return the rows that are the header of a table of their own.

    Parameters
    ----------
    rows : DataFrame
        The records below the first header, indexed by row.
    known : collection of str
        Headers that exports use, normalised.

    Returns
    -------
    list of int
        Rows most of whose cells are such headers: three at least, or two below an empty line.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame([["shed", "1", ""], ["Search term", "Clicks", "Cost"], ["a", "1", "2"]], index=[2, 4, 5])
    >>> other_heads(rows, {"search term", "clicks", "cost"})
    [4]
    """
    if not len(rows):
        return []
    likely = rows.iloc[:, 0].str.strip().str.lower().isin(known)
    for place in range(1, min(3, rows.shape[1])):
        likely = likely | rows.iloc[:, place].str.strip().str.lower().isin(known)
    apart = rows.index.to_series().diff().gt(1)
    found = []
    for number in rows.index[likely][: 20 * _MOST]:
        cells = [c for c in rows.loc[number].tolist() if c.strip()]
        hits = sum(norm(c) in known for c in cells)
        enough = hits >= _KNOWN or (hits == 2 and bool(apart[number]))
        if enough and hits >= _SHARE * len(cells) and all(kind_of(c) in ("text", "code") for c in cells):
            found.append(int(number))
    return found[:_MOST]
