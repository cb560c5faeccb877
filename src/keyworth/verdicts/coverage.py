"""What the keywords of the report account for, and what they do not: sales, revenue and calls."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from keyworth.settings import Settings

Tables = Mapping[str, pd.DataFrame]


def not_covered(tables: Tables, settings: Settings) -> dict[str, float | int | None]:
    """Return what no keyword of the report accounts for; None where it cannot be known.

    Returns
    -------
    dict
        ``revenue_share`` of won sales with no keyword; ``sales_share`` of won sales that
        nothing ties to any touchpoint; ``sales_beyond_lookback``, those whose only visits lie further back than
        ``lookback_days``; ``calls``, and ``calls_unmatched`` to any lead,
        sale, touchpoint or keyword.

    Examples
    --------
    >>> not_covered({}, Settings())["calls"] is None
    True
    """
    matched, (calls, unmatched) = matched_share(tables, settings), _calls(tables)
    return {
        "revenue_share": no_keyword_share(tables, settings),
        "sales_share": None if matched is None else 1 - matched - beyond_share(tables),
        "sales_beyond_lookback": beyond_lookback(tables),
        "lookback_days": settings.money.lookback_days,
        "calls": calls,
        "calls_unmatched": unmatched,
    }


def render_not_covered(found: Mapping[str, float | int | None]) -> list[str]:
    """Return ``not_covered`` as short sentences.

    Examples
    --------
    >>> render_not_covered({"revenue_share": 0.23, "sales_share": None, "calls": 150, "calls_unmatched": 41})
    ['23 % of revenue has no keyword', '41 of 150 calls match no customer on record']
    """
    told = []
    if found["revenue_share"] is not None:
        told.append(f"{found['revenue_share'] * 100:.0f} % of revenue has no keyword")
    if found["sales_share"]:
        told.append(f"{found['sales_share'] * 100:.0f} % of won sales have no visit on record")
    if found.get("sales_beyond_lookback"):
        days = found["lookback_days"]
        told.append(
            f"{found['sales_beyond_lookback']:,} won sales have visits only over {days} days before (the lookback)"
        )
    if found["calls_unmatched"]:
        told.append(f"{found['calls_unmatched']:,} of {found['calls']:,} calls match no customer on record")
    return told


def matched_share(tables: Tables, settings: Settings) -> float | None:
    """Return the share of won sales that some touchpoint is tied to; None if there is nothing to match."""
    credits = own_credits(tables, settings)
    won = won_credits(credits)
    if won.empty:
        return None
    tied = ~won["link"].isin(["", "unmatched"])
    return float(won.loc[tied, "credit"].sum() / won["credit"].sum())


def beyond_lookback(tables: Tables) -> int:
    """Return how many won sales have visits on record, all of them further back than the lookback window."""
    links = table(tables, "links")
    if links.empty:
        return 0
    return int((links["stage"].eq("won") & links["beyond_lookback"] & links["link"].eq("unmatched")).sum())


def beyond_share(tables: Tables) -> float:
    """Return the share of won sales that `beyond_lookback` counts."""
    links = table(tables, "links")
    won = 0 if links.empty else int(links["stage"].eq("won").sum())
    return beyond_lookback(tables) / won if won else 0.0


def no_keyword_share(tables: Tables, settings: Settings) -> float | None:
    """Return the share of won revenue that no keyword of the report has; None where none was won."""
    won = won_credits(own_credits(tables, settings))
    total = won["amount"].sum() if len(won) else 0.0
    return float(won.loc[won["keyword_id"] < 0, "amount"].sum() / total) if total > 0 else None


def own_credits(tables: Tables, settings: Settings) -> pd.DataFrame:
    """Return the credits under the settings' attribution model."""
    credits = table(tables, "credits")
    return credits if credits.empty else credits[credits["attribution_model"] == settings.money.attribution_model]


def won_credits(credits: pd.DataFrame) -> pd.DataFrame:
    """Return the credits of won sales: those with an amount, which is shared as the credit is."""
    return credits if credits.empty else credits[credits["amount"].notna()]


def table(tables: Tables, name: str) -> pd.DataFrame:
    """Return a table, empty where there is none."""
    return tables[name] if name in tables else pd.DataFrame()


def _calls(tables: Tables) -> tuple[int | None, int | None]:
    calls = table(tables, "calls")
    if calls.empty:
        return None, None
    tied = (calls["keyword"] != "") | (calls["click_id"] != "")
    for name in ("sales", "touchpoints"):
        other = table(tables, name)
        for column in [c for c in ("person", "customer_id") if c in other.columns and c in calls.columns]:
            tied |= calls[column].isin(set(other[column]) - {""})
    by_call = tied.groupby(calls["call_id"]).any()
    return len(by_call), int((~by_call).sum())
