"""Were the decisions carried out? What the next audit shows of each, with the pounds still being spent."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth.review.decisions import subject_ids
from keyworth.review.review_session import Desk
from keyworth.store import Audit
from keyworth.text import key

_CAUSES = ("retired_product", "no_current_product", "wrong_product", "out_of_stock", "misaligned_wording")
DONE, PART, NOT, OPEN, LATER = "carried out", "in part", "not carried out", "still open", "not due yet"


def decisions_carried(desk: Desk, new: Audit) -> dict[str, Any]:
    """Return which decisions on an audit the next one shows as carried out.

    Parameters
    ----------
    desk : Desk
        The earlier audit with its ledger.
    new : Audit
        The later one.

    Returns
    -------
    dict
        ``rows``, largest still spent first: ``keyword, campaign, decision, decided_by, state, why, spent``
        (`spent`: what the new audit's period still cost, None where its report does not say);
        ``signed``; ``counts`` by state; ``still_spent``, the pounds of the cuts and fixes that are not
        carried out; ``overlaps``, whether the new period begins before the last decision was taken, so
        that some of its pounds were spent before anybody could act.
    """
    decided = desk.decided()
    decided = decided[decided["action"].ne("")]
    named = new.keywords.assign(subject=subject_ids(new.keywords))[
        ["subject", "cost", "clicks", "flags", "landing_page"]
    ]
    later = {row["subject"]: row for row in named.to_dict("records")}
    listed, before = _listed(new.keywords), _listed(desk.audit.keywords)
    end = _day(new.keywords, "period_end", "max")
    rows = [_row(row, later, listed, before, end) for row in decided.to_dict("records")]
    rows.sort(key=lambda r: (r["state"] not in (NOT, PART), -(r["spent"] or 0.0), r["keyword"], r["campaign"]))
    unmoved = [r for r in rows if r["state"] in (NOT, PART) and r["decision"] in ("cut", "fix")]
    begin = _day(new.keywords, "period_start", "min")
    return {
        "rows": rows,
        "signed": desk.is_signed(),
        "counts": {s: n for s in (DONE, PART, NOT, OPEN, LATER) if (n := sum(r["state"] == s for r in rows))},
        "still_spent": round(sum(r["spent"] or 0.0 for r in unmoved), 2),
        "overlaps": bool(begin and len(decided) and begin < decided["decided_at"].max()[:10]),
    }


def render_carried(found: dict[str, Any], shown: int = 50) -> str:
    """Return the same as a person reads it."""
    rows = found["rows"]
    if not rows:
        return "Decisions on the earlier audit: none were taken."
    counts = ", ".join(f"{n:,} {state}" for state, n in found["counts"].items())
    signed = "signed" if found["signed"] else "not signed"
    lines = [f"Decisions on the earlier audit ({signed}): {counts}."]
    lines.append(f"Still being spent on keywords decided to cut or fix: {found['still_spent']:,.2f}.")
    if found["overlaps"]:
        lines.append("The new period begins before the last of them was taken: part of this was spent before it.")
    told = [r for r in rows if r["state"] != DONE]
    for row in told[:shown]:
        spent = "cost unknown" if row["spent"] is None else f"{row['spent']:,.2f}"
        lines.append(f"  {row['decision']:5}  {row['keyword']}  ({spent})  {row['state']}: {row['why']}")
    if len(told) > shown:
        lines.append(f"  … and {len(told) - shown:,} more; --json lists all.")
    return "\n".join(lines)


def _row(
    row: dict[Any, Any],
    later: dict[str, dict[Any, Any]],
    listed: set[tuple[str, str]],
    before: set[tuple[str, str]],
    end: str,
) -> dict[str, Any]:
    now = later.get(row["subject"])
    deferred = row["action"] == "defer"
    if deferred:
        state, why = OPEN, f"deferred to {row['owner']} until {row['due']}" + (", now past" if end > row["due"] else "")
    else:
        state, why = _carried(row, now, listed, before)
        if end and end < row["decided_at"][:10] and state in (NOT, PART):
            state, why = LATER, f"the period ended on {end}, before it was decided"
    return {
        "keyword": row["keyword"],
        "campaign": row["campaign"],
        "decision": "defer" if deferred else row["decided_verdict"],
        "decided_by": row["decided_by"],
        "state": state,
        "why": why,
        "spent": 0.0 if now is None else None if pd.isna(now["cost"]) else float(now["cost"]),
    }


def _carried(
    row: dict[Any, Any], now: dict[Any, Any] | None, listed: set[tuple[str, str]], before: set[tuple[str, str]]
) -> tuple[str, str]:
    """Return the state of a decision and why, from the earlier row and the later one (None: not listed any more).

    A wording that was listed `before` anybody decided is no sign that the decision was carried out; it takes the
    old one's place all the same, once that one has stopped.
    """
    runs = now is not None and _runs(now)
    gone = "it is not listed any more" if now is None else "it costs nothing any more"
    if now is not None and not runs and not _runs(row):
        return OPEN, "it is listed and costs nothing, as before: no sign of either"
    if row["decided_verdict"] in ("keep", "watch"):
        return (DONE, "it runs") if runs else (NOT, gone)
    if row["decided_verdict"] == "cut":
        return (NOT, "it still runs") if runs else (DONE, gone)
    wanted = [w for w in row["suggested_wording"].split("; ") if w and "misaligned_wording" in row["flags"]]
    there = [w for w in wanted if (row["channel"], key(w)) in listed]
    if not runs or now is None:
        if wanted and not there:
            return PART, f"{gone}, but none of the customers' wordings is listed"
        return DONE, f"{gone}; listed instead: {', '.join(there)}" if there else gone
    added = [w for w in there if (row["channel"], key(w)) not in before]
    if added:
        return PART, f"the customers' wording is listed ({', '.join(added)}), but the old one still runs"
    if now["landing_page"] and now["landing_page"] != row["landing_page"]:
        return DONE, "it leads to another page"
    left = [f for f in _CAUSES if f in row["flags"].split("; ") and f in now["flags"].split("; ")]
    raised = [f for f in _CAUSES if f in row["flags"].split("; ")]
    if raised and not left:
        return DONE, f"no longer flagged {raised[0].replace('_', ' ')}"
    return NOT, "it runs as before"


def _listed(keywords: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the wordings that an audit lists, each with its channel: what is searched for is not yet bid on."""
    return set(zip(keywords["channel"], keywords["keyword_key"], strict=True))


def _runs(now: dict[Any, Any]) -> bool:
    """Return whether a keyword still costs or is clicked; where neither is known, it is listed, so it runs."""
    figures = [now[c] for c in ("cost", "clicks") if not pd.isna(now[c])]
    return any(f > 0 for f in figures) if figures else True


def _day(keywords: pd.DataFrame, column: str, which: str) -> str:
    if column not in keywords or keywords[column].isna().all():
        return ""
    return str(getattr(keywords[column], which)())[:10]
