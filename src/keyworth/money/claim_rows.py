"""Figures stated row by row, and the exports' own total rows, against what the rows give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keyworth.money.claim_sums import RATIOS, STATED, rounding
from keyworth.schema import rounding_allowance

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 200  # differing rows listed one by one; the count in the summary row is of all
NAMES = {
    "ctr": "CTR", "cpc": "cost per click", "roas": "ROAS", "cpa": "cost per conversion", "cost": "spend",
    "clicks": "clicks", "impressions": "impressions", "conversions": "conversions", "value": "conversion value",
    "keywords": "keywords", "growth": "growth", "leads": "leads", "cvr": "conversion rate",
    "aov": "average order value",
}  # fmt: skip
_SAID = {"cost": ("spend", "cost"), "growth": ("growth", "change"),
         "ctr": ("ctr", "click-through", "click through"), "value": ("value", "revenue"),
         "cpc": ("cpc", "per click"), "cpa": ("cpa", "per conv", "per acq"), "roas": ("roas", "return")}  # fmt: skip


def named(label: str, scope: str, metric: str) -> str:
    """Return what a claim is called: its label, with the figure it states where the label does not say.

    Examples
    --------
    >>> named("Total: Account", "total", "clicks"), named("Average CTR", "total", "ctr"), named("", "brand", "cost")
    ('Total: Account, clicks', 'Average CTR', 'brand spend')
    """
    figure = NAMES.get(metric, metric.replace("_", " "))
    if not label:
        return f"{scope} {figure}".strip()
    told = any(word in label.casefold() for word in (figure.casefold(), *_SAID.get(metric, ())))
    return label if told or not figure else f"{label}, {figure}"


def total_rows(files: pd.DataFrame | None) -> list[dict[Any, Any]]:
    """An export's total row beside the sum of the rows read from it, half a penny a row."""
    if files is None or files.empty:
        return []
    found = []
    for file in files[files["cost_total_row"].notna()].to_dict("records"):
        holds = abs(file["cost_total_row"] - file["cost"]) <= rounding_allowance(file["rows_used"])
        cause = "" if holds else f"rows that do not add up: the rows sum to {rounding(file['cost'])}"
        found.append(
            {
                "claim": "Cost, the export's own total row", "scope": "total", "claimed": file["cost_total_row"],
                "recomputed": file["cost"], "cause": cause, "verdict": "supported" if holds else "not supported",
                "ask_for": "" if holds else "the rows that the total holds and the export does not",
                "source_file": file["file"], "source_row": -1,
                "figure": f"{file['file']}|cost||{file['cost_total_row']:.10g}",
            }
        )  # fmt: skip
    return found


def sums_of_rows(keywords: pd.DataFrame, claims: pd.DataFrame) -> list[dict[Any, Any]]:
    """Conversions and value that the rows state and no total does: their sums, as claims of the whole report."""
    found = []
    for metric, column in {"conversions": "claimed_conversions", "value": "claimed_value"}.items():
        stated = keywords[keywords[column].gt(0)]
        if len(stated) and not (claims["metric"].eq(metric) & claims["group"].eq("")).any():
            found.append(
                {
                    "label": f"{metric.capitalize()}, the sum of the keyword rows",
                    "scope": "total",
                    "group": "",
                    "metric": metric,
                    "claimed": float(stated[column].sum()),
                    "period_start": keywords["period_start"].min(),
                    "period_end": keywords["period_end"].max(),
                    "source_file": stated["source_file"].iloc[0],
                    "source_row": -1,
                }
            )
    return found


def stated_rows(keywords: pd.DataFrame) -> list[dict[Any, Any]]:
    """Ratios stated on keyword rows: one summary a metric, then each row that differs."""
    found: list[dict[Any, Any]] = []
    for metric, column in STATED.items():
        over, under = RATIOS[metric]
        said = keywords[keywords[column].notna() & keywords[over].notna() & keywords[under].gt(0)]
        if said.empty:
            continue
        ours = said[over] / said[under]
        wrong = (said[column] - ours).abs() > _step(said[column], metric, ours)
        # With no conversions, Google writes 0.00 as their cost.
        found.append(_summary(metric, len(said), int(wrong.sum()), said))
        differ = said[wrong].assign(ours=ours[wrong])
        found += [_differs(metric, row, column) for row in differ.head(SHOWN).to_dict("records")]
    return found


def _step(stated: pd.Series, metric: str, ours: pd.Series) -> pd.Series:
    """How far a figure rounded as exports round it may lie from the exact one."""
    unit = 0.0001 if metric == "ctr" else 0.01
    whole = stated.mul(100 if metric == "ctr" else 1).mod(1).eq(0)
    return (unit / 2 + ours * 1e-6).where(~whole, unit * 50 if metric == "ctr" else 0.5) + 1e-9


def _summary(metric: str, count: int, wrong: int, said: pd.DataFrame) -> dict[Any, Any]:
    cause = "" if not wrong else f"rows that do not add up: {wrong} of {count} differ from the row's own figures"
    return {
        "claim": f"Keyword rows that state a {NAMES[metric]}, and those where it holds", "scope": "rows",
        "claimed": float(count), "recomputed": float(count - wrong), "cause": cause,
        "verdict": "supported" if not wrong else "not supported",
        "ask_for": "" if not wrong else "how the row figures were made", "source_file": said["source_file"].iloc[0],
        "source_row": -1,
    }  # fmt: skip


def _differs(metric: str, row: dict[Any, Any], column: str) -> dict[Any, Any]:
    return {
        "claim": f"{NAMES[metric]} of “{row['keyword']}”", "scope": row["campaign"] or "row", "claimed": row[column],
        "recomputed": row["ours"], "cause": "rows that do not add up: not what the row's own figures give",
        "verdict": "not supported", "ask_for": "how the row figures were made", "source_file": row["source_file"],
        "source_row": row["source_row"],
    }  # fmt: skip
