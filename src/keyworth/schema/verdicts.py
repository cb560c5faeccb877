"""Verdicts: the evidence they rest on, the rules' outcomes, and the keywords as people read them."""

from __future__ import annotations

from keyworth.schema.core import COUNT, NUMBER, TEXT, TRUTH, Table
from keyworth.schema.inputs import KEYWORDS
from keyworth.schema.money import MONEY, TRACEABILITY
from keyworth.schema.relevance import ALIGNMENT, RELEVANCE

EVIDENCE = Table(
    "evidence",
    "a keyword row with all that a verdict needs and no relevance model decides",
    "keyword_id",
    {
        **KEYWORDS.columns,
        **TRACEABILITY.columns,
        "is_brand": TRUTH,
        "intent": TEXT,
        "intent_word": TEXT,
        "intent_told": TEXT,
        "asked_count": NUMBER,  # how often the company's own customers ask for it; NaN where none was heard
        "sales_supplied": TRUTH,
        "own_leads": NUMBER,  # traced to the keyword itself, not shared over the keywords of a page
        "own_sales": NUMBER,
    },
)
FLAG_OUTCOMES = Table(
    "flag_outcomes",
    "a rule's outcome for a keyword row",
    "flag",
    {"keyword_id": COUNT, "flag": TEXT, "outcome": TEXT, "reason": TEXT, "at_stake": NUMBER},
)


def _but(table: Table, *names: str, **renamed: str) -> dict[str, str]:
    return {renamed.get(name, name): kind for name, kind in table.columns.items() if name not in names}


FACTS = Table(
    "facts",
    "a keyword row with all that the rules read",
    "keyword_id",
    {
        **EVIDENCE.columns,
        **_but(RELEVANCE, "keyword_key", reason="relevance_reason"),
        **_but(ALIGNMENT, "keyword_key"),
        **_but(MONEY, "keyword_id", reason="money_reason"),
        "full_cost": NUMBER,  # pounds of the period: click cost with its part of the fees
        "duplicate_of": COUNT,  # keyword_id, -1 for none
        "duplicate_wording": TEXT,
        "duplicate_place": TEXT,
        "duplicate_rows": COUNT,
        "duplicate_cost": NUMBER,
        "spent_since_retired": NUMBER,
        "sales_low_model": NUMBER,  # traced sales under the attribution model that gives it least,
        "sales_high_model": NUMBER,  # and most
        "revenue_high_model": NUMBER,
        "catalogue_unknown": TEXT,  # why that side cannot be known; "" where it is
        "language_unknown": TEXT,
        "money_unknown": TEXT,
    },
)
VERDICT_COLUMNS = {
    "verdict": TEXT,
    "rule": TEXT,
    "reason": TEXT,  # one short sentence: what to do
    "why_product": TEXT,  # what each kind of evidence says of it
    "why_customers": TEXT,
    "why_money": TEXT,
    "at_stake": NUMBER,  # pounds of the period that the verdict moves
    "cost_at_risk": NUMBER,
    "confidence": TEXT,
    "attribution_stable": TRUTH,  # every attribution model gives the same verdict; False where only one is known
    "flipping_model": TEXT,
    "flip_at_stake": NUMBER,
}
KEYWORD_FINDINGS = Table(
    "keywords",
    "a keyword as the agency lists it, with its verdict and all that it rests on",
    "keyword",
    {**FACTS.columns, **VERDICT_COLUMNS, "flags": TEXT},
)
SENSITIVITY = Table(
    "sensitivity",
    "a setting at another value, and the verdicts that it would change",
    "setting",
    {
        "setting": TEXT,  # margin, untraced, lookback, brand, attribution
        "value": TEXT,  # tried instead of the audit's own
        "assumed": TRUTH,  # nobody stated the audit's own
        "verdicts": NUMBER,  # that change,
        "of": NUMBER,
        "cost": NUMBER,  # and the full cost of their rows
        "cuts_lost": NUMBER,
        "cuts_won": NUMBER,
        "keeps_lost": NUMBER,
        "keeps_won": NUMBER,
        "decisive": NUMBER,  # those that cost something and were, or become, a cut or a keep
        "decisive_cost": NUMBER,
    },
)
# keywords.csv is for people; the rest is in tables/keywords.parquet.
KEYWORDS_CSV = (
    "keyword", "campaign", "match_type", "verdict", "reason",
    "why_product", "why_customers", "why_money", "flags", "at_stake", "product_relevance", "product_id",
    "product_title", "product_status", "customer_alignment", "customer_phrase", "suggested_wording", "clicks", "cost",
    "full_cost", "claimed_conversions", "claimed_value", "leads", "attributed_conversions", "attributed_revenue",
    "expected_conversions", "expected_conversions_low", "expected_conversions_high", "expected_revenue",
    "expected_revenue_low", "expected_revenue_high", "probability_below_break_even", "traced_share",
    "attribution_stable", "landing_page", "channel", "source_file", "source_row",
)  # fmt: skip
PHRASES_CSV = (
    "phrase", "count", "callers", "searches", "product_id", "product_title", "product_relevance", "nearest_keyword",
)  # fmt: skip
UNSERVED = Table(
    "unserved",
    "a thing that customers ask for and that is not sold",
    "phrase",
    {
        "phrase": TEXT,  # in their words
        "callers": COUNT,
        "own_searches": NUMBER,  # on the company's site
        "organic_searches": NUMBER,
        "refused": COUNT,  # callers whom staff told that it is not sold
        "staff_answer": TEXT,  # how, verbatim
        "once_sold": TRUTH,  # sold no more, by the catalogue or by staff
        "keywords": TEXT,  # that the agency buys it by, "; "-joined
        "clicks": NUMBER,  # on them,
        "cost": NUMBER,  # and their full cost in the period
    },
)
