"""The headline and the checks of an audit, as plain data: what audit.json and the first screen say."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.money.account_spend import account_figures
from keyworth.money.move import what_the_move_brings
from keyworth.settings import Settings
from keyworth.verdicts.checks import run_checks
from keyworth.verdicts.coverage import Tables, not_covered, render_not_covered, table


def summarise(
    keywords: pd.DataFrame,
    flag_outcomes: pd.DataFrame,
    tables: Tables,
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
    tables : mapping of str to DataFrame
        Those there are, by their names in ``schema``: files, calls, sales, catalogue,
        credits, links, money_by_model, claim_ledger … A check whose table is absent is
        "not computed".
    settings : Settings
    model_verified : bool, optional
        Whether the encoder's and the relevance model's files have the hashes they were tested with.

    Returns
    -------
    dict
        ``readiness``, ``headline``, ``by_verdict``, ``not_covered`` (sentences),
        ``not_covered_figures``, ``flips``, ``move`` (what the cuts bring), ``sensitivity``,
        ``flags`` and ``checks``; JSON-able: NaN is
        None, sums have two decimals and shares four.

    Examples
    --------
    >>> rows = {"verdict": ["cut", "keep"], "full_cost": [30.0, 70.0], "at_stake": [30.0, 0.0]}
    >>> found = summarise(pd.DataFrame(rows), pd.DataFrame(), {}, Settings())
    >>> found["headline"]["moves"], found["by_verdict"]["keep"]
    (30.0, {'keywords': 1, 'cost': 70.0, 'at_stake': 0.0})
    """
    seen = {**tables, "flag_outcomes": flag_outcomes}
    checks = run_checks(keywords, seen, settings, model_verified=model_verified)
    uncovered = not_covered(tables, settings)
    found = {
        "readiness": readiness(checks),
        "headline": _headline(keywords, tables, settings),
        "by_verdict": _by_verdict(keywords),
        "not_covered": render_not_covered(uncovered),
        "not_covered_figures": uncovered,
        "account": account_figures(*(table(tables, name) for name in ("account_spend", "claims", "keywords"))),
        "flips": flips(keywords),
        "move": what_the_move_brings(_whole(keywords), tables.get("links"), settings.money),
        "sensitivity": table(tables, "sensitivity").to_dict("records"),
        "flags": _flags(flag_outcomes),
        "checks": checks,
    }
    return plain(found)


def readiness(checks: list[dict[str, Any]]) -> dict[str, Any]:
    """Return whether the audit can be signed off, and the checks that stand against it.

    A failed check that stops a decision says "Not yet"; an essential one that could not be
    computed says "Not computed"; the rest may fail (a claim that the data does not support) or
    be unknown (an export without a total row) and are named.

    Examples
    --------
    >>> readiness([{"name": "rows", "status": "failed", "essential": True, "stops": True}])["answer"]
    'Not yet'
    >>> readiness([{"name": "claims", "status": "failed", "essential": False, "stops": False}])["answer"]
    'Ready'
    """
    failed = [c["name"] for c in checks if c["status"] == "failed"]
    unknown = [c["name"] for c in checks if c["status"] == "not computed"]
    essential = [c["name"] for c in checks if c["status"] == "not computed" and c["essential"]]
    stopped = any(c["status"] == "failed" and c["stops"] for c in checks)
    answer = "Not yet" if stopped else "Not computed" if essential else "Ready"
    return {"answer": answer, "failed": failed, "not_computed": unknown, "checks": len(checks)}


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


def flips(keywords: pd.DataFrame) -> dict[str, Any]:
    """Return how many verdicts another attribution model would change, and the pounds on them.

    Returns
    -------
    dict
        ``model`` (the one with most pounds on its flips), its ``decisions`` and ``cost``
        among the ``of`` verdicts other than watch, and ``by_model`` for all of them.

    Examples
    --------
    >>> rows = {"verdict": ["cut", "keep"], "flipping_model": ["first; linear", ""], "flip_at_stake": [9.0, 0.0]}
    >>> found = flips(pd.DataFrame(rows))
    >>> found["model"], found["decisions"], found["of"], found["cost"], len(found["by_model"])
    ('first', 1, 2, 9.0, 2)
    """
    decided = keywords["verdict"] != "watch"
    worst = {"model": "", "decisions": 0, "of": int(decided.sum()), "cost": 0.0, "by_model": []}
    if "flipping_model" not in keywords.columns:
        return worst
    rows = keywords.loc[keywords["flipping_model"] != "", ["flipping_model", "flip_at_stake"]]
    rows = rows.assign(decided=decided, model=rows["flipping_model"].astype(object).str.split("; ")).explode("model")
    by_model: list[dict[str, Any]] = []
    for model, part in rows.groupby("model"):
        own = part[part["decided"]]
        counted = {"decisions": len(own), "cost": float(own["flip_at_stake"].sum()), "watched": len(part) - len(own)}
        by_model.append({"model": str(model), **counted})
    by_model.sort(key=lambda found: (-found["cost"], found["model"]))
    if by_model:
        worst |= {name: by_model[0][name] for name in ("model", "decisions", "cost")}
    return {**worst, "by_model": by_model}


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


def _whole(keywords: pd.DataFrame) -> pd.DataFrame:
    return schema.conform(keywords, schema.KEYWORD_FINDINGS)


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame.columns else pd.Series(float("nan"), index=frame.index)


def _expected(tables: Tables) -> tuple[float, float, float]:
    """Return the revenue that such clicks are expected to bring in such a period, and its range."""
    sums = table(tables, "totals")
    row = sums[sums["by"] == "all"] if len(sums) else sums
    if row.empty:
        return math.nan, math.nan, math.nan
    first = row.iloc[0]
    return tuple(float(first[f"expected_revenue{end}"]) for end in ("", "_low", "_high"))  # type: ignore[return-value]


def _headline(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> dict[str, Any]:
    expected, low, high = _expected(tables)
    cuts = keywords["verdict"] == "cut"
    risk = _column(keywords, "wrong_cut_risk")[cuts]
    wrong = float(risk.sum(min_count=1)) if cuts.any() else 0.0
    sums = {
        name: _column(keywords, name).sum(min_count=1)
        for name in ("full_cost", "cost", "claimed_value", "claimed_conversions", "attributed_revenue",
                     "attributed_conversions", "leads")
    }  # fmt: skip
    return {
        "currency": settings.currency,
        "keywords": len(keywords),
        **sums,
        "expected_revenue": expected,  # untraced sales and open leads among it; the range is of this
        "expected_revenue_low": low,
        "expected_revenue_high": high,
        "claimed_revenue": sums["claimed_value"],
        "moves": keywords["at_stake"].sum(),
        "decisions": int(keywords["verdict"].isin(["cut", "fix"]).sum()),
        "cuts": int(cuts.sum()),
        "expected_wrong_cuts": wrong,
        "expected_wrong_cuts_told": wrong_cuts_told(int(cuts.sum()), wrong),
        "why_no_cuts": "" if cuts.any() else _why_no_cuts(keywords),
    }


def _why_no_cuts(keywords: pd.DataFrame) -> str:
    """Return which side of the evidence is absent altogether; without all three nothing is cut."""
    sides = [
        ("catalogue_unknown", "product_relevance"),
        ("language_unknown", "customer_alignment"),
        ("money_unknown", "probability_below_break_even"),
    ]
    absent: list[str] = []
    for reason, figure in sides:
        if _column(keywords, figure).isna().all() and reason in keywords.columns:
            told = keywords.loc[keywords[reason] != "", reason]
            absent += [str(t) for t in told.mode().head(1)]
    return "no cut is proposed: " + "; ".join(dict.fromkeys(absent)) if absent else "no keyword has all three evidences"


def _by_verdict(keywords: pd.DataFrame) -> dict[str, dict[str, float]]:
    out = {}
    for verdict in schema.VERDICTS:
        rows = keywords[keywords["verdict"] == verdict]
        cost = float(_column(rows, "full_cost").sum())
        out[verdict] = {"keywords": len(rows), "cost": cost, "at_stake": float(rows["at_stake"].sum())}
    return out


def _flags(flag_outcomes: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return how often each rule was raised, clear, not applicable or failed, and the pounds under it."""
    if flag_outcomes.empty:
        return {}
    out = {}
    for flag, rows in flag_outcomes.groupby("flag"):
        counts = rows["outcome"].value_counts()
        told = {name: int(counts.get(name, 0)) for name in schema.OUTCOMES}
        out[str(flag)] = {**told, "at_stake": float(rows["at_stake"].sum())}
    return out
