"""What a table is, its types, and the one way to make one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import pandas as pd

TEXT, NUMBER, COUNT, TRUTH, TIME = "str", "float64", "int64", "bool", "datetime64[us, UTC]"

STAGES = ("lead", "appointment", "opportunity", "won", "lost")
OPEN_STAGES = STAGES[:3]
STAGE_RANK = {
    "lead": 0,
    "appointment": 1,
    "opportunity": 2,
    "lost": 3,
    "won": 4,
}  # of one sale's rows, the furthest is kept
MATCH_TYPES = ("exact", "phrase", "broad", "")
PRODUCT_STATUSES = ("active", "out_of_stock", "retired", "accessory_only", "unclear", "none")
VERDICTS = ("keep", "fix", "cut", "watch")
OUTCOMES = ("raised", "clear", "not_applicable", "error")


@dataclass(frozen=True)
class Table:
    """A canonical table: its name, what one row is, its columns and the one that is required."""

    name: str
    row: str
    required: str
    columns: dict[str, str]


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return a copy of a frame with exactly a table's columns, order and types.

    Parameters
    ----------
    frame : DataFrame
        Any of the table's columns; others are dropped.
    table : Table

    Returns
    -------
    DataFrame
        With a fresh RangeIndex. Missing text is ``""``, numbers NaN, times NaT,
        truths False, counts -1.

    Examples
    --------
    >>> import pandas as pd
    >>> conform(pd.DataFrame({"a": ["garden office"]}), Table("t", "a row", "a", {"a": TEXT, "n": COUNT}))["n"].tolist()
    [-1]
    """
    fill: dict[str, Any] = {TEXT: "", NUMBER: float("nan"), COUNT: -1, TRUTH: False, TIME: pd.NaT}
    out = {}
    for name, kind in table.columns.items():
        dtype: Any = kind
        column = frame[name] if name in frame.columns else pd.Series([fill[kind]] * len(frame), index=frame.index)
        if dtype == TIME:
            column = pd.to_datetime(column, utc=True).astype(dtype)
        else:
            column = (column if dtype == NUMBER else column.fillna(fill[kind])).astype(dtype)
        out[name] = column.to_numpy() if dtype not in (TEXT, TIME) else column.array
    return pd.DataFrame(out)


def rounding_allowance(rows: Any) -> Any:
    """Return by how much a total may differ from the sum of its rows, each rounded to the penny, as it is itself.

    Examples
    --------
    >>> round(rounding_allowance(3), 3)
    0.02
    """
    return 0.005 * (rows + 1) + 1e-9


def empty(table: Table) -> pd.DataFrame:
    """Return a table of no rows."""
    return conform(pd.DataFrame({table.required: []}), table)


def person_key(contact: str) -> str:
    """Return a short hash of an e-mail address or a phone number, to tell that two rows are one person.

    The last nine digits stand for a phone number, so that national and
    international spellings meet. An empty or unusable contact gives ``""``.

    Examples
    --------
    >>> person_key("+44 20 7946 0123") == person_key("020 7946 0123")
    True
    """
    contact = contact.strip().casefold()
    if "@" not in contact:
        contact = "".join(c for c in contact if c.isdigit())[-9:]
        if len(contact) < 7:
            return ""
    return hashlib.sha256(f"keyworth person {contact}".encode()).hexdigest()[:16]
