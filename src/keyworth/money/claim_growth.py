"""Growth that the agency states: of the thing that it names, by the figures it states and by the company's records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

Z90 = 1.645
_OF = (
    ("value", r"revenue|value|turnover|income"), ("leads", r"lead|enquir|inquir"),
    ("orders", r"\bsales\b|\borders?\b|\bdeals?\b|customers"), ("conversions", r"conv"),
    ("clicks", r"click|traffic|visit"),
)  # fmt: skip
COUNTED = {"value": ("revenue",), "leads": ("leads",), "orders": ("won sales",), "conversions": ("leads", "won sales")}


@dataclass(frozen=True)
class Grown:
    """What was found of a growth: the figure (per cent or share, as claimed), a verdict, the cause, what to ask for."""

    ours: float
    verdict: str
    cause: str = ""
    ask: str = ""


def growth(claim: dict[Any, Any], rows: pd.DataFrame, sales: pd.DataFrame) -> Grown:
    """Check a growth against its own two figures, then against the sales where these reach back far enough.

    Parameters
    ----------
    claim : dict
        A row of ``schema.CLAIMS``.
    rows, sales : DataFrame
        Keyword rows, and sales as ``sale_history.usable_sales`` returns them.
    """
    nan, unit = float("nan"), 100.0 if claim["of"] or abs(claim["claimed"]) > 1.5 else 1.0
    now, then = claim["now"], claim["before"]
    if now == now and then == then and then > 0:
        stated = (now / then - 1) * unit
        if abs(stated - claim["claimed"]) > _step(claim["claimed"]) + 0.005 * unit:
            cause = f"growth: {now:,.6g} after {then:,.6g} is {stated / unit:+.1%}"
            return Grown(stated, "not supported", cause, "growth")
    thing = thing_of(claim)
    if thing and thing not in COUNTED:
        return Grown(nan, "cannot be checked", f"growth: no report of the period compared with shows {thing}", "growth")
    start, end = rows["period_start"].min(), rows["period_end"].max()
    if pd.isna(start) or pd.isna(end) or sales["created_at"].isna().all():
        return Grown(nan, "cannot be checked", "growth: the period compared with was not supplied", "growth")
    if re.search(r"(?i)last year|year on year|\byoy\b", claim["label"]):
        first, last = start - pd.DateOffset(years=1), end - pd.DateOffset(years=1)
    else:
        first, last = start - (end - start) - pd.Timedelta(days=1), start - pd.Timedelta(days=1)
    oldest = sales["created_at"].min()
    if oldest > first + pd.Timedelta(days=7):
        cause = (
            f"before tracking began: the first sale supplied is of {oldest:%Y-%m-%d}, the period compared with earlier"
        )
        return Grown(nan, "cannot be checked", cause, "growth")
    if not thing:
        return Grown(nan, "cannot be checked", "growth: it does not say of what", "growth")
    spans = [_counts(sales, a, b) for a, b in ((start, end), (first, last))]
    return _compared(claim["claimed"], unit, thing, spans[0], spans[1])


def thing_of(claim: dict[Any, Any]) -> str:
    """Return what a growth is of, as its row or its label says; ``""`` where neither does.

    Examples
    --------
    >>> thing_of({"of": "", "label": "Conversion growth, %"}), thing_of({"of": "conversions", "label": "Sales"})
    ('conversions', 'orders')
    """
    named = next((name for name, words in _OF if re.search(f"(?i){words}", claim["label"])), "")
    return named if not claim["of"] or (claim["of"], named) == ("conversions", "orders") else str(claim["of"])


def _counts(sales: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, tuple[float, float]]:
    """Each count of a span, with the number of events it rests on."""
    at = sales["created_at"].fillna(sales["closed_at"])
    inside = at.ge(first) & at.lt(last + pd.Timedelta(days=1))
    won = sales[inside & sales["stage"].eq("won")]
    amounts = won["amount"].fillna(0.0)
    spread = 1 + float(amounts.var(ddof=0) / amounts.mean() ** 2) if len(won) > 1 and amounts.mean() > 0 else 1.0
    return {
        "leads": (float(inside.sum()), float(inside.sum())),
        "won sales": (float(len(won)), float(len(won))),
        "revenue": (float(amounts.sum()), len(won) / spread),
    }


def _compared(
    claimed: float, unit: float, thing: str, now: dict[str, tuple[float, float]], then: dict[str, tuple[float, float]]
) -> Grown:
    found = []
    for name in COUNTED[thing]:
        (new, events), (old, before) = now[name], then[name]
        if old <= 0 or before <= 0:
            continue
        ours = (new / old - 1) * unit
        spread = Z90 * (1 / max(events, 1.0) + 1 / before) ** 0.5 * new / old * unit
        found.append((abs(ours - claimed) <= max(spread, 0.005), ours, f"{name}: {new:,.0f} against {old:,.0f}"))
    if not found:
        return Grown(float("nan"), "cannot be checked", "growth: none of it in the period compared with", "growth")
    good = [row for row in found if row[0]]
    if good:
        return Grown(good[0][1], "supported", good[0][2])
    told = "; ".join(row[2] for row in found)
    return Grown(found[-1][1], "not supported", f"growth: the company's own records have {told}", "growth")


def _step(claimed: float) -> float:
    digits = len(f"{claimed:.10f}".rstrip("0").split(".")[1])
    return 0.5 * 10.0**-digits + 1e-9
