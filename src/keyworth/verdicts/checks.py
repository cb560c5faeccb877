"""The checks of an audit: whether its figures can carry a decision, each with its why and its mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from keyworth.settings import Settings

PENNY = 0.005
MATCHED_AT_LEAST, NO_KEYWORD_AT_MOST, STABLE_AT_LEAST = 0.6, 0.5, 0.8
CUSTOMER_SIDE_AT_LEAST, APPLICABLE_AT_LEAST, MATURED_AT_LEAST = 0.8, 0.9, 0.7


@dataclass(frozen=True)
class Evidence:
    """What the checks look at."""

    keywords: pd.DataFrame
    flag_outcomes: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    settings: Settings
    model_verified: bool | None = None
    absent: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, empty where there is none."""
        return self.tables.get(name, self.absent)


Finding = tuple[bool | None, float | str | None, str]  # passed (None: not computed), figure, why


def run_checks(
    keywords: pd.DataFrame,
    flag_outcomes: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    settings: Settings,
    *,
    model_verified: bool | None = None,
) -> list[dict[str, Any]]:
    """Return every check with its status, figure, why and mend.

    Returns
    -------
    list of dict
        ``name``, ``question``, ``status`` (passed, failed, not computed), ``figure``,
        ``why``, ``mend`` ("" where it passed) and ``essential``.

    Examples
    --------
    >>> found = run_checks(pd.DataFrame({"verdict": ["keep"]}), pd.DataFrame(), {}, Settings())
    >>> found[0]["name"], found[0]["status"]
    ('rows reconcile', 'not computed')
    """
    seen = Evidence(keywords, flag_outcomes, tables, settings, model_verified)
    out = []
    for name, question, essential, check, mend in CHECKS:
        try:
            passed, figure, why = check(seen)
        except (KeyError, TypeError, ValueError) as fault:
            passed, figure, why = None, None, f"the check failed: {type(fault).__name__}: {fault}"
        status = "not computed" if passed is None else "passed" if passed else "failed"
        out.append({
            "name": name, "question": question, "status": status, "figure": figure, "why": why,
            "mend": "" if passed else mend, "essential": essential,
        })  # fmt: skip
    return out


def rows_reconcile(seen: Evidence) -> Finding:
    """Rows in = rows used + rows set aside, for every file."""
    files = seen.table("files")
    if files.empty:
        return None, None, "no list of files was kept"
    off = files[files["rows_in"] != files["rows_used"] + files["rows_set_aside"]]
    aside = int(files["rows_set_aside"].sum())
    told = f"{int(files['rows_in'].sum()):,} rows in {len(files)} files, {aside:,} set aside with a reason"
    return off.empty, len(off), told if off.empty else f"rows are missing from {_names(off['file'])}"


def spend_ties(seen: Evidence) -> Finding:
    """The spend read equals the export's own total row, to the penny."""
    files = seen.table("files")
    files = files[files["cost_total_row"].notna()] if len(files) else files
    if files.empty:
        return None, None, "no export states a total"
    gap = (files["cost"] - files["cost_total_row"]).abs()
    off = files[gap > PENNY]
    told = f"{len(files)} files tie to their own totals"
    return off.empty, float(gap.max()), told if off.empty else f"differs in {_names(off['file'])}"


def one_currency(seen: Evidence) -> Finding:
    """All pounds are pounds."""
    names = [t for t in ("keywords", "sales") if t in seen.tables] or ["files"]
    found = pd.concat([_texts(seen.table(t), "currency") for t in [*names, "files"]])
    units = sorted(set(found) - {""})
    if not units:
        return None, None, "no file names its currency"
    return len(units) == 1, len(units), "all in " + units[0] if len(units) == 1 else "several: " + ", ".join(units)


def one_period(seen: Evidence) -> Finding:
    """The keyword reports cover the same weeks."""
    rows = seen.keywords
    if "period_start" not in rows.columns or rows["period_start"].isna().all():
        return None, None, "the reports do not state their period"
    spans = rows[["period_start", "period_end"]].dropna().drop_duplicates()
    told = [f"{a:%-d %B %Y} to {b:%-d %B %Y}" for a, b in spans.sort_values("period_start").to_numpy(dtype=object)[:3]]
    return len(spans) == 1, len(spans), "; ".join(told)


def sales_matched(seen: Evidence) -> Finding:
    """Enough won sales are tied to a keyword or a channel."""
    share = matched_share(seen)
    if share is None:
        return None, None, "no won sales, or no credits, to match"
    return share >= MATCHED_AT_LEAST, share, f"{share:.0%} of won sales are tied to a touchpoint"


def revenue_covered(seen: Evidence) -> Finding:
    """Not too much of the revenue has no keyword."""
    share = no_keyword_share(seen)
    if share is None:
        return None, None, "no credits of won sales"
    return share <= NO_KEYWORD_AT_MOST, share, f"{share:.0%} of revenue has no keyword of the report"


def claims_supported(seen: Evidence) -> Finding:
    """The agency's own figures can be recomputed."""
    claims = seen.table("claim_ledger")
    if claims.empty:
        return None, None, "the reports state no figures beside their rows"
    off = claims[claims["verdict"] == "not supported"]
    told = f"{len(off)} of {len(claims)} claims are not supported by the data supplied"
    return off.empty, len(off), told


def calls_heard(seen: Evidence) -> Finding:
    """Calls have a customer's side."""
    calls = seen.table("calls")
    if calls.empty:
        return None, None, "no calls were supplied"
    share = float(calls.assign(own=calls["role"] == "customer").groupby("call_id")["own"].any().mean())
    return share >= CUSTOMER_SIDE_AT_LEAST, share, f"the customer's side is known in {share:.0%} of calls"


def verdicts_stable(seen: Evidence) -> Finding:
    """The pounds of the decisions do not hang on the choice of attribution model."""
    rows = seen.keywords
    if "flip_at_stake" not in rows.columns or not _models(seen):
        return None, None, "only one attribution model was run"
    cost = rows["full_cost"].sum()
    share = 1.0 if not cost else 1 - float(rows["flip_at_stake"].sum() / cost)
    flips = int((rows["flipping_model"] != "").sum())
    return share >= STABLE_AT_LEAST, share, f"{flips} of {len(rows)} verdicts change under another attribution model"


def model_applicable(seen: Evidence) -> Finding:
    """The relevance model knows the language of the keywords."""
    rows = seen.keywords
    if "applicable" not in rows.columns or rows.empty:
        return None, None, "relevance was not judged"
    share = float(rows["applicable"].astype("float64").mean())
    return share >= APPLICABLE_AT_LEAST, share, f"the relevance model applies to {share:.0%} of keywords"


def sales_matured(seen: Evidence) -> Finding:
    """Most leads have had the time to close."""
    rows = seen.keywords
    if "matured_share" not in rows.columns or rows["matured_share"].isna().all():
        return None, None, "no lag from lead to sale could be fitted"
    weight = rows["clicks"].fillna(0).where(rows["matured_share"].notna(), 0) + 1e-9
    share = float(np.average(rows["matured_share"].fillna(0), weights=weight))
    return share >= MATURED_AT_LEAST, share, f"{share:.0%} of the sales to come from these clicks should be in"


def model_verified(seen: Evidence) -> Finding:
    """Encoder and relevance model are the files that were tested."""
    ok = seen.model_verified
    return ok, None, "not recorded" if ok is None else "hashes as expected" if ok else "a model file has another hash"


def rules_ran(seen: Evidence) -> Finding:
    """No rule failed."""
    found = seen.flag_outcomes
    if found.empty:
        return None, None, "no rules ran"
    failed = sorted(found.loc[found["outcome"] == "error", "flag"].unique())
    return not failed, len(failed), "every rule ran" if not failed else "failed: " + ", ".join(failed)


CHECKS = (
    ("rows reconcile", "Is every row of every file used or set aside with a reason?", True, rows_reconcile,
     "Open set_aside.csv and the file named; report it if a row is in neither."),
    ("spend ties", "Does the spend equal the export's own total?", False, spend_ties,
     "Export the report again without filters and with its total row."),
    ("one currency", "Are all figures in one currency?", True, one_currency, "Export every report in one currency."),
    ("one period", "Do the keyword reports cover the same period?", False, one_period,
     "Export every report for the same dates."),
    ("sales matched", "Are enough won sales tied to how the customer came?", True, sales_matched,
     "Keep the click id or the call-tracking keyword in the CRM, and supply the touchpoint log."),
    ("revenue covered", "Is most of the revenue tied to a keyword of the report?", False, revenue_covered,
     "Ask for the search-terms report and the keywords of every channel."),
    ("claims supported", "Can the agency's own figures be recomputed?", False, claims_supported,
     "See claims.csv for what to ask the agency for."),
    ("calls heard", "Is the customer's side known in the calls?", False, calls_heard,
     "Export transcripts with speakers, and name the staff under [ingest] agent_names."),
    ("verdicts stable", "Would another attribution model leave the verdicts as they are?", False, verdicts_stable,
     "Decide on the attribution model before the meeting, and leave the verdicts that flip for now."),
    ("language known", "Does the relevance model know the keywords' language?", True, model_applicable,
     "Judge the keywords named as not applicable by hand, or name another encoder."),
    ("sales matured", "Have the leads had time to close?", False, sales_matured,
     "Audit an earlier period, or wait as long as a sale usually takes."),
    ("models verified", "Are the encoder and the relevance model the tested ones?", False, model_verified,
     "Install keyworth again, or promote the model with `keyworth models promote`."),
    ("rules ran", "Did every rule run?", True, rules_ran, "Report the rule named, with its reason in flag_outcomes."),
)  # fmt: skip


def matched_share(seen: Evidence) -> float | None:
    """Return the share of won sales with any credit under the settings' attribution model; None if unknown."""
    credits, sales = _credits(seen), seen.table("sales")
    if credits.empty or sales.empty:
        return None
    won = sales.loc[sales["stage"] == "won", "sale_id"]
    if won.empty:
        return None
    linked = credits.loc[(credits["keyword_id"] >= 0) | ~credits["channel"].isin(["", "unmatched"]), "sale_id"]
    return float(won.isin(linked).mean())


def no_keyword_share(seen: Evidence) -> float | None:
    """Return the share of credited revenue that no keyword of the report has; None if unknown."""
    credits = _credits(seen)
    pounds = credits["credit"] * credits["amount"] if len(credits) else pd.Series(dtype=float)
    if not pounds.sum() > 0:
        return None
    return float(pounds[credits["keyword_id"] < 0].sum() / pounds.sum())


def not_covered(tables: dict[str, pd.DataFrame], settings: Settings) -> dict[str, float | int | None]:
    """Return what no keyword of the report accounts for: revenue, sales and calls.

    Returns
    -------
    dict
        ``revenue_share`` with no keyword, ``unmatched_sales_share``, ``calls`` and
        ``calls_unmatched`` (to no sale, lead, touchpoint or keyword); None where unknown.

    Examples
    --------
    >>> not_covered({}, Settings())["calls"] is None
    True
    """
    seen = Evidence(pd.DataFrame(), pd.DataFrame(), tables, settings)
    matched, (calls, unmatched) = matched_share(seen), _calls(seen)
    return {
        "revenue_share": no_keyword_share(seen),
        "unmatched_sales_share": None if matched is None else 1 - matched,
        "calls": calls,
        "calls_unmatched": unmatched,
    }


def _calls(seen: Evidence) -> tuple[int | None, int | None]:
    calls = seen.table("calls")
    if calls.empty:
        return None, None
    tied = (calls["keyword"] != "") | (calls["click_id"] != "")
    for name in ("sales", "touchpoints"):
        for column in ("person", "customer_id"):
            known = set(_texts(seen.table(name), column)) - {""}
            tied |= calls[column].isin(known)
    by_call = tied.groupby(calls["call_id"]).any()
    return len(by_call), int((~by_call).sum())


def _credits(seen: Evidence) -> pd.DataFrame:
    credits = seen.table("credits")
    if credits.empty:
        return credits
    return credits[credits["attribution_model"] == seen.settings.money.attribution_model]


def _models(seen: Evidence) -> bool:
    credits = seen.table("credits")
    several = len(credits) > 0 and credits["attribution_model"].nunique() > 1
    return several or bool(seen.keywords["attribution_stable"].any())


def _texts(table: pd.DataFrame, column: str) -> pd.Series:
    return table[column].astype(object) if column in table.columns else pd.Series(dtype=object)


def _names(names: pd.Series) -> str:
    shown = sorted(names)[:3]
    return ", ".join(shown) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
