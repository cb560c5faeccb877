"""What was told of an account, held against its truth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.store import Audit

SURE = 0.9
FIGURES = ("told loss", "told wrong", "truly wrong", "coverage", "not known", "whole inside", "power")


def counts(audit: Audit, truth: pd.DataFrame) -> dict[str, float]:
    """Return what is summed over the accounts of a kind, in rows.

    A row's money is known where its range is told and nothing beside it says that it is not. Rows without a click are
    left out. The whole account is that of the rows whose money is known.
    """
    rows = audit.keywords.sort_values("source_row", kind="stable").reset_index(drop=True)
    if rows["keyword"].tolist() != truth["keyword"].tolist():
        raise ValueError("the audit's keywords are not the account's")
    low, high = rows["expected_revenue_low"], rows["expected_revenue_high"]
    known = (low.notna() & rows["money_unknown"].eq("")).to_numpy()
    below = rows["probability_below_break_even"].to_numpy(dtype="float64")
    loss = known & (below >= SURE)
    worth, loses = truth["expected_revenue"].to_numpy(), truth["loses"].to_numpy()
    inside = known & (low <= worth).to_numpy() & (worth <= high).to_numpy()
    whole = audit.tables["totals"].loc[lambda f: f["by"].eq("all")].iloc[0]
    summed = worth[rows["expected_revenue"].notna()].sum()
    within = not known.any() or whole["expected_revenue_low"] <= summed <= whole["expected_revenue_high"]
    return {
        "rows": len(rows), "known": int(known.sum()), "inside": int(inside.sum()), "loss": int(loss.sum()),
        "told": float((1 - below[loss]).sum()), "wrong": int((loss & ~loses).sum()), "losses": int(loses.sum()),
        "right": int((loss & loses).sum()), "accounts": 1, "unknown losses": int((~known & loses).sum()),
        "whole": float(within), "ratio": float(whole["expected_revenue"]) / summed if summed > 0 else np.nan,
    }  # fmt: skip


def figures(summed: pd.Series) -> dict[str, float]:
    """Return the figures of a kind from the sums of its accounts."""
    loss = max(summed["loss"], 1)
    return {
        "told loss": summed["loss"] / summed["accounts"], "told wrong": summed["told"] / loss,
        "truly wrong": summed["wrong"] / loss, "coverage": summed["inside"] / max(summed["known"], 1),
        "not known": 1 - summed["known"] / summed["rows"], "whole inside": summed["whole"] / summed["accounts"],
        "power": summed["right"] / summed["losses"],
    }  # fmt: skip
