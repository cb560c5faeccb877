"""Small facts made by hand: a healthy keyword, of which a test changes what it is about."""

from __future__ import annotations

import pandas as pd

from keyworth.settings import Settings
from keyworth.verdicts.deciding import decide
from keyworth.verdicts.flagging import raise_flags

HEALTHY = {
    "keyword": "garden office", "keyword_key": "garden office", "campaign": "Work", "match_type": "exact",
    "channel": "paid", "impressions": 9000.0, "clicks": 230.0, "cost": 412.0, "full_cost": 412.0,
    "claimed_conversions": 2.0, "claimed_value": 900.0, "product_relevance": 0.95, "product_status": "active",
    "product_title": "Ashdown 300", "retired_relevance": 0.1, "retired_title": "", "successor_title": "",
    "retired_on": pd.NaT, "spent_since_retired": float("nan"), "customer_alignment": 0.9,
    "customer_phrase": "garden office", "customer_phrase_count": 40.0, "customers": 44.0, "asked_count": 40.0,
    "own_sales": 3.0, "bought_searches": 3.0,
    "suggested_wording": "", "attributed_conversions": 3.0,
    "expected_conversions_high": 6.0, "leads": 9.0, "attributed_revenue": 9000.0,
    "expected_revenue_low": 4000.0, "expected_revenue_high": 15000.0, "probability_below_break_even": 0.02,
    "wrong_cut_risk": 0.98, "clicks_to_settle": 0.0, "cost_to_settle": 0.0, "matured_share": 0.9, "is_brand": False,
    "intent": "", "intent_word": "", "intent_told": "", "duplicate_of": -1, "duplicate_rows": 1,
    "duplicate_wording": "", "duplicate_place": "", "duplicate_cost": 0.0, "catalogue_unknown": "",
    "language_unknown": "", "money_unknown": "", "sales_knowable": True,
}  # fmt: skip
LOSES = {
    "own_sales": 0.0,
    "attributed_conversions": 0.0,
    "attributed_revenue": 0.0,
    "probability_below_break_even": 0.97,
    "wrong_cut_risk": 0.03,
}
OPEN = {"own_sales": 0.0, "attributed_conversions": 0.0, "probability_below_break_even": 0.6, "wrong_cut_risk": 0.4}
UNSAID = {"customer_alignment": 0.01, "asked_count": 0.0}
NONE = {"product_status": "none", "product_relevance": 0.04}
RETIRED = {"product_status": "retired", "retired_relevance": 0.9, "product_relevance": 0.1,
           "retired_title": "Glade 200", "successor_title": "Ashdown 300"}  # fmt: skip
ACCESSORY = {"product_status": "accessory_only", "product_relevance": 0.1, "product_title": "Blind for Ashdown"}
OTHER = {**UNSAID, "suggested_wording": "garden room"}
JOBS = {"intent": "jobs", "intent_word": "jobs", "intent_told": "work"}


def facts_of(*rows: dict) -> pd.DataFrame:
    """Return facts of healthy keywords, each changed as its dict says."""
    frame = pd.DataFrame([{"keyword_id": i, **HEALTHY, **row} for i, row in enumerate(rows)])
    return frame.assign(retired_on=pd.to_datetime(frame["retired_on"], utc=True))


def decided(*rows: dict, models: pd.DataFrame | None = None, settings: Settings | None = None) -> pd.DataFrame:
    """Return the verdicts on handmade facts."""
    settings = settings or Settings()
    facts = facts_of(*rows)
    return decide(facts, raise_flags(facts, settings), models, settings)
