"""The first screen: one question answered, the pounds that move, and how sure that is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.report import account, audit_reader, labels
from keyworth.report.figures import known
from keyworth.store import Audit

_PASSED = {"passed", "pass", "ok", "ready", "true"}
_FAILED = {"failed", "fail", "not yet", "error", "false"}
_SHOWN = 3


def first_screen(audit: Audit, frame: pd.DataFrame) -> dict[str, Any]:
    """Return the answer, the headline figures and what is not covered.

    Parameters
    ----------
    audit : Audit
    frame : DataFrame
        ``reading.keywords`` of it.

    Returns
    -------
    dict
        Plain values; sums are of ``frame`` itself, so they tie to ``keywords.csv``.
    """
    told = audit_reader.figures_of(audit)
    found = checks(audit)
    verdicts = by_verdict(frame)
    total = float(frame["spend"].sum())
    move = sum(v["cost"] for v in verdicts if v["verdict"] in ("fix", "cut") and known(v["cost"]))
    return {
        "company": str(audit_reader.settings(audit, "report", "company", "")),
        "agency": str(audit_reader.settings(audit, "report", "agency", "the agency")),
        "period": audit_reader.period(frame, told),
        "run_id": str(audit.summary.get("run_id") or "not recorded"),
        "answer": answer(found, audit.summary.get("readiness")),
        "checks": found,
        "failed": [c for c in found if c["status"] == "failed"],
        "unknown": [c for c in found if c["status"] == "not computed"],
        "spend_known": bool(frame["spend"].notna().any()),
        "total": total,
        "without_spend": int(frame["spend"].isna().sum()),
        "move": float(move),
        "verdicts": verdicts,
        "traced": traced(audit, frame),
        "flips": flips(audit, frame),
        "not_covered": not_covered(audit),
        "account": account.account_lines(audit),
    }


def by_verdict(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return spend and keyword counts by verdict, in the order of ``schema.VERDICTS``.

    Examples
    --------
    >>> found = by_verdict(pd.DataFrame({"verdict": ["cut", "cut"], "spend": [2.0, 3.0]}))[2]
    >>> found["word"], found["cost"], found["keywords"], found["part"]
    ('Cut', 5.0, 2, 1.0)
    """
    total = float(frame["spend"].sum())
    rows: list[dict[str, Any]] = []
    start = 0.0
    for verdict in schema.VERDICTS:
        own = frame[frame["verdict"] == verdict]
        cost = float(own["spend"].sum(min_count=min(1, len(own))))  # unknown is not nothing
        rows.append(
            {
                "verdict": verdict,
                "word": labels.VERDICT_WORDS[verdict],
                "meaning": labels.VERDICT_MEANING[verdict],
                "cost": cost,
                "keywords": len(own),
                "part": cost / total if total and known(cost) else 0.0,
                "start": start,
            }
        )
        start += rows[-1]["part"]
    most = max(row["part"] for row in rows) or 1.0
    for row in rows:
        row["of_most"] = row["part"] / most
    return rows


def checks(audit: Audit) -> list[dict[str, Any]]:
    """Return the audit's checks, each ``passed``, ``failed`` or ``not computed``; the failed ones first."""
    rows: list[dict[str, Any]] = []
    for check in audit.summary.get("checks") or []:
        status = str(check.get("status", "")).strip().lower().replace("_", " ")
        status = "passed" if status in _PASSED else "failed" if status in _FAILED else "not computed"
        texts = {
            name: "" if check.get(name) is None else str(check[name])
            for name in ("name", "question", "figure", "why", "mend")
        }
        rows.append({**texts, "number": len(rows) + 1, "name": texts["name"].replace("_", " "), "status": status})
    order = {"failed": 0, "not computed": 1, "passed": 2}
    return sorted(rows, key=lambda row: order[row["status"]])


def answer(found: list[dict[str, Any]], readiness: Any = None) -> dict[str, str]:
    """Return Ready, Not yet or Not computed, as the audit says it where it does.

    Examples
    --------
    >>> answer([{"status": "passed"}, {"status": "failed"}])
    {'word': 'Not yet', 'kind': 'not-yet', 'why': '1 of 2 checks failed'}
    """
    n = len(found)
    failed = sum(c["status"] == "failed" for c in found)
    unknown = sum(c["status"] == "not computed" for c in found)
    checks = "check" if n == 1 else "checks"
    stated = readiness.get("answer") if isinstance(readiness, dict) else None
    if failed or stated == "Not yet":
        return {"word": "Not yet", "kind": "not-yet", "why": f"{failed} of {n} {checks} failed"}
    if stated == "Ready" and n:
        why = (
            f"{n - unknown} of {n} {checks} passed, {unknown} could not be computed"
            if unknown
            else f"all {n} {checks} passed"
        )
        return {"word": "Ready", "kind": "ready", "why": why}
    if unknown or not n:
        why = f"{unknown} of {n} {checks} could not be computed" if n else "this audit has no checks"
        return {"word": "Not computed", "kind": "not-computed", "why": why}
    return {"word": "Ready", "kind": "ready", "why": f"all {n} {checks} passed"}


def traced(audit: Audit, frame: pd.DataFrame) -> dict[str, Any]:
    """Return revenue traced to the keywords, its range, where the range is from, and the agency's claim."""
    names = ("attributed_revenue", "expected_revenue_low", "expected_revenue_high")
    point, low, high = (frame[name].sum(min_count=1) for name in names)
    stated = _stated_range(audit)
    claimed = frame["claimed_value"].sum(min_count=1)
    sales = (frame["claimed_conversions"].sum(min_count=1), frame["attributed_conversions"].sum(min_count=1))
    basis = "sales not traced and leads still open" if stated else "chance, keyword by keyword"
    if stated:
        low, high = stated
    return {
        "point": audit_reader.plain(point),
        "low": audit_reader.plain(low),
        "high": audit_reader.plain(high),
        "claimed": audit_reader.plain(claimed),
        "claimed_sales": audit_reader.plain(sales[0]),
        "sales": audit_reader.plain(sales[1]),
        "basis": basis,
        "known": known(point) and known(low) and known(high),
        "scale": _scale(point, low, high, claimed),
    }


def _scale(point: float, low: float, high: float, claimed: float) -> dict[str, Any] | None:
    """Return the places of a range, its point and a claim on a line of 100 %."""
    if not (known(point) and known(low) and known(high)):
        return None
    top = max(high, point, claimed if known(claimed) else 0.0) * 1.02
    if top <= 0:
        return None
    at = {name: round(100 * value / top, 2) for name, value in (("low", low), ("point", point))}
    return {
        **at,
        "width": round(100 * (high - low) / top, 2),
        "claimed": round(100 * claimed / top, 2) if known(claimed) else None,
    }


def _stated_range(audit: Audit) -> tuple[float, float] | None:
    """Return the range of the total that the audit itself states: the sum of ranges is wider than it."""
    places = [audit.summary.get("headline") or {}, audit.summary.get("traced") or {}]
    for place in places:
        if not isinstance(place, dict):
            continue
        low, high = place.get("expected_revenue_low"), place.get("expected_revenue_high")
        if known(low) and known(high):
            return float(low), float(high)  # type: ignore[arg-type]
    return None


def flips(audit: Audit, frame: pd.DataFrame) -> dict[str, Any]:
    """Return how many decisions another attribution model would change, and the pounds on them."""
    stated = audit.summary.get("flips")
    decided = frame[frame["verdict"] != "watch"]
    own = frame[~frame["attribution_stable"]]
    known_models = not audit_reader.table(audit, "money_by_model").empty
    counted = {"decisions": len(own), "of": len(decided), "cost": float(own["spend"].sum())}
    result: dict[str, Any] = {"known": known_models, "model": "", **counted}
    if isinstance(stated, dict) and known(stated.get("decisions")):
        result |= {k: stated[k] for k in ("decisions", "of", "cost", "model") if stated.get(k) is not None}
        result["known"] = True
    result["told"] = labels.model_word(str(result["model"])) if result["model"] else ""
    return result


def not_covered(audit: Audit) -> list[str]:
    """Return what the figures leave out, as the audit says it."""
    stated = audit.summary.get("not_covered")
    if isinstance(stated, str):
        stated = [stated]
    return [str(line.get("text", line) if isinstance(line, dict) else line) for line in stated or []][:_SHOWN]
