"""The canonical tables: their columns, types and meanings, in one place.

Every stage takes and returns pandas DataFrames with these columns. ``conform``
is the one way to make one: it adds what is missing as typed nulls, drops what
has no name here and fixes the order and the types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

TEXT, NUMBER, COUNT, TRUTH, TIME = "str", "float64", "int64", "bool", "datetime64[us, UTC]"

STAGES = ("lead", "appointment", "opportunity", "won", "lost")
MATCH_TYPES = ("exact", "phrase", "broad", "")
PRODUCT_STATUSES = ("active", "out_of_stock", "retired", "accessory_only", "none")
VERDICTS = ("keep", "fix", "cut", "watch")
OUTCOMES = ("raised", "clear", "not_applicable", "error")


@dataclass(frozen=True)
class Table:
    """A canonical table: its name, what one row is, its columns and the one that is required."""

    name: str
    row: str
    required: str
    columns: dict[str, str]


_SOURCE = {"source_file": TEXT, "source_row": COUNT}
_PERIOD = {"currency": TEXT, "period_start": TIME, "period_end": TIME}
_ORIGIN = {
    "click_id": TEXT,
    "utm_source": TEXT,
    "utm_medium": TEXT,
    "utm_campaign": TEXT,
    "utm_term": TEXT,
    "landing_page": TEXT,
}

# Numbers are NaN and times NaT where the file does not say: never 0 for "unknown".
KEYWORDS = Table(
    "keywords",
    "a keyword as the agency lists it (a period's rows summed)",
    "keyword",
    {
        "keyword_id": COUNT,  # 0, 1, 2 … in the agency's order: a join key within one audit only
        "keyword": TEXT,  # as listed, without Google's [ ] " " + decoration
        "keyword_key": TEXT,  # text.key(keyword)
        "campaign": TEXT,
        "ad_group": TEXT,
        "match_type": TEXT,  # exact, phrase, broad or ""
        "channel": TEXT,  # paid or organic
        "landing_page": TEXT,
        "impressions": NUMBER,
        "clicks": NUMBER,
        "cost": NUMBER,  # in `currency`; NaN where the export has no cost column
        "claimed_conversions": NUMBER,
        "claimed_value": NUMBER,
        "stated_ctr": NUMBER,  # a share; what the file itself states, for the claim ledger
        "stated_cpc": NUMBER,
        "stated_roas": NUMBER,
        "stated_cost_per_conversion": NUMBER,
        "position": NUMBER,
        "search_volume": NUMBER,
        **_PERIOD,
        **_SOURCE,
    },
)
CATALOGUE = Table(
    "catalogue",
    "a product (variants grouped)",
    "title",
    {
        "product_id": TEXT,
        "title": TEXT,
        "description": TEXT,  # plain text, HTML removed
        "category": TEXT,
        "brand": TEXT,
        "price": NUMBER,
        "currency": TEXT,
        "margin": NUMBER,  # share of the price, 0 to 1
        "status": TEXT,  # active, out_of_stock or retired
        "retired_on": TIME,
        "replaced_by": TEXT,  # a product_id of this catalogue, else as written
        "url": TEXT,
        **_SOURCE,
    },
)
SEARCHES = Table(
    "searches",
    "a search term with its count (site search, search-terms report, Search Console)",
    "search_term",
    {
        "search_term": TEXT,
        "count": NUMBER,  # searches on the own site; of ads and Search Console, those that clicked
        "searched_at": TIME,
        "landing_page": TEXT,
        "clicks": NUMBER,
        "conversions": NUMBER,
        "keyword": TEXT,  # the keyword that answered it, where the report says
        "campaign": TEXT,
        "cost": NUMBER,
        "origin": TEXT,  # site_search, search_ads or search_console
        **_PERIOD,
        **_SOURCE,
    },
)
CALLS = Table(
    "calls",
    "a turn of a call",
    "text",
    {
        "call_id": TEXT,
        "turn": COUNT,
        "speaker": TEXT,  # as the file names them
        "role": TEXT,  # customer, agent or unknown
        "text": TEXT,
        "started_at": TIME,
        "customer_id": TEXT,
        "person": TEXT,  # schema.person_key of e-mail or phone, else ""
        "outcome": TEXT,
        "product": TEXT,
        "keyword": TEXT,
        "campaign": TEXT,
        "click_id": TEXT,
        "landing_page": TEXT,
        **_SOURCE,
    },
)
SALES = Table(
    "sales",
    "a lead, appointment, opportunity, won or lost sale (the furthest stage it reached)",
    "stage",
    {
        "sale_id": TEXT,
        "customer_id": TEXT,
        "person": TEXT,
        "stage": TEXT,
        "furthest": TEXT,  # of a lost sale: lead, appointment or opportunity, "" where the file does not say
        "created_at": TIME,
        "closed_at": TIME,
        "amount": NUMBER,
        "currency": TEXT,
        "product": TEXT,
        "channel": TEXT,  # as the CRM says: its lead source, normalised where it can be
        "keyword": TEXT,  # as the CRM says (HubSpot drill-down), else ""
        **_ORIGIN,
        **_SOURCE,
    },
)
TOUCHPOINTS = Table(
    "touchpoints",
    "a visit, click or call of a customer before a sale",
    "customer_id",
    {
        "customer_id": TEXT,
        "person": TEXT,
        "at": TIME,
        "channel": TEXT,
        "keyword": TEXT,
        "campaign": TEXT,
        **{k: v for k, v in _ORIGIN.items() if k not in ("utm_term", "utm_campaign")},
        "utm_campaign": TEXT,
        "utm_term": TEXT,
        "origin": TEXT,  # log, call_tracking, crm
        **_SOURCE,
    },
)
PAGES = Table(
    "pages",
    "a landing page with its clicks and conversions (Search Console, GA4)",
    "page",
    {
        "page": TEXT,
        "query": TEXT,  # filled where the export crosses query and page
        "clicks": NUMBER,
        "impressions": NUMBER,
        "sessions": NUMBER,
        "conversions": NUMBER,
        "revenue": NUMBER,
        **_PERIOD,
        **_SOURCE,
    },
)
CLAIMS = Table(
    "claims",
    "a figure that the agency states beside its keyword rows (totals, averages, growth)",
    "metric",
    {
        "label": TEXT,  # as written: "Total: Account", "Average ROAS"
        "scope": TEXT,  # total, campaign or group: what it is said of
        "group": TEXT,  # the campaign's or group's name
        "metric": TEXT,  # cost, clicks, impressions, conversions, value, ctr, cpc, roas, cpa, keywords, growth
        "claimed": NUMBER,
        "period_start": TIME,
        "period_end": TIME,
        **_SOURCE,
    },
)
INPUTS = {t.name: t for t in (KEYWORDS, CATALOGUE, SEARCHES, CALLS, SALES, TOUCHPOINTS, PAGES, CLAIMS)}

FILES = Table(
    "files",
    "an input file (or a member of a zip or folder), and what became of its rows",
    "file",
    {
        "file": TEXT,
        "format": TEXT,
        "kind": TEXT,
        "rows_in": COUNT,
        "rows_used": COUNT,
        "rows_set_aside": COUNT,
        "sha256": TEXT,
        "encoding": TEXT,
        "delimiter": TEXT,
        "currency": TEXT,
        "period_start": TIME,
        "period_end": TIME,
        "cost": NUMBER,  # sum of the rows used
        "cost_total_row": NUMBER,  # the export's own total row, NaN where it has none
        "note": TEXT,
    },
)
SET_ASIDE = Table(
    "set_aside",
    "an input row that was not used, and why",
    "reason",
    {"source_file": TEXT, "source_row": COUNT, "kind": TEXT, "reason": TEXT, "content": TEXT},
)
PHRASES = Table(
    "phrases",
    "a phrase of the customers, verbatim, with how many distinct callers and searches used it",
    "phrase",
    {
        "phrase_id": COUNT,
        "phrase": TEXT,  # the most frequent spelling
        "phrase_key": TEXT,
        "count": NUMBER,  # callers + searches
        "callers": COUNT,
        "searches": NUMBER,
        "first_seen": TIME,
        "last_seen": TIME,
    },
)
QUOTES = Table(
    "quotes",
    "a redacted sentence of a customer, or a search, in which a phrase stands",
    "quote",
    {
        "phrase_id": COUNT,
        "quote": TEXT,
        "call_id": TEXT,
        "said_at": TIME,
        "outcome": TEXT,
        "product": TEXT,
        **_SOURCE,
    },
)
RELEVANCE = Table(
    "relevance",
    "a distinct keyword against the whole catalogue",
    "keyword_key",
    {
        "keyword_key": TEXT,
        "applicable": TRUTH,
        "reason": TEXT,  # why not applicable (language, empty), else ""
        "product_relevance": NUMBER,  # calibrated P(a current product answers it); NaN if not applicable
        "product_id": TEXT,  # the best current product; else the best retired one
        "product_title": TEXT,
        "product_status": TEXT,  # PRODUCT_STATUSES
        "retired_relevance": NUMBER,  # P(a retired product answers it)
        "retired_id": TEXT,
        "retired_title": TEXT,
        "retired_on": TIME,
        "successor_id": TEXT,
        "successor_title": TEXT,
        "accessory_relevance": NUMBER,  # P(only an accessory or part for it is sold)
        "out_of_stock_relevance": NUMBER,
        "price": NUMBER,  # of the product
        "margin": NUMBER,
        "lexical": NUMBER,
        "semantic": NUMBER,
        "second_relevance": NUMBER,
        "competing_products": COUNT,
    },
)
MATCHES = Table(
    "matches",
    "a keyword and a product considered for it, best first",
    "keyword_key",
    {
        "keyword_key": TEXT,
        "rank": COUNT,
        "product_id": TEXT,
        "product_title": TEXT,
        "product_status": TEXT,
        "relevance": NUMBER,
        "grade": TEXT,  # exact, substitute, complement, irrelevant
        "lexical": NUMBER,
        "semantic": NUMBER,
        "baseline": NUMBER,  # log-odds before any feature
        "contributions": TEXT,  # JSON object feature → log-odds; baseline + sum = logit before calibration
    },
)
ALIGNMENT = Table(
    "alignment",
    "a distinct keyword against the customers' phrases",
    "keyword_key",
    {
        "keyword_key": TEXT,
        "customer_alignment": NUMBER,  # calibrated P(customers use this wording); NaN without phrases
        "customer_phrase": TEXT,  # the nearest phrase in use
        "customer_phrase_count": NUMBER,
        "own_count": NUMBER,  # how often customers use the keyword's own wording
        "suggested_wording": TEXT,  # verbatim phrases with the same meaning and a product on sale, "; "-joined
        "suggested_phrase_ids": TEXT,  # JSON list, for quotes
        "phrases_considered": TEXT,  # JSON list of [phrase_id, similarity], for evidence for and against
    },
)
UNCOVERED = Table(
    "uncovered",
    "a phrase that a current product answers and no keyword covers",
    "phrase",
    {
        "phrase": TEXT,
        "count": NUMBER,
        "callers": COUNT,
        "searches": NUMBER,
        "product_id": TEXT,
        "product_title": TEXT,
        "product_relevance": NUMBER,
        "nearest_keyword": TEXT,
        "phrase_id": COUNT,
    },
)
MONEY = Table(
    "money",
    "the money of a keyword row",
    "keyword_id",
    {
        "keyword_id": COUNT,
        "attributed_conversions": NUMBER,
        "attributed_conversions_low": NUMBER,
        "attributed_conversions_high": NUMBER,
        "attributed_revenue": NUMBER,
        "attributed_revenue_low": NUMBER,
        "attributed_revenue_high": NUMBER,
        "attributed_leads": NUMBER,
        "probability_below_break_even": NUMBER,
        "expected_profit": NUMBER,
        "attribution_stable": TRUTH,
        "flipping_model": TEXT,
        "clicks_to_settle": NUMBER,  # more clicks before the evidence would decide
        "cost_to_settle": NUMBER,
        "matured_share": NUMBER,
        "wrong_cut_risk": NUMBER,  # chance that cutting it would be wrong
        "sales_knowable": TRUTH,
        "possible_conversions_low": NUMBER,  # organic: what its page's conversions force, and allow, it to have brought
        "possible_conversions_high": NUMBER,
        "expected_conversions": NUMBER,  # what its clicks are expected to bring: the middle of the range
        "expected_revenue": NUMBER,
        "spread_cost": NUMBER,  # its part of the agency's fee and of content cost
        "reason": TEXT,  # why figures are missing, else ""
    },
)
CREDITS = Table(
    "credits",
    "the credit of a keyword row for a sale under one attribution model",
    "attribution_model",
    {
        "attribution_model": TEXT,
        "sale_id": TEXT,
        "keyword_id": COUNT,  # -1: matched to no keyword of the report
        "channel": TEXT,
        "credit": NUMBER,
        "amount": NUMBER,
        "link": TEXT,  # click_id, call_tracking, utm, landing_page, …: how the touchpoint was tied
    },
)
CLAIM_LEDGER = Table(
    "claim_ledger",
    "a figure of the agency, recomputed",
    "claim",
    {
        "claim": TEXT,
        "scope": TEXT,
        "claimed": NUMBER,
        "recomputed": NUMBER,
        "difference": NUMBER,
        "cause": TEXT,
        "verdict": TEXT,  # supported, not supported, cannot be checked
        "ask_for": TEXT,
        **_SOURCE,
    },
)
FLAG_OUTCOMES = Table(
    "flag_outcomes",
    "a rule's outcome for a keyword row",
    "flag",
    {"keyword_id": COUNT, "flag": TEXT, "outcome": TEXT, "reason": TEXT, "at_stake": NUMBER},
)

# keywords.csv, in this order; more columns follow these.
KEYWORDS_CSV = (
    "keyword", "campaign", "match_type", "verdict", "flags", "at_stake", "product_relevance", "product_id",
    "product_title", "product_status", "customer_alignment", "customer_phrase", "customer_phrase_count",
    "suggested_wording", "clicks", "cost", "claimed_conversions", "claimed_value", "attributed_conversions",
    "attributed_conversions_low", "attributed_conversions_high", "attributed_revenue", "attributed_revenue_low",
    "attributed_revenue_high", "probability_below_break_even", "attribution_stable",
)  # fmt: skip
PHRASES_CSV = (
    "phrase", "count", "callers", "searches", "product_id", "product_title", "product_relevance", "nearest_keyword",
)  # fmt: skip


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
    >>> conform(pd.DataFrame({"phrase": ["garden office"]}), PHRASES)["callers"].tolist()
    [-1]
    """
    import pandas as pd

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


def empty(table: Table) -> pd.DataFrame:
    """Return a table of no rows."""
    import pandas as pd

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
    import hashlib

    contact = contact.strip().casefold()
    if "@" not in contact:
        contact = "".join(c for c in contact if c.isdigit())[-9:]
        if len(contact) < 7:
            return ""
    return hashlib.sha256(f"keyworth person {contact}".encode()).hexdigest()[:16]
