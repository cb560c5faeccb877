"""What ingest hands on: the canonical tables of files, what became of each row, and what was set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keyworth.schema.core import COUNT, NUMBER, TEXT, TIME, Table

if TYPE_CHECKING:
    import pandas as pd

SOURCE = {"source_file": TEXT, "source_row": COUNT}
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
        "all_conversions": NUMBER,  # with the secondary actions; NaN where the export has no such column
        "view_through_conversions": NUMBER,  # of people who saw the ad and did not click
        "stated_ctr": NUMBER,  # a share; what the file itself states, for the claim ledger
        "stated_cpc": NUMBER,
        "stated_roas": NUMBER,
        "stated_cost_per_conversion": NUMBER,
        "position": NUMBER,
        "search_volume": NUMBER,
        **_PERIOD,
        **SOURCE,
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
        **SOURCE,
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
        **SOURCE,
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
        **SOURCE,
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
        **SOURCE,
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
        "match_type": TEXT,  # as the log says, else ""
        **{k: v for k, v in _ORIGIN.items() if k not in ("utm_term", "utm_campaign")},
        "utm_campaign": TEXT,
        "utm_term": TEXT,
        "origin": TEXT,  # log, call_tracking, crm
        **SOURCE,
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
        **SOURCE,
    },
)
CLAIMS = Table(
    "claims",
    "a figure that the agency states beside its keyword rows (totals, averages, growth)",
    "metric",
    {
        "label": TEXT,  # as written: "Total: Account", "Average ROAS"
        "scope": TEXT,  # total, campaign, group, or account: of more than the rows of its file
        "group": TEXT,  # the campaign's or group's name
        "metric": TEXT,  # cost, clicks, impressions, conversions, value, ctr, cpc, roas, cpa, keywords, growth
        "claimed": NUMBER,
        "of": TEXT,  # growth: the metric that grew, by so much per cent,
        "now": NUMBER,  # to this
        "before": NUMBER,  # from this
        "period_start": TIME,
        "period_end": TIME,
        **SOURCE,
    },
)
SPEND = Table(
    "spend",
    "spend of a period that no keyword stands behind (Performance Max, AI Max, hidden search terms)",
    "kind",
    {
        "campaign": TEXT,
        "label": TEXT,  # as the file says: "AI Max expanded matches", a search category
        "kind": TEXT,  # performance_max, ai_max, dynamic, search_terms_hidden, other_network or unnamed
        "channel": TEXT,
        "impressions": NUMBER,
        "clicks": NUMBER,
        "cost": NUMBER,
        "claimed_conversions": NUMBER,
        "claimed_value": NUMBER,
        "source": TEXT,  # row, total_row or campaign_report: the same money may stand in two of them
        **_PERIOD,
        **SOURCE,
    },
)
NEGATIVES_ON_FILE = Table(
    "negatives_on_file",
    "a negative keyword that the account, a campaign, an ad group or a shared list holds",
    "negative",
    {
        "negative": TEXT,
        "match_type": TEXT,  # broad, phrase or exact
        "level": TEXT,  # account, campaign, ad group or list
        "campaign": TEXT,
        "ad_group": TEXT,
        "list_name": TEXT,
        **SOURCE,
    },
)
_READ = (KEYWORDS, CATALOGUE, SEARCHES, CALLS, SALES, TOUCHPOINTS, PAGES, CLAIMS, SPEND, NEGATIVES_ON_FILE)
INPUTS = {t.name: t for t in _READ}
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


@dataclass(frozen=True)
class Inputs:
    """What was read, a canonical table a field; ``files`` tells what became of each file's rows."""

    keywords: pd.DataFrame
    catalogue: pd.DataFrame
    searches: pd.DataFrame
    calls: pd.DataFrame
    sales: pd.DataFrame
    touchpoints: pd.DataFrame
    pages: pd.DataFrame
    claims: pd.DataFrame
    spend: pd.DataFrame
    negatives_on_file: pd.DataFrame
    files: pd.DataFrame
