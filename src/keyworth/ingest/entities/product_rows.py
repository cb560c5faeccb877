"""Catalogue rows, whatever the shop: plain text, prices, status, margin, variants grouped."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.ingest.entities.retirement import in_title, retired
from keyworth.ingest.entities.spreadsheet_damage import damage
from keyworth.ingest.protocol import Reading
from keyworth.ingest.tabular.amounts import to_numbers
from keyworth.text import clean

if TYPE_CHECKING:
    from keyworth.ingest.entities.row_builder import Draft

_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|</?[a-zA-Z][^<>]*>", re.S | re.I)
_STATUS = (
    ("retired", r"retire|discontinu|archiv|obsolete|draft|delist|end of (?:life|line)|eol|inactive"
                r"|disabled|unpublish|auslauf|withdrawn"),
    ("out_of_stock", r"out[ _-]*of[ _-]*stock|sold[ _-]*out|no stock|unavailable|back ?order|not available"
                     r"|nicht verf"),
    ("active", r"active|in[ _-]*stock|available|publish|enabled|live|on sale|current|pre-?order|yes|true|1"),
)  # fmt: skip


def plain_text(markup: str) -> str:
    """Return text without HTML.

    Examples
    --------
    >>> plain_text("<p>Hand-made <b>copper</b> mug.</p>&amp; box\\\\n350 ml")
    'Hand-made copper mug. & box 350 ml'
    """
    if "<" in markup:
        markup = _TAG.sub(" ", markup)
    if "&" in markup:
        markup = html.unescape(markup)
        if "<" in markup:
            markup = _TAG.sub(" ", markup)
    text = clean(markup.replace("\\n", " "))
    return re.sub(r" ([.,;:!?])(?=\s|$)", r"\1", text)


def status_of(words: str) -> str:
    """Return active, out_of_stock or retired for a shop's own words; ``""`` where nobody knows.

    Examples
    --------
    >>> status_of("in stock"), status_of("Archived"), status_of("out of stock"), status_of("blue")
    ('active', 'retired', 'out_of_stock', '')
    """
    text = words.strip().casefold()
    for status, pattern in _STATUS:
        if re.search(rf"\b(?:{pattern})", text):
            return status
    return ""


def finish_catalogue(draft: Draft, currency: str = "", note: str = "", decimal: str | None = None) -> Reading:
    """Return the reading of catalogue rows, one a product.

    Parameters
    ----------
    draft : Draft
        Text under canonical names; ``status`` in any words; rows of one ``product_id`` are variants already grouped.
    currency, note, decimal
        Where the format knows them.
    """
    draft.need("title")
    draft.check()
    frame = draft.frame
    for column in ("title", "description"):
        if column in frame:
            frame[column] = frame[column].map({c: plain_text(c) for c in frame[column].unique()}).astype("str")
    why = damage(frame["title"])
    draft.drop(why != "", why)
    draft.drop_empty("title")
    _retirements(draft)
    currency = currency or draft.currency("price")
    draft.numbers(decimal, lenient=("price", "margin"), never_negative=("price",))
    draft.times()
    frame = draft.frame
    if "margin" in frame:
        # 35 and 0.35 both mean 35 %; whoever earns more than the price has written something else.
        share = frame["margin"].where(~(frame["margin"] > 1), frame["margin"] / 100).round(6)
        frame["margin"] = share.where((share >= 0) & (share <= 1))
    _status(draft)
    frame = _distinct(draft).assign(currency=currency or draft.settings.currency)
    return draft.reading({"catalogue": draft.with_rows(frame)}, currency=currency, note=note)


_REMARKS = frozenset((
    "notes", "note", "remark", "remarks", "comment", "comments", "info", "information", "lifecycle", "availability",
    "status",
    "bemerkung", "bemerkungen", "hinweis", "remarque", "remarques", "observaciones", "observações", "opmerking",
    "opmerkingen", "uwagi", "備考", "state", "discontinued", "withdrawn", "retired", "end of life", "replaced by", "",
))  # fmt: skip


def _retirements(draft: Draft) -> None:
    """Retire the lines that a remark, a status or the end of a title says are no longer sold."""
    frame, source = draft.frame, draft.source
    rows = source.rows.loc[frame.index]
    said = pd.Series(None, index=frame.index, dtype="object")
    for place, name in enumerate(source.names):
        if name in _REMARKS and place < rows.shape[1]:
            cells = rows.iloc[:, place]
            found = cells.map({c: retired(c) for c in cells.unique()})
            said = said.where(said.notna(), found)
    titled = {t: told for t in frame["title"].unique() if (told := in_title(t))}
    if titled:
        hit = frame["title"].isin(titled)
        said = said.where(said.notna() | ~hit, frame["title"].map(lambda t: titled[t][1] if t in titled else None))
        frame["title"] = frame["title"].map(lambda t: titled[t][0] if t in titled else t).astype("str")
    gone = said.notna()
    if not gone.any():
        return
    blank = pd.Series("", index=frame.index, dtype="str")
    if "retired_on" in frame:  # "Withdrawn 31/01/2025" in the column of the day itself
        frame["retired_on"] = frame["retired_on"].where(~frame["retired_on"].map(lambda c: retired(c) is not None), "")
    for column, part in (("retired_on", "on"), ("replaced_by", "by")):
        cells = said.map(lambda r, part=part: getattr(r, part) if r is not None else "").astype("str")
        now = frame.get(column, blank)
        frame[column] = now.where((now != "") | ~gone, cells)
    frame["status"] = frame.get("status", blank).where(~gone, "retired")


def headings(draft: Draft) -> None:
    """Set the headings of sections aside; each becomes the category of the lines below it, where they have none.

    A heading is a row with one cell filled, before the first price of its section,
    in a list where most lines have one.
    """
    frame = draft.frame
    rows = draft.source.rows.loc[frame.index].apply(lambda cells: cells.str.strip())
    filled = (rows != "").sum(axis=1)
    if rows.shape[1] < 2 or "price" not in frame or not (frame["price"] != "").mean() >= 0.5:
        return
    heading = (filled == 1) & (frame["price"] == "") & ((filled.shift(-1) > 1) | (filled.shift(-1) == 1))
    heading &= filled[::-1].gt(1).cummax()[::-1]  # nothing follows the last lines: they are notes or products
    section = rows.max(axis=1).where(heading).ffill().fillna("").astype("str")
    own = frame.get("category", section)
    draft.frame = frame.assign(category=own.where(own != "", section))
    draft.drop(heading, "heading of a section")


def _status(draft: Draft) -> None:
    frame = draft.frame
    known = {}
    if "status" in frame:
        known = {w: status_of(w) or "active" for w in frame["status"].unique()}  # a word nobody knows is no "no"
        frame["status"] = frame["status"].map(known).astype("str")
    else:
        frame["status"] = "active"
    if "retired_on" in frame:
        frame["status"] = frame["status"].where(frame["retired_on"].isna(), "retired")


def _distinct(draft: Draft) -> pd.DataFrame:
    """Set aside a product that stands there twice, word for word; give ids where there are none."""
    frame = draft.frame
    rows = frame.astype("object").where(frame.notna(), "").astype("str")
    twice = rows.duplicated(keep="first")
    if twice.any():
        first = rows.groupby(list(rows.columns), sort=False).ngroup()
        row_of = first.map(first.reset_index().drop_duplicates(0).set_index(0)["index"])
        draft.drop(twice, "duplicate of row " + row_of.astype("str"))
        frame = draft.frame
    if "product_id" not in frame:
        frame = frame.assign(product_id="row " + frame.index.astype("str"))
    return frame


_WORST_FIRST = {"retired": 0, "active": 1, "out_of_stock": 2, "": 3}


def grouped(frame: pd.DataFrame, by: str = "product_id") -> pd.DataFrame:
    """Return one row a product from rows of its variants, in the order of their first rows.

    Text is the first that is filled; the price is the lowest that is not 0; a product is out of stock only
    when all its variants are.

    Parameters
    ----------
    frame : DataFrame of str
        ``status`` already one of ours, or ``""`` for rows that are no variant.
    by : str
    """
    frame = frame.assign(_row=frame.index)
    order = frame.sort_values("_row", kind="stable")
    if "price" in frame:
        price = to_numbers(order["price"])[0]
        order = order.assign(_price=price.where(price > 0, float("inf")).fillna(float("inf")))
        cheapest = order.sort_values(["_price", "_row"]).drop_duplicates(by).set_index(by)
    filled = order.replace("", pd.NA).groupby(by, sort=False)
    out = filled.first().fillna("")
    out["_row"] = filled["_row"].min()
    if "price" in frame:
        for column in ("price", "margin"):
            if column in frame:
                out[column] = cheapest[column].reindex(out.index)
    if "status" in frame:
        rank = order["status"].map(_WORST_FIRST).groupby(order[by], sort=False).min()
        names = {v: k for k, v in _WORST_FIRST.items()}
        out["status"] = rank.map(names).astype("str")
    out = out.reset_index().set_index("_row").rename_axis(None).sort_index()
    return out[[c for c in frame.columns if c in out.columns]].drop(columns=["_price"], errors="ignore")


def share_left(frame: pd.DataFrame, price: str, cost: str) -> pd.DataFrame:
    """Return the frame with ``margin`` from a price and what the item costs the shop,
    as text; ``cost`` is dropped."""
    if cost not in frame or price not in frame:
        return frame.drop(columns=[cost], errors="ignore")
    sells, buys = to_numbers(frame[price])[0], to_numbers(frame[cost])[0]
    share = (1 - buys / sells.where(sells > 0)).round(6)
    text = share.where((share >= 0) & (share <= 1)).map(lambda v: "" if v != v else repr(v)).astype("str")
    return frame.drop(columns=[cost]).assign(margin=text)
