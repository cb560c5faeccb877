"""Money: touchpoints → credit → estimates; the agency's claims, the funnel, the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.money.claims import ledger
    from keyworth.money.credit import credit_sales
    from keyworth.money.estimate import estimate_money
    from keyworth.money.link import link_sales
    from keyworth.money.pipeline import trace
    from keyworth.money.planning import plan, plan_audit, told_plan
    from keyworth.money.summaries import summarise_money

_HOMES = {
    "credit_sales": "credit",
    "estimate_money": "estimate",
    "ledger": "claims",
    "link_sales": "link",
    "plan": "planning",
    "plan_audit": "planning",
    "summarise_money": "summaries",
    "told_plan": "planning",
    "trace": "pipeline",
}
__all__ = sorted(_HOMES)

__getattr__ = lazy_door(__name__, _HOMES)
