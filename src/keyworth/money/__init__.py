"""Money: basis → touchpoints → credit → estimates; the agency's claims, the funnel, the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.money.basis import Basis, settle_basis
    from keyworth.money.claims import ledger
    from keyworth.money.credit import credit_sales
    from keyworth.money.estimate import estimate_money
    from keyworth.money.hold_out import holding_out, render_hold_out
    from keyworth.money.link import link_sales
    from keyworth.money.pipeline import Traced, account_for_money, trace_sales, traceability, unused_rows
    from keyworth.money.planning import plan, plan_audit, render_plan
    from keyworth.money.unit_costs import costs_of_units

_HOMES = {
    "Basis": "basis",
    "Traced": "pipeline",
    "account_for_money": "pipeline",
    "credit_sales": "credit",
    "estimate_money": "estimate",
    "holding_out": "hold_out",
    "ledger": "claims",
    "link_sales": "link",
    "plan": "planning",
    "plan_audit": "planning",
    "settle_basis": "basis",
    "render_hold_out": "hold_out",
    "render_plan": "planning",
    "trace_sales": "pipeline",
    "traceability": "pipeline",
    "unused_rows": "pipeline",
    "costs_of_units": "unit_costs",
}
__all__ = sorted(_HOMES)

__getattr__ = lazy_door(__name__, _HOMES)
