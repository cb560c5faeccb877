"""Searches, calls, touchpoints, pages and claims, whatever the export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

import pandas as pd

from keyworth.ingest.entities import spend_rows, totals
from keyworth.ingest.entities.contacts import identify
from keyworth.ingest.entities.spreadsheet_damage import damage
from keyworth.ingest.entities.url_parameters import channel_of, fill_origin
from keyworth.ingest.protocol import TOTAL_ROW, Reading
from keyworth.schema import rounding_allowance
from keyworth.text import clean

if TYPE_CHECKING:
    from keyworth.ingest.entities.row_builder import Draft

Period = tuple["pd.Timestamp | None", "pd.Timestamp | None"]
_UNPERIODED: Period = (None, None)


def finish_searches(
    draft: Draft, origin: str = "site_search", currency: str = "", period: Period = _UNPERIODED, note: str = ""
) -> Reading:
    """Return the reading of searches; total rows become claims where they state a cost."""
    draft.need("search_term")
    draft.check()
    label = totals.labels(draft.source.rows.loc[draft.frame.index], draft.frame["search_term"])
    draft.drop((draft.frame["search_term"] == "") & (label == ""), "no search term")
    why = damage(draft.frame["search_term"])
    draft.drop(why != "", why)
    label = label[draft.frame.index]
    currency = currency or draft.currency("cost")
    draft.numbers(never_negative=("count", "clicks", "cost", "conversions"))
    draft.times()
    stated = draft.drop(label.reindex(draft.frame.index, fill_value="") != "", TOTAL_ROW)
    stated = stated.rename(columns={"conversions": "claimed_conversions", "count": "impressions"})
    claimed = totals.claims(stated, label[stated.index])
    frame = draft.frame
    decoded = {
        t: clean(unquote_plus(t) if re.search(r"%[0-9a-fA-F]{2}", t) else t) for t in frame["search_term"].unique()
    }
    frame["search_term"] = frame["search_term"].map(decoded).astype("str")
    if "count" not in frame:
        frame["count"] = 1.0
    if origin != "site_search" and "clicks" in frame:
        # An impression is a page shown to anybody; a click is a person who came.
        frame["count"] = frame["clicks"].where(frame["clicks"].notna(), frame["count"])
    cost = round(float(frame["cost"].sum()), 6) if "cost" in frame else float("nan")
    total, of = float("nan"), ""
    if origin == "search_ads":
        claimed, total, of = totals.of_rows(claimed, cost, len(frame))
    if of and abs(total - cost) > rounding_allowance(len(frame)):
        note = "; ".join(filter(None, [note, f"cost of the rows is {cost:,.2f}, '{of}' says {total:,.2f}"]))
    hidden = spend_rows.of_totals(stated, label[stated.index], set()) if origin == "search_ads" else stated.iloc[:0]
    frame = draft.with_rows(frame).assign(origin=origin, currency=currency)
    tables = {"searches": frame} | ({"claims": claimed} if len(claimed) and origin == "search_ads" else {})
    if len(hidden):
        tables["spend"] = hidden.assign(currency=currency)
    for table in tables.values():
        table["period_start"], table["period_end"] = (pd.Timestamp(p) if p is not None else pd.NaT for p in period)
    return draft.reading(
        tables, currency=currency, period_start=period[0], period_end=period[1], cost_total_row=total, note=note
    )


def finish_pages(draft: Draft, currency: str = "", period: Period = _UNPERIODED, note: str = "") -> Reading:
    """Return the reading of landing pages."""
    draft.need("page")
    draft.check()
    label = totals.labels(draft.source.rows.loc[draft.frame.index], draft.frame["page"])
    draft.drop(label != "", "total row")
    draft.drop_empty("page")
    draft.numbers(never_negative=("clicks", "impressions", "sessions"))
    frame = draft.with_rows(draft.frame).assign(currency=currency)
    frame["period_start"], frame["period_end"] = (pd.Timestamp(p) if p is not None else pd.NaT for p in period)
    return draft.reading({"pages": frame}, currency=currency, period_start=period[0], period_end=period[1], note=note)


def finish_touchpoints(draft: Draft, origin: str = "log", note: str = "") -> Reading:
    """Return the reading of a touchpoint log; a customer or a click id ties a visit to a sale."""
    if "click_id" not in draft.frame:
        draft.need("customer_id")
    draft.check()
    draft.times()
    frame = fill_origin(identify(draft.frame))
    draft.frame = frame
    for column in ("customer_id", "person"):
        if column not in frame:
            frame[column] = ""
    nobody = (frame["customer_id"] == "") & (frame["person"] == "") & (frame["click_id"] == "")
    draft.drop(nobody, pd.Series("no customer and no click id", frame.index))
    frame = draft.frame
    medium = frame["utm_medium"].where(frame["utm_medium"] != "", frame["utm_source"])
    paid = frame["landing_page"].str.contains("gclid=|msclkid=", regex=True) if "landing_page" in frame else False
    medium = medium.where((medium != "") | ~((frame["click_id"] != "") | paid), "cpc")
    social = frame["utm_source"].str.contains(r"(?i)facebook|instagram|linkedin|tiktok|twitter|meta")
    medium = medium.where(~(social & medium.str.contains(r"(?i)paid|cpc|ppc")), "paid social")
    named = frame.get("channel", medium)
    named = named.where(named != "", medium)
    frame["channel"] = named.map({c: channel_of(c) for c in named.unique()}).astype("str")
    if "keyword" not in frame:
        frame["keyword"] = ""
    frame["keyword"] = frame["keyword"].where(frame["keyword"] != "", frame["utm_term"])
    frame = draft.with_rows(frame).assign(origin=origin)
    return draft.reading({"touchpoints": frame}, note=note)
