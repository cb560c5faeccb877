"""A stated figure made again from the agency's rows, and the likeliest cause where it differs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ADDITIVE = ("cost", "clicks", "impressions", "conversions", "leads", "value", "keywords")
COLUMNS = {"cost": "cost", "clicks": "clicks", "impressions": "impressions", "conversions": "claimed_conversions",
           "leads": "claimed_conversions", "value": "claimed_value"}  # fmt: skip
RATIOS = {
    "ctr": ("clicks", "impressions"),
    "cpc": ("cost", "clicks"),
    "roas": ("claimed_value", "cost"),
    "cpa": ("cost", "claimed_conversions"),
    "cvr": ("claimed_conversions", "clicks"),
    "aov": ("claimed_value", "claimed_conversions"),
}
METRICS = (*ADDITIVE, *RATIOS)
STATED = {"ctr": "stated_ctr", "cpc": "stated_cpc", "roas": "stated_roas", "cpa": "stated_cost_per_conversion"}


def figure(rows: pd.DataFrame, metric: str, claimed: float = float("nan")) -> tuple[float, float]:
    """Return a metric of rows as a ratio of sums, in the claim's scale, and that scale (1, or 100 for per cent).

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"clicks": [10.0, 30.0], "impressions": [100.0, 900.0]})
    >>> figure(rows, "ctr", 4.0)
    (4.0, 100.0)
    """
    if metric == "keywords":
        return float(len(rows)), 1.0
    if metric in COLUMNS:
        return float(rows[COLUMNS[metric]].sum(min_count=1)), 1.0
    over, under = RATIOS[metric]
    whole = rows[under].sum()
    ours = float(rows[over].sum(min_count=1) / whole) if whole > 0 else float("nan")
    scale = 1.0
    if metric in ("ctr", "cvr", "roas") and claimed > 0 and ours > 0:
        scale = min((1.0, 100.0), key=lambda s: abs(math.log(claimed / (ours * s))))
        scale = 100.0 if metric in ("ctr", "cvr") and claimed > 1 else scale
    return ours * scale, scale


def same(claimed: float, ours: float, metric: str) -> bool:
    """Return whether two figures agree as far as the claim is written out.

    Examples
    --------
    >>> same(195.47, 231.39, "cost"), same(50000.0, 50220.0, "clicks"), same(2.68, 2.6799, "roas")
    (False, True, True)
    """
    digits = len(f"{claimed:.10f}".rstrip("0").split(".")[1])
    step = 0.5 * 10.0**-digits
    if digits == 0 and metric in COLUMNS:
        written = f"{abs(claimed):.0f}"
        zeros = len(written) - len(written.rstrip("0"))
        # "50,000 clicks" is a round figure, and "3,000" one to the hundred; "100" may well be meant to the last digit.
        if abs(claimed) >= 10_000 or (abs(claimed) >= 1000 and zeros > 1):
            step = 0.5 * 10.0 ** (zeros if abs(claimed) >= 10_000 else 2)
    return abs(claimed - ours) <= step + 1e-6 * max(abs(ours), 1.0)


def cause_of_difference(claimed: float, rows: pd.DataFrame, metric: str, scale: float) -> str:
    """Return the likeliest cause why a figure is not what the rows give."""
    ours, _ = figure(rows, metric, claimed)
    if metric in RATIOS:
        for what, mean in means_of_ratios(rows, metric).items():
            if same(claimed, mean * scale, metric) or abs(claimed - mean * scale) <= 0.004 * abs(claimed):
                return f"mean of ratios: {what}; the ratio of sums is {rounding(ours)}"
        return f"the rows' ratio of sums is {rounding(ours)}"
    if metric == "keywords":
        distinct = rows["keyword_key"].nunique()
        if same(claimed, float(distinct), metric):
            return f"counting: {distinct} different keywords in {len(rows)} rows"
        return f"rows that do not add up: the report lists {len(rows)} rows of {distinct} different keywords"
    active = rows[rows["clicks"].fillna(0).gt(0)] if "clicks" in rows.columns else rows
    if same(claimed, figure(active, metric)[0], metric):
        return "counting: only rows with clicks are in it"
    return f"rows that do not add up: the {len(rows)} rows sum to {rounding(ours)}"


def means_of_ratios(rows: pd.DataFrame, metric: str) -> dict[str, float]:
    """Return the ways in which a mean of ratios may have been made: by row, by stated figure, by campaign."""
    over, under = RATIOS[metric]
    ratio = rows[over] / rows[under].where(rows[under] > 0)
    out = {"the mean over rows": float(ratio.mean()), "the mean over rows above 0": float(ratio[ratio > 0].mean())}
    if STATED.get(metric) in rows.columns:
        out["the mean of the rows' stated figures"] = float(rows[STATED[metric]].mean())
    for column in ("campaign", "ad_group"):
        if column in rows.columns:
            sums = rows.groupby(column)[[over, under]].sum()
            out[f"the mean over {column.replace('_', ' ')}s"] = float(
                (sums[over] / sums[under].where(lambda s: s > 0)).mean()
            )
    zero = ratio.fillna(0.0)
    out["the mean over rows, empty ones as 0"] = float(zero.mean())
    return {what: mean for what, mean in out.items() if mean == mean}


def rounding(value: float) -> str:
    """Return a figure as the ledger's sentences write it."""
    if value != value:
        return "unknown"
    return f"{value:,.0f}" if abs(value - round(value)) < 1e-9 else f"{value:,.2f}"
