"""The figures an owner reads, in sentences: what the move brings, what a lead and a sale cost, what a pound brings."""

from __future__ import annotations

from typing import Any

from keyworth.report import audit_reader
from keyworth.report.figures import Figures, known
from keyworth.store import Audit


def owner_figures(audit: Audit, told: Figures) -> list[str]:
    """Return a sentence or two on the cuts, one on the freed money, and one on costs without the brand.

    Examples
    --------
    >>> import pandas as pd
    >>> owner_figures(Audit(pd.DataFrame()), Figures())
    []
    """
    return [*_move(audit.summary.get("move") or {}, told), *_costs(audit, told)]


def _move(found: dict[str, Any], told: Figures) -> list[str]:
    if not found:
        return []
    lines = [f"Stopping the cuts saves {told.estimate(found['saved'])} a month."]
    if known(found["forgone_low"]) and known(found["forgone_high"]):
        lines.append(
            f"It gives up {told.between(found['forgone_low'], found['forgone_high'])} of margin a month: "
            f"{told.between(found['net_low'], found['net_high'])} better off."
        )
    else:
        lines.append("What margin it gives up is not known.")
    spare = found["freed"]
    if spare["known"]:
        ends = told.between(spare["low"], spare["high"])
        lines.append(f"Spent elsewhere, it could bring {ends} of margin a month ({spare['why']}).")
    else:
        lines.append(f"What it would bring elsewhere is not known: {spare['why']}.")
    return lines


def _costs(audit: Audit, told: Figures) -> list[str]:
    table = audit_reader.table(audit, "unit_costs")
    rows = table[table["by"].eq("all") & ~table["is_brand"].astype(bool)]
    if rows.empty:
        return []
    row = rows.iloc[0]
    parts = [
        f"{name} costs {told.estimate(row[f'cost_per_{stage}'])} "
        f"({told.between(row[f'cost_per_{stage}_low'], row[f'cost_per_{stage}_high'])})"
        for stage, name in (("lead", "a lead"), ("appointment", "an appointment"), ("sale", "a sale"))
        if known(row[f"cost_per_{stage}"])
    ]
    lines = [f"Fees in, brand apart, {', '.join(parts)}."] if parts else []
    if known(row["payback_low"]):
        lines.append(
            f"A pound spent is expected to bring {told.exactly(row['payback_low'])} to "
            f"{told.exactly(row['payback_high'])} of margin."
        )
        more = float(audit_reader.settings(audit, "money", "lifetime_value_multiple", 1.0))
        if more > 1:
            ends = f"{told.exactly(more * row['payback_low'])} to {told.exactly(more * row['payback_high'])}"
            lines.append(f"Over a customer's years, {told.exactly(more)} times the first sale, it is {ends}.")
    return lines
