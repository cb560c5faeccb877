"""Orders and invoices that stand in several rows, an item each: one row an order, its items joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from keyworth.ingest.tabular.amounts import to_numbers

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.ingest.entities.row_builder import Draft


def once(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each ``sale_id``, its ``product`` the names of all its items.

    Examples
    --------
    >>> import pandas as pd
    >>> once(pd.DataFrame({"sale_id": ["1", "1", "2"], "product": ["Shed", "Shelf", ""]}))["product"].tolist()
    ['Shed; Shelf', '']
    """
    if "product" in frame:
        named = frame.groupby("sale_id", sort=False)["product"]
        joined = named.agg(lambda p: "; ".join(dict.fromkeys(filter(None, p))))
        frame = frame.assign(product=frame["sale_id"].map(joined).astype("str"))
    return frame[~frame["sale_id"].duplicated() | (frame["sale_id"] == "")]


def decided(words: pd.Series, means: Mapping[str, str]) -> pd.Series:
    """Return won, lost or open for a system's own statuses, ``""`` for others."""
    plain = words.str.lower().str.replace(r"[\s_-]+", " ", regex=True).str.strip()
    return plain.map(lambda w: means.get(w, "")).astype("str")


def net(draft: Draft, frame: pd.DataFrame) -> pd.DataFrame:
    """Take what was refunded off a sale that stands; what was refunded whole keeps its amount. Drops ``refunded``."""
    if "refunded" not in frame or "amount" not in frame:
        return frame.drop(columns="refunded", errors="ignore")
    decimal = draft.decimal(("refunded",))
    total, back = (to_numbers(frame[c], decimal)[0] for c in ("amount", "refunded"))
    kept = (total - back.abs().fillna(0)).round(2)
    part = back.abs().gt(0) & kept.gt(0)
    told = kept.map(lambda v: "" if v != v else f"{v:.2f}".replace(".", decimal)).astype("str")
    return frame.drop(columns="refunded").assign(amount=frame["amount"].where(~part, told))
