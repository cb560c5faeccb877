"""The way from a keyword to a sale: click, enquiry, sale, each with how it was tied to the one before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth.report import audit_reader, labels
from keyworth.report.figures import Figures
from keyworth.store import Audit

SALES, STEPS = 3, 8


def journeys(audit: Audit, numbers: set[int], told: Figures) -> dict[str, dict[str, Any]]:
    """Return the won sales in which keywords have a part.

    Parameters
    ----------
    audit : Audit
    numbers : set of int
        Keyword ids.
    told : Figures
        For the days.

    Returns
    -------
    dict
        ``paths``: by keyword id, pairs of a sale and the places of the keyword's own visits in it, each with
        how it was tied; ``sales``: by sale, its ``steps`` (what, day, how tied), ``left`` out, ``ends``
        (enquiry and sale, each with its day and how it was tied) and ``amount``.
    """
    found = audit_reader.table(audit, "journeys")
    if not {"sale_id", "touch", "keyword_id", "link", "at"} <= set(found.columns):
        return {"paths": {}, "sales": {}}
    found = found[found["won"].astype(bool)] if "won" in found else found
    own = found[found["keyword_id"].isin(numbers)]
    share = own["share"] if "share" in own else pd.Series(1.0, own.index)
    best = own.assign(share=share).groupby(["keyword_id", "sale_id"], as_index=False)[["share"]].max()
    best = best.sort_values(["keyword_id", "share", "sale_id"], ascending=[True, False, True])
    best = best.groupby("keyword_id", sort=False).head(SALES)
    own = own.merge(best[["keyword_id", "sale_id"]], on=["keyword_id", "sale_id"])
    steps, left = _steps(found[found["sale_id"].isin(best["sale_id"])], own)
    place = steps.assign(place=steps.groupby("sale_id").cumcount())[["sale_id", "touch", "place"]]
    ties = own.merge(place, on=["sale_id", "touch"])
    ties = ties.sort_values(["keyword_id", "sale_id", "place"]).drop_duplicates(["keyword_id", "sale_id", "place"])
    paths: dict[str, dict[str, dict[str, str]]] = {}
    for number, sale in zip(best["keyword_id"].tolist(), best["sale_id"], strict=True):
        paths.setdefault(str(number), {})[sale] = {}
    for row in audit_reader.records(ties):
        paths[str(row["keyword_id"])][row["sale_id"]][str(row["place"])] = labels.tie_word(row["link"])
    return {
        "paths": {number: [[sale, tied] for sale, tied in sales.items()] for number, sales in paths.items()},
        "sales": _sales(audit, steps, left, told),
    }


def _steps(found: pd.DataFrame, own: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the visits of each sale in their order, the keywords' own first to be kept; and how many are left out."""
    one = found.sort_values(["sale_id", "at", "touch", "keyword_id"], kind="stable").drop_duplicates(
        ["sale_id", "touch"]
    )
    listed = pd.MultiIndex.from_frame(own[["sale_id", "touch"]])
    one = one.assign(other=~pd.MultiIndex.from_frame(one[["sale_id", "touch"]]).isin(listed))
    kept = one.sort_values(["sale_id", "other", "at"], kind="stable").groupby("sale_id", sort=False).head(STEPS)
    left = one.groupby("sale_id").size() - kept.groupby("sale_id").size()
    return kept.sort_values(["sale_id", "at", "touch"], kind="stable"), {str(k): int(v) for k, v in left.items()}


def _sales(audit: Audit, steps: pd.DataFrame, left: dict[str, int], told: Figures) -> dict[str, Any]:
    sales: dict[str, Any] = {}
    for row in audit_reader.records(steps):
        sale = sales.setdefault(row["sale_id"], {"steps": [], "left": left[row["sale_id"]], "ends": [], "amount": None})
        channel = labels.plain(str(row["channel"] or "visit")).replace("unknown", "visit")
        what = " · ".join(t for t in (channel, row.get("keyword_key")) if t)
        sale["steps"].append([what, told.day(row["at"]), labels.tie_word(row["link"])])
    ends = audit_reader.table(audit, "links")
    if {"sale_id", "created_at", "closed_at", "amount", "link"} <= set(ends.columns):
        for row in audit_reader.records(ends[ends["sale_id"].isin(list(sales))]):
            days = told.day(row["created_at"]), told.day(row["closed_at"])
            enquiry = ["enquiry", days[0], labels.tie_word(row["link"])]
            closed = ["sale", days[1], f"the same record, {row['sale_id']}"]
            sales[row["sale_id"]] |= {"ends": [enquiry, closed], "amount": audit_reader.rounded(row["amount"])}
    return sales
