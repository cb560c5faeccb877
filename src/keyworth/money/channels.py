"""One name a channel: the spellings of CRMs, analytics and call trackers brought together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

PAID, ORGANIC, UNKNOWN = "paid_search", "organic_search", "unknown"

# Order matters: "paid social" before "social", "paid search" before "search".
_RULES = (
    ("paid_social", r"paid[ _-]?social|(facebook|\bfb\b|instagram|linkedin|tiktok|meta)\W+(paid|cpc|ads?|ppc)\b"),
    ("email", r"e-?mail|newsletter|mailchimp|klaviyo"),
    (PAID, r"paid|\bcpc\b|\bppc\b|\bsem\b|ad ?words|google ?ads|\bads?\b|bing ?ads|microsoft ads|shopping"),
    (ORGANIC, r"organic|\bseo\b|search engine|natural search"),
    ("social", r"social|facebook|instagram|linkedin|tiktok|pinterest|twitter|youtube"),
    ("referral", r"referr?al|partner|affiliate|word of mouth|recommend"),
    ("phone", r"phone|\bcall|telephone|\btel\b"),
    ("offline", r"^offline$|walk[ -]?in|event|trade show|exhibition|showroom|leaflet|radio|\btv\b|\bpos\b"),
    # How a record came into the CRM says nothing of how the customer came.
    (UNKNOWN, r"offline|import|crm ui|integration|typed in|manual"),
    ("direct", r"direct|\(none\)|typed"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(rule)) for name, rule in _RULES)


def channel_of(text: str) -> str:
    """Return the canonical channel of a text, ``"unknown"`` where it says nothing.

    Examples
    --------
    >>> channel_of("google / cpc"), channel_of("PAID_SOCIAL"), channel_of("Organic Search"), channel_of("")
    ('paid_search', 'paid_social', 'organic_search', 'unknown')
    """
    folded = text.casefold().replace("_", " ").strip()
    if folded in ("", "-", "unknown", "(not set)", "other", "web"):
        return UNKNOWN
    return next((name for name, rule in _COMPILED if rule.search(folded)), folded.replace(" ", "_"))


def channels(frame: pd.DataFrame) -> pd.Series:
    """Return the channel of each row from its channel, medium and source, or its click id.

    A click id (gclid and its like) is written by paid search only, so it settles
    a row that says nothing else.
    """
    said = frame["channel"].str.cat(frame["utm_medium"], sep=" ").where(frame["channel"].eq(""), frame["channel"])
    said = said.str.strip()
    full = said.where(said.ne(""), frame["utm_source"])
    named = _mapped(full)
    from_medium = _mapped((frame["utm_source"] + " " + frame["utm_medium"]).str.strip())
    named = named.where(~named.isin([UNKNOWN, "phone"]) | from_medium.eq(UNKNOWN), from_medium)
    return named.where(~(named.isin([UNKNOWN, "phone"]) & frame["click_id"].ne("")), PAID)


def _mapped(texts: pd.Series) -> pd.Series:
    names = {text: channel_of(text) for text in texts.unique()}
    return texts.map(names).astype(str)


def keyword_class(channel: pd.Series) -> pd.Series:
    """Return which keyword rows a channel's touchpoints may be tied to: paid, organic, any or none."""
    table = {PAID: "paid", ORGANIC: "organic", UNKNOWN: "any", "phone": "any", "offline": "any"}
    return channel.map(table).fillna("none").astype(str)
