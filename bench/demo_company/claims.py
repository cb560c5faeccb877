"""What the agency's slides say, beside its own rows; and what is wrong with it."""

from __future__ import annotations

import pandas as pd


def claims(truth: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the agency's claims, and apart from them the fault that each was given."""
    paid = truth.loc[truth["channel"] == "paid"]
    by = paid.groupby("campaign", sort=True)[["cost", "clicks", "claimed_conversions", "claimed_value"]].sum()
    rows: list[tuple] = []

    def add(label: str, metric: str, claimed: float, group: str = "", fault: str = "supported") -> None:
        rows.append((label, metric, round(float(claimed), 2), group, fault))

    cost, value = paid["cost"].sum(), paid["claimed_value"].sum()
    conv = paid["claimed_conversions"].sum()
    ratios = paid.loc[paid["cost"] > 0]
    add("Total spend", "cost", cost * 0.912, fault="total does not add up")
    add("Total clicks", "clicks", paid["clicks"].sum())
    add("Total conversions", "conversions", conv + 231, fault="total does not add up")
    add("Total conversion value", "value", value)
    add("Keywords managed", "keywords", len(paid) + 58, fault="header and breakdown disagree")
    add("Average ROAS", "roas", (ratios["claimed_value"] / ratios["cost"]).mean(), fault="mean of ratios")
    add("Average cost per click", "cpc", cost / paid["clicks"].sum())
    brand = by.loc["Brand | Search"]
    add("Search ROAS", "roas", value / cost, fault="brand-dominated")
    add("Brand ROAS", "roas", brand["claimed_value"] / brand["cost"], "Brand | Search")
    for name, c in by.iterrows():
        add(f"{name} spend", "cost", c["cost"], str(name))
        add(f"{name} conversions", "conversions", c["claimed_conversions"], str(name))
    add("Conversion growth on last half-year, %", "growth", 38, fault="cannot be checked")
    frame = pd.DataFrame(rows, columns=["label", "metric", "claimed", "group", "fault"])
    return frame.drop(columns="fault"), frame
