"""Where the money that cuts free could go: campaigns whose pounds brought more than the others', and can be said to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keyworth.money.totals import Doubt, expected_range, shared_doubt

if TYPE_CHECKING:
    import pandas as pd

NOTE = (
    "Freed money: a campaign is named where the low end of what its pound brings lies above what a pound brings in the "
    "other campaigns together; where its range reaches across that, there are too few sales to say. Brand keywords are "
    "apart: those who ask for the brand come anyway. The next pound brings less than the last one did."
)
MOST = 3  # campaigns named


def freed(
    keywords: pd.DataFrame | None, links: pd.DataFrame | None = None, own: pd.Series | None = None
) -> dict[str, Any]:
    """Return what the cuts free, and the campaigns it could go to: a suggestion with its range.

    The rule is the width of the range: a campaign of one lucky sale has a range that reaches from next to nothing to
    more than anything, across what the other campaigns' pounds bring, and nothing is said of it.

    Parameters
    ----------
    keywords : DataFrame or None
        An audit's keywords.
    links : DataFrame, optional
        As ``link.link_sales`` returns it: the doubt that all keywords of a campaign share.
    own : Series of bool, optional
        Rows that money may go to (a product's); compared with all others all the same.

    Returns
    -------
    dict
        ``amount`` (cost of the cuts), ``best`` and ``unsure`` (campaigns: ``cost``, ``sales``, ``revenue_a_pound_low``,
        ``revenue_a_pound_high``, ``others`` (what a pound brings in the other campaigns)), ``compared`` (how many
        campaigns), ``note``; ``{}`` where nothing was estimated.
    """
    if keywords is None or not {"verdict", "expected_revenue_low", "expected_revenue"} <= set(keywords.columns):
        return {}
    doubt = Doubt() if links is None or links.empty else shared_doubt(links)
    brand = keywords["is_brand"].astype(bool)
    kept = keywords[keywords["verdict"].eq("keep") & keywords["cost"].gt(0) & ~brand]
    part = kept if own is None else kept[own.reindex(kept.index)]
    best, unsure = [], []
    for campaign, rows in part.groupby("campaign", sort=True):
        found = _render(str(campaign), rows, kept[kept["campaign"].ne(campaign)], doubt)
        low, high, others = (found[c] for c in ("revenue_a_pound_low", "revenue_a_pound_high", "others"))
        if low is None or others is None or low <= others < high:
            unsure.append(found)
        elif low > others:
            best.append(found)
    best.sort(key=lambda row: (-row["revenue_a_pound_low"], row["campaign"]))
    amount = float(keywords.loc[keywords["verdict"].eq("cut"), "cost"].sum())
    return {
        "amount": amount,
        "best": best[:MOST],
        "unsure": unsure,
        "compared": part["campaign"].nunique(),
        "note": NOTE,
    }


def _render(campaign: str, rows: pd.DataFrame, rest: pd.DataFrame, doubt: Doubt) -> dict[str, Any]:
    cost, spent = float(rows["cost"].sum()), float(rest["cost"].sum())
    _, low, high = expected_range(rows, "revenue", doubt)
    others = expected_range(rest, "revenue", doubt)[0] / spent if spent > 0 else float("nan")
    known = low == low and high == high  # else nothing of it was estimated
    return {
        "campaign": campaign,
        "cost": cost,
        "sales": float(rows["attributed_conversions"].sum()),
        "revenue_a_pound_low": low / cost if known else None,
        "revenue_a_pound_high": high / cost if known else None,
        "others": others if others == others else None,
    }


def render_freed(found: dict[str, Any], product: str = "") -> list[str]:
    """Return the lines that say where freed money could go, or that nothing can be said.

    Examples
    --------
    >>> render_freed({"amount": 50.0, "best": [], "unsure": [], "compared": 0, "note": "By the range."}, "Pod")
    ['Freed by the cuts: 50. Where it could go for Pod: nothing is known', 'By the range.']
    """
    if not found:
        return []
    where = f" for {product}" if product else ""
    said = "nothing is known" if not found["compared"] else "no campaign of which it can be said"
    said = "campaigns where a pound brings more than in the others" if found["best"] else said
    lines = [f"Freed by the cuts: {found['amount']:,.0f}. Where it could go{where}: {said}"]
    for row in found["best"]:
        lines.append(
            f"  {row['campaign']}: {row['revenue_a_pound_low']:.2f} to {row['revenue_a_pound_high']:.2f} a pound, "
            f"from {row['sales']:,.1f} sales on {row['cost']:,.0f} (the others: {row['others']:.2f})"
        )
    if found["unsure"]:
        lines.append("  too little to say: " + ", ".join(row["campaign"] or "(no campaign)" for row in found["unsure"]))
    return [*lines, found["note"]]
