"""Which half of the cut list to stop first, so that the other half shows whether the cuts are right.

Keywords are paired by campaign and spend, or regions where the campaigns name them, and one of each pair is stopped.
The half that runs on is what the stopped half would have been: were its keywords worth their cost, they would bring so
many sales; the fewer they bring, the surer the cut.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from keyworth.settings import Money

WRONG, POWER = 0.1, 0.8  # the chance of reading a loss where there is none; the power that a test should have
MOST_PERIODS = 24
REGIONS = 4  # campaigns that differ in one part alone, from which that part is taken for a region
_PARTS = re.compile(r"\s*[|/:>–]\s*|\s+-\s+|_+")


def holding_out(keywords: pd.DataFrame, settings: Money, run: str = "") -> dict[str, Any]:
    """Split the cuts into a half to stop first and a half to run on, and tell what that can show.

    Parameters
    ----------
    keywords : DataFrame
        ``schema.KEYWORD_FINDINGS``.
    settings : Money
    run : str
        The audit's run id: it decides which of a pair is stopped, the same each time.

    Returns
    -------
    dict
        ``by`` (region or keyword), ``stop`` and ``run_on`` (``keyword_ids``, ``units``, ``cost``, ``clicks``),
        ``break_even_sales`` (that would pay for the half that runs on, in such a period), ``expected_sales``,
        ``power`` (chance of reading the loss after one such period), ``periods`` (after which it is 0.8; None beyond
        24), ``note``; ``{}`` where fewer than two cuts cost anything.
    """
    cuts = keywords[keywords["verdict"].eq("cut") & keywords["cost"].gt(0)]
    if len(cuts) < 2:
        return {}
    region = regions(keywords["campaign"]).reindex(cuts.index)
    by_region = region.ne("").all() and region.nunique() >= REGIONS
    unit = region if by_region else cuts["keyword_id"].astype("str")
    costs = cuts.groupby(unit.to_numpy()).agg(cost=("cost", "sum"), campaign=("campaign", "first"))
    order = ["cost"] if by_region else ["campaign", "cost"]
    names = costs.rename_axis("unit").reset_index().sort_values([*order, "unit"], kind="stable")["unit"].tolist()
    stopped = _one_of_each(names, run)
    halves = {name: cuts[unit.isin(stopped) == side] for name, side in (("stop", True), ("run_on", False))}
    return {
        "by": "region" if by_region else "keyword",
        **{name: _half(rows, unit) for name, rows in halves.items()},
        **_power(halves["run_on"], settings),
        "note": "Leave the half that runs on as it is, and audit again with --since after such a period.",
    }


def regions(campaigns: pd.Series) -> pd.Series:
    """Return the part of each campaign's name by which campaigns of one sort differ; ``""`` where there are few.

    Examples
    --------
    >>> regions(pd.Series([f"Sheds | {town}" for town in ("Leeds", "York", "Hull", "Ripon")] + ["Brand"])).tolist()
    ['Leeds', 'York', 'Hull', 'Ripon', '']
    """
    parts = campaigns.map(lambda name: _PARTS.split(name) if name else [""])
    stem, last = parts.map(lambda p: " | ".join(p[:-1])), parts.map(lambda p: p[-1])
    many = last.groupby(stem).transform("nunique").ge(REGIONS) & stem.ne("")
    return last.where(many, "")


def _one_of_each(names: list[str], run: str) -> set[str]:
    """One unit of each pair of neighbours, by a coin that the run's name decides; an odd one runs on."""
    out = set()
    for first, second in zip(names[::2], names[1::2], strict=False):
        coin = hashlib.sha256(f"{run}|{first}|{second}".encode("utf-8", "surrogatepass")).digest()[0] % 2
        out.add((first, second)[coin])
    return out


def _half(rows: pd.DataFrame, unit: pd.Series) -> dict[str, Any]:
    return {
        "keyword_ids": rows["keyword_id"].tolist(), "units": sorted(set(unit[rows.index])),
        "keywords": rows["keyword"].tolist(), "cost": float(rows["cost"].sum()), "clicks": float(rows["clicks"].sum()),
    }  # fmt: skip


def _power(rows: pd.DataFrame, settings: Money) -> dict[str, Any]:
    due, expected = expected_sales(rows, settings)
    if not due > 0:
        return {"break_even_sales": None, "expected_sales": None, "power": None, "periods": None}
    chances = [reads_a_loss(due * n, expected * n) for n in range(1, MOST_PERIODS + 1)]
    periods = next((n for n, chance in enumerate(chances, start=1) if chance >= POWER), None)
    return {"break_even_sales": due, "expected_sales": expected, "power": chances[0], "periods": periods}


def expected_sales(rows: pd.DataFrame, settings: Money) -> tuple[float, float]:
    """Return the traced sales at which rows pay for their clicks, and those that they are expected to bring."""
    known = rows["expected_conversions"].gt(0) & rows["expected_revenue"].gt(0)
    rows = rows[known]
    deal = rows["expected_revenue"] / rows["expected_conversions"]
    margin = rows["margin"].where(rows["margin"].gt(0), settings.margin) * settings.lifetime_value_multiple
    seen = rows["traced_share"].fillna(1.0)
    return float((rows["cost"] / (margin * deal) * seen).sum()), float((rows["expected_conversions"] * seen).sum())


def reads_a_loss(due: float, expected: float) -> float:
    """Return the chance that so few sales come that break-even can be ruled out at ``WRONG``.

    Examples
    --------
    >>> round(reads_a_loss(10.0, 2.0), 2), reads_a_loss(1.0, 0.2)
    (0.98, 0.0)
    """
    from scipy.special import pdtr

    limit = -1
    while pdtr(limit + 1, due) <= WRONG:
        limit += 1
    return float(pdtr(limit, expected)) if limit >= 0 else 0.0


def render_hold_out(found: dict[str, Any]) -> str:
    """Return the split as text.

    Examples
    --------
    >>> render_hold_out({})
    'Fewer than two cuts cost anything: there is nothing to split.'
    """
    if not found:
        return "Fewer than two cuts cost anything: there is nothing to split."
    stop, run_on = found["stop"], found["run_on"]
    unit = "regions" if found["by"] == "region" else "keywords"
    lines = [
        f"Stop first: {len(stop['units']):,} {unit}, {stop['cost']:,.0f} spent in the period.",
        f"Let run on: {len(run_on['units']):,} {unit}, {run_on['cost']:,.0f}.",
    ]
    if found["power"] is None:
        lines.append("What this can show is not known: nothing of these keywords was estimated.")
    else:
        lines.append(
            f"To pay for themselves, those that run on would have to bring {found['break_even_sales']:,.1f} traced "
            f"sales in such a period; {found['expected_sales']:,.1f} are expected."
        )
        after = (
            "not within two years of such periods" if found["periods"] is None else f"{found['periods']} such periods"
        )
        lines.append(f"Chance to read the loss after one period: {found['power']:.0%}. At least {POWER:.0%}: {after}.")
    lines += [found["note"], "Stop first:"]
    shown = stop["units"] if found["by"] == "region" else stop["keywords"]
    return "\n".join([*lines, *(f"  {name}" for name in shown)])
