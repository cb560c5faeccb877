"""Verdicts: the rules' outcomes, and the columns that people read."""

from __future__ import annotations

from keyworth.schema.core import COUNT, NUMBER, TEXT, Table

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
