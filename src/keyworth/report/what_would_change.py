"""What would change the decisions, in sentences: the same on the page, in the terminal and in the letter."""

from __future__ import annotations

from typing import Any

from keyworth.report import audit_reader, labels
from keyworth.report.figures import Figures
from keyworth.store import Audit

_ORDER = ("margin", "untraced", "lookback", "attribution", "brand")
_NOUNS = {
    "margin": "the margin ten points up or down", "untraced": "the share of sales traced",
    "lookback": "the lookback halved or doubled", "attribution": "every way of sharing a sale",
    "brand": "brand keywords judged like any other",
}  # fmt: skip


def what_would_change(audit: Audit, told: Figures) -> list[str]:
    """Return what weighs most in one sentence, then a sentence for each setting, and one for those that flip none.

    Of the values tried of a setting, the one with most pounds on its flips is told.

    Parameters
    ----------
    audit : Audit
    told : Figures

    Returns
    -------
    list of str
        Empty where nothing was tried.

    Examples
    --------
    >>> import pandas as pd
    >>> what_would_change(Audit(pd.DataFrame()), Figures())
    []
    """
    tried = audit_reader.table(audit, "sensitivity")
    if tried.empty:
        return []
    told_of: dict[str, tuple[float, str]] = {}
    still = []
    for setting in _ORDER:
        rows = tried[tried["setting"].eq(setting)]
        if not rows["verdicts"].sum():
            still += [_NOUNS[setting]] if len(rows) else []
            continue
        worst = rows.sort_values(["cost", "verdicts"], ascending=False, kind="stable").iloc[0].to_dict()
        told_of[setting] = worst["cost"], f"{_case(audit, setting, worst)}, {_flips(worst, told)}."
    assumed = margin_assumed(audit)
    lines = [*filter(None, [assumed]), *(line for _cost, line in told_of.values())]
    if still:
        lines.append(f"No verdict changes with {_listed(still)}.")
    if not told_of:
        return ["Nothing that was tried changes a verdict.", *lines]
    assumed_decides = assumed and "margin" in told_of
    most = told_of["margin"] if assumed_decides else max(told_of.values(), key=lambda found: found[0])
    first = most[1].partition(": ")[0].rstrip(".") + "."
    if assumed_decides:
        own = f"not {_percent(_margin(audit))}"
        first = first.replace(own, f"{own} (assumed)", 1)
    return [first, *lines]


def margin_assumed(audit: Audit) -> str:
    """Return the sentence that says that nobody stated the margin; nothing where somebody did.

    Examples
    --------
    >>> import pandas as pd
    >>> margin_assumed(Audit(pd.DataFrame(), {}, {"assumed": ["money.margin"]}))
    'A margin of 40 % is assumed, as no setting states it.'
    """
    if "money.margin" not in (audit.summary.get("assumed") or []):
        return ""
    return f"A margin of {_percent(_margin(audit))} is assumed, as no setting states it."


def _margin(audit: Audit) -> float:
    return float(audit_reader.settings(audit, "money", "margin", 0.4))


def _case(audit: Audit, setting: str, row: dict[Any, Any]) -> str:
    if setting == "attribution":
        return f"If credit is shared so that “{labels.model_word(str(row['value']))}”"
    if setting == "brand":
        return "With brand keywords judged like any other"
    value = float(row["value"])
    if setting == "lookback":
        days = int(audit_reader.settings(audit, "money", "lookback_days", 90))
        return f"Looking {value:,.0f} days back from a sale instead of {days:,}"
    if setting == "untraced":
        return f"If {_percent(value)} of sales are traced, as may be"
    return f"At a margin of {_percent(value)}, not {_percent(_margin(audit))}"


def _flips(row: dict[Any, Any], told: Figures) -> str:
    parts = [
        f"{row[f'{verdict}s_lost']:,.0f} {verdict}{'' if row[f'{verdict}s_lost'] == 1 else 's'}"
        for verdict in ("cut", "keep")
        if row[f"{verdict}s_lost"]
    ]
    among = f": {' and '.join(parts)} among them" if parts else ""
    change = "verdicts changes" if row["verdicts"] == 1 else "verdicts change"
    return f"{told.count(row['verdicts'])} of {told.count(row['of'])} {change} ({told.money(row['cost'])}){among}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
