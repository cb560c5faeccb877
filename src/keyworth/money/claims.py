"""The claim ledger: every figure the agency states, recomputed, with the cause of any difference.

A figure is recomputed from the agency's own rows (ratio of sums, never the mean of
ratios) and, for conversions and value, set against the sales traced. The wording never
accuses: what cannot be checked says what to ask for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth.money.claim_rows import named, stated_rows, sums_of_rows, total_rows
from keyworth.money.claim_scopes import in_scope, other_window, scopes_of, unsaid_window
from keyworth.money.claim_sums import ADDITIVE, METRICS, cause_of_difference, figure, rounding, same
from keyworth.money.totals import Doubt, expected_range
from keyworth.schema import CLAIM_LEDGER, conform, rounding_allowance

if TYPE_CHECKING:
    from keyworth.settings import Money

WIDER = "account"  # the scope of a total over more than the rows of its file
SUPPORTED, NOT, CANNOT = "supported", "not supported", "cannot be checked"
ASK = {
    "rows": "the rows behind this figure, for the same period",
    "growth": "the same report for the period compared with, and how a conversion was counted in each",
    "cost": "the cost of every keyword row",
    "window": "this figure for the period of the keyword report",
    "counting": "the list of conversions by click id and time, to set beside the sales",
    "metric": "how this figure is made",
    "sales": "the sales of the period with click ids",
}  # fmt: skip


def ledger(
    keywords: pd.DataFrame,
    claims: pd.DataFrame,
    files: pd.DataFrame,
    money: pd.DataFrame,
    sales: pd.DataFrame,
    settings: Money,
    brand: pd.Series,
    doubt: Doubt | None = None,
    untraced: dict[str, float] | None = None,
) -> pd.DataFrame:
    """Recompute every figure that the agency states.

    Parameters
    ----------
    keywords, claims, money, sales : DataFrame
        Canonical tables.
    files : DataFrame
        ``schema.FILES``: the exports' own total rows.
    settings : Money
    brand : Series of bool
        Which keyword rows are of the brand.
    doubt : Doubt, optional
        As ``totals.shared_doubt`` returns it.
    untraced : dict, optional
        ``leads``, and ``conversions`` and ``revenue`` of the won sales, that nothing was traced to: all that could
        be added to what was traced.

    Returns
    -------
    DataFrame
        ``schema.CLAIM_LEDGER``.
    """
    rows = keywords.assign(brand=brand.to_numpy())
    claims = _of_keywords(claims, keywords, files)
    found: list[dict[Any, Any]] = []
    for claim in claims.to_dict("records"):
        found.append(_checked(claim, rows, sales))
    once = claims.drop_duplicates(["metric", "group", "claimed"])
    own = claims[claims["scope"].ne(WIDER)]
    whole = once[~once["label"].str.contains(_PART_OF_ACCOUNT) & once["scope"].ne(WIDER)].to_dict("records")
    for claim in whole + sums_of_rows(keywords, own):
        found += _against_sales(claim, rows, money, doubt or Doubt(), untraced)
    for _, said in claims.groupby("source_file", sort=True):
        found += _breakdowns(said, keywords)
    found += total_rows(files) + stated_rows(keywords)
    found += _fees(claims, rows, money)
    frame = pd.DataFrame(found) if found else pd.DataFrame({"claim": []})
    if len(frame):
        frame["difference"] = frame["claimed"] - frame["recomputed"]
    return conform(frame, CLAIM_LEDGER)


# Totals of Google's exports over rows that the export does not tell apart.
_PART_OF_ACCOUNT = r"(?i)^total: (?:ai max|url inclusions|search keywords on|other|smart|display|shopping|video|app)"


def _of_keywords(claims: pd.DataFrame, keywords: pd.DataFrame, files: pd.DataFrame | None) -> pd.DataFrame:
    """Leave out the totals of exports of other kinds (their own rows answer them), and repeats."""
    claims = claims.drop_duplicates(["label", "scope", "group", "metric", "claimed", "source_file"])
    if files is not None and len(files):
        other = files.loc[~files["kind"].isin(["claims", "keywords", ""]), "file"]
        claims = claims[~claims["source_file"].isin(set(other) - set(keywords["source_file"]))]
    idle = claims["label"].str.contains(_PART_OF_ACCOUNT) & claims["claimed"].eq(0)
    return claims[~idle & claims["claimed"].notna()].reset_index(drop=True)


def _row(claim: dict[Any, Any], recomputed: float, verdict: str, cause: str = "", ask: str = "") -> dict[Any, Any]:
    return {
        "claim": named(claim["label"], claim["scope"], claim["metric"]),
        "scope": claim["group"] or claim["scope"] or "total",
        "claimed": claim["claimed"],
        "recomputed": recomputed,
        "cause": cause,
        "verdict": verdict,
        "ask_for": ASK.get(ask, ask),
        "source_file": claim["source_file"],
        "source_row": claim["source_row"],
    }


def _checked(claim: dict[Any, Any], rows: pd.DataFrame, sales: pd.DataFrame) -> dict[Any, Any]:
    """The figure against the agency's own rows."""
    metric, nan = claim["metric"], float("nan")
    if metric == "growth":
        return _growth(claim, rows, sales)
    if metric not in METRICS:
        return _row(claim, nan, CANNOT, f"{metric or 'this figure'} is not one that keyword rows can show", "metric")
    if beyond := _beyond(claim, rows):
        return _row(claim, nan, CANNOT, *beyond)
    scopes = [scope for scope in scopes_of(claim, rows) if len(scope)]
    if not scopes:
        return _row(claim, nan, CANNOT, f"no keyword row of “{claim['group']}” was supplied", "rows")
    if metric in ("cost", "cpc", "cpa", "roas") and all(scope["cost"].isna().any() for scope in scopes):
        lacking = int(scopes[0]["cost"].isna().sum())
        return _row(claim, nan, CANNOT, f"missing cost: {lacking} of {len(scopes[0])} rows state none", "cost")
    for scope in scopes:
        ours, scale = figure(scope, metric, claim["claimed"])
        pennies = metric in ("cost", "value") and abs(claim["claimed"] - ours) <= rounding_allowance(len(scope))
        if pennies or same(claim["claimed"], ours, metric):
            return _brand_apart(claim, scope, ours, scale)
    if unsaid_window(claim, rows):
        return _row(
            claim, nan, CANNOT, "window: the keyword report does not state its period, the claim does", "window"
        )
    ours, scale = figure(scopes[0], metric, claim["claimed"])
    if ours != ours:
        return _row(claim, nan, CANNOT, "the keyword rows do not hold what it takes", "rows")
    if re.search(_PART_OF_ACCOUNT, claim["label"]):
        return _row(claim, nan, CANNOT, "a part of the account that the export does not tell apart", "rows")
    if metric == "leads":
        return _row(claim, ours, CANNOT, "the keyword rows state conversions, which need not be leads", "metric")
    return _row(claim, ours, NOT, cause_of_difference(claim["claimed"], scopes[0], metric, scale), "rows")


def _beyond(claim: dict[Any, Any], rows: pd.DataFrame) -> tuple[str, str] | None:
    """Return why a figure speaks of other rows than these, and what to ask for; None where it does not."""
    if claim["scope"] == WIDER:
        return "it speaks of more than these rows: the account, or campaigns without keywords", "rows"
    if other_window(claim, rows):
        return "window: the claim is of another period than the keyword report", "window"
    return None


BRAND_SHARE = 0.25  # a ratio that loses so much of itself without brand keywords, or one keyword, is theirs


def _brand_apart(claim: dict[Any, Any], scope: pd.DataFrame, ours: float, scale: float) -> dict[Any, Any]:
    """A ratio that adds up may still be the brand's: say what is left without it."""
    if claim["metric"] != "roas" or claim["group"] or len(scope) < 2:
        return _row(claim, ours, SUPPORTED)
    rest = scope[~scope["brand"]]
    names = f"the {int(scope['brand'].sum())} brand keywords"
    if not scope["brand"].any():
        rest, name = _without_one(scope)
        names = f"the one keyword “{name}”"
    left = figure(rest, "roas")[0] * scale if len(rest) else float("nan")
    if left == left and left < ours * (1 - BRAND_SHARE):
        shown = rounding(left)
        cause = f"brand: all rows give {rounding(ours)}, but without {names} it is {shown}"
        return _row(claim, left, NOT, cause, "this figure with brand keywords apart")
    return _row(claim, ours, SUPPORTED)


def _without_one(scope: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Leave out the keyword whose absence lowers the ratio most."""
    by = scope.groupby("keyword_key")[["claimed_value", "cost"]].sum()
    rest = (by["claimed_value"].sum() - by["claimed_value"]) / (by["cost"].sum() - by["cost"]).where(lambda c: c > 0)
    if rest.notna().sum() == 0:
        return scope.iloc[:0], ""
    name = str(rest.idxmin())
    return scope[scope["keyword_key"].ne(name)], name


def _growth(claim: dict[Any, Any], rows: pd.DataFrame, sales: pd.DataFrame) -> dict[Any, Any]:
    """Growth needs two periods: ours come from the sales, where they reach back far enough."""
    nan = float("nan")
    start, end = rows["period_start"].min(), rows["period_end"].max()
    won = sales.loc[sales["stage"].eq("won")]
    at = won["created_at"].fillna(won["closed_at"]).dropna()
    if pd.isna(start) or pd.isna(end) or at.empty:
        return _row(claim, nan, CANNOT, "growth: the period compared with was not supplied", "growth")
    before = start - (end - start) - pd.Timedelta(days=1)
    first = sales["created_at"].min()
    if first > before + pd.Timedelta(days=7):
        cause = (
            f"before tracking began: the first sale supplied is of {first:%Y-%m-%d}, the period compared with earlier"
        )
        return _row(claim, nan, CANNOT, cause, "growth")
    now, then = int(at.between(start, end).sum()), int(at.between(before, start, inclusive="left").sum())
    if not then:
        return _row(claim, nan, CANNOT, "growth: no sale in the period compared with", "growth")
    percent = abs(claim["claimed"]) > 1.5
    ours = (now / then - 1) * (100.0 if percent else 1.0)
    spread = 1.64 * (1 / max(now, 1) + 1 / then) ** 0.5 * now / then * (100.0 if percent else 1.0)
    if abs(ours - claim["claimed"]) <= max(spread, 0.005):
        return _row(claim, ours, SUPPORTED, f"won sales: {now} against {then}")
    return _row(claim, ours, NOT, f"counting: won sales were {now} against {then}", "growth")


def _against_sales(
    claim: dict[Any, Any], rows: pd.DataFrame, money: pd.DataFrame, doubt: Doubt, untraced: dict[str, float] | None
) -> list[dict[Any, Any]]:
    """Leads, conversions and value beside what was traced to the same rows."""
    figures = {"leads": "leads", "conversions": "conversions", "value": "revenue"}
    if claim["metric"] not in figures:
        return []
    figure_ = figures[claim["metric"]]
    of_leads = figure_ == "leads"
    column, what = ("leads", "leads") if of_leads else (f"attributed_{figure_}", "sales")
    scope = in_scope(claim, rows)
    got = money.merge(scope[["keyword_id", "channel"]], on="keyword_id")
    claim = {**claim, "label": f"{named(claim['label'], '', claim['metric'])}, against {what} traced"}
    if scope.empty or got[column].isna().all():
        return [_row(claim, float("nan"), CANNOT, f"no {what} were supplied that could be traced", "sales")]
    ours = float(got[column].sum())
    high = ours if of_leads else max(expected_range(got, figure_, doubt)[2], ours)
    if untraced is not None:  # what is to come of open leads was not sold in the period
        most = ours + untraced[figure_]
        high = most if of_leads else min(high, most)
    leads = float(got["leads"].sum()) + (untraced["leads"] if untraced is not None else 0.0)
    if figure_ == "conversions" and high < claim["claimed"] <= leads + rounding_step(claim["claimed"]):
        told = f"as leads, not as sales: {leads:,.0f} leads came in, traced or not; {ours:,.1f} sales are traced"
        return [_row(claim, ours, SUPPORTED, told)]
    if claim["claimed"] <= high + rounding_step(claim["claimed"]) or same(claim["claimed"], high, claim["metric"]):
        return [_row(claim, ours, SUPPORTED, "within what was traced and what could not be")]
    cause = f"counting: more than the {what} traced to these keywords and those that could not be traced allow"
    return [_row(claim, ours, NOT, cause, "counting")]


def rounding_step(claimed: float) -> float:
    """Return half of the last digit a figure shows."""
    digits = len(f"{claimed:.10f}".rstrip("0").split(".")[1])
    return 0.5 * 10.0**-digits + 1e-9


def _breakdowns(claims: pd.DataFrame, rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """A stated total beside the sum of the stated groups, where these go beyond it or are all there are."""
    found = []
    for metric in ADDITIVE:
        said = claims[claims["metric"].eq(metric)]
        groups, totals = said[said["group"].ne("")], said[said["group"].eq("")]
        whole = set(rows["campaign"].str.casefold()) <= set(groups["group"].str.casefold())
        for claim in totals.to_dict("records") if len(groups) > 1 else ():
            ours = float(groups["claimed"].sum())
            if ours < claim["claimed"] and not whole:
                continue  # only some groups are stated
            claim = {**claim, "label": f"{claim['label'] or metric}, against its own breakdown"}
            parts = [claim["claimed"], *groups["claimed"]] if metric in ("cost", "value") else []  # each is rounded
            near = abs(claim["claimed"] - ours) <= sum(map(rounding_step, parts))
            if near or same(claim["claimed"], ours, metric):
                found.append(_row(claim, ours, SUPPORTED))
                continue
            cause = f"rows that do not add up: {len(groups)} groups total {rounding(ours)} under a header of "
            found.append(_row(claim, ours, NOT, cause + rounding(claim["claimed"]), "rows"))
    return found


def _fees(claims: pd.DataFrame, rows: pd.DataFrame, money: pd.DataFrame) -> list[dict[Any, Any]]:
    """A return that leaves out the fees: what it is with them."""
    fees = float(money["spread_cost"].sum())
    if fees <= 0:
        return []
    found = []
    for claim in claims[claims["metric"].eq("roas") & claims["group"].eq("")].to_dict("records"):
        spend, value = rows["cost"].sum() + fees, rows["claimed_value"].sum()
        if spend > 0 and value > 0:
            claim = {**claim, "label": f"{claim['label'] or 'ROAS'}, with the agency's fee and content cost"}
            cause = f"missing cost: fees of {fees:,.2f} for the period are part of the spend"
            ours = value / spend
            holds = same(claim["claimed"], ours, "roas")
            found.append(_row(claim, ours, SUPPORTED if holds else NOT, "" if holds else cause, ""))
    return found
