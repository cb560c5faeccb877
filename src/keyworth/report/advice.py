"""What to do: the ten largest cuts, fixes and uncovered phrases, each with its pounds and how sure it is."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from keyworth.report import reading
from keyworth.report.figures import known
from keyworth.store import Audit

TEN = 10
_ODDS = (
    (0.9, "Very likely"), (0.7, "Likely"), (0.55, "More likely than not"), (0.45, "As likely as not"),
    (0.3, "Less likely than not"), (0.1, "Unlikely"),
)  # fmt: skip


def advice(audit: Audit, frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return ``cuts``, ``rewordings``, other ``fixes`` and ``uncovered`` phrases, the largest sums first.

    Parameters
    ----------
    audit : Audit
    frame : DataFrame
        ``reading.keywords`` of it.
    """
    fixes = frame[frame["verdict"] == "fix"]
    reworded = fixes["suggested_wording"] != ""
    return {
        "cuts": _largest(frame[frame["verdict"] == "cut"]),
        "rewordings": [{**row, "quotes": _quotes(audit, row["keyword_key"])} for row in _largest(fixes[reworded])],
        "fixes": _largest(fixes[~reworded]),
        "uncovered": _uncovered(audit),
    }


def confidence(row: dict[str, Any]) -> str:
    """Return how sure the money side of a verdict is, in words and numbers.

    Examples
    --------
    >>> confidence({"probability_below_break_even": 0.97})
    'Very likely to cost more than it earns (97 in 100)'
    """
    chance = row.get("probability_below_break_even")
    if chance is None or not known(chance):
        return "Whether it earns more than it costs cannot be known from the data supplied"
    told = "more than 99" if chance > 0.99 else "less than 1" if chance < 0.01 else f"{round(100 * chance)}"
    words = next((words for floor, words in _ODDS if chance >= floor), "Very unlikely")
    return f"{words} to cost more than it earns ({told} in 100)"


def plain_flags(flags: str) -> list[str]:
    """Return the names of raised flags as words."""
    return [flag.replace("_", " ") for flag in flags.split("; ") if flag]


def why(row: dict[str, Any]) -> str:
    """Return the reason of a verdict: the audit's own, else its flags as words."""
    own = row.get("reason") or row.get("verdict_reason")
    return str(own) if own else ", ".join(plain_flags(row["flags"])).capitalize()


def _largest(own: pd.DataFrame) -> list[dict[str, Any]]:
    own = own.sort_values(["at_stake", "cost", "keyword_id"], ascending=[False, False, True]).head(TEN)
    rows = reading.records(own)
    told = [{**row, "why": why(row)} for row in rows]
    # The reason often tells the odds itself: they are not told twice.
    return [{**row, "confidence": "" if " sure that " in row["why"] else f"{confidence(row)}."} for row in told]


def _quotes(audit: Audit, keyword_key: str) -> list[dict[str, Any]]:
    """Return quotes for the suggested wording of a keyword, from different calls."""
    aligned, quotes = reading.table(audit, "alignment"), reading.table(audit, "quotes")
    own = aligned[aligned["keyword_key"] == keyword_key] if not aligned.empty else aligned
    if own.empty or quotes.empty:
        return []
    wanted = ids(own["suggested_phrase_ids"].iloc[0])
    found = quotes[quotes["phrase_id"].isin(wanted)]
    found = found.sort_values(["call_id", "said_at", "quote"], ascending=[False, True, True])
    return reading.records(found.drop_duplicates("quote").drop_duplicates("call_id").head(2))


def ids(text: Any) -> list[Any]:
    """Return a JSON list from a cell, or nothing where it is not one."""
    try:
        found = json.loads(text) if isinstance(text, str) and text else []
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _uncovered(audit: Audit) -> list[dict[str, Any]]:
    found = reading.table(audit, "uncovered")
    if found.empty:
        return []
    return reading.records(found.sort_values(["count", "phrase"], ascending=[False, True]).head(TEN))
