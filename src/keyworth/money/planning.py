"""What a number of sales takes: visitors, appointments and spend, with ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.store import Audit


def plan(funnel: pd.DataFrame, target_sales: float, product: str | None = None) -> dict[str, Any]:
    """Return the plan's tables."""
    return {"target_sales": target_sales, "product": product or ""}


def plan_audit(audit: Audit, target_sales: float, product: str | None = None) -> dict[str, Any]:
    """Plan from a saved audit."""
    import pandas as pd

    return plan(audit.tables.get("funnel", pd.DataFrame()), target_sales, product)


def told_plan(found: dict[str, Any]) -> str:
    """Return a plan as text."""
    return "\n".join(f"{name}: {value}" for name, value in found.items())
