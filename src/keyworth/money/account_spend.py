"""Every pound of the account, each once: judged keywords, spend without keywords, and what only a total row tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from keyworth.schema import ACCOUNT_SPEND, Inputs, conform, rounding_allowance
from keyworth.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable

SUMS = ["clicks", "cost", "claimed_conversions", "claimed_value"]
DETAIL = ("campaign_report", "row", "total_row")  # the same money may stand in several: the first tells it best
ACCOUNT = r"(?i)[:：]\s*(?:account|konto|cuenta|conta|compte|アカウント)\b|^(?:account|total account spend)$"
HIDDEN = "search_terms_hidden"


def account_spend(inputs: Inputs) -> pd.DataFrame:
    """Return what the account spent on clicks, by part and campaign (``schema.ACCOUNT_SPEND``).

    Parameters
    ----------
    inputs : Inputs

    Returns
    -------
    DataFrame
        Its costs add up to the account's total row, where there is one: what that row holds beyond all others is a
        part of its own, ``unaccounted``. A part whose cost is not known is left out.

    Examples
    --------
    >>> from keyworth import schema
    >>> tables = {name: schema.empty(t) for name, t in schema.INPUTS.items()} | {"files": schema.empty(schema.FILES)}
    >>> tables["keywords"] = schema.conform(
    ...     pd.DataFrame({"keyword": ["shed"], "channel": "paid", "cost": [200.0]}), schema.KEYWORDS)
    >>> tables["spend"] = schema.conform(
    ...     pd.DataFrame({"kind": ["ai_max"], "channel": "paid", "cost": [800.0], "source": "row"}), schema.SPEND)
    >>> account_spend(Inputs(**tables))[["part", "cost"]].to_numpy().tolist()
    [['keywords', 200.0], ['ai_max', 800.0]]
    """
    parts = [_keywords(inputs), _without_keywords(inputs)]
    found = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    stated, read = stated_total(inputs.claims, inputs.keywords), float(found["cost"].sum())
    if stated is not None and stated - read > rounding_allowance(len(inputs.keywords) + len(inputs.spend)):
        rest = {"part": "unaccounted", "cost": stated - read, "keywords": 0, "source": "total_row"}
        found = pd.concat([found, pd.DataFrame([rest])], ignore_index=True)
    return conform(found.assign(cost=found["cost"].round(6)), ACCOUNT_SPEND)


def stated_total(claims: pd.DataFrame, keywords: pd.DataFrame) -> float | None:
    """Return what the account's own total rows say it spent, None where none does.

    Rows of reports of one period that say the same are one; reports of other periods are added.
    """
    told = claims[(claims["metric"] == "cost") & claims["label"].str.contains(ACCOUNT, regex=True)]
    told = told[told["source_file"].isin(set(keywords["source_file"]))]
    if told.empty:
        return None
    by_period = told.groupby(["period_start", "period_end"], dropna=False)["claimed"].max()
    return float(by_period.sum())


def account_figures(
    spend: pd.DataFrame, claims: pd.DataFrame, keywords: pd.DataFrame
) -> dict[str, float | bool | None]:
    """Return the account in figures: its total, by part, what its total row states, and whether they tie.

    Parameters
    ----------
    spend : DataFrame
        ``schema.ACCOUNT_SPEND``.
    claims, keywords : DataFrame
        Of ``schema``.
    """
    if not {"part", "cost"} <= set(spend.columns):
        return {}
    total, parts = float(spend["cost"].sum()), spend.groupby("part")["cost"].sum()
    stated = stated_total(claims, keywords) if "metric" in claims and "source_file" in keywords else None
    ties = None if stated is None else abs(total - stated) <= rounding_allowance(len(keywords) + len(spend))
    hidden = float(spend["hidden_cost"].sum(min_count=1))
    return {"total": total, **{str(k): float(v) for k, v in parts.items()}, "hidden_terms": hidden, "stated": stated,
            "ties": ties}  # fmt: skip


def _keywords(inputs: Inputs) -> pd.DataFrame:
    paid = inputs.keywords[(inputs.keywords["channel"] == "paid") & inputs.keywords["cost"].notna()]
    by = paid.groupby("campaign", sort=True)
    out = by[SUMS].sum(min_count=1).assign(keywords=by.size()).reset_index()
    return out.assign(part="keywords", source="row", hidden_cost=_hidden(out, paid, inputs.searches))


def _hidden(campaigns: pd.DataFrame, paid: pd.DataFrame, searches: pd.DataFrame) -> pd.Series:
    """Return by campaign what its keywords spent on searches that no report shows; unknown without such a report."""
    unknown = pd.Series(float("nan"), index=campaigns.index)
    shown = searches[(searches["origin"] == "search_ads") & searches["cost"].notna()]
    if shown.empty or set(shown["source_file"]) == set(paid["source_file"]):  # the keywords are those terms' own
        return unknown
    listed = shown["keyword"].map(key).isin(set(paid["keyword_key"]))  # others were bought by no keyword of the report
    shown = shown[listed] if shown["keyword"].ne("").any() else shown
    if shown["campaign"].eq("").all():
        share = max(0.0, 1.0 - shown["cost"].sum() / campaigns["cost"].sum()) if campaigns["cost"].sum() else 0.0
        return campaigns["cost"] * share
    seen = shown.groupby("campaign")["cost"].sum()
    return (campaigns["cost"] - campaigns["campaign"].map(seen).fillna(0.0)).clip(lower=0.0)


def _without_keywords(inputs: Inputs) -> pd.DataFrame:
    """Return the spend that no keyword stands behind, each pound from the source that tells most of it."""
    spend = inputs.spend[(inputs.spend["channel"] == "paid") & inputs.spend["cost"].notna()]
    spend = spend[~_inside_keywords(spend, inputs.keywords)]
    out: list[pd.DataFrame] = []
    for kind, rows in spend.groupby("kind", sort=True):
        kept = _each_once(rows)
        sums = kept.groupby(["campaign", "source"], sort=True)[SUMS].sum(min_count=1).reset_index()
        out.append(sums.assign(part=kind, keywords=0))
    return pd.concat(out, ignore_index=True) if out else pd.DataFrame({"part": [], "cost": []})


def _inside_keywords(spend: pd.DataFrame, keywords: pd.DataFrame) -> pd.Series:
    """Return which rows are hidden search terms of keywords that are counted whole already."""
    derived = set(keywords["source_file"]) if len(keywords) else set()
    hidden = (spend["kind"] == HIDDEN) & (spend["source"] == "total_row")
    return hidden & ~spend["source_file"].isin(derived)


def _each_once(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one kind without those that a source of more detail tells already, period by period."""
    kept: list[pd.DataFrame] = []
    for source in DETAIL:
        some = rows[rows["source"] == source]
        if source == "total_row":  # every report of a period repeats it
            some = some.drop_duplicates(["label", "period_start", "period_end", "cost"])
        kept.append(some[~_render(some, kept, by_campaign=source == "row")])
    return pd.concat(kept)


def _render(rows: pd.DataFrame, before: Iterable[pd.DataFrame], by_campaign: bool) -> pd.Series:
    keys = ["period_start", "period_end", "campaign"] if by_campaign else ["period_start", "period_end"]
    known = pd.concat(list(before))[keys].drop_duplicates() if before else rows.iloc[:0][keys]
    if known.empty or rows.empty:
        return pd.Series(False, index=rows.index)
    return pd.Series(rows[keys].apply(tuple, axis=1).isin(set(known.apply(tuple, axis=1))), index=rows.index)
