"""The keywords table of a saved audit: the agency's rows, in its order, with all we found."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth import schema

_REPLACED = ("attribution_stable", "flipping_model", "reason")


def finish(facts: pd.DataFrame, flag_outcomes: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a keyword as listed: ``schema.KEYWORDS_CSV`` first, then what else is known.

    Parameters
    ----------
    facts, flag_outcomes, verdicts : DataFrame
        Of ``gather_facts`` (which gives the rows and their order), ``raise_flags`` and ``decide``.

    Returns
    -------
    DataFrame
        ``flags`` are the raised rules in alphabetical order, joined by ``"; "``.
        Figures that are not known stay NaN.

    Examples
    --------
    >>> facts = pd.DataFrame({"keyword_id": [0], "keyword": ["pod"]})
    >>> found = pd.DataFrame({"keyword_id": [0, 0], "flag": ["b", "a"], "outcome": ["raised", "raised"]})
    >>> verdicts = pd.DataFrame({"keyword_id": [0], "verdict": ["fix"], "at_stake": [3.0]})
    >>> finish(facts, found, verdicts)[["keyword", "verdict", "flags"]].values.tolist()
    [['pod', 'fix', 'a; b']]
    """
    ids = facts["keyword_id"].to_numpy()
    ours = verdicts.set_index("keyword_id").reindex(ids)
    kept = [c for c in facts.columns if c not in ours.columns and c not in _REPLACED]
    known = facts.set_index("keyword_id", drop=False)[kept]
    out = pd.concat([known, ours], axis=1)
    out["flags"] = _flags(flag_outcomes).reindex(ids).fillna("").to_numpy()
    missing = {c: _unknown(c) for c in schema.KEYWORDS_CSV if c not in out.columns}
    out = out.assign(**missing).reset_index(drop=True)
    more = [c for c in out.columns if c not in schema.KEYWORDS_CSV]
    return out[[*schema.KEYWORDS_CSV, *more]]


def _flags(flag_outcomes: pd.DataFrame) -> pd.Series:
    """Return each flagged keyword's flags as one text; few combinations occur, so each is written once."""
    raised = flag_outcomes[flag_outcomes["outcome"] == "raised"]
    names, place = np.unique(raised["flag"].to_numpy(dtype=object), return_inverse=True)
    mask = pd.Series(1 << place.astype("int64")).groupby(raised["keyword_id"].to_numpy()).sum()
    told = {m: "; ".join(n for i, n in enumerate(names) if m >> i & 1) for m in mask.unique()}
    return mask.map(told).astype(object)


def _unknown(column: str) -> str | float:
    kinds = {**schema.KEYWORDS.columns, **schema.RELEVANCE.columns, **schema.ALIGNMENT.columns, **schema.MONEY.columns}
    return "" if kinds.get(column, schema.NUMBER) == schema.TEXT else float("nan")
