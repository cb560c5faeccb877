"""Everything that may stand on a sale's path: logged touchpoints, tracked calls, the CRM's own fields."""

from __future__ import annotations

import pandas as pd

from keyworth.money.channels import channels, keyword_class
from keyworth.money.keyword_resolution import keyword_of, mapped
from keyworth.money.match_types import match_types
from keyworth.schema import SET_ASIDE, TOUCHPOINTS, conform
from keyworth.text import key
from keyworth.text.urls import page_of


def gather_touches(
    touchpoints: pd.DataFrame, calls: pd.DataFrame, sales: pd.DataFrame, as_of: pd.Timestamp
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return all touchpoints in one table, and those that cannot be used, with the reason.

    Parameters
    ----------
    touchpoints, calls, sales : DataFrame
        ``schema.TOUCHPOINTS``, ``schema.CALLS``; `sales` as ``clean.usable_sales`` returns them.
    as_of : Timestamp
        The day of the export; what lies after it is refused.

    Returns
    -------
    touches : DataFrame
        ``touch``, ``at``, ``customer_id``, ``person``, ``click_id``, ``channel``, ``keyword_key``,
        ``campaign_key``, ``match_type``, ``page``, ``row_class`` (paid, organic, any, none), ``source``
        (log, call or crm), ``sale_id`` (crm rows) and where it was read.
    refused : DataFrame
        ``schema.SET_ASIDE``.
    """
    log = conform(touchpoints, TOUCHPOINTS).assign(source="log", sale_id="")
    log.loc[log["origin"].eq("call_tracking"), "source"] = "call"
    own = sales.assign(at=sales["created_at"].fillna(sales["closed_at"]), campaign="", origin="crm")
    own = pd.concat([conform(own, TOUCHPOINTS), sales[["sale_id"]]], axis=1).assign(source="crm")
    parts = [log, _call_touches(calls).assign(sale_id="", source="call"), own]
    both = pd.concat([_described(part) for part in parts], ignore_index=True)
    del log, own, parts
    both = both.sort_values(_ORDER, kind="stable", ignore_index=True)
    late = both["at"].gt(as_of + pd.Timedelta(days=1)) & both["source"].ne("crm")
    untimed = both["at"].isna() & both["source"].ne("crm")
    again = _repeats(both)
    refused = pd.concat(
        [
            both[late].assign(reason="a touchpoint after the day of the export: its date is wrong"),
            both[untimed & ~late].assign(reason="a touchpoint without a time"),
            both[again & ~late & ~untimed].assign(reason="the same visit or call again: counted once"),
        ]
    )
    refused = refused.assign(kind="touchpoints", content=refused["customer_id"] + " " + refused["keyword"])
    used = both[~(late | untimed | again)].reset_index(drop=True)
    used.insert(0, "touch", used.index)
    return _filled_by_click_id(used), conform(refused, SET_ASIDE)


# What a path needs: a million touchpoints are held once, without the columns that were read from.
_KEPT = [
    "at", "customer_id", "person", "click_id", "channel", "keyword", "keyword_key", "campaign_key", "match_type",
    "page", "row_class", "source", "sale_id", "source_file", "source_row",
]  # fmt: skip
_ORDER = [
    "at", "customer_id", "person", "click_id", "channel", "keyword_key", "campaign_key", "page", "source", "sale_id",
    "source_file", "source_row",
]  # fmt: skip


def _call_touches(calls: pd.DataFrame) -> pd.DataFrame:
    """One row a call that says where it came from (its keyword, click or page)."""
    said = calls[calls["keyword"].ne("") | calls["click_id"].ne("") | calls["landing_page"].ne("")]
    first = said.sort_values(["call_id", "turn"], kind="stable").drop_duplicates("call_id")
    return conform(first.assign(at=first["started_at"], channel="phone", origin="call_tracking"), TOUCHPOINTS)


def _described(touches: pd.DataFrame) -> pd.DataFrame:
    term, word = mapped(touches["utm_term"], keyword_of), mapped(touches["keyword"], keyword_of)
    campaign = touches["campaign"].where(touches["campaign"].ne(""), touches["utm_campaign"])
    channel = channels(touches)
    described = touches.assign(
        channel=channel,
        keyword_key=word.where(word.ne(""), term),
        campaign_key=mapped(campaign, key),
        match_type=match_types(touches),
        page=mapped(touches["landing_page"], page_of),
        row_class=keyword_class(channel),
    )
    return described[_KEPT]


def _repeats(touches: pd.DataFrame) -> pd.Series:
    """A click logged at every page it opened, or a row exported twice, is one touchpoint."""
    logged = touches["source"].ne("crm")
    who = ["customer_id", "person"]
    same_click = touches["click_id"].ne("") & touches.duplicated([*who, "click_id", "source"])
    same_row = touches.duplicated([*who, "at", "channel", "keyword_key", "campaign_key", "page", "click_id", "source"])
    return logged & (same_click | same_row)


def _filled_by_click_id(touches: pd.DataFrame) -> pd.DataFrame:
    """Give a click that names no keyword the keyword another file names for the same click id."""
    clicked = touches["click_id"].ne("")
    said = touches[clicked & touches["keyword_key"].ne("")].drop_duplicates("click_id").set_index("click_id")
    bare = clicked & touches["keyword_key"].eq("")
    # A click dated after the sale that carries its id says nothing of that sale.
    early = touches["at"] + pd.Timedelta(days=1) < said["at"].reindex(touches["click_id"]).set_axis(touches.index)
    bare &= ~(early & touches["source"].eq("crm"))
    for column in ("keyword_key", "campaign_key"):
        found = touches.loc[bare, "click_id"].map(said[column])
        touches.loc[bare, column] = found.where(found.notna(), touches.loc[bare, column]).astype("str")
    return touches
