"""Every pound of the account in a few lines: what was judged, what no keyword stands behind, and whether it ties."""

from __future__ import annotations

from typing import Any

from keyworth.report import audit_reader
from keyworth.report.figures import known
from keyworth.store import Audit

PART_WORDS = {
    "keywords": "the keywords judged here",
    "performance_max": "Performance Max",
    "ai_max": "AI Max, without a keyword",
    "dynamic": "dynamic search ads",
    "other_network": "Display, Shopping, Video and other networks",
    "search_terms_hidden": "searches that no report shows",
    "unnamed": "rows that name no keyword",
    "unaccounted": "in the account’s total, in no row of a report",
}
MOST_CAMPAIGNS = 12


def account(audit: Audit) -> dict[str, Any]:
    """Return the account's spend by part: each pound once.

    Returns
    -------
    dict
        ``total``; ``parts`` (``part, word, cost, share, keywords``) dearest first, the judged keywords before all;
        ``outside``, what no keyword stands behind, with its ``outside_share``; ``hidden``, of the keywords' spend what
        went on searches that no report shows (None where none was supplied); ``campaigns`` of what lies outside;
        ``ties``: True, False, or None where no total row was supplied.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"part": ["ai_max", "keywords"], "cost": [800.0, 200.0]}
    >>> found = account(Audit(pd.DataFrame(), {"account_spend": pd.DataFrame(rows)}))
    >>> found["total"], found["outside"], [p["word"] for p in found["parts"]]
    (1000.0, 800.0, ['the keywords judged here', 'AI Max, without a keyword'])
    """
    told = audit_reader.table(audit, "account_spend")
    table = told.reindex(columns=["part", "campaign", "cost", "keywords", "hidden_cost"])
    total = float(table["cost"].sum())
    parts = table.groupby("part", as_index=False)[["cost", "keywords"]].sum()
    parts = parts.assign(first=parts["part"].eq("keywords"), word=parts["part"].map(PART_WORDS).fillna(parts["part"]))
    parts = parts.sort_values(["first", "cost", "part"], ascending=[False, False, True])
    parts = parts.assign(share=parts["cost"] / total if total else 0.0)
    outside = table[table["part"] != "keywords"]
    campaigns = outside.assign(word=outside["part"].map(PART_WORDS)).sort_values(
        ["cost", "campaign"], ascending=[False, True]
    )
    hidden = table["hidden_cost"].sum(min_count=1)
    return {
        "total": total,
        "parts": audit_reader.records(parts[["part", "word", "cost", "share", "keywords"]]),
        "outside": float(outside["cost"].sum()),
        "outside_share": float(outside["cost"].sum() / total) if total else 0.0,
        "hidden": float(hidden) if known(hidden) else None,
        "campaigns": audit_reader.records(campaigns[["word", "campaign", "cost"]].head(MOST_CAMPAIGNS)),
        "ties": (audit.summary.get("account") or {}).get("ties"),
    }


def account_lines(audit: Audit) -> list[str]:
    """Return the same as short sentences, for the first screen and the terminal; none where no spend is known.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"part": ["ai_max", "keywords"], "cost": [800.0, 200.0]}
    >>> for line in account_lines(Audit(pd.DataFrame(), {"account_spend": pd.DataFrame(rows)})):
    ...     print(line)
    The account spent £1,000 on clicks: £200 on the keywords judged here.
    £800 on AI Max, without a keyword.
    No total row of the account was supplied to check it against.
    """
    found, told = account(audit), audit_reader.figures_of(audit)
    if not found["total"]:
        return []
    judged = sum(p["cost"] for p in found["parts"] if p["part"] == "keywords")
    lines = [f"The account spent {told.money(found['total'])} on clicks: {told.money(judged)} on the keywords judged "
             "here."]  # fmt: skip
    lines += [f"{told.money(p['cost'])} on {p['word']}." for p in found["parts"] if p["part"] != "keywords"]
    if found["hidden"]:
        lines.append(f"Of the keywords’ spend, {told.money(found['hidden'])} went on searches that no report shows.")
    ties = {True: "It ties to the account’s own total row.", False: "It does not tie to the account’s own total row."}
    return [*lines, ties.get(found["ties"], "No total row of the account was supplied to check it against.")]
