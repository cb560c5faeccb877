"""What owners ask first: how many new customers, what was spent, and what a new customer costs."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from keyworth.report import audit_reader
from keyworth.report.decision_lines import months
from keyworth.store import Audit


def owners(audit: Audit, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return what owners ask first: new customers, spend and the cost of a new customer, as `decision_lines` counts.

    Returns
    -------
    list of dict
        ``name``, ``point``, ``low``, ``high``, ``traced`` and ``before`` (of the last audit, where there was one),
        each None where it is not known; ``kind`` is how they are told.
    """
    found = owners_figures(audit, frame)
    before = (audit.summary.get("changes") or {}).get("owners") or {}
    told = (("New customers", "customers", "number"), ("Spend", "spend", "money"),
            ("Cost of a new customer", "cost", "money"))  # fmt: skip
    ends = {"point": "", "low": "_low", "high": "_high", "traced": "_traced"}
    return [
        {"name": name, "kind": kind, "before": before.get(key)} | {n: found.get(f"{key}{e}") for n, e in ends.items()}
        for name, key, kind in told
    ]


def owners_figures(audit: Audit, frame: pd.DataFrame) -> dict[str, float | None]:
    """Return a month's spend, new customers and cost of one: expected, with its range, and as traced."""
    share = 1 / (months(frame) or 1.0)
    sums = audit_reader.table(audit, "totals")
    whole = sums[sums["by"] == "all"] if "by" in sums else sums
    spend = float(frame["spend"].sum(min_count=1)) * share
    customers = {end: float(whole[f"expected_conversions{end}"].iloc[0]) * share if len(whole) else math.nan
                 for end in ("", "_low", "_high")}  # fmt: skip
    customers["_traced"] = float(frame["attributed_conversions"].sum(min_count=1)) * share
    other = {"": "", "_low": "_high", "_high": "_low", "_traced": "_traced"}  # the fewer customers, the dearer each
    cost = {end: spend / customers[of] if customers[of] else math.nan for end, of in other.items()}
    found = {
        "spend": spend,
        **{f"customers{e}": v for e, v in customers.items()},
        **{f"cost{e}": v for e, v in cost.items()},
    }
    return {name: audit_reader.plain(value) for name, value in found.items()}
