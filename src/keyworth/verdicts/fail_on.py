"""What an audit found above a level: for scripts that must stop there."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth.errors import UnusableSettings
from keyworth.registry import plugins
from keyworth.schema import VERDICTS

_SEVERITY = {"cut": ("cut",), "fix": ("cut", "fix"), "watch": ("cut", "fix", "watch")}


def breaches(keywords: pd.DataFrame, summary: dict[str, Any], fail_on: str) -> str:
    """Return what is above a level, in words; ``""`` when nothing is.

    Parameters
    ----------
    keywords : DataFrame
        An audit's keywords.
    summary : dict
        An audit's summary.
    fail_on : str
        ``cut``, ``fix`` (also cuts) or ``watch`` (also both); the name of a flag; ``checks`` for a
        failed check; or pounds at stake, such as ``500``.

    Raises
    ------
    UnusableSettings
        When it is none of these.

    Examples
    --------
    >>> found = pd.DataFrame({"verdict": ["cut"], "flags": ["brand"], "at_stake": [12.0]})
    >>> breaches(found, {}, "fix"), breaches(found, {}, "500"), breaches(found, {}, "brand")
    ('1 keyword', '', '1 keyword')
    """
    if fail_on == "checks":
        failed = [c["name"] for c in summary.get("checks", []) if c.get("status") == "failed"]
        return f"failed: {', '.join(failed)}" if failed else ""
    if fail_on in _SEVERITY:
        n = int(keywords["verdict"].isin(_SEVERITY[fail_on]).sum())
    elif fail_on in plugins("verdicts.flags"):
        n = int(("; " + keywords["flags"] + ";").str.contains(f"; {fail_on};", regex=False).sum())
    else:
        stake = float(keywords["at_stake"].sum())
        return f"{stake:,.2f} at stake" if stake > _pounds(fail_on) else ""
    return f"{n} keyword{'s' if n != 1 else ''}" if n else ""


def _pounds(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        known = ", ".join([*VERDICTS[1:], "checks", *plugins("verdicts.flags")])
        raise UnusableSettings(f"--fail-on {text!r} is not a level", [f"known: {known}; or an amount"]) from None
