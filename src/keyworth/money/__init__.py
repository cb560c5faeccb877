"""Money: touchpoints → credit → estimates; the agency's claims, the funnel, the plan."""

from keyworth.money.claims import ledger
from keyworth.money.credit import credit_sales
from keyworth.money.estimate import estimate_money
from keyworth.money.link import link_sales
from keyworth.money.pipeline import trace
from keyworth.money.planning import plan, plan_audit, told_plan
from keyworth.money.summaries import summarise_money

__all__ = [
    "credit_sales",
    "estimate_money",
    "ledger",
    "link_sales",
    "plan",
    "plan_audit",
    "summarise_money",
    "told_plan",
    "trace",
]
