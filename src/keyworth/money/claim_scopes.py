"""Of which rows a stated figure may be said, and whether of the same period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from keyworth.money.claim_readings import says_brand_is_in

if TYPE_CHECKING:
    import pandas as pd

_BRAND = re.compile(r"(?i)\bbrand(ed)?\b")
_NON_BRAND = re.compile(r"(?i)\b(without|w/o|excl\w*|ex|non|generic)[\s.-]*(the\s+)?brand")


def scopes_of(claim: dict[Any, Any], rows: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows a figure may be said of, the likeliest first: its export's own; those that cost; all; the organic."""
    scope = in_scope(claim, rows)
    told = f"{claim['label']} {claim['group']}"
    if _NON_BRAND.search(told):
        scope = rows[~rows["brand"]] if scope.empty else scope[~scope["brand"]]
    elif _BRAND.search(told) and scope["brand"].any() and not says_brand_is_in(claim):
        return [scope[scope["brand"]], scope]
    if scope["source_file"].eq(claim["source_file"]).any():
        return [scope[scope["source_file"].eq(claim["source_file"])]]
    paid, organic = scope[scope["cost"].notna()], scope[scope["channel"].eq("organic")]
    if re.search(r"(?i)\b(seo|organic|natural)\b", told):
        return [organic, scope]
    return [paid, scope, organic]


def speaks_of_brand(claim: dict[Any, Any]) -> bool:
    """Return whether a figure says that brand keywords are in it, are it, or are left out."""
    return bool(_BRAND.search(f"{claim['label']} {claim['group']}"))


def in_scope(claim: dict[Any, Any], rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the group a figure names (campaign, ad group, keyword …), all where it names none."""
    group = str(claim["group"]).casefold().strip()
    if not group:
        return rows
    for column in ("campaign", "ad_group", "keyword", "match_type", "channel"):
        inside = rows[column].str.casefold().str.strip().eq(group)
        if inside.any():
            return rows[inside]
    return rows.iloc[:0]


def other_window(claim: dict[Any, Any], rows: pd.DataFrame) -> bool:
    """Return whether a figure is of another period than the keyword report."""
    start, end = rows["period_start"].min(), rows["period_end"].max()
    told = claim["period_start"], claim["period_end"]
    pairs = [(a, b) for a, b in zip(told, (start, end), strict=True) if a == a and b == b and a and b]
    return any(abs((a - b).days) > 1 for a, b in pairs)


def unsaid_window(claim: dict[Any, Any], rows: pd.DataFrame) -> bool:
    """Return whether a figure states its period and the keyword report does not."""
    return claim["period_start"] == claim["period_start"] and bool(rows["period_start"].isna().all())
