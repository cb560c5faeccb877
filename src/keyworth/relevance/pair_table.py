"""A table of keyword and title pairs, scored: what ``keyworth score`` answers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from keyworth.errors import UnusableFile
from keyworth.ingest import read_table

_NEEDED, _OPTIONAL = ("keyword", "title"), "description"


def score_table(path: str | Path) -> pd.DataFrame:
    """Return a table's rows, in their order and as they are, with ``relevance`` added.

    Parameters
    ----------
    path : path-like
        Any delimited or spreadsheet file with columns ``keyword`` and ``title``, and maybe ``description``.

    Raises
    ------
    UnusableFile
        When a column is missing.
    """
    from keyworth.relevance.score import score_pairs

    table = read_table(path)
    named = {str(c).strip().casefold(): c for c in reversed(table.columns)}
    if missing := [f"column {c!r} is missing" for c in _NEEDED if c not in named]:
        there = ", ".join(map(str, table.columns))
        raise UnusableFile(f"{Path(path).name} cannot be scored", missing, f"Its columns are: {there}.")
    keyword, title = (table[named[c]].fillna("").tolist() for c in _NEEDED)
    described = table[named[_OPTIONAL]].fillna("").tolist() if _OPTIONAL in named else None
    return table.assign(relevance=score_pairs(keyword, title, described).round(6))
