"""Money: what each keyword cost and brought, and the agency's claims."""

from __future__ import annotations

from keyworth.schema.core import COUNT, NUMBER, TEXT, TIME, TRUTH, Table
from keyworth.schema.inputs import SET_ASIDE, SOURCE

TRACEABILITY = Table(
    "traceability",
    "how much of what a keyword row brought could be seen",
    "keyword_id",
    {
        "keyword_id": COUNT,
        "spread_cost": NUMBER,  # its part of the agency's fee and of content cost
        "traced_share": NUMBER,  # of what its clicks brought, what is tied to a keyword
        "traced_doubt": NUMBER,  # squared coefficient of variation of that
        "named_share": NUMBER,  # of that, what names the keyword; the rest is shared over its campaign
        "untracked": NUMBER,  # chance that nothing of its campaign is tracked
        "judged_with": COUNT,  # the first of the rows that no visit tells from it: its own id where it stands alone
        "untied_leads": NUMBER,  # organic leads that no query can be tied to: how many,
        "untied_rate": NUMBER,  # how many a click,
        "untied_won": NUMBER,  # and the share of them that is won
        "possible_conversions_low": NUMBER,  # organic: what its page's conversions force, and allow, it to have brought
        "possible_conversions_high": NUMBER,
        "bounds_wide": TRUTH,
        "sales_knowable": TRUTH,
    },
)
COUNTED_SALES = Table(
    "counted_sales",
    "a sale that counts, each person once",
    "sale_id",
    {
        "sale_id": TEXT,
        "reached": COUNT,  # 0 lead, 1 appointment, 2 opportunity, 3 won
        "stage": TEXT,
        "won": TRUTH,
        "amount": NUMBER,
        "product": TEXT,
        "matured": NUMBER,  # how much of its outcome is in: 1 when closed
        "person_number": COUNT,  # of the customer; -1: names nobody
    },
)
LEADS = Table(
    "leads",
    "the leads of a keyword row for one product, as the CRM names it",
    "keyword_id",
    {"keyword_id": COUNT, "product": TEXT, "leads": NUMBER, "wins": NUMBER},
)
MONEY = Table(
    "money",
    "the money of a keyword row",
    "keyword_id",
    {
        "keyword_id": COUNT,
        "attributed_conversions": NUMBER,
        "expected_conversions_low": NUMBER,
        "expected_conversions_high": NUMBER,
        "attributed_revenue": NUMBER,
        "expected_revenue_low": NUMBER,
        "expected_revenue_high": NUMBER,
        "leads": NUMBER,
        "probability_below_break_even": NUMBER,
        "expected_profit": NUMBER,
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
MONEY_BY_MODEL = Table(
    "money_by_model",
    "the money of a keyword row under one attribution model",
    "attribution_model",
    {
        "keyword_id": COUNT,
        "attribution_model": TEXT,
        "attributed_conversions": NUMBER,
        "attributed_revenue": NUMBER,
        "probability_below_break_even": NUMBER,
        "expected_profit": NUMBER,
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
        "figure": TEXT,  # rows of one figure share it: it is counted once
        **SOURCE,
    },
)
JOURNEYS = Table(
    "journeys",
    "a touchpoint on a sale's path (and keyword row, where several share it)",
    "sale_id",
    {
        "sale_id": TEXT,
        "touch": COUNT,
        "at": TIME,
        "channel": TEXT,
        "keyword_id": COUNT,  # -1: matched to no keyword of the report
        "share": NUMBER,
        "link": TEXT,
        "how": TEXT,
        "keyword_key": TEXT,
        "campaign": TEXT,
        "page": TEXT,
        "sale_at": TIME,
        "won": TRUTH,
        **SOURCE,
    },
)
LINKS = Table(
    "links",
    "a sale, and how it is tied to what came before it",
    "sale_id",
    {
        "sale_id": TEXT,
        "person_number": COUNT,  # -1: names nobody
        "stage": TEXT,
        "created_at": TIME,
        "closed_at": TIME,
        "amount": NUMBER,
        "product": TEXT,
        "link": TEXT,
        "channel": TEXT,
        **SOURCE,
        "certainty": TEXT,  # exact, probable, none
        "touchpoints": COUNT,
        "month": TEXT,
        "existing": TRUTH,  # the customer had bought before
        "first_visit": TIME,  # the earliest on record, beyond the lookback window too
        "beyond_lookback": TRUTH,  # its only visits on record lie further back than the lookback window
        "repeat_of": TEXT,  # the sale that already counts this person
    },
)
_MATCHED = {
    "sales": COUNT,
    "tied": COUNT,
    "matched": COUNT,
    "value": NUMBER,
    "value_matched": NUMBER,
    "match_rate": NUMBER,
}
MATCH_RATES = Table("match_rates", "sales tied to a touchpoint and to a keyword", "channel",
                    {"channel": TEXT, "month": TEXT, **_MATCHED})  # fmt: skip
MONTHS = Table(
    "months", "match rate by month; channel '' is all", "month", {"month": TEXT, "channel": TEXT, **_MATCHED}
)
MONEY_NOTES = Table("money_notes", "a row of sales or touchpoints not used, or used otherwise than as it stands",
                    "reason", SET_ASIDE.columns)  # fmt: skip
HIDDEN_QUERIES = Table("hidden_queries", "clicks of a page that no query row shows", "page",
                       {"page": TEXT, "clicks": NUMBER, "shown": NUMBER, "hidden": NUMBER})  # fmt: skip
MODELS = Table(
    "models", "revenue and sales by attribution model and channel", "attribution_model",
    {"attribution_model": TEXT, "channel": TEXT, "to_keyword": TRUTH, "conversions": NUMBER, "revenue": NUMBER},
)  # fmt: skip
MONEY_LEDGER = Table(
    "money_ledger", "money spent or won, once: every sum that people read is a sum of these", "part",
    {
        "side": TEXT, "part": TEXT, "channel": TEXT, "meaning": TEXT, "amount": NUMBER, "leads": NUMBER,
        "sales": NUMBER, "rows": NUMBER,
    },
)  # fmt: skip
MONEY_FLOW = Table(
    "money_flow", "where the money went and where it came from", "part",
    {"side": TEXT, "part": TEXT, "meaning": TEXT, "amount": NUMBER, "share": NUMBER, "count": NUMBER},
)  # fmt: skip
CHANNELS = Table(
    "channels", "what the agency claims of a channel and what was traced to it", "channel",
    {
        "channel": TEXT, "cost": NUMBER, "spread_cost": NUMBER, "clicks": NUMBER, "claimed_conversions": NUMBER,
        "claimed_value": NUMBER, "expected_low": NUMBER, "expected_high": NUMBER, "traced_leads": NUMBER,
        "traced_conversions": NUMBER, "traced_revenue": NUMBER,
    },
)  # fmt: skip
FUNNEL = Table(
    "funnel", "a stage between visit and sale", "stage",
    {
        "channel": TEXT, "product": TEXT, "stage": TEXT, "count": NUMBER, "of": NUMBER, "rate": NUMBER, "low": NUMBER,
        "high": NUMBER, "cost": NUMBER, "value": NUMBER, "note": TEXT,
    },
)  # fmt: skip
KPIS = Table(
    "kpis", "the figures that a sales and a marketing team share", "group",
    {
        "by": TEXT, "group": TEXT, "leads": NUMBER, "appointments": NUMBER, "opportunities": NUMBER, "won": NUMBER,
        "lost": NUMBER, "revenue": NUMBER, "lead_conversion": NUMBER, "opportunity_conversion": NUMBER,
        "win_rate": NUMBER, "win_low": NUMBER, "win_high": NUMBER, "deal_size": NUMBER, "cycle_days": NUMBER,
        "goal": NUMBER, "against_goal": NUMBER,
    },
)  # fmt: skip
DEAD_WEIGHT = Table(
    "dead_weight", "what never met a customer", "name",
    {
        "kind": TEXT, "keyword_id": COUNT, "name": TEXT, "campaign": TEXT, "clicks": NUMBER, "cost": NUMBER,
        "never": TEXT,
    },
)  # fmt: skip
TOTALS = Table(
    "totals", "what many keywords together brought and are expected to bring", "group",
    {
        "by": TEXT, "group": TEXT, "keywords": COUNT, "attributed_conversions": NUMBER,
        "expected_conversions": NUMBER, "expected_conversions_low": NUMBER, "expected_conversions_high": NUMBER,
        "attributed_revenue": NUMBER, "expected_revenue": NUMBER, "expected_revenue_low": NUMBER,
        "expected_revenue_high": NUMBER,
    },
)  # fmt: skip
_EVENT = ("lead", "appointment", "sale")
UNIT_COSTS = Table(
    "unit_costs", "what a lead, an appointment and a sale of a group of keywords cost, and what a pound brings", "by",
    {
        "by": TEXT, "group": TEXT, "is_brand": TRUTH, "keywords": COUNT, "full_cost": NUMBER, "traced_share": NUMBER,
        **{f"{name}s": NUMBER for name in _EVENT},
        **{f"cost_per_{name}{end}": NUMBER for name in _EVENT for end in ("", "_low", "_high")},
        "payback": NUMBER, "payback_low": NUMBER, "payback_high": NUMBER,
    },
)  # fmt: skip
