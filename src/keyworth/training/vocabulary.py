"""New phrases: what callers say now that the last audit did not know, proposed for review."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("phrase", "count", "callers", "first_seen", "last_seen", "state")


def new_phrases(
    phrases: pd.DataFrame, known: frozenset[str], decided: Mapping[str, str] = MappingProxyType({})
) -> pd.DataFrame:
    """Return the phrases that are not known, the most used first.

    Parameters
    ----------
    phrases : DataFrame
        ``schema.PHRASES`` of the new calls.
    known : frozenset of str
        ``phrase_key`` of the audit's phrases, of its keywords and of the product titles.

    decided : mapping of phrase key to str
        ``accepted`` or ``rejected``: what people said of phrases proposed before.

    Returns
    -------
    DataFrame
        ``COLUMNS``; dates are ISO 8601, "" where calls carry none; ``state`` is ``proposed``, or ``accepted``;
        what was rejected is not proposed again.

    Examples
    --------
    >>> import pandas as pd
    >>> from keyworth import schema
    >>> said = pd.DataFrame({"phrase": ["garden pod", "granny annexe"], "phrase_key": ["garden pod", "granny annexe"],
    ...                      "count": [4.0, 9.0], "callers": [4, 9]})
    >>> new_phrases(schema.conform(said, schema.PHRASES), frozenset({"garden pod"}))["phrase"].tolist()
    ['granny annexe']
    """
    new = phrases[~phrases["phrase_key"].isin(known)]
    new = new.sort_values(["count", "phrase_key"], ascending=[False, True], kind="stable", ignore_index=True)
    dates = {name: new[name].dt.strftime("%Y-%m-%d").fillna("") for name in ("first_seen", "last_seen")}
    new = new.assign(**dates, state=[decided.get(k, "proposed") for k in new["phrase_key"]])
    return new.loc[new["state"] != "rejected", list(COLUMNS)].reset_index(drop=True)
