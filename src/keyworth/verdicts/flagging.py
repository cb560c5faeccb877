"""Run every rule on the facts; a rule's outcome is raised, clear, not applicable or error, never silence."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pandas as pd

from keyworth import schema
from keyworth.registry import plugins
from keyworth.settings import Settings
from keyworth.verdicts.wording import sentence


def raise_flags(facts: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return each rule's outcome for each keyword row.

    Parameters
    ----------
    facts : DataFrame
        Of ``gather_facts``.
    settings : Settings
        ``flags.off`` names rules not wanted.

    Returns
    -------
    DataFrame
        ``schema.FLAG_OUTCOMES``: one row a keyword and rule, in that order. Where a
        column that the rule needs is unknown the outcome is ``not_applicable`` and
        the reason names it; where the rule itself fails it is ``error``, and the
        other rules are not touched.

    Examples
    --------
    >>> from keyworth.settings import Settings
    >>> facts = pd.DataFrame({"keyword_id": [0, 1], "product_status": ["retired", ""]})
    >>> found = raise_flags(facts, Settings()).set_index(["flag", "keyword_id"])["outcome"]
    >>> found["out_of_stock"].tolist()
    ['clear', 'not_applicable']
    """
    rules = {name: rule for name, rule in plugins("verdicts.flags").items() if name not in settings.flags.off}
    parts = [outcomes_of(name, rule, facts, settings) for name, rule in rules.items()]
    if not parts or facts.empty:
        return schema.empty(schema.FLAG_OUTCOMES)
    outcomes = pd.concat(parts, ignore_index=True)
    order = np.arange(len(outcomes)).reshape(len(parts), len(facts)).T.ravel()
    return schema.conform(outcomes.iloc[order], schema.FLAG_OUTCOMES)


def outcomes_of(name: str, rule: ModuleType, facts: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return one rule's outcomes for all rows."""
    known, missing = _known(facts, rule.NEEDS)
    outcome = np.where(known, "clear", "not_applicable").astype(object)
    reason = missing.to_numpy().copy()
    stake = np.zeros(len(facts))
    try:
        raised = known & rule.check(facts, settings).fillna(False).astype(bool) if known.any() else known
        told = sentence(rule.reason(facts[raised], settings)).to_numpy() if raised.any() else np.array([], dtype=object)
    except Exception as fault:  # a rule of ours, or a user's own, must not take the audit down
        outcome[known], reason[known] = "error", f"{type(fault).__name__}: {fault}"
    else:
        outcome[raised], reason[raised] = "raised", told
        if rule.AT_STAKE in facts.columns:
            stake[raised] = facts.loc[raised, rule.AT_STAKE].astype("float64").fillna(0)
    rows = {"keyword_id": facts["keyword_id"].to_numpy(), "flag": name, "outcome": outcome}
    return pd.DataFrame({**rows, "reason": reason, "at_stake": stake})


def _known(facts: pd.DataFrame, needs: tuple[str, ...]) -> tuple[pd.Series, pd.Series]:
    """Return where all needed columns are known, and the words for where one is not."""
    known = pd.Series(True, index=facts.index)
    missing = pd.Series("", index=facts.index, dtype=object)
    for name in needs:
        column = facts[name] if name in facts.columns else pd.Series(np.nan, index=facts.index)
        here = column.notna() & (column != "") if column.dtype.kind not in "fiubM" else column.notna()
        missing = missing.mask(known & ~here, f"Not known: {name.replace('_', ' ')}.")
        known &= here
    return known, missing
