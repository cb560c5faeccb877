"""Leads, conversions and value that the agency states, beside the company's own records of the same period.

The count is the most generous fair one: whoever met one of the keywords on the way, and whoever was tied to nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from keyworth.money.claim_sums import same

LATE = pd.Timedelta(days=30)  # a click of the period may convert so long after it: Google Ads' own window
FIGURES = {"leads": "leads", "conversions": "sales", "value": "revenue"}


@dataclass(frozen=True)
class Records:
    """The period's leads with what they met.

    Attributes
    ----------
    sales : DataFrame
        Indexed by ``sale_id``: ``won``, ``amount``, ``loose`` (tied to nothing, or to search but to no keyword).
    met : DataFrame
        ``sale_id, keyword_id``, each pair once.
    """

    sales: pd.DataFrame
    met: pd.DataFrame

    def of(self, keyword_ids: Collection[int]) -> tuple[dict[str, float], dict[str, float]]:
        """Return leads, sales and revenue that met some keywords; and at most, with all that is tied to nothing."""
        own = set(self.met.loc[self.met["keyword_id"].isin(keyword_ids), "sale_id"])
        traced = self.sales.index.isin(own)
        return self._counted(traced), self._counted(traced | self.sales["loose"].to_numpy())

    def _counted(self, which: Any) -> dict[str, float]:
        rows = self.sales[which]
        won = rows[rows["won"]]
        return {"leads": float(len(rows)), "sales": float(len(won)), "revenue": float(won["amount"].sum())}


def records(links: pd.DataFrame, journeys: pd.DataFrame, keywords: pd.DataFrame) -> Records:
    """Return the leads of the keyword report's period (all, where it states none), with what they met.

    Parameters
    ----------
    links, journeys : DataFrame
        As ``link.link_sales`` returns them.
    keywords : DataFrame
    """
    start, end = keywords["period_start"].min(), keywords["period_end"].max()
    at = links["created_at"].fillna(links["closed_at"])
    inside = pd.Series(True, index=links.index)
    if pd.notna(start) and pd.notna(end):
        inside = at.isna() | at.between(start, end + pd.Timedelta(days=1) + LATE)
    rows = links[inside]
    search = rows["link"].eq("no_keyword") & rows["channel"].isin(["paid_search", "organic_search"])
    rows = rows.assign(won=rows["stage"].eq("won"), loose=rows["link"].eq("unmatched") | search)
    met = journeys.loc[journeys["keyword_id"].ge(0), ["sale_id", "keyword_id"]].drop_duplicates()
    return Records(rows.set_index("sale_id")[["won", "amount", "loose"]], met)


def fits(
    claimed: float, traced: dict[str, float], most: dict[str, float], metric: str, step: float = 0.0
) -> tuple[str, float]:
    """Return which of the company's own counts a figure fits, ``""`` for none, and what was traced of it.

    A conversion may be a lead or a sale: leads first, unless the figure is nearer to the sales. ``step`` is half of
    the last digit that the figure shows.

    Examples
    --------
    >>> traced, most = {"leads": 50.0, "sales": 10.0}, {"leads": 50.0, "sales": 10.0}
    >>> [fits(n, traced, most, "conversions")[0] for n in (50, 10, 60)]
    ['leads', 'sales', '']
    """
    names = ("leads", "sales") if metric == "conversions" else (FIGURES[metric],)
    near = [name for name in names if claimed <= most[name] + step + 1e-6 or same(claimed, most[name], metric)]
    if not near:
        return "", traced[names[-1] if metric == "conversions" else names[0]]
    best = min(near, key=lambda name: abs(claimed - traced[name]))
    return best, traced[best]


def rounding_step(claimed: float) -> float:
    """Return half of the last digit a figure shows."""
    digits = len(f"{claimed:.10f}".rstrip("0").split(".")[1])
    return 0.5 * 10.0**-digits + 1e-9


def told(claimed: float, what: str, traced: dict[str, float], most: dict[str, float]) -> str:
    """Return the sentence that says as what a figure is supported."""
    loose = most[what] - traced[what]
    beside = f" and {loose:,.0f} came in untraced" if loose >= 0.5 else ""
    if what == "leads":
        return f"as leads, not as sales: {traced['leads']:,.0f} leads are traced{beside}; {traced['sales']:,.0f} sales"
    return f"as {what}: {traced[what]:,.0f} traced{beside}"


def fixed_value(rows: pd.DataFrame) -> float | None:
    """Return what each conversion is worth where all rows state the same: a value set in the account, not sold."""
    some = rows[rows["claimed_conversions"].gt(0) & rows["claimed_value"].gt(0)]
    each = (some["claimed_value"] / some["claimed_conversions"]).round(2)
    return float(each.iloc[0]) if len(each) > 2 and each.nunique() == 1 else None
