"""Sales as they may be counted: each once, in one currency, refunds taken off their sale, people once.

Nothing is dropped in silence: what is refused comes back as rows with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.ingest.entities.sale_id_collisions import apart
from keyworth.ingest.entities.sale_states import furthest_open
from keyworth.money.export_day import not_yet_closed
from keyworth.schema import OPEN_STAGES, SALES, SET_ASIDE, STAGE_RANK, conform

if TYPE_CHECKING:
    from keyworth.settings import Money

REACHED = {stage: i for i, stage in enumerate((*OPEN_STAGES, "won"))}


def usable_sales(
    sales: pd.DataFrame, settings: Money, currency: str = "", day: pd.Timestamp | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sales that count, and the rows that do not with the reason.

    Parameters
    ----------
    sales : DataFrame
        ``schema.SALES``.
    settings : Money
    currency : str
        Of the audit: every amount is brought to it.
    day : Timestamp, optional
        Of the export: a sale that closes after it is still open.

    Returns
    -------
    sales : DataFrame
        One row a ``sale_id``, with ``reached`` (0 lead … 3 won), ``closed`` (won or
        lost), ``amount`` in the report's currency (NaN where it cannot be told),
        ``refunded``. A lost sale counts as far as it is said to have got.
    refused : DataFrame
        ``schema.SET_ASIDE``.
    """
    sales = conform(sales, SALES)
    sales = sales.sort_values(["source_file", "source_row", "sale_id", "created_at"], kind="stable", ignore_index=True)
    blank = sales["sale_id"].eq("")
    sales.loc[blank, "sale_id"] = (
        sales.loc[blank, "source_file"] + "#" + sales.loc[blank].groupby("source_file").cumcount().astype(str)
    )
    notes: list[pd.DataFrame] = []
    sales = _parted(sales, notes)
    if day is not None:
        sales = not_yet_closed(sales, day, notes)
    sales = _apply_refunds(sales, notes)
    sales = _one_row_a_sale(sales, notes)
    sales = _one_currency(sales, settings, currency, notes)
    far = sales["furthest"].where(sales["stage"].eq("lost"), sales["stage"])
    sales["reached"] = far.map(REACHED).fillna(0).astype("int64")
    sales["closed"] = sales["stage"].isin(["won", "lost"])
    return sales.sort_values("sale_id", kind="stable", ignore_index=True), _noted(notes)


def _parted(sales: pd.DataFrame, notes: list) -> pd.DataFrame:
    """Give each customer's sale an id of its own where one id stands for several; a click that they share is nobody's.

    The sale created first keeps the id.
    """
    key = apart(sales)
    one = sales.assign(_key=key)[key.ne(sales["sale_id"])]
    if one.empty:
        return sales
    order = one.assign(_back=one["amount"].lt(0), _none=one["amount"].isna())
    order["_first"] = one["created_at"].fillna(one["closed_at"]).groupby(one["_key"]).transform("min")
    heads = order.sort_values(["_back", "_none", "_first", "_key"], kind="stable").drop_duplicates("_key")
    first = heads.drop_duplicates("sale_id").set_index("sale_id")
    others = heads[~heads["_key"].isin(first["_key"])]
    clicks = one.loc[one["click_id"].ne(""), ["sale_id", "click_id", "_key"]].drop_duplicates()
    claimed = clicks[clicks.duplicated(["sale_id", "click_id"], keep=False)]
    nobodys = one["click_id"].isin(claimed["click_id"]) & one["_key"].isin(claimed["_key"])
    place = others["source_file"] + " row " + others["source_row"].astype("str")
    said = []
    for _, new in others.iterrows():
        old = first.loc[new["sale_id"]]
        amounts = " and ".join("no amount" if a != a else f"{a:,.2f}" for a in (old["amount"], new["amount"]))
        said.append(
            f"sale id {new['sale_id']} is another customer's in {old['source_file']} row {old['source_row']}, with "
            f"another amount ({amounts}): counted as a sale of its own"
            + ("; the click that both name is taken for neither's" if new["_key"] in set(claimed["_key"]) else "")
        )
    notes.append(_reason(others, said))
    names = dict(zip(others["_key"], others["sale_id"] + " (" + place + ")", strict=True))
    named = one["_key"].map(names).fillna(one["sale_id"]).astype("str")
    sales.loc[one.index, "sale_id"] = named
    sales.loc[nobodys[nobodys].index, "click_id"] = ""
    return sales


def _apply_refunds(sales: pd.DataFrame, notes: list) -> pd.DataFrame:
    """Take negative amounts off the sale they belong to: the same id, else the customer's latest before it."""
    refund = sales["amount"].lt(0)
    sales["refunded"] = 0.0
    if not refund.any():
        return sales
    back, kept = sales[refund].copy(), sales[~refund].copy()
    won = kept[kept["stage"].eq("won")].sort_values(["created_at", "sale_id"], kind="stable")
    by_id = dict(zip(won["sale_id"], won.index, strict=True))
    named = won[won["customer_id"].ne("")]
    by_customer = dict(zip(named["customer_id"], named.index, strict=True))
    home = back["sale_id"].map(by_id)
    home = home.where(home.notna(), back["customer_id"].map(by_customer))
    taken = (-back["amount"]).groupby(home).sum()
    kept.loc[taken.index.astype("int64"), "refunded"] = taken.to_numpy()
    notes.append(_reason(back[home.notna()], "a refund: taken off its sale"))
    notes.append(_reason(back[home.isna()], "a negative amount with no sale to take it off"))
    over = kept["refunded"] > kept["amount"] + 0.005
    notes.append(_reason(kept[over], "refunded by more than it was sold for: counted as 0"))
    net = kept["amount"] - kept["refunded"]
    kept["amount"] = np.where(kept["refunded"].gt(0), net.clip(lower=0), kept["amount"])
    gone = kept["refunded"].gt(0) & kept["amount"].le(0.005)
    kept.loc[gone, ["stage", "furthest"]] = ["lost", "opportunity"]
    notes.append(_reason(kept[gone], "refunded in full: not counted as won"))
    return kept


def _one_row_a_sale(sales: pd.DataFrame, notes: list) -> pd.DataFrame:
    """Keep one row an id: the furthest stage, then the latest (a CRM exported twice, a deal's history)."""
    rank = sales["stage"].map(STAGE_RANK).fillna(0)
    order = sales.assign(_rank=rank, _at=sales["closed_at"].fillna(sales["created_at"]))
    order = order.sort_values(["sale_id", "_rank", "_at"], ascending=[True, False, False], kind="stable")
    again = order["sale_id"].duplicated()
    notes.append(_reason(order[again], "the same sale id again: counted once, at its furthest stage"))
    first = order.groupby("sale_id")["created_at"].transform("min")
    order["created_at"] = first.where(first.notna(), order["created_at"])
    # A deal's history tells how far it had got before it was lost.
    far = order["sale_id"].map(furthest_open(order, order["sale_id"]))
    order["furthest"] = far.where(order["stage"].eq("lost"), "").fillna("").astype("str")
    return order[~again].drop(columns=["_rank", "_at"])


def _one_currency(sales: pd.DataFrame, settings: Money, currency: str, notes: list[pd.DataFrame]) -> pd.DataFrame:
    spelled = sales["currency"].str.upper().where(sales["currency"].ne(""), currency)
    rates = {currency: 1.0, **{k.upper(): v for k, v in settings.exchange_rates.items()}}
    rate = spelled.map(rates).astype("float64")
    unknown = sales[rate.isna() & sales["amount"].notna()]
    notes.append(
        _reason(unknown, "in " + spelled[unknown.index] + ", no exchange rate in settings: counted, not valued")
    )
    sales["amount"] = sales["amount"] * rate
    sales["refunded"] = (sales["refunded"] * rate).fillna(0.0)
    sales["currency"] = currency
    return sales


def _reason(rows: pd.DataFrame, reason: str | list[str] | pd.Series) -> pd.DataFrame:
    return rows.assign(
        kind="sales", reason=reason, content=rows["sale_id"] + " " + rows["amount"].map("{:.2f}".format).astype("str")
    )


def _noted(notes: list[pd.DataFrame]) -> pd.DataFrame:
    kept = [note for note in notes if len(note)]
    frame = pd.concat(kept) if kept else pd.DataFrame({"reason": []})
    return conform(frame, SET_ASIDE).sort_values(["source_file", "source_row", "reason"], ignore_index=True)
