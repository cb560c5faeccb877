"""The claim ledger: every figure the agency states, recomputed, with the cause of any difference.

A figure is recomputed from the agency's own rows (ratio of sums, never the mean of
ratios) and, for conversions and value, set against the sales traced. The wording never
accuses: what cannot be checked says what to ask for.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from keyworth.money.claim_growth import growth
from keyworth.money.claim_readings import TAXED, VAT, other_reading, read_so, said
from keyworth.money.claim_rows import named, stated_rows, sums_of_rows, total_rows
from keyworth.money.claim_scopes import in_scope, other_window, scopes_of, speaks_of_brand, unsaid_window
from keyworth.money.claim_sums import ADDITIVE, METRICS, cause_of_difference, figure, rounding, same
from keyworth.money.claim_traced import FIGURES, Records, fits, fixed_value, rounding_step, told
from keyworth.schema import CLAIM_LEDGER, conform, rounding_allowance

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
    "value": "how the value of a conversion is set in the account",
}  # fmt: skip


def ledger(
    keywords: pd.DataFrame,
    claims: pd.DataFrame,
    files: pd.DataFrame,
    sales: pd.DataFrame,
    brand: pd.Series,
    fees: float = 0.0,
    own: Records | None = None,
) -> pd.DataFrame:
    """Recompute every figure that the agency states.

    Parameters
    ----------
    keywords, claims, sales : DataFrame
        Canonical tables.
    files : DataFrame
        ``schema.FILES``: the exports' own total rows.
    brand : Series of bool
        Which keyword rows are of the brand.
    fees : float
        The agency's fee and content cost of the period: they speak only of a figure whose label says that they are in.
    own : Records, optional
        The company's own leads of the period; None where no sales were supplied.

    Returns
    -------
    DataFrame
        ``schema.CLAIM_LEDGER``.
    """
    rows = keywords.assign(brand=brand.to_numpy())
    claims = _of_keywords(claims, keywords, files)
    found = [_checked(claim, rows, sales, fees) for claim in claims.to_dict("records")]
    once = claims.drop_duplicates(["metric", "group", "claimed"])
    stated = claims[claims["scope"].ne(WIDER)]
    whole = once[~once["label"].str.contains(_PART_OF_ACCOUNT) & once["scope"].ne(WIDER)].to_dict("records")
    for claim in whole + sums_of_rows(keywords, stated):
        found += _against_sales(claim, rows, own)
    for _, part in claims.groupby("source_file", sort=True):
        found += _breakdowns(part, keywords)
    found += total_rows(files) + stated_rows(keywords)
    frame = pd.DataFrame(found) if found else pd.DataFrame({"claim": []})
    if len(frame):
        frame["difference"] = frame["claimed"] - frame["recomputed"]
        own_figure = frame["claim"] + "|" + frame["scope"]  # of a row, or of a count of rows
        frame["figure"] = frame["figure"].fillna(own_figure) if "figure" in frame else own_figure
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


def by_figure(claims: pd.DataFrame) -> pd.Series:
    """Return the verdict on each stated figure, however many rows of the ledger test it.

    One refuted reading refutes it; else one that holds supports it.

    Examples
    --------
    >>> rows = pd.DataFrame({"figure": ["a", "a", "b"], "verdict": ["supported", "cannot be checked", "supported"]})
    >>> by_figure(rows).to_dict()
    {'a': 'supported', 'b': 'supported'}
    """
    order = [NOT, SUPPORTED, CANNOT]
    alone = "row " + claims.index.astype("str").to_series(index=claims.index)
    figure_ = claims["figure"].where(claims["figure"].ne(""), alone)
    return claims["verdict"].map(order.index).groupby(figure_).min().map(lambda place: order[place])


def _row(claim: dict[Any, Any], recomputed: float, verdict: str, cause: str = "", ask: str = "") -> dict[Any, Any]:
    return {
        "claim": named(claim["label"], claim["scope"], claim["metric"]),
        "scope": claim["group"] or claim["scope"] or "total",
        "claimed": claim["claimed"],
        "recomputed": recomputed,
        "cause": cause,
        "verdict": verdict,
        "ask_for": ASK.get(ask, ask),
        "figure": f"{claim['source_file']}|{claim['metric']}|{claim['group']}|{claim['claimed']:.10g}",
        "source_file": claim["source_file"],
        "source_row": claim["source_row"],
    }


def _checked(claim: dict[Any, Any], rows: pd.DataFrame, sales: pd.DataFrame, fees: float) -> dict[Any, Any]:
    """The figure against the agency's own rows, read as its label says."""
    metric, nan, ways = claim["metric"], float("nan"), said(claim)
    if metric == "growth":
        grown = growth(claim, rows, sales)
        return _row(claim, grown.ours, grown.verdict, grown.cause, grown.ask)
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
    read = [as_said for scope in scopes if (as_said := read_so(scope, ways, fees)) is not None]
    if not read:
        return _row(claim, nan, CANNOT, f"{sorted(ways)[0]}: the files and settings do not hold it", "rows")
    for scope in read:
        ours, scale = figure(scope, metric, claim["claimed"])
        pennies = metric in ("cost", "value") and abs(claim["claimed"] - ours) <= rounding_allowance(len(scope))
        if pennies or same(claim["claimed"], ours, metric):
            return _brand_apart(claim, scope, ours, scale)
    return _differing(claim, scopes[0], read[0], rows, fees)


def _differing(
    claim: dict[Any, Any], scope: pd.DataFrame, read: pd.DataFrame, rows: pd.DataFrame, fees: float
) -> dict[Any, Any]:
    """A figure that is not what the rows give: why, or why that cannot be said."""
    nan, metric = float("nan"), claim["metric"]
    if unsaid_window(claim, rows):
        return _row(
            claim, nan, CANNOT, "window: the keyword report does not state its period, the claim does", "window"
        )
    ours, scale = figure(read, metric, claim["claimed"])
    if ours != ours:
        return _row(claim, nan, CANNOT, "the keyword rows do not hold what it takes", "rows")
    if re.search(_PART_OF_ACCOUNT, claim["label"]):
        return _row(claim, nan, CANNOT, "a part of the account that the export does not tell apart", "rows")
    if metric == "leads":
        return _row(claim, ours, CANNOT, "the keyword rows state conversions, which need not be leads", "metric")
    every = in_scope(claim, rows)
    if len(set(every["source_file"]) - set(scope["source_file"])):
        every = every[every["source_file"].isin(set(scope["source_file"]))]
    cause = other_reading(claim, scope, every, fees)
    return _row(claim, ours, NOT, cause or cause_of_difference(claim["claimed"], read, metric, scale), "rows")


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
    if claim["metric"] != "roas" or claim["group"] or len(scope) < 2 or speaks_of_brand(claim) or said(claim):
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


def _against_sales(claim: dict[Any, Any], rows: pd.DataFrame, own: Records | None) -> list[dict[Any, Any]]:
    """Leads, conversions and value beside the company's own records: leads first, then sales."""
    metric, ways = claim["metric"], said(claim)
    if metric not in FIGURES or ways - {TAXED}:
        return []
    what = "leads" if metric == "leads" else "sales"
    name = f"{named(claim['label'], '', metric)}, against {what} traced"
    scope, stated = in_scope(claim, rows), claim["claimed"] / (VAT if ways else 1.0)
    beside = {**claim, "label": name}
    if scope.empty or own is None or own.sales.empty or other_window(claim, rows):
        return [_row(beside, float("nan"), CANNOT, f"no {what} were supplied that could be traced", "sales")]
    traced, most = own.of(set(scope["keyword_id"]))
    step = rounding_step(claim["claimed"])
    fit, ours = fits(stated, traced, most, metric, step)
    if fit:
        return [_row(beside, ours, SUPPORTED, told(stated, fit, traced, most))]
    if metric == "value" and (each := fixed_value(scope)):
        cause = f"each conversion is worth {rounding(each)}: a value set in the account, which is no revenue"
        return [_row(beside, ours, CANNOT, cause, "value")]
    if metric == "value" and fits(stated / VAT, traced, most, metric, step)[0] and stated / VAT > 0.98 * ours:
        cause = f"{TAXED}: it is about {VAT:g} times the revenue traced, as it would be with VAT"
        return [_row(beside, ours, NOT, cause, "counting")]
    cause = f"counting: more than the {what} traced to these keywords and those that could not be traced allow"
    return [_row(beside, ours, NOT, cause, "counting")]


def _breakdowns(claims: pd.DataFrame, rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """A stated total beside the sum of the stated groups, where these go beyond it or are all there are."""
    found = []
    for metric in ADDITIVE:
        stated = claims[claims["metric"].eq(metric)]
        groups, totals = stated[stated["group"].ne("")], stated[stated["group"].eq("")]
        whole = set(rows["campaign"].str.casefold()) <= set(groups["group"].str.casefold())
        plain = [claim for claim in totals.to_dict("records") if not said(claim)]
        for claim in plain if len(groups) > 1 else ():
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
