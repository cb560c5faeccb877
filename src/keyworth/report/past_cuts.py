"""Were the cuts right? What a later audit shows of each, and the score over all audits so far."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.money.hold_out import WRONG, expected_sales, holding_out
from keyworth.report import audit_reader
from keyworth.settings import Money
from keyworth.store import Audit

RIGHT, MISTAKEN, OPEN = "right", "wrong", "not known"
SURE = 0.9
_KEY = ["channel", "campaign", "ad_group", "match_type", "keyword_key"]


def split_of(audit: Audit) -> dict[str, Any]:
    """Return which half of an audit's cuts to stop first: see ``money.holding_out``."""
    return holding_out(schema.conform(audit.keywords, schema.KEYWORD_FINDINGS), _money(audit), _run(audit))


def past_cuts(old: Audit, new: Audit) -> dict[str, Any]:
    """Return what the later audit shows of each cut that the earlier one proposed.

    A cut that still runs is judged by the new period: it loses for sure, or it has paid for itself. One that was
    stopped shows nothing of itself; the half of a hold-out that ran on speaks for it.

    Returns
    -------
    dict
        ``rows`` (``keyword``, ``campaign``, ``cost`` of the old period, ``mark``, ``why``), ``counts`` and ``score``
        (of all audits so far) by mark, ``hold_out`` (what the split of the cut list shows; ``{}`` where it was not
        carried out).
    """
    money = _money(old)
    before, after = (schema.conform(a.keywords, schema.KEYWORD_FINDINGS) for a in (old, new))
    cuts = before[before["verdict"].eq("cut")]
    same_period = _end(before) == _end(after) != ""
    later = after.drop_duplicates(_KEY).set_index(_KEY)
    now = later.reindex(pd.MultiIndex.from_frame(cuts[_KEY]))[["cost", "clicks", "full_cost", "attributed_revenue",
                                                              "probability_below_break_even", "margin"]]  # fmt: skip
    now = now.set_axis(cuts.index)
    split = {} if same_period else _read_out(holding_out(before, money, _run(old)), now, later, cuts, money)
    stood_for = set(split.get("stop", {}).get("keyword_ids", [])) if split else set()
    rows = []
    for row, found in zip(cuts.to_dict("records"), now.to_dict("records"), strict=True):
        mark, why = (OPEN, "both audits are of the same period") if same_period else _mark(found, money)
        if mark == OPEN and row["keyword_id"] in stood_for and split["mark"] != OPEN:
            mark, why = split["mark"], "by the half that ran on: " + split["why"]
        told = {name: row[name] for name in ("keyword", "campaign")}
        rows.append({**told, "cost": audit_reader.plain(row["cost"]), "mark": mark, "why": why})
    counts = {mark: sum(r["mark"] == mark for r in rows) for mark in (RIGHT, MISTAKEN, OPEN)}
    earlier = ((old.summary.get("changes") or {}).get("past_cuts") or {}).get("score") or {}
    score = {mark: count + int(earlier.get(mark, 0)) for mark, count in counts.items()}
    return {"rows": rows, "counts": counts, "score": score, "hold_out": split}


def render_past_cuts(found: dict[str, Any]) -> list[str]:
    """Return the same in sentences.

    Examples
    --------
    >>> counts = {"right": 3, "wrong": 0, "not known": 2}
    >>> render_past_cuts({"rows": [{}], "counts": counts, "score": {**counts, "right": 5}, "hold_out": {}})
    ['Past cuts: 3 right, 0 wrong, 2 not known. In all so far: 5 right, 0 wrong, 2 not known.']
    """
    if not found or not found["rows"]:
        return []
    now, ever = (", ".join(f"{n:,} {mark}" for mark, n in found[name].items()) for name in ("counts", "score"))
    lines = [f"Past cuts: {now}. In all so far: {ever}."]
    if found["hold_out"]:
        lines.append(f"The hold-out was carried out: {found['hold_out']['why']}.")
    return lines


def _mark(now: dict[Any, Any], money: Money) -> tuple[str, str]:
    cost, below = now["full_cost"], now["probability_below_break_even"]
    if not (now["cost"] > 0 or now["clicks"] > 0):
        return OPEN, "it was stopped, so that nothing of it can be seen"
    margin = (now["margin"] if now["margin"] > 0 else money.margin) * money.lifetime_value_multiple
    if now["attributed_revenue"] * margin >= cost > 0:
        return MISTAKEN, "it still runs, and has paid for itself in the new period"
    if below >= SURE:
        return RIGHT, f"it still runs, and loses in the new period ({below:.0%} sure)"
    if below <= 1 - SURE:
        return MISTAKEN, f"it still runs, and pays in the new period ({1 - below:.0%} sure)"
    return OPEN, "it still runs, and the new period does not settle it"


def _read_out(
    split: dict[str, Any], now: pd.DataFrame, later: pd.DataFrame, cuts: pd.DataFrame, money: Money
) -> dict[str, Any]:
    """What the half that ran on brought, where the other half was stopped and this one was not."""
    from scipy.special import pdtr, pdtrc

    if not split or split["power"] is None:
        return {}
    spent = now["cost"].fillna(0.0)
    stop, run_on = (cuts["keyword_id"].isin(split[name]["keyword_ids"]) for name in ("stop", "run_on"))
    if spent[stop].sum() > 0.1 * split["stop"]["cost"] or spent[run_on].sum() < 0.5 * split["run_on"]["cost"]:
        return {}
    own = later.reindex(pd.MultiIndex.from_frame(cuts.loc[run_on, _KEY]))
    sold = float(own["attributed_conversions"].sum())
    old_due, _ = expected_sales(cuts[run_on], money)
    due = old_due * float(spent[run_on].sum()) / max(split["run_on"]["cost"], 1e-9)  # of what it cost this time
    few, many = float(pdtr(int(sold), due)), float(pdtrc(max(int(sold) - 1, -1), due)) if sold >= 1 else 1.0
    mark = RIGHT if few <= WRONG else MISTAKEN if sold > due and many <= WRONG else OPEN
    why = f"{sold:,.1f} sales were traced to it, where {due:,.1f} would have paid for it"
    return {**split, "mark": mark, "why": why, "sold": sold, "due": due}


def _money(audit: Audit) -> Money:
    stated = (audit.summary.get("settings") or {}).get("money") or {}
    return Money(**{name: value for name, value in stated.items() if name in Money.model_fields})


def _run(audit: Audit) -> str:
    return str(audit.summary.get("run_id") or "")


def _end(frame: pd.DataFrame) -> str:
    return "" if frame["period_end"].isna().all() else str(frame["period_end"].max())
