"""What to do, in four lines: stop, mend, keep, not enough evidence; each with its pounds a month."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth.report import audit_reader, labels
from keyworth.report.figures import known
from keyworth.report.speech import Amount, Line, line
from keyworth.store import Audit

DAYS_IN_A_MONTH = 365.25 / 12
ORDER = ("cut", "fix", "keep", "watch")


def months(frame: pd.DataFrame) -> float | None:
    """Return how many months the period has, None where the files do not say.

    Examples
    --------
    >>> days = pd.DataFrame({"period_start": ["2026-01-01"], "period_end": ["2026-06-30"]})
    >>> round(months(days), 2)
    5.95
    """
    start, end = audit_reader.period_ends(frame)
    return None if start is None or end is None else max((end - start).days + 1, 1) / DAYS_IN_A_MONTH


def per(frame: pd.DataFrame) -> str:
    """Return what the pounds are of: a month, where the files say how many months there are."""
    return "a month" if months(frame) else "in the period"


def decision_lines(audit: Audit, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a line a verdict: ``verdict, word, cost, keywords, part, say, beneath`` and, of a stop, ``saves``.

    Parameters
    ----------
    audit : Audit
    frame : DataFrame
        ``audit_reader.keywords`` of it.

    Returns
    -------
    list of dict
        ``cost`` and ``saves`` are a month's, or the period's where its days are not known; ``say`` is a sentence
        (`speech.Line`) and ``beneath`` a list of them.
    """
    share = 1 / (months(frame) or 1.0)
    total = float(frame["spend"].sum())
    rows: list[dict[str, Any]] = []
    for verdict in ORDER:
        own = frame[frame["verdict"] == verdict]
        cost = float(own["spend"].sum(min_count=min(1, len(own)))) * share  # unknown is not nothing
        part = cost / share / total if total and known(cost) else 0.0
        rows.append({"verdict": verdict, "word": labels.VERDICT_WORDS[verdict], "cost": cost, "keywords": len(own)})
        rows[-1] |= {"part": part, "figure": cost, "kind": "money", **_SAID[verdict](audit, own, cost, share)}
    return rows


def _stop(audit: Audit, own: pd.DataFrame, cost: float, share: float) -> dict[str, Any]:
    if own.empty:
        why = (audit.summary.get("headline") or {}).get("why_no_cuts")
        told = f"{str(why)[:1].upper()}{str(why)[1:]}." if why else "No keyword has all the evidence against it."
        return {"say": told, "beneath": []}
    beneath = _of_a_stop(audit, own, cost)
    moved = audit.summary.get("move") or {}
    saves, low, high = (moved.get(f"net{end}") for end in ("", "_low", "_high"))
    if not (known(saves) and known(low) and known(high)):
        return {"say": line("What stopping saves is not known: no sales could be traced."), "beneath": beneath}
    ends: dict[str, Any] = {"low": Amount(low, "estimate"), "high": Amount(high, "estimate")}
    say = line("saved, between {low} and {high}, after the margin lost.", **ends)
    return {"figure": saves, "kind": "estimate", "saves": saves, "say": say, "beneath": beneath}


def _of_a_stop(audit: Audit, own: pd.DataFrame, cost: float) -> list[Line]:
    """Return who stops what, what it costs, and how many of the stops may be wrong."""
    agency = str(audit_reader.settings(audit, "report", "agency", "the agency"))
    largest = own.sort_values(["saves", "spend", "keyword_id"], ascending=[False, False, True])["keyword"].head(2)
    named = "”, “".join(str(word) for word in largest)
    values: dict[str, Any] = {
        "who": agency[:1].upper() + agency[1:],
        "keywords": _counted(len(own)),
        "cost": Amount(cost),
    }
    first = line("{who} stops {keywords} that cost {cost} {per}: “{names}” first.", **values, per=per(own), names=named)
    lines = [first]
    wrong: Any = (audit.summary.get("headline") or {}).get("expected_wrong_cuts")
    if known(wrong):
        few = line("Fewer than 1 of {of} may be wrong.", of=Amount(len(own), "count"))
        about = line("About {wrong} of {of} may be wrong.", wrong=Amount(round(wrong), "count"), of=few.values["of"])
        lines.append(few if wrong < 0.5 else about)
    return lines


def _mend(audit: Audit, own: pd.DataFrame, cost: float, share: float) -> dict[str, Any]:
    if own.empty:
        return {"say": "Nothing to mend was found.", "beneath": []}
    kinds = mend_kinds(own)
    beneath = []
    for kind, words in labels.MENDS.items():
        rows = own[kinds == kind]
        if len(rows):
            spend = Amount(float(rows["spend"].sum()) * share)
            values: dict[str, Any] = {
                "what": words,
                "who": labels.WHO_MENDS[kind],
                "cost": spend,
                "keywords": _counted(len(rows)),
            }
            beneath.append(line("{what}: {cost}, {keywords} ({who}).", **values))
    return {"say": line("spent on {keywords} worth mending.", keywords=_counted(len(own))), "beneath": beneath}


def _keep(audit: Audit, own: pd.DataFrame, cost: float, share: float) -> dict[str, Any]:
    if own.empty:
        return {"say": "No keyword has shown yet that it earns its keep.", "beneath": []}
    return {"say": line("spent on {keywords} that earn their keep.", keywords=_counted(len(own))), "beneath": []}


def _watch(audit: Audit, own: pd.DataFrame, cost: float, share: float) -> dict[str, Any]:
    if own.empty:
        return {"say": "Each keyword can be judged.", "beneath": []}
    unclear = own["rule"] == "unclear"
    counted = own["clicks_to_settle"].gt(0) & ~unclear
    beneath = []
    if counted.any():
        clicks = Amount(float(own.loc[counted, "clicks_to_settle"].sum()), "count")
        cost_of = Amount(float(own.loc[counted, "cost_to_settle"].sum()))
        beneath.append(line("{clicks} more clicks ({cost}) would settle {keywords}.", clicks=clicks, cost=cost_of,
                            keywords=_counted(int(counted.sum()))))  # fmt: skip
    if unclear.any():
        beneath.append(line("You must say what answers {keywords}.", keywords=_counted(int(unclear.sum()))))
    rest = int((~counted & ~unclear).sum())
    if rest:
        beneath.append(line("Sales tied to their clicks would settle {keywords}.", keywords=_counted(rest)))
    say = line("spent on {keywords} that cannot be judged yet.", keywords=_counted(len(own)))
    return {"say": say, "beneath": beneath}


_SAID = {"cut": _stop, "fix": _mend, "keep": _keep, "watch": _watch}


def mend_kinds(own: pd.DataFrame) -> pd.Series:
    """Return what is to be mended of each row: wording, page, product or bid.

    A keyword that loses with the right wording and product either sells, and then its clicks cost too
    much, or it does not, and then its page or offer is at fault.

    Examples
    --------
    >>> rows = {"rule": ["misaligned", "loses", "loses", ""], "suggested_wording": ["pod", "", "", "hut"]}
    >>> mend_kinds(pd.DataFrame({**rows, "attributed_conversions": [0.0, 2.0, 0.0, 0.0]})).tolist()
    ['wording', 'bid', 'page', 'wording']
    """
    told = own["rule"].map(labels.MEND_OF_RULE)
    sells = own["attributed_conversions"] >= 0.5
    told = told.mask(told.eq("bid") & ~sells, "page")
    return told.fillna(own["suggested_wording"].fillna("").ne("").map({True: "wording", False: "page"}))


def _counted(n: int) -> Line:
    return line("{n} keyword", many="{n} keywords", n=Amount(n, "count"))
