"""What agencies say of these accounts: one honest report and one with twelve planted faults of each, with the truth.

The truth of a line is written with the line: ``""`` where it is fair, else the cause that a fair reader would name.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from bench.claims_reports.world import EARLIER, END, FEE, START, World

MONTHS = 3
CAUSES = {  # what a cause begins with in the claim ledger
    "rows": "rows that do not add up", "mean": "mean of ratios", "vat": "VAT", "all": "all conversions",
    "view": "view-through", "brand": "brand", "fees": "fees", "growth": "growth", "counting": "counting",
    "window": "window",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of a report: how it is labelled, what it states, of which group, against which earlier figure."""

    label: str
    metric: str
    claimed: float
    group: str = ""
    before: float | None = None
    change: float | None = None  # per cent
    fault: str = ""
    start: pd.Timestamp | None = None
    end: pd.Timestamp | None = None


class Sums:
    """The true figures of an account."""

    def __init__(self, world: World) -> None:
        rows, sales = world.rows, world.sales
        self.rows, self.total = rows, rows.sum(numeric_only=True)
        brand = rows["campaign"].str.startswith("Brand")
        self.plain, self.brand = rows[~brand].sum(numeric_only=True), rows[brand].sum(numeric_only=True)
        self.by = rows.groupby("campaign").sum(numeric_only=True)
        at = pd.to_datetime(sales["created_at"])
        now, then = at.between(START, END + pd.Timedelta(days=1)), at.between(EARLIER, START)
        won = sales["stage"].eq("won")
        self.leads, self.leads_before = int(now.sum()), int(then.sum())
        self.won, self.won_before = int((now & won).sum()), int((then & won).sum())
        self.revenue, self.revenue_before = (float(sales.loc[p & won, "amount"].sum()) for p in (now, then))
        self.fees = FEE * MONTHS

    def mean(self, over: str, under: str) -> float:
        """Return the mean of the rows' ratios."""
        return float((self.rows[over] / self.rows[under].where(self.rows[under] > 0)).mean())


def honest(world: World) -> list[Line]:
    """Return a report without a fault."""
    s = Sums(world)
    t = s.total
    lines = [
        Line("Total spend", "Spend", round(t["cost"], 2)),
        Line("Clicks", "Clicks", t["clicks"]),
        Line("Impressions", "Impressions", round(t["impressions"], -2)),
        Line("CTR, %", "CTR", round(100 * t["clicks"] / t["impressions"], 2)),
        Line("Average CPC", "CPC", round(t["cost"] / t["clicks"], 2)),
        Line("Conversions", "Conversions", t["conversions"]),
        Line("Cost per conversion", "CPA", round(t["cost"] / t["conversions"], 2)),
        Line("Conversion rate, %", "Conversion rate", round(100 * t["conversions"] / t["clicks"], 1)),
        Line("All conversions, secondary ones included", "Conversions", t["all_conversions"]),
        Line("Conversions with view-through", "Conversions", t["conversions"] + t["view_through_conversions"]),
        Line("Non-brand cost per conversion", "CPA", round(s.plain["cost"] / s.plain["conversions"], 2)),
        Line("Spend with our fee", "Spend", round(t["cost"] + s.fees, 2)),
        Line("Keywords managed", "Keywords", float(len(s.rows))),
        *(Line(f"{name} spend", "Spend", round(r["cost"], 2), str(name)) for name, r in s.by.iterrows()),
        *(Line(f"{name} conversions", "Conversions", r["conversions"], str(name)) for name, r in s.by.iterrows()),
        _deck("Clicks", "Clicks", t["clicks"], round(t["clicks"] * 0.93)),
    ]  # fmt: skip
    if world.kind.values:
        lines += [
            Line("Revenue", "Revenue", round(t["conversion_value"], 2)),
            Line("Revenue including VAT", "Revenue", round(1.2 * t["conversion_value"], 2)),
            Line("ROAS, brand included", "ROAS", round(t["conversion_value"] / t["cost"], 2)),
            Line("ROAS without brand", "ROAS", round(s.plain["conversion_value"] / s.plain["cost"], 2)),
            Line("ROAS after our fee", "ROAS", round(t["conversion_value"] / (t["cost"] + s.fees), 2)),
            Line("Average order value", "AOV", round(t["conversion_value"] / t["conversions"], 2)),
            _deck("Orders", "Orders", float(s.won), float(s.won_before)),
            _deck("Sales revenue", "Revenue", s.revenue, s.revenue_before),
        ]
    else:
        lines += [
            Line("Leads", "Leads", float(s.leads)),
            _deck("Enquiries", "Leads", float(s.leads), float(s.leads_before)),
        ]
    return lines


def _deck(label: str, metric: str, now: float, before: float, change: float | None = None, fault: str = "") -> Line:
    change = 100 * (now / before - 1) if change is None else change
    return Line(label, metric, round(now, 2), "", round(before, 2), round(change, 1), fault)


def dishonest(world: World) -> list[Line]:
    """Return a report with twelve planted faults among fair lines."""
    s = Sums(world)
    t = s.total
    fair = [
        Line("Clicks", "Clicks", t["clicks"]),
        Line("Impressions", "Impressions", t["impressions"]),
        *(Line(f"{name} spend", "Spend", round(r["cost"], 2), str(name)) for name, r in s.by.iterrows()),
    ]
    return fair + {"leads": _of_leads, "shop": _of_shop, "b2b": _of_b2b}[world.kind.name](s, t)


def _of_leads(s: Sums, t: pd.Series) -> list[Line]:
    first, *_rest = list(s.by.index)
    by = [Line(f"{n} conversions", "Conversions", r["conversions"], str(n)) for n, r in s.by.iterrows() if n != first]
    return [
        *by,
        Line("Total spend", "Spend", round(0.91 * t["cost"], 2), fault="rows"),
        Line("CTR, %", "CTR", round(100 * s.mean("clicks", "impressions"), 2), fault="mean"),
        Line("Average CPC", "CPC", round(s.mean("cost", "clicks"), 2), fault="mean"),
        Line("Conversions", "Conversions", t["all_conversions"], fault="all"),
        Line("Cost per conversion", "CPA", round(t["cost"] / t["all_conversions"], 2), fault="all"),
        Line("Leads", "Leads", round(1.7 * s.leads), fault="counting"),
        Line("Non-brand cost per conversion", "CPA", round(t["cost"] / t["conversions"], 2), fault="brand"),
        Line("Keywords managed", "Keywords", float(len(s.rows) + 17), fault="rows"),
        _deck("Enquiries", "Leads", 1.5 * s.leads_before, float(s.leads_before), fault="growth"),
        Line(f"{first} conversions", "Conversions", s.by.loc[first, "conversions"] + 31, str(first), fault="rows"),
        Line("Media cost", "Spend", round(t["cost"] / 1.2, 2), fault="vat"),
        Line("Clicks of the campaign push", "Clicks", round(1.3 * t["clicks"]), fault="window",
             start=pd.Timestamp("2026-01-01"), end=pd.Timestamp("2026-03-31")),
    ]  # fmt: skip


def _of_shop(s: Sums, t: pd.Series) -> list[Line]:
    value = t["conversion_value"]
    return [
        Line("Revenue", "Revenue", round(1.2 * value, 2), fault="vat"),
        Line("ROAS", "ROAS", round(1.2 * value / t["cost"], 2), fault="vat"),
        Line("Conversions", "Conversions", t["conversions"] + t["view_through_conversions"], fault="view"),
        Line("Average ROAS", "ROAS", round(s.mean("conversion_value", "cost"), 2), fault="mean"),
        Line("Non-brand ROAS", "ROAS", round(value / t["cost"], 2), fault="brand"),
        Line("ROAS after all fees", "ROAS", round(value / t["cost"], 2), fault="fees"),
        _deck("Orders", "Orders", float(s.won), float(s.won_before), 25.0, fault="growth"),
        _deck("Sales revenue", "Revenue", s.revenue, s.revenue / 1.6, fault="growth"),
        Line("Average order value", "AOV", round(1.2 * value / t["conversions"], 2), fault="vat"),
        Line("Total spend", "Spend", round(0.87 * t["cost"], 2), fault="rows"),
        Line("Cost per conversion", "CPA", round(t["cost"] / t["all_conversions"], 2), fault="all"),
        Line("Total clicks", "Clicks", t["clicks"] + 613, fault="rows"),
    ]


def _of_b2b(s: Sums, t: pd.Series) -> list[Line]:
    more = 1.25 * s.by["conversions"]
    return [
        Line("Conversions", "Conversions", t["all_conversions"], fault="all"),
        Line("Qualified leads", "Leads", round(1.9 * s.leads), fault="counting"),
        Line("CTR, %", "CTR", round(100 * s.mean("clicks", "impressions"), 2), fault="mean"),
        Line("Non-brand cost per conversion", "CPA", round(t["cost"] / t["conversions"], 2), fault="brand"),
        Line("Ad spend", "Spend", round(s.plain["cost"], 2), fault="brand"),
        Line("Total impressions", "Impressions", t["impressions"] + 4321, fault="rows"),
        Line("Cost per conversion", "CPA", round(t["cost"] / (t["conversions"] + t["view_through_conversions"]), 2),
             fault="view"),
        _deck("Sales", "Won deals", 1.9 * s.won_before + 12, float(s.won_before), fault="growth"),
        _deck("Leads", "Leads", float(s.leads), float(s.leads_before), 80.0, fault="growth"),
        Line("Cost per conversion with our fee", "CPA", round(t["cost"] / t["conversions"], 2), fault="fees"),
        Line("Average CPC", "CPC", round(t["cost"] / t["clicks"] / 1.2, 2), fault="vat"),
        Line("Paid conversions", "Conversions", round(float(more.sum()) * 1.6), fault="counting"),
    ]  # fmt: skip
