"""The agency's figures in the letter: counts as counts, shares as per cent, money as money; what would settle each."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from keyworth.money.claims import by_figure
from keyworth.report.figures import Figures, known

LISTED = 40
NAMED = 12  # of the figures that one request is about
_UNSETTLED = "how this figure is made, and from which rows"
_FEES = "this figure with the fees in its spend, or your reason to leave them out"
_ROWS = "rows"  # the scope of a summary: on how many keyword rows a figure is stated, and on how many it holds
_KINDS = (  # the first whose words a figure's name holds
    ("growth", r"growth|change on|increase"),
    ("ratio", r"\broas\b|\broi\b|return on"),
    ("share", r"\bctr\b|\brate\b|\bshare\b|%|per ?cent"),
    ("money", r"\bspend|\bspent|\bcosts?\b|\bvalue\b|\brevenue\b|\bcp[cam]\b|\bbudget|\bfees?\b"),
    ("count", r"\bconversions?\b|\bclicks?\b|\bimpressions?\b|\bkeywords managed|\bleads?\b|\bsales\b"),
)


def figures(claims: pd.DataFrame, told: Figures) -> dict[str, Any]:
    """Return the figures that are not supported or cannot be checked, and what is asked for about them.

    Parameters
    ----------
    claims : DataFrame
        ``schema.CLAIM_LEDGER``.
    told : Figures

    Returns
    -------
    dict
        ``total``; ``supported``, a count; ``listed``, a row a figure: ``name, stated, ours, finding, settle``;
        ``more``, those not listed; ``asked``: each request with the names of its figures.
    """
    order = {"not supported": 0, "cannot be checked": 1}
    open_ = claims[claims["verdict"].isin(list(order))]
    open_ = open_.assign(_order=open_["verdict"].map(order)).sort_values("_order", kind="stable")
    rows = [_figure(row, told) for row in open_.to_dict("records")]
    asked: dict[str, list[str]] = {}
    for row in rows:
        names = asked.setdefault(row["settle"], [])
        names += [row["name"]] if row["name"] not in names else []
    once = by_figure(claims)
    return {
        "total": len(once),
        "supported": int(once.eq("supported").sum()),
        "listed": rows[:LISTED],
        "more": len(rows[LISTED:]),
        "asked": [{"ask": ask[:1].upper() + ask[1:], "names": _names(names)} for ask, names in asked.items()],
    }


def kind_of(label: str, scope: str = "") -> str:
    """Return what kind of number a figure's name tells: growth, ratio, share, money, count, or "" where it is not told.

    Examples
    --------
    >>> kind_of("Value | Search conversions", "Value | Search"), kind_of("Total conversion value")
    ('count', 'money')
    >>> kind_of("CTR of “cheap spend”"), kind_of("Average ROAS, with the agency's fee"), kind_of("Total: Account")
    ('share', 'ratio', '')
    """
    name = re.sub("“.*”", "", label.removeprefix(scope)).partition(", against")[0].casefold()
    return next((kind for kind, sought in _KINDS if re.search(sought, name)), "")


def _figure(row: dict[Any, Any], told: Figures) -> dict[str, Any]:
    name, scope = " ".join(row["claim"].split()), row["scope"]
    kind, stated = kind_of(name, scope), row["claimed"]
    if scope not in ("", "total", _ROWS) and scope not in name:
        name += f" ({' '.join(scope.split())})"
    if scope == _ROWS:
        said = f"{told.count(stated, 0)} rows state it"
        ours = f"{told.count(row['recomputed'], 0)} of them give the same"
    else:
        said = _number(stated, stated, kind, told)
        ours = _number(row["recomputed"], stated, kind, told) if known(row["recomputed"]) else ""
    finding = ". ".join(t[0].upper() + t[1:] for t in (row["verdict"], row["cause"].rstrip(".")) if t) + "."
    name = name[:1].upper() + name[1:]
    settle = row["ask_for"] or (_FEES if row["cause"].startswith("fees:") else _UNSETTLED)
    return {"name": name, "stated": said, "ours": ours, "finding": finding, "settle": settle}


def _number(value: float, stated: float, kind: str, told: Figures) -> str:
    """Return a figure as its kind is told; a share or a growth in the scale in which the agency states it."""
    if not known(value):
        return told.count(value, 0)
    if kind in ("growth", "share"):
        hundred = abs(stated) > (1.5 if kind == "growth" else 1)
        return f"{told.count(value if hundred else 100 * value, 2)}\u00a0%"
    if kind == "money":
        return told.pence(value)
    return f"{value:,.2f}" if kind == "ratio" else told.count(value, 1 if kind == "count" else 2)


def _names(names: list[str]) -> str:
    shown = "; ".join(names[:NAMED])
    return shown + (f"; and {len(names) - NAMED:,} more of the figures above" if len(names) > NAMED else "")
