"""The headline and the checks of an audit, as plain data: what audit.json and the first screen say."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.settings import Settings
from keyworth.verdicts.checks import not_covered, run_checks


def summarise(
    keywords: pd.DataFrame,
    flag_outcomes: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    settings: Settings,
    *,
    model_verified: bool | None = None,
) -> dict[str, Any]:
    """Return the figures of the first screen and the checks behind them.

    Parameters
    ----------
    keywords : DataFrame
        Of ``finish``.
    flag_outcomes : DataFrame
        Of ``raise_flags``.
    tables : dict of str to DataFrame
        Those there are, by their names in ``schema``: files, calls, sales, catalogue,
        credits, claim_ledger, uncovered … A check whose table is absent is "not computed".
    settings : Settings
    model_verified : bool, optional
        Whether the encoder's and the relevance model's hashes were as expected.

    Returns
    -------
    dict
        ``readiness``, ``headline``, ``spend_by_verdict``, ``not_covered``,
        ``flips``, ``flags`` and ``checks``; JSON-able: NaN is None, pounds have two decimals.

    Examples
    --------
    >>> rows = {"verdict": ["cut", "keep"], "full_cost": [30.0, 70.0], "at_stake": [30.0, 0.0]}
    >>> found = summarise(pd.DataFrame(rows), pd.DataFrame(columns=["flag", "outcome", "at_stake"]), {}, Settings())
    >>> found["headline"]["pounds_that_move"], found["spend_by_verdict"]["keep"]
    (30.0, {'keywords': 1, 'spend': 70.0, 'at_stake': 0.0})
    """
    headline = _headline(keywords, tables, settings)
    checks = run_checks(keywords, flag_outcomes, tables, settings, model_verified=model_verified)
    return plain(
        {
            "readiness": readiness(checks),
            "headline": headline,
            "spend_by_verdict": _by_verdict(keywords),
            "not_covered": not_covered(tables, settings),
            "flips": _flips(keywords),
            "flags": _flags(flag_outcomes),
            "checks": checks,
        }
    )


def readiness(checks: list[dict[str, Any]]) -> dict[str, Any]:
    """Return whether the audit can be signed off, and the checks that stand against it.

    Examples
    --------
    >>> readiness([{"name": "rows", "status": "failed", "essential": True}])["answer"]
    'Not yet'
    """
    failed = [c["name"] for c in checks if c["status"] == "failed"]
    unknown = [c["name"] for c in checks if c["status"] == "not computed"]
    essential = [c["name"] for c in checks if c["status"] == "not computed" and c["essential"]]
    answer = "Not yet" if failed else "Not computed" if essential else "Ready"
    return {"answer": answer, "failed": failed, "not_computed": unknown, "checks": len(checks)}


def plain(value: Any) -> Any:
    """Return a value as JSON takes it: floats rounded, NaN as None, numpy's types as Python's.

    Examples
    --------
    >>> plain({"a": float("nan"), "b": 1.23456, "c": [True, "x"]})
    {'a': None, 'b': 1.23, 'c': [True, 'x']}
    """
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return round(value, 2) if abs(value) >= 1 else round(value, 4)
    return value


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame.columns else pd.Series(float("nan"), index=frame.index)


def _headline(keywords: pd.DataFrame, tables: dict[str, pd.DataFrame], settings: Settings) -> dict[str, Any]:
    cost = _column(keywords, "full_cost")
    low, high = traced_range(keywords)
    cuts = keywords["verdict"] == "cut"
    risk = _column(keywords, "wrong_cut_risk")[cuts]
    return {
        "currency": settings.currency,
        "keywords": len(keywords),
        "spend": cost.sum(min_count=1),
        "click_cost": _column(keywords, "cost").sum(min_count=1),
        "pounds_that_move": keywords["at_stake"].sum(),
        "decisions": int(keywords["verdict"].isin(["cut", "fix"]).sum()),
        "traced_revenue": _column(keywords, "attributed_revenue").sum(min_count=1),
        "traced_revenue_low": low,
        "traced_revenue_high": high,
        "traced_conversions": _column(keywords, "attributed_conversions").sum(min_count=1),
        "claimed_revenue": _column(keywords, "claimed_value").sum(min_count=1),
        "claimed_conversions": _column(keywords, "claimed_conversions").sum(min_count=1),
        "cuts": int(cuts.sum()),
        "expected_wrong_cuts": risk.sum(min_count=1) if cuts.any() else 0.0,
        "expected_wrong_cuts_told": wrong_cuts_told(int(cuts.sum()), float(risk.sum())),
        "why_no_cuts": _why_no_cuts(keywords),
    }


def traced_range(keywords: pd.DataFrame) -> tuple[float, float]:
    """Return a range for the sum of the keywords' revenue, their errors taken as independent.

    The ends of many intervals do not add up: their widths do in quadrature.

    Examples
    --------
    >>> rows = {"attributed_revenue_low": [0.0, 0.0], "attributed_revenue_high": [6.0, 8.0]}
    >>> traced_range(pd.DataFrame(rows))
    (2.0, 12.0)
    """
    low, high = _column(keywords, "attributed_revenue_low"), _column(keywords, "attributed_revenue_high")
    known = low.notna() & high.notna()
    if not known.any():
        return math.nan, math.nan
    middle = ((low + high) / 2)[known].sum()
    half = math.sqrt((((high - low) / 2)[known] ** 2).sum())
    return max(0.0, float(middle - half)), float(middle + half)


def wrong_cuts_told(cuts: int, expected: float) -> str:
    """Return the expected number of wrong cuts in words.

    Examples
    --------
    >>> wrong_cuts_told(61, 5.8), wrong_cuts_told(3, 0.2), wrong_cuts_told(0, 0.0)
    ('about 6 of 61', 'fewer than 1 of 3', 'no cuts')
    """
    if not cuts:
        return "no cuts"
    if not math.isfinite(expected):
        return f"not known, of {cuts}"
    return f"fewer than 1 of {cuts}" if expected < 0.5 else f"about {max(1, round(expected))} of {cuts}"


def _why_no_cuts(keywords: pd.DataFrame) -> str:
    """Return which side of the evidence is absent altogether; without all three nothing is cut."""
    if keywords.empty:
        return "there are no keywords"
    sides = [
        ("catalogue_unknown", "product_relevance"),
        ("language_unknown", "customer_alignment"),
        ("money_unknown", "probability_below_break_even"),
    ]
    absent = []
    for reason, figure in sides:
        if _column(keywords, figure).isna().all():
            told = keywords[reason] if reason in keywords.columns else pd.Series(dtype=object)
            absent += [str(t) for t in told[told != ""].mode().head(1)]
    return "no cut is proposed: " + ", ".join(absent) if absent else ""


def _by_verdict(keywords: pd.DataFrame) -> dict[str, dict[str, float]]:
    out = {}
    for verdict in schema.VERDICTS:
        rows = keywords[keywords["verdict"] == verdict]
        spend = float(_column(rows, "full_cost").sum())
        out[verdict] = {"keywords": len(rows), "spend": spend, "at_stake": float(rows["at_stake"].sum())}
    return out


def _flips(keywords: pd.DataFrame) -> list[dict[str, Any]]:
    """Return for each attribution model the verdicts that it would change, with their pounds."""
    if "flipping_model" not in keywords.columns:
        return []
    rows = keywords.loc[keywords["flipping_model"].fillna("") != "", ["verdict", "flipping_model", "flip_at_stake"]]
    rows = rows.assign(flipping_model=rows["flipping_model"].astype(object).str.split("; ")).explode("flipping_model")
    decided = rows["verdict"].isin(["cut", "fix"])
    out = []
    for model, part in rows.groupby("flipping_model"):
        pounds = float(part["flip_at_stake"].sum())
        own = decided[part.index].sum() if part.index.is_unique else 0
        out.append({"attribution_model": model, "verdicts": len(part), "of_decisions": int(own), "pounds": pounds})
    return sorted(out, key=lambda f: (-f["pounds"], f["attribution_model"]))


def _flags(flag_outcomes: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return how often each rule was raised, clear, not applicable or failed, and the pounds under it."""
    out = {}
    for flag, rows in flag_outcomes.groupby("flag"):
        counts = rows["outcome"].value_counts()
        told = {name: int(counts.get(name, 0)) for name in schema.OUTCOMES}
        out[str(flag)] = {**told, "at_stake": float(rows["at_stake"].sum())}
    return out
