"""What the letter asks the agency to do: the decided keywords by action, each with its reason and its pounds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth.report import labels
from keyworth.report.figures import Figures, known

LISTED = 24  # of a group, line by line: the rest is in the files beside the letter
_ORGANIC = "organic"
_RETIRED = "Point these at what takes their place on sale, or stop those that nothing does"
_REWORD = ("Bid on the customers' own wording instead of these", "Write of these in the customers' own wording")
_HEADINGS: dict[str, tuple[str, str]] = {  # by the audit's rule: in the ads account, and in organic search
    "brand_retired": (_RETIRED, _RETIRED),
    "retired": (_RETIRED, _RETIRED),
    "brand_intent": ("Send these to the page that helps them, and exclude them from the ads that sell",) * 2,
    "cut_intent": ("Stop these, and make them negative keywords", "Stop the work on these: who asks is not buying"),
    "cut": ("Stop these", "Stop the work on these"),
    "other_intent": (
        "Make these negative keywords, or send them to a page that helps",
        "Answer these on a page that helps, and expect no sale of them",
    ),
    "out_of_stock": (
        "Pause these until the product is back, or point them at what is in stock",
        "Say on their pages when the product is back, or lead to what is in stock",
    ),
    "duplicate": ("Merge these, each into the row that it names",) * 2,
    "accessory": (
        "Bid on the accessory's own wording instead of these",
        "Let the pages of these say that it is the accessory",
    ),
    "misaligned": _REWORD,
    "reword": _REWORD,
    "unserved_demand": ("Their clicks have nowhere to go until we decide whether to stock what these ask for",) * 2,
    "loses_off_catalogue": ("Look into these: what customers call them is not known",) * 2,
    "loses_unexplained": ("Look at the landing page, bid and offer of these", "Look at the page and offer of these"),
    "loses": ("Mend the landing page, bid or offer of these", "Mend the page or offer of these"),
}
_OTHER = {"cut": _HEADINGS["cut"], "fix": ("Change these as each line says",) * 2}
_DO = {"cut": ("Stop it", "Stop the work on it"), "fix": ("Change it", "Change it")}


def changes(decided: pd.DataFrame, told: Figures) -> dict[str, Any]:
    """Return what is decided to be cut or fixed, grouped by action, largest sums first.

    Parameters
    ----------
    decided : DataFrame
        `decided_table`'s result.
    told : Figures

    Returns
    -------
    dict
        ``count`` and ``spent`` of all; ``fees``, whether that includes a share of fees and content; and
        ``groups``: ``heading, count, spent, lines`` (``keyword, place, spent, told``), and of those that are not
        listed ``more`` and ``more_spent``.
    """
    own = decided[decided["decided_verdict"].isin(["cut", "fix"])]
    own = own.assign(spent=own["cost"] if "full_cost" not in own else own["full_cost"].fillna(own["cost"]))
    own = own.sort_values(["spent", "keyword", "campaign"], ascending=[False, True, True], na_position="last")
    by: dict[str, list[dict[Any, Any]]] = {}
    for row in own.to_dict("records"):
        by.setdefault(_heading(row), []).append(row)
    groups = sorted(by.items(), key=lambda item: (-_sum(item[1]), item[0]))
    fees = "spread_cost" in own and bool(own["spread_cost"].gt(0).any())
    listed = [_group(heading, rows, told) for heading, rows in groups]
    return {"count": len(own), "spent": _spent(own.to_dict("records"), told), "fees": fees, "groups": listed}


def _group(heading: str, rows: list[dict[Any, Any]], told: Figures) -> dict[str, Any]:
    lines = [
        {"keyword": _line(row["keyword"]), "place": _place(row), "spent": _spent([row], told), "told": _render(row)}
        for row in rows[:LISTED]
    ]
    more = rows[LISTED:]
    group = {"heading": heading, "count": len(rows), "spent": _spent(rows, told), "lines": lines}
    return {**group, "more": len(more), "more_spent": _spent(more, told) if more else ""}


def _agreed(row: dict[Any, Any]) -> bool:
    """Return whether the audit's own action is what was decided."""
    return row["decided_verdict"] == row["verdict"] and bool(row.get("rule")) and bool(row.get("reason"))


def _heading(row: dict[Any, Any]) -> str:
    organic, verdict = row["channel"] == _ORGANIC, row["decided_verdict"]
    found = _HEADINGS.get(row["rule"], _OTHER[verdict]) if _agreed(row) else _OTHER[verdict]
    return found[organic] + (" (organic search)" if organic else "")


def _render(row: dict[Any, Any]) -> str:
    """Return what is to be done with a keyword, and why, in plain words."""
    own = _line(row["decision_reason"])
    said = (
        row.get("reason"),
        row.get("why_product"),
        row.get("why_customers"),
    )  # not the money: its pounds stand beside
    reason = " ".join(_line(text) for text in said if text)
    if _agreed(row):
        return reason + (f" We add: {_sentence(own)}" if own else "")
    verdict = row["decided_verdict"]
    why = own or reason or ", ".join(labels.plain_flags(row["flags"]))
    do = _DO[verdict][row["channel"] == _ORGANIC] + ("; " + why if why else "")
    wording = _line(row.get("decided_wording") or row["suggested_wording"]).replace("; ", "”, “")
    new = f" New wording, from our customers: “{wording}”." if verdict == "fix" and wording else ""
    return _sentence(do) + new


def _place(row: dict[Any, Any]) -> str:
    campaign = _line(row["campaign"]) or ("organic search" if row["channel"] == _ORGANIC else "no campaign")
    return ", ".join(t for t in (campaign, _line(row["match_type"])) if t)


def _sum(rows: list[dict[Any, Any]]) -> float:
    return sum(float(row["spent"]) for row in rows if known(row["spent"]))


def _spent(rows: list[dict[Any, Any]], told: Figures) -> str:
    """Return the pounds spent on some keywords, and on how many they are not known."""
    unknown = sum(not known(row["spent"]) for row in rows)
    if rows and unknown == len(rows):
        return "cost not known"
    return told.money(_sum(rows)) + (f" (the cost of {unknown:,} more is not known)" if unknown else "")


def _line(text: str) -> str:
    """Return a text on one line: nothing in it can pass for a line of the letter."""
    return " ".join(str(text).split())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."
