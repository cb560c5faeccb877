"""The checks of an audit: whether its figures can carry a decision, each with its why and its mend.

A check looks at the finished keywords and the audit's tables and finds that it
passed, failed, or could not be computed (None) because what it needs was not supplied.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from keyworth.money.claims import by_figure
from keyworth.schema import rounding_allowance
from keyworth.settings import Settings
from keyworth.verdicts import coverage
from keyworth.verdicts.coverage import Tables, table

# Conventions of this house, none measured: no verdict moves with them, only what is told before signing off. In
# brackets what the demo reaches, so that a mend can be seen.
MATCHED_AT_LEAST = 0.6  # of won sales: with fewer, most of the evidence is missing (.81)
NO_KEYWORD_AT_MOST = 0.5  # of revenue: with more, keywords explain the smaller half (.34)
STABLE_AT_LEAST = 0.8  # of the pounds: with less, the choice of attribution model decides a fifth (.85)
CUSTOMER_SIDE_AT_LEAST = 0.8  # of calls: with fewer, the phrases are of the calls that happened to be labelled (1.0)
APPLICABLE_AT_LEAST = 0.9  # of keywords: with fewer, a tenth of the list was never compared with the catalogue (1.0)
MATURED_AT_LEAST = 0.7  # of the sales to come: with fewer, the fit of the lag says more than the sales do (.89)
UNTRACKED_FROM = 0.5  # chance that nothing of a campaign is tracked, from which on it is asked (nothing untracked)

Finding = tuple[bool | None, float | None, str]  # passed, the figure behind it, why


@dataclass(frozen=True)
class Check:
    """A question, how it is answered, what to do when the answer is no, and whether a decision needs it."""

    name: str
    question: str
    find: Callable[[pd.DataFrame, Tables, Settings], Finding]
    mend: str
    essential: bool = False
    stops: bool = False  # whether a failure stops a decision; an essential one always does
    unit: str = "count"  # of the figure: share, count or money


def run_checks(
    keywords: pd.DataFrame, tables: Tables, settings: Settings, *, model_verified: bool | None = None
) -> list[dict[str, Any]]:
    """Return every check with its status, figure, why and mend.

    Parameters
    ----------
    keywords : DataFrame
        Of ``finish``.
    tables : mapping of str to DataFrame
        Those there are, by their names in ``schema``.
    settings : Settings
    model_verified : bool, optional
        What is known of the hashes of encoder and relevance model.

    Returns
    -------
    list of dict
        ``name``, ``question``, ``status`` (passed, failed, not computed), ``figure`` (as
        told: "79 %"), ``value`` (the number, or None), ``why``, ``mend`` (``""`` where it
        passed), ``essential`` (a decision needs to know) and ``stops`` (a failure stops it).

    Examples
    --------
    >>> found = run_checks(pd.DataFrame({"verdict": ["keep"]}), {}, Settings())
    >>> found[0]["name"], found[0]["status"]
    ('rows reconcile', 'not computed')
    """
    out: list[dict[str, Any]] = []
    for check in CHECKS:
        try:
            passed, figure, why = check.find(keywords, tables, settings)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            passed, figure, why = None, None, f"the check itself failed: {type(fault).__name__}: {fault}"
        status = "not computed" if passed is None else "passed" if passed else "failed"
        told = {"name": check.name, "question": check.question, "status": status, "why": why}
        mend = {"mend": "" if passed else check.mend, "essential": check.essential}
        mend |= {"stops": check.essential or check.stops}
        out.append({**told, "figure": _render(figure, check.unit), "value": figure, **mend})
    return [*out, _models_verified(model_verified)]


def rows_reconcile(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """Rows in = rows used + rows set aside, for every file."""
    files = table(tables, "files")
    if files.empty:
        return None, None, "no list of files was kept"
    off = files[files["rows_in"] != files["rows_used"] + files["rows_set_aside"]]
    rows, aside = int(files["rows_in"].sum()), int(files["rows_set_aside"].sum())
    told = f"{rows:,} rows in {len(files)} files, {aside:,} set aside with a reason"
    return off.empty, len(off), told if off.empty else f"rows are missing from {_names(off['file'])}"


def spend_ties(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """The spend read equals the export's own total row, half a penny a row."""
    files = table(tables, "files")
    files = files if files.empty else files[files["cost_total_row"].notna()]
    if files.empty:
        return None, None, "no export states a total of its spend"
    gap = (files["cost"] - files["cost_total_row"]).abs()
    off = files[~(gap <= rounding_allowance(files["rows_used"]))]
    told = f"{len(files)} file(s) tie to their own total, to the penny"
    return off.empty, float(gap.max()), told if off.empty else f"differs in {_names(off['file'])}"


def one_currency(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """All pounds are pounds."""
    found = [table(tables, name) for name in ("files", "sales", "catalogue")] + [keywords]
    units = sorted({u for t in found if "currency" in t.columns for u in t["currency"].dropna().unique()}
                   - {"", *map(str.upper, settings.money.exchange_rates)})  # fmt: skip
    if not units:
        return True, 1, f"no file names its currency; read as {settings.currency}"
    return len(units) == 1, len(units), f"all in {units[0]}" if len(units) == 1 else "several: " + ", ".join(units)


def one_period(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """The keyword reports cover the same days."""
    if "period_start" not in keywords.columns or keywords["period_start"].isna().all():
        return None, None, "the reports do not state their period"
    spans = keywords[["period_start", "period_end"]].dropna().drop_duplicates().sort_values("period_start")
    days = spans.apply(lambda column: column.dt.strftime("%Y-%m-%d"))
    told = "; ".join((days["period_start"] + " to " + days["period_end"]).head(3))
    return len(spans) == 1, len(spans), told


def sales_matched(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """Enough won sales are tied to how the customer came."""
    share = coverage.matched_share(tables, settings)
    if share is None:
        return None, None, "there are no won sales to match"
    return share >= MATCHED_AT_LEAST, share, f"{_percent(share)} of won sales are tied to a visit or call on record"


def revenue_covered(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """Not too much of the revenue is without a keyword."""
    share = coverage.no_keyword_share(tables, settings)
    if share is None:
        return None, None, "there is no revenue to share out"
    return share <= NO_KEYWORD_AT_MOST, share, f"{_percent(share)} of revenue has no keyword of the report"


def claims_supported(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """The agency's own figures can be recomputed."""
    claims = table(tables, "claim_ledger")
    if claims.empty:
        return None, None, "the reports state no figures beside their rows"
    once = by_figure(claims)
    off = int(once.eq("not supported").sum())
    return not off, off, f"{off} of {len(once)} figures are not supported by the data supplied"


def calls_heard(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """The customer's side is known in the calls: those set aside without one are few."""
    calls, aside = table(tables, "calls"), table(tables, "set_aside")
    if calls.empty:
        return None, None, "no calls were supplied"
    total = calls["call_id"].nunique()
    gone = aside[(aside["kind"] == "calls") & aside["reason"].str.contains("customer's side")] if len(aside) else aside
    unheard = gone["content"].str.split(": ").str[0].nunique() if len(gone) else 0
    share = 1 - unheard / total
    return share >= CUSTOMER_SIDE_AT_LEAST, share, f"the customer's side is known in {_percent(share)} of {total} calls"


def verdicts_stable(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """The pounds of the decisions do not hang on the choice of attribution model."""
    models = table(tables, "money_by_model")
    if models.empty or "flip_at_stake" not in keywords.columns:
        return None, None, "no other way of sharing a sale was tried"
    cost = float(keywords["full_cost"].sum())
    share = 1.0 if not cost else 1 - float(keywords["flip_at_stake"].sum()) / cost
    flips = int((keywords["flipping_model"] != "").sum())
    pounds = _percent(1 - share)
    told = f"{flips} of {len(keywords)} verdicts, {pounds} of the pounds, change under some other way of sharing a sale"
    return share >= STABLE_AT_LEAST, share, told


def margin_stated(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """The margin is stated, or no cut and no keep hangs on it."""
    if "money.margin" not in settings.assumed:
        return True, settings.money.margin, f"stated: {_percent(settings.money.margin)} where a product has none"
    tried = table(tables, "sensitivity")
    tried = tried if tried.empty else tried[tried["setting"].eq("margin")]
    if tried.empty:
        return None, None, "no other margin was tried, as no sales were supplied"
    worst = tried.sort_values("decisive", kind="stable").iloc[-1]
    told = f"{_percent(settings.money.margin)} is assumed, and no cut or keep hangs on it"
    if worst["decisive"]:
        told = (
            f"{_percent(settings.money.margin)} is assumed; at {_percent(float(worst['value']))}, "
            f"{worst['decisive']:,.0f} cuts or keeps that cost something come or go"
        )
    return not worst["decisive"], settings.money.margin, told


def language_known(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """The relevance model applies to the keywords."""
    if "applicable" not in keywords.columns or table(tables, "relevance").empty:
        return None, None, "relevance was not judged"
    share = float((keywords["applicable"] == True).mean())  # noqa: E712 - unknown is not applicable
    return share >= APPLICABLE_AT_LEAST, share, f"the relevance model applies to {_percent(share)} of keywords"


def sales_matured(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """Most leads have had the time to close."""
    if "matured_share" not in keywords.columns or keywords["matured_share"].isna().all():
        return None, None, "no lag from lead to sale could be fitted"
    known = keywords["matured_share"].notna()
    weight = keywords["clicks"].fillna(0).clip(lower=0)[known] + 1e-9
    share = float(np.average(keywords.loc[known, "matured_share"], weights=weight))
    return share >= MATURED_AT_LEAST, share, f"{_percent(share)} of the sales to come of these clicks should be in"


def campaigns_tracked(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """No campaign has clicks and no trace of anyone, while others have."""
    if "untracked" not in keywords.columns or table(tables, "links").empty:
        return None, None, "no sales were supplied"
    rows = keywords[keywords["untracked"] >= UNTRACKED_FROM]
    clicks = rows.groupby("campaign")["clicks"].sum().sort_values(ascending=False, kind="stable")
    told = [f"{name}: {count:,.0f} clicks, no sale traced: is it tracked?" for name, count in clicks[:3].items()]
    told += [f"and {len(clicks) - 3} more"] if len(clicks) > 3 else []
    return clicks.empty, len(clicks), "; ".join(told) or "something of every campaign with clicks is on file"


def rules_ran(keywords: pd.DataFrame, tables: Tables, settings: Settings) -> Finding:
    """No rule failed."""
    found = table(tables, "flag_outcomes")
    if found.empty:
        return None, None, "no rules ran"
    failed = sorted(found.loc[found["outcome"] == "error", "flag"].unique())
    return not failed, len(failed), "every rule ran" if not failed else "failed: " + ", ".join(failed)


CHECKS = (
    Check("rows reconcile", "Is every row of every file used, or set aside with a reason?", rows_reconcile,
          "Open set_aside.csv and the file named; a row that is in neither is a fault of ours: report it.", True),
    Check("spend ties", "Does the spend equal the export's own total?", spend_ties,
          "Export the report again without filters, and with its total row.", stops=True, unit="money"),
    Check("one currency", "Are all figures in one currency?", one_currency,
          "Export all reports in one currency. Or set [money] exchange_rates.", True),
    Check("one period", "Do the keyword reports cover the same days?", one_period,
          "Export every report for the same dates, or set [ingest] period_start and period_end.", stops=True),
    Check("sales matched", "Are enough won sales tied to how the customer came?", sales_matched,
          "Keep the click id or the call-tracking keyword in the CRM, and supply the log of visits and calls.", True,
          unit="share"),
    Check("revenue covered", "Is most of the revenue tied to a keyword of the report?", revenue_covered,
          "Ask for the search-terms report, and the keywords of every channel that is paid for.", unit="share"),
    Check("claims supported", "Can the agency's own figures be recomputed?", claims_supported,
          "claims.csv says what to ask the agency for."),
    Check("calls heard", "Is the customer's side known in the calls?", calls_heard,
          "Export transcripts with speakers, and name the staff under [ingest] agent_names.", unit="share"),
    Check("verdicts stable", "Would the verdicts stay if sales were shared otherwise among visits?", verdicts_stable,
          "Agree before the meeting on how a sale is shared, and leave the verdicts that flip for now.", unit="share"),
    Check("margin stated", "Is the margin stated, or does nothing hang on it?", margin_stated,
          "State [money] margin in keyworth.toml, or one for each product.", unit="share"),
    Check("language known", "Does the relevance model know the keywords' language?", language_known,
          "Judge by hand those that it does not know. Or name another encoder.", True, unit="share"),
    Check("sales matured", "Have the leads had time to close?", sales_matured,
          "Audit an earlier period, or wait as long as a sale usually takes.", unit="share"),
    Check("campaigns tracked", "Is each campaign tracked?", campaigns_tracked,
          "See whether its ads carry tags or click ids; if they do, name it in [money] tracked_campaigns."),
    Check("rules ran", "Did every rule run?", rules_ran,
          "Report the rule named, with its reason in tables/flag_outcomes.parquet.", True),
)  # fmt: skip


def _models_verified(ok: bool | None) -> dict[str, Any]:
    why = {
        None: "not recorded",
        True: "their files are, byte for byte, the ones that were tested",
        False: "a file is not the one that was tested",
    }[ok]
    status = {None: "not computed", True: "passed", False: "failed"}[ok]
    mend = "" if ok else "Install keyworth again. Or take the model as yours: `keyworth models promote`."
    question = "Are the language models the tested ones?"
    told = {"name": "models verified", "question": question, "status": status, "why": why}
    return {**told, "figure": "", "value": None, "mend": mend, "essential": False, "stops": True}


def _render(figure: float | None, unit: str) -> str:
    if figure is None or not np.isfinite(figure):
        return ""
    return {"share": _percent(figure), "money": f"{figure:,.2f}"}.get(unit, f"{figure:,.0f}")


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _names(names: pd.Series) -> str:
    shown = sorted(names)[:3]
    return ", ".join(shown) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
