"""What changed between two audits: real change apart from revised data and from a changed model.

A verdict rests on facts of three kinds: the product, the customers, the money. The
cause of a change is the first kind that moved, and what moved it. A change of the
world needs other files of that kind, of another period for what is counted by period;
a score that moved under another model, or facts that moved under the same files, are
none, and are called by what did move them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from keyworth.report import audit_reader
from keyworth.report.owners import owners_figures
from keyworth.report.past_cuts import past_cuts, render_past_cuts
from keyworth.store import Audit

CAUSES = {
    "catalogue": "what is on sale changed",
    "customers": "what customers say changed",
    "money": "its clicks, cost or sales changed in the new period",
    "revised data": "the same period was reported anew with other figures",
    "model": "the relevance model differs",
    "settings": "the settings differ",
    "rules": "keyworth's own rules differ",
}
REAL = ("catalogue", "customers", "money")
_IDENTITY = ("channel", "campaign", "ad_group", "match_type", "keyword_key")
_FACTS = ("product_id", "product_status", "product_relevance", "suggested_wording", "customer_alignment")
_OWN_FIGURES = ("cost", "clicks")  # as the agency reports them; no setting moves them
_TRACED = ("attributed_conversions", "attributed_revenue", "full_cost", "probability_below_break_even")
_RANGES = ("expected_revenue_low", "expected_revenue_high")
_SCORE = 0.1  # how far a score must move to explain a verdict
_OWN_SETTINGS = ("report", "review", "training")  # they change no verdict
_OF_A_PERIOD = ("period_start", "period_end", "as_of")  # they differ as the periods do
_SHOWN = 50


def compare_audits(old: Audit, new: Audit) -> dict[str, Any]:
    """Return what changed from one audit to a later one.

    Parameters
    ----------
    old, new : Audit

    Returns
    -------
    dict
        ``kept``, ``gone`` and ``new`` keywords; ``verdicts`` that changed, each with its cause (one of
        `CAUSES`), pounds, whether it is ``real``, and whether ``chance`` alone may have changed it;
        ``causes``, keywords and pounds of each; ``flow`` between verdicts; ``spend`` then and now; ``owners``,
        a month's figures then; ``past_cuts`` (``past_cuts.past_cuts``);
        ``same_period``, ``same_models``, ``same_settings``, ``same_versions``.
    """
    before, after = _keyed(old), _keyed(new)
    both = before.add_suffix("_old").join(after.add_suffix("_new"), how="inner")
    same = {
        "same_period": _period(old) == _period(new),
        "same_models": old.summary.get("models") == new.summary.get("models"),
        "same_settings": _settings(old) == _settings(new),
        "same_versions": _version(old) == _version(new),
    }
    changed = both[both["verdict_old"] != both["verdict_new"]].reset_index(drop=True)
    causes = _causes(changed, same, _same_files(old, new))
    changes = [
        {
            "keyword": row["keyword_new"],
            "campaign": row["campaign_new"],
            "old": row["verdict_old"],
            "new": row["verdict_new"],
            "cost": None if pd.isna(row["cost_new"]) else float(row["cost_new"]),
            "cause": cause,
            "real": cause in REAL,
            "chance": cause == "money" and bool(alike),
        }
        for row, cause, alike in zip(changed.to_dict("records"), causes, _alike(changed), strict=True)
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
        "causes": _totals(changes),
        "flow": flow.to_dict("records"),
        "spend": {"old": float(before["cost"].sum()), "new": float(after["cost"].sum())},
        "owners": owners_figures(old, audit_reader.keywords(old)),
        **same,
        "past_cuts": past_cuts(old, new),
        "runs": [old.summary.get("run_id"), new.summary.get("run_id")],
    }


def with_changes(audit: Audit, earlier: Audit) -> Audit:
    """Return the audit with what changed since an earlier one in its summary."""
    return replace(audit, summary={**audit.summary, "changes": compare_audits(earlier, audit)})


def render_changes(found: dict[str, Any]) -> str:
    """Return the changes as a person reads them."""
    lines = [f"{found['kept']:,} keywords in both, {len(found['new']):,} new, {len(found['gone']):,} gone."]
    lines.append(f"Spend: {found['spend']['old']:,.2f} then, {found['spend']['new']:,.2f} now.")
    if found["same_period"]:
        lines.append("Both audits are of the same period: what differs is revised data, a model or settings.")
    for name, told in (("models", "models"), ("settings", "settings"), ("versions", "versions of keyworth")):
        if not found[f"same_{name}"]:
            lines.append(f"The {told} differ: what changed for that alone is marked, and is no change of the world.")
    lines += render_past_cuts(found["past_cuts"])
    real, chance = (sum(c[name] for c in found["verdicts"]) for name in ("real", "chance"))
    lines.append(f"{len(found['verdicts']):,} verdicts changed, {real:,} of them for a real change.")
    if chance:
        lines.append(f"Of those, {chance:,} may be chance alone: what a click brings has ranges that overlap.")
    for cause, total in found["causes"].items():
        lines.append(f"  {cause:13} {total['keywords']:5,} keywords  {total['cost']:12,.2f}  {CAUSES[cause]}")
    for change in found["verdicts"][:_SHOWN]:
        cost = "" if change["cost"] is None else f"  ({change['cost']:,.2f})"
        cause = change["cause"] + (", or chance" if change["chance"] else "")
        lines.append(f"  {change['old']} → {change['new']}  {change['keyword']}{cost}  {cause}")
    if len(found["verdicts"]) > _SHOWN:
        lines.append(f"  … and {len(found['verdicts']) - _SHOWN:,} more; --json lists all.")
    return "\n".join(lines)


def _keyed(audit: Audit) -> pd.DataFrame:
    frame = audit.keywords.sort_values("keyword_id").drop_duplicates(list(_IDENTITY))
    keep = ["keyword", "campaign", "verdict", *_FACTS, *_OWN_FIGURES, *_TRACED, *_RANGES]
    return frame.set_index(list(_IDENTITY), drop=False).reindex(columns=keep)


def _causes(changed: pd.DataFrame, same: Mapping[str, bool], same_files: Mapping[str, bool]) -> list[str]:
    """Return the cause of each changed verdict."""
    if changed.empty:
        return []
    ours = "settings" if not same["same_settings"] else "rules" if not same["same_versions"] else ""
    made = ours if same["same_models"] else "model"  # what else may move a text's score
    counted = "revised data" if same["same_period"] else ""
    customers = made if same_files["customers"] and made else counted or "customers"
    catalogue = "catalogue"
    if same_files["catalogue"]:  # then it is what moved the score: ourselves, or what searchers show of it
        catalogue = made or (catalogue if same_files["customers"] else customers)
    product, status = _other(changed, "product_id"), _other(changed, "product_status")
    relevance, alignment = _moved(changed, "product_relevance", _SCORE), _moved(changed, "customer_alignment", _SCORE)
    reported = np.logical_or.reduce([_moved(changed, c) for c in _OWN_FIGURES])
    traced = np.logical_or.reduce([_moved(changed, c) for c in _TRACED])
    money = counted or "money"
    cases = (
        (status & ~product, catalogue),  # the same product, no longer on sale, or again
        (status | relevance, catalogue if same["same_models"] else "model"),
        (alignment | _other(changed, "suggested_wording"), customers if same["same_models"] else "model"),
        (reported, money),
        (traced, ours if ours and counted else money),
    )
    return [str(c) for c in np.select([c for c, _ in cases], [n for _, n in cases], default=made or money)]


def _alike(changed: pd.DataFrame) -> np.ndarray:
    """Return where what a click is expected to bring has ranges, then and now, that overlap."""
    if changed.empty:
        return np.zeros(0, dtype=bool)
    low, high = {}, {}
    for when in ("old", "new"):
        clicks = changed[f"clicks_{when}"].where(changed[f"clicks_{when}"] > 0)
        low[when], high[when] = (changed[f"expected_revenue_{end}_{when}"] / clicks for end in ("low", "high"))
    return ((low["old"] <= high["new"]) & (low["new"] <= high["old"])).to_numpy(bool)


def _other(changed: pd.DataFrame, name: str) -> np.ndarray:
    return (changed[f"{name}_old"].fillna("") != changed[f"{name}_new"].fillna("")).to_numpy()


def _moved(changed: pd.DataFrame, name: str, by: float = 1e-9) -> np.ndarray:
    old, new = (changed[f"{name}_{when}"].to_numpy(float, na_value=np.nan) for when in ("old", "new"))
    return (np.abs(new - old) > by) | (np.isnan(old) != np.isnan(new))


def _totals(changes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return keywords and pounds of each cause, in the order of `CAUSES`."""
    found = {}
    for cause in CAUSES:
        costs = [c["cost"] or 0.0 for c in changes if c["cause"] == cause]
        if costs:
            found[cause] = {"keywords": len(costs), "cost": round(sum(costs), 2), "real": cause in REAL}
    return found


def _same_files(old: Audit, new: Audit) -> dict[str, bool]:
    """Return whether the catalogue, and what customers searched and said, are the same files in both."""
    kinds = {"catalogue": ("catalogue",), "customers": ("searches", "calls")}
    return {name: _hashes(old, of) == _hashes(new, of) for name, of in kinds.items()}


def _hashes(audit: Audit, kinds: tuple[str, ...]) -> set[str]:
    files = audit.summary.get("inputs") or {}
    return {digest for name, digest in files.items() if name.endswith(tuple(f"({kind})" for kind in kinds))}


def _settings(audit: Audit) -> dict[str, Any]:
    told = audit.summary.get("settings") or {}
    return {k: {n: v for n, v in told[k].items() if n not in _OF_A_PERIOD} for k in told if k not in _OWN_SETTINGS}


def _version(audit: Audit) -> Any:
    return (audit.summary.get("versions") or {}).get("keyworth")


def _period(audit: Audit) -> tuple[str, ...]:
    frame = audit.keywords
    if "period_start" not in frame or frame.empty:
        return ()
    return str(frame["period_start"].min()), str(frame["period_end"].max())
