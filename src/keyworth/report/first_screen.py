"""The first screen: one question answered, what to do with its pounds, what owners ask, and what is left out."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.report import account, audit_reader, labels
from keyworth.report.decision_lines import decision_lines, per
from keyworth.report.figures import known
from keyworth.report.owners import owners
from keyworth.report.speech import Amount, Line, line
from keyworth.report.what_would_change import what_would_change
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
        "logo": logo(audit),
        "agency": str(audit_reader.settings(audit, "report", "agency", "the agency")),
        "period": audit_reader.period(frame, told),
        "run_id": str(audit.summary.get("run_id") or "not recorded"),
        "answer": answer(found, audit.summary.get("readiness")),
        "checks": found,
        "failed": [c for c in found if c["status"] == "failed" and c["stops"]],
        "noted": [c for c in found if c["status"] == "failed" and not c["stops"]],
        "unknown": [c for c in found if c["status"] == "not computed"],
        "spend_known": bool(frame["spend"].notna().any()),
        "total": total,
        "without_spend": int(frame["spend"].isna().sum()),
        "move": float(move),
        "verdicts": verdicts,
        "lines": decision_lines(audit, frame),
        "per": per(frame),
        "owners": owners(audit, frame),
        "before": bool((audit.summary.get("changes") or {}).get("owners")),
        "traced": traced(audit, frame),
        "flips": flips(audit, frame),
        "would_change": would_change(audit, frame),
        "not_covered": not_covered(audit),
        "account": account.account_lines(audit),
    }


def logo(audit: Audit) -> str:
    """Return the logo as a picture inside the page, or nothing; what the audit holds is not trusted."""
    found = str(audit_reader.settings(audit, "report", "logo", ""))
    return found if re.fullmatch(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=]+", found) else ""


def by_verdict(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return spend and keyword counts by verdict, in the order of ``schema.VERDICTS``.

    Examples
    --------
    >>> found = by_verdict(pd.DataFrame({"verdict": ["cut", "cut"], "spend": [2.0, 3.0]}))[2]
    >>> found["word"], found["cost"], found["keywords"], found["part"]
    ('Stop', 5.0, 2, 1.0)
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
        name, stops = texts["name"].replace("_", " "), bool(check.get("stops", True))
        rows.append({**texts, "number": len(rows) + 1, "name": name, "status": status, "stops": stops})
    order = {"failed": 0, "not computed": 1, "passed": 2}
    return sorted(rows, key=lambda row: (order[row["status"]], not row["stops"]))


def answer(found: list[dict[str, Any]], readiness: Any = None) -> dict[str, Any]:
    """Return Ready, Not yet or Not computed, as the audit says it where it does; ``why`` is a `speech.Line`.

    Examples
    --------
    >>> found = answer([{"status": "passed"}, {"status": "failed"}])
    >>> found["word"], found["why"].words
    ('Not yet', '{n} check stops a decision')
    >>> answer([{"status": "failed", "stops": False}])["word"]
    'Ready'
    """
    stopping = sum(c["status"] == "failed" and c.get("stops", True) for c in found)
    noted = sum(c["status"] == "failed" for c in found) - stopping
    unknown = sum(c["status"] == "not computed" for c in found)
    stated = readiness.get("answer") if isinstance(readiness, dict) else None
    if stopping or stated == "Not yet":
        why = line("{n} check stops a decision", many="{n} checks stop a decision", n=Amount(stopping, "count"))
        return {"word": "Not yet", "kind": "not-yet", "why": why}
    if not found:
        return {"word": "Not computed", "kind": "not-computed", "why": line("This audit has no checks")}
    if stated != "Ready" and unknown:
        why = line("{n} check lacks its files", many="{n} checks lack their files", n=Amount(unknown, "count"))
        return {"word": "Not computed", "kind": "not-computed", "why": why}
    if noted:
        why = line("{n} check failed, and stops no decision", many="{n} checks failed, and stop no decision",
                   n=Amount(noted, "count"))  # fmt: skip
        return {"word": "Ready", "kind": "ready", "why": why}
    passed = line("{n} check passed", many="{n} checks passed", n=Amount(len(found) - unknown, "count"))
    return {"word": "Ready", "kind": "ready", "why": passed}


def traced(audit: Audit, frame: pd.DataFrame) -> dict[str, Any]:
    """Return revenue traced to the keywords, what is expected of such clicks, and the agency's claim, on one scale.

    Each row of ``rows`` has ``name``, ``point``, ``low`` and ``high``, and their places on a line of 100 %; a
    point lies within its own range, as only what is expected has one.
    """
    names = ("attributed_revenue", "expected_revenue", "expected_revenue_low", "expected_revenue_high")
    point, middle, low, high = (frame[name].sum(min_count=1) for name in names)
    stated = _stated_range(audit)
    if stated:
        middle, low, high = stated
    middle = min(max(middle, low), high) if known(middle) and known(low) and known(high) else middle
    claimed = frame["claimed_value"].sum(min_count=1)
    sales = (frame["claimed_conversions"].sum(min_count=1), frame["attributed_conversions"].sum(min_count=1))
    rows = [{"name": "Traced", "kind": "point", "point": point, "low": None, "high": None},
            {"name": "Expected", "kind": "range", "point": middle, "low": low, "high": high},
            {"name": "Claimed", "kind": "claim", "point": claimed, "low": None, "high": None}]  # fmt: skip
    return {
        "point": audit_reader.plain(point),
        "low": audit_reader.plain(low),
        "high": audit_reader.plain(high),
        "claimed": audit_reader.plain(claimed),
        "claimed_sales": audit_reader.plain(sales[0]),
        "sales": audit_reader.plain(sales[1]),
        "basis": "sales not traced and leads still open" if stated else "chance, keyword by keyword",
        "known": known(point) and known(low) and known(high),
        **_scale([row for row in rows if known(row["point"])]),
    }


def _scale(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return rows with their places on a line of 100 % from nought, and the ticks of that line."""
    top = max((row[name] for row in rows for name in ("point", "high") if known(row[name])), default=0.0)
    if top <= 0:
        return {"rows": [], "ticks": []}
    step = next(s for k in range(-3, 15) for s in (1.0 * 10**k, 2.0 * 10**k, 5.0 * 10**k) if top <= 4 * s)
    ticks = [step * i for i in range(math.ceil(top / step) + 1)]
    places = [{f"{n}_at": round(100 * row[n] / ticks[-1], 2) for n in ("point", "low", "high") if known(row[n])}
              for row in rows]  # fmt: skip
    told = [{"value": tick, "at": round(100 * tick / ticks[-1], 2)} for tick in ticks]
    return {"rows": [{**row, **place} for row, place in zip(rows, places, strict=True)], "ticks": told}


def _stated_range(audit: Audit) -> tuple[float, float, float] | None:
    """Return the total expected that the audit itself states, and its range: the sum of ranges is wider than it."""
    places = [audit.summary.get("headline") or {}, audit.summary.get("traced") or {}]
    for place in places:
        if not isinstance(place, dict):
            continue
        low, high = place.get("expected_revenue_low"), place.get("expected_revenue_high")
        if known(low) and known(high):
            middle = place.get("expected_revenue")
            return float(middle if known(middle) else (low + high) / 2), float(low), float(high)  # type: ignore
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


def would_change(audit: Audit, frame: pd.DataFrame) -> Sequence[Line | str]:
    """Return what would change the decisions: what weighs most of all that was tried, in one line."""
    if said := what_would_change(audit, audit_reader.figures_of(audit)):
        return said[:1]
    found = flips(audit, frame)
    if not found["known"] or not traced(audit, frame)["known"]:
        return [line("Not computed: no sales could be traced.")]
    if not found["decisions"]:
        return [line("Nothing that was tried changes a decision: other ways of sharing a sale.")]
    counts: dict[str, Any] = {"n": Amount(found["decisions"], "count"), "of": Amount(found["of"], "count")}
    counts |= {"cost": Amount(found["cost"])}
    if found["told"]:
        return [line("If credit is shared so that “{way}”, {n} of {of} decisions flip ({cost}).", **counts,
                     way=found["told"])]  # fmt: skip
    return [line("If credit is shared another way, {n} of {of} decisions flip ({cost}).", **counts)]


def not_covered(audit: Audit) -> Sequence[Line | str]:
    """Return what the figures leave out, a line each: one place, as the audit says it."""
    stated = audit.summary.get("not_covered")
    if isinstance(stated, str):
        stated = [stated]
    return [str(one.get("text", one) if isinstance(one, dict) else one) for one in stated or []][:_SHOWN]
