"""The keywords table of a saved audit: the agency's rows, in its order, with all we found."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth import schema


def finish(facts: pd.DataFrame, flag_outcomes: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a keyword as listed (``schema.KEYWORD_FINDINGS``).

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
    flags = _flags(flag_outcomes).reindex(ids).fillna("").to_numpy()
    both = pd.concat([facts.set_index("keyword_id", drop=False), ours], axis=1).assign(flags=flags)
    return schema.conform(both, schema.KEYWORD_FINDINGS)


def _flags(flag_outcomes: pd.DataFrame) -> pd.Series:
    """Return each flagged keyword's flags as one text; few combinations occur, so each is written once."""
    raised = flag_outcomes[flag_outcomes["outcome"] == "raised"]
    names, place = np.unique(raised["flag"].to_numpy(dtype=object), return_inverse=True)
    mask = pd.Series(1 << place.astype("int64")).groupby(raised["keyword_id"].to_numpy()).sum()
    told = {m: "; ".join(n for i, n in enumerate(names) if m >> i & 1) for m in mask.unique()}
    return mask.map(told).astype(object)
