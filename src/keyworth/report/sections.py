"""The report's other parts: money, claims, data quality, method, provenance."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.report import audit_reader, labels
from keyworth.report.past_cuts import render_past_cuts
from keyworth.store import Audit

FEW_FILES = 3  # more of one kind are told in one row
REGIONS = ("Aligned", "Customers say it another way", "Said, but not on sale", "Neither sold nor said")


def reasons(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return how many rows of each file have each reason, the most first."""
    if rows.empty:
        return []
    counted = rows.groupby(["reason", "source_file"], as_index=False).size()
    return audit_reader.records(counted.sort_values(["size", "reason", "source_file"], ascending=[False, True, True]))


def used_otherwise(notes: pd.DataFrame | None, aside: pd.DataFrame) -> pd.DataFrame:
    """Return what is noted of rows that were used, but not as they stand: refunds, sales without an exchange rate."""
    if notes is None or notes.empty:
        return schema.empty(schema.SET_ASIDE)
    place = ["source_file", "source_row", "reason"]
    unused = set(aside[place].itertuples(index=False, name=None))
    return notes[[row not in unused for row in notes[place].itertuples(index=False, name=None)]]


def sections(audit: Audit, frame: pd.DataFrame) -> dict[str, Any]:
    """Return the parts that are tables, each a list of plain rows (empty where not computed)."""
    aside, stages = audit_reader.table(audit, "set_aside"), funnel(audit_reader.table(audit, "funnel"))
    return {
        "claims": claims(audit_reader.table(audit, "claim_ledger")),
        "files": files(audit_reader.table(audit, "files")),
        "hashes": audit_reader.records(audit_reader.table(audit, "files")[["file", "sha256"]]),
        "set_aside": reasons(aside),
        "otherwise": reasons(used_otherwise(audit.tables.get("money_notes"), aside)),
        "changes": changes(audit.summary.get("changes") or {}),
        "past_cuts": render_past_cuts((audit.summary.get("changes") or {}).get("past_cuts") or {}),
        "settings": chosen(audit),
        "provenance": _provenance(audit),
        "funnel_rows": stages,
        "channel_rows": channels(audit_reader.table(audit, "channels"), audit_reader.table(audit, "models")),
        "dead_weight": dead_weight(audit_reader.table(audit, "dead_weight")) if stages else [],
        "spend_parts": fees(audit_reader.table(audit, "money_flow")),
        "tied": tied(audit_reader.table(audit, "months")),
        "headline": audit.summary.get("headline") or {},
        "regions": regions(audit, frame),
        "lines": break_even(audit, frame),
    }


def regions(audit: Audit, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return keywords and spend of the four regions of the map, and of those that cannot be placed."""
    sold, said = _sold(audit, frame), _said(audit, frame)
    known = frame["product_relevance"].notna() & frame["customer_alignment"].notna()
    masks = [sold & said & known, sold & ~said & known, ~sold & said & known, ~sold & ~said & known]
    names = [*REGIONS, "Not known"]
    found = zip(names, [*masks, ~known], strict=True)
    return [
        {"name": n, "keywords": int(m.sum()), "cost": float(frame.loc[m, "spend"].sum())} for n, m in found if m.any()
    ]


def aligned(audit: Audit, frame: pd.DataFrame) -> pd.Series:
    """Return which keywords a product on sale answers and customers say."""
    return _sold(audit, frame) & _said(audit, frame)


def _sold(audit: Audit, frame: pd.DataFrame) -> pd.Series:
    return frame["product_relevance"] >= audit_reader.settings(audit, "relevance", "relevance_floor", 0.19)


def _said(audit: Audit, frame: pd.DataFrame) -> pd.Series:
    return frame["customer_alignment"] >= audit_reader.settings(audit, "relevance", "alignment_floor", 0.5)


def break_even(audit: Audit, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return by verdict how many keywords lie above the break-even line, below it, and without a traced sale."""
    margin = audit_reader.settings(audit, "money", "margin", 0.4)
    drawn = frame[(frame["spend"] > 0) & frame["expected_revenue_high"].notna()]
    earns = drawn["attributed_revenue"] * margin >= drawn["spend"]
    none = ~(drawn["attributed_revenue"] > 0)
    rows = []
    for verdict in schema.VERDICTS:
        own = drawn["verdict"] == verdict
        parts = {"above": own & earns & ~none, "below": own & ~earns & ~none, "none": own & none}
        spends = {f"{name}_cost": float(drawn.loc[mask, "spend"].sum()) for name, mask in parts.items()}
        rows.append({"verdict": verdict, **{name: int(mask.sum()) for name, mask in parts.items()}, **spends})
    return rows


def claims(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the agency's claims, those that the data does not support first."""
    place = table["verdict"].map({"not supported": 0, "cannot be checked": 1}).fillna(2)
    # A rate is told as a per cent: 0.029 of a click-through is 2.9 %.
    kind = table["claim"].str.contains(r"\b(?:CTR|rate)$", case=False, regex=True).map({True: "rate", False: "exactly"})
    rows = table.assign(place=place, kind=kind).sort_values("place", kind="stable").drop(columns="place")
    return audit_reader.records(rows)


def files(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the files that were read, many of one kind as one row."""
    sums = ["rows_in", "rows_used", "rows_set_aside", "cost", "cost_total_row"]
    rows: list[dict[str, Any]] = []
    for _names, own in table.groupby(["kind", "format"], sort=False, dropna=False):
        if len(own) <= FEW_FILES:
            rows += audit_reader.records(own.assign(more=0))
            continue
        first = own.iloc[0]
        name = {"file": first["file"], "more": len(own) - 1, "kind": first["kind"], "format": first["format"]}
        rows += audit_reader.records(pd.DataFrame([{**name, **own[sums].sum(min_count=1)}]))
    return rows


def changes(found: dict[str, Any]) -> dict[str, Any]:
    """Return what changed, with the moves between verdicts drawn as parts of the largest."""
    if not found:
        return {}
    moves = [row for row in found["flow"] if row["verdict_old"] != row["verdict_new"]]
    most = max((row["cost"] for row in moves), default=0.0) or 1.0
    moves = sorted(moves, key=lambda row: (-row["cost"], row["verdict_old"], row["verdict_new"]))
    return {**found, "moves": [{**row, "part": row["cost"] / most} for row in moves]}


def chosen(audit: Audit) -> list[tuple[str, Any, str]]:
    """Return the settings that figures depend on: name, value and how it is told."""
    wanted = [
        ("margin, where a product has none", "money", "margin", 0.4, "chance"),
        ("break-even: sure at", "flags", "break_even_probability", 0.9, "chance"),
        ("product relevance: not sold below", "relevance", "relevance_floor", 0.19, "chance"),
        ("customer alignment: not said below", "relevance", "alignment_floor", 0.5, "chance"),
        ("days looked back from a sale", "money", "lookback_days", 90, "count"),
        ("agency fee a month", "money", "agency_fee", 0.0, "money"),
        ("content cost a month", "money", "content_cost", 0.0, "money"),
    ]
    assumed = audit.summary.get("assumed") or []
    found = [
        (
            f"{name} (assumed)" if f"{room}.{key}" in assumed else name,
            audit_reader.settings(audit, room, key, other),
            kind,
        )
        for name, room, key, other, kind in wanted
    ]
    model = labels.model_word(str(audit_reader.settings(audit, "money", "attribution_model", "position_based")))
    return [("credit of a sale", model, "text"), *found]


def funnel(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the stages of a sale with how many reached each; none where nobody reached any.

    Examples
    --------
    >>> funnel(pd.DataFrame({"stage": ["lead", "won"], "count": [40, 10]}))[1]
    {'stage': 'won', 'count': 10.0, 'before': 40.0, 'part': 0.25}
    """
    if not {"stage", "count"} <= set(table.columns):
        return []
    for name in ("channel", "product"):
        if name in table:
            table = table[table[name] == ""]
    counts = table.groupby("stage", sort=False)["count"].sum(min_count=1).dropna()
    names = [s for s in counts.index if s not in ("lost", "visit")]
    top = max((float(counts[s]) for s in names), default=0.0)
    if not top:
        return []
    rows: list[dict[str, Any]] = []
    for name in names:
        count = float(counts[name])
        before = rows[-1]["count"] if rows else float(counts["visit"]) if "visit" in counts else None
        rows.append({"stage": name, "count": count, "before": before, "part": count / top})
    return rows


def channels(table: pd.DataFrame, models: pd.DataFrame) -> list[dict[str, Any]]:
    """Return claimed and traced sales by channel, the largest revenue first.

    The range of a channel's revenue is over the attribution models: the least and the most that
    any way of sharing the credit gives it.

    Examples
    --------
    >>> table = pd.DataFrame({"channel": ["email"], "traced_conversions": [2.0], "traced_revenue": [50.0]})
    >>> models = pd.DataFrame({"attribution_model": ["a", "b"], "channel": "email", "revenue": [40.0, 55.0]})
    >>> channels(table, models)[0]["low"], channels(table, models)[0]["high"]
    (40.0, 55.0)
    """
    if not {"channel", "traced_revenue"} <= set(table.columns):
        return []
    low, high = _model_range(models)
    rows = []
    for row in audit_reader.records(table):
        name, revenue = row["channel"], row["traced_revenue"]
        if revenue is None and row.get("claimed_value") is None and row.get("claimed_conversions") is None:
            continue
        ends = [v for v in (low.get(name), high.get(name), revenue) if v is not None]
        told = "not tied to any visit" if name in ("", "unmatched") else name.replace("_", " ")
        figures = {"revenue": revenue, "low": min(ends, default=None), "high": max(ends, default=None)}
        claimed = {"claimed": row.get("claimed_conversions"), "claimed_value": row.get("claimed_value")}
        rows.append({"channel": told, "sales": row.get("traced_conversions"), **claimed, **figures})
    shown = ("revenue", "claimed_value", "low", "high")
    top = max((row[name] for row in rows for name in shown if row[name]), default=1.0)
    for row in rows:
        row["parts"] = {name: max(row[name] or 0.0, 0.0) / top for name in shown}
    return sorted(rows, key=lambda row: (-(row["revenue"] or 0.0), row["channel"]))


def _model_range(models: pd.DataFrame) -> tuple[dict[str, float], dict[str, float]]:
    if not {"attribution_model", "channel", "revenue"} <= set(models.columns):
        return {}, {}
    sums = models.groupby(["attribution_model", "channel"])["revenue"].sum().unstack().fillna(0.0)
    low, high = ({str(k): float(v) for k, v in ends.items()} for ends in (sums.min(), sums.max()))
    return low, high


def dead_weight(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return how many keywords and pages never met a click, lead or sale, and what they cost."""
    if not {"kind", "never", "cost"} <= set(table.columns) or table.empty:
        return []
    sums = table.groupby(["kind", "never"], as_index=False).agg(count=("cost", "size"), cost=("cost", "sum"))
    return audit_reader.records(sums.sort_values(["kind", "cost", "never"], ascending=[True, False, True]))


def fees(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the parts of the spend, those that are not nothing."""
    if not {"side", "meaning", "amount"} <= set(table.columns):
        return []
    return audit_reader.records(table[(table["side"] == "spend") & (table["amount"].abs() > 0.005)])


def tied(months: pd.DataFrame) -> list[dict[str, Any]]:
    """Return by month how many sales could be tied to a keyword."""
    if not {"month", "channel", "sales", "matched"} <= set(months.columns):
        return []
    return audit_reader.records(months[months["channel"] == ""].sort_values("month"))


def _provenance(audit: Audit) -> list[tuple[str, str]]:
    found = []
    for part, of in (("versions", ""), ("models", "model: ")):
        for name, value in (audit.summary.get(part) or {}).items():
            told = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
            found.append((f"{of}{labels.plain(str(name))}", told))
    return found
