"""The report's other parts: money, claims, data quality, method, provenance."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.report import reading
from keyworth.store import Audit

REGIONS = ("Aligned", "Customers say it another way", "Said, but not on sale", "Neither sold nor said")


def sections(audit: Audit, frame: pd.DataFrame) -> dict[str, Any]:
    """Return the parts that are tables, each a list of plain rows (empty where not computed)."""
    tables = {name: reading.records(reading.table(audit, name)) for name in ("claim_ledger", "files")}
    aside = reading.table(audit, "set_aside")
    reasons = aside.groupby(["reason", "source_file"], as_index=False).size() if len(aside) else pd.DataFrame()
    if len(reasons):
        reasons = reasons.sort_values(["size", "reason", "source_file"], ascending=[False, True, True])
    return {
        **tables,
        "set_aside": reading.records(reasons),
        "changes": audit.summary.get("changes") or {},
        "settings": audit.summary.get("settings") or {},
        "provenance": _provenance(audit),
        "funnel_rows": funnel(reading.table(audit, "funnel")),
        "channel_rows": channels(reading.table(audit, "channels")),
        "regions": regions(audit, frame),
    }


def regions(audit: Audit, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return keywords and spend of the four regions of the map, and of those that cannot be placed."""
    relevance = frame["product_relevance"] >= reading.settings(audit, "relevance", "relevance_floor", 0.5)
    said = frame["customer_alignment"] >= reading.settings(audit, "relevance", "alignment_floor", 0.5)
    known = frame["product_relevance"].notna() & frame["customer_alignment"].notna()
    masks = [relevance & said & known, relevance & ~said & known, ~relevance & said & known, ~relevance & ~said & known]
    names = [*REGIONS, "Not known"]
    found = zip(names, [*masks, ~known], strict=True)
    return [
        {"name": n, "keywords": int(m.sum()), "cost": float(frame.loc[m, "spend"].sum())} for n, m in found if m.any()
    ]


def funnel(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the stages of a sale with how many reached each.

    Examples
    --------
    >>> funnel(pd.DataFrame({"stage": ["lead", "won"], "reached": [40, 10]}))[1]
    {'stage': 'won', 'count': 10.0, 'before': 40.0, 'part': 0.25}
    """
    column = next((c for c in ("reached", "count", "number", "sales", "n") if c in table), None)
    if column is None or "stage" not in table:
        return []
    sums = table.groupby("stage")[column].sum()
    names = [s for s in schema.STAGES if s in sums.index and s != "lost"]
    top = max((float(sums[s]) for s in names), default=0.0)
    rows: list[dict[str, Any]] = []
    for name in names:
        count = float(sums[name])
        before = rows[-1]["count"] if rows else None
        rows.append({"stage": name, "count": count, "before": before, "part": count / top if top else 0.0})
    return rows


def channels(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return claimed and traced sales by channel, the largest revenue first."""
    if "channel" not in table:
        return []
    names = {
        "claimed": ("claimed_conversions", "claimed"),
        "sales": ("attributed_conversions", "sales", "won"),
        "revenue": ("attributed_revenue", "revenue", "amount"),
        "low": ("attributed_revenue_low", "revenue_low", "low"),
        "high": ("attributed_revenue_high", "revenue_high", "high"),
    }
    rows = []
    for row in reading.records(table):
        found = {ours: next((row[c] for c in theirs if row.get(c) is not None), None) for ours, theirs in names.items()}
        rows.append({"channel": str(row["channel"] or "not known").replace("_", " "), **found})
    return sorted(rows, key=lambda row: (-(row["revenue"] or 0.0), row["channel"]))


def _provenance(audit: Audit) -> list[tuple[str, str]]:
    found = []
    for part in ("versions", "models"):
        for name, value in (audit.summary.get(part) or {}).items():
            told = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
            found.append((str(name).replace("_", " "), told))
    return found
