"""Money: what each keyword cost and brought, and the agency's claims."""

from __future__ import annotations

from keyworth.schema.core import COUNT, NUMBER, TEXT, TRUTH, Table
from keyworth.schema.inputs import SOURCE

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
        **SOURCE,
    },
)
