"""What changed between two audits: real change apart from revised data and from a changed model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from keyworth.store import Audit

_IDENTITY = ("channel", "campaign", "ad_group", "match_type", "keyword_key")


def compare_audits(old: Audit, new: Audit) -> dict[str, Any]:
    """Return what changed from one audit to a later one.

    Parameters
    ----------
    old, new : Audit

    Returns
    -------
    dict
        ``kept``, ``gone`` and ``new`` keywords; ``verdicts`` that changed, each with its cause
        (``money``, ``catalogue``, ``customers``, ``model``) and pounds; ``spend`` then and now;
        ``same_period`` (revised data) and ``same_models``.
    """
    before, after = _keyed(old), _keyed(new)
    both = before.add_suffix("_old").join(after.add_suffix("_new"), how="inner")
    same_models = _models(old) == _models(new)
    changed = both[both["verdict_old"] != both["verdict_new"]]
    changes = [
        {
            "keyword": row["keyword_new"],
            "campaign": row["campaign_new"],
            "old": row["verdict_old"],
            "new": row["verdict_new"],
            "cost": None if pd.isna(row["cost_new"]) else float(row["cost_new"]),
            "cause": _cause(row, same_models),
        }
        for row in changed.reset_index(drop=True).to_dict("records")
    ]
    changes.sort(key=lambda c: (-(c["cost"] or 0.0), c["keyword"], c["campaign"]))
    flow = both.groupby(["verdict_old", "verdict_new"], as_index=False).agg(
        keywords=("cost_new", "size"), cost=("cost_new", "sum")
    )
    return {
        "kept": len(both),
        "gone": sorted(before.index.difference(after.index).get_level_values("keyword_key").unique()),
        "new": sorted(after.index.difference(before.index).get_level_values("keyword_key").unique()),
        "verdicts": changes,
        "flow": flow.to_dict("records"),
        "spend": {"old": float(before["cost"].sum()), "new": float(after["cost"].sum())},
        "same_period": _period(old) == _period(new),
        "same_models": same_models,
        "runs": [old.summary.get("run_id"), new.summary.get("run_id")],
    }


def with_changes(audit: Audit, earlier: Audit) -> Audit:
    """Return the audit with what changed since an earlier one in its summary."""
    return replace(audit, summary={**audit.summary, "changes": compare_audits(earlier, audit)})


def told_changes(found: dict[str, Any]) -> str:
    """Return the changes as a person reads them."""
    lines = [f"{found['kept']} keywords in both, {len(found['new'])} new, {len(found['gone'])} gone."]
    lines.append(f"Spend: {found['spend']['old']:,.2f} then, {found['spend']['new']:,.2f} now.")
    if found["same_period"]:
        lines.append("Both audits are of the same period: what differs is revised data or other settings.")
    if not found["same_models"]:
        lines.append("The models differ: verdicts marked 'model' may have changed for that reason alone.")
    lines.append(f"{len(found['verdicts'])} verdicts changed" + (":" if found["verdicts"] else "."))
    for change in found["verdicts"]:
        cost = "" if change["cost"] is None else f"  ({change['cost']:,.2f})"
        lines.append(f"  {change['old']} → {change['new']}  {change['keyword']}{cost}  {change['cause']}")
    return "\n".join(lines)


def _keyed(audit: Audit) -> pd.DataFrame:
    frame = audit.keywords.sort_values("keyword_id").drop_duplicates(list(_IDENTITY))
    keep = ["keyword", "campaign", "verdict", "cost", "product_status", "product_relevance", "customer_alignment"]
    return frame.set_index(list(_IDENTITY), drop=False)[keep]


def _cause(row: Mapping[Any, Any], same_models: bool) -> str:
    if row["product_status_old"] != row["product_status_new"]:
        return "catalogue"
    moved = [
        abs(row[f"{name}_new"] - row[f"{name}_old"]) > 0.2
        for name in ("product_relevance", "customer_alignment")
        if pd.notna(row[f"{name}_old"]) and pd.notna(row[f"{name}_new"])
    ]
    if any(moved) and not same_models:
        return "model"
    if any(moved):
        return "catalogue" if moved[0] else "customers"
    return "money"


def _models(audit: Audit) -> Any:
    return audit.summary.get("models")


def _period(audit: Audit) -> tuple[str, ...]:
    frame = audit.keywords
    if "period_start" not in frame or frame.empty:
        return ()
    return str(frame["period_start"].min()), str(frame["period_end"].max())
