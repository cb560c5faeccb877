"""Searches: what a person typed, without junk, and without personal data typed in a search box."""

from __future__ import annotations

import pandas as pd

from keyworth.privacy.redaction import redact_contacts
from keyworth.schema import SEARCHES, SET_ASIDE, conform
from keyworth.text import clean

_JUNK = {
    "a placeholder, not a search": r"^\(?(?:not (?:set|provided)|other|none|null|undefined|n/?a|search term|"
    r"unknown|empty|\{.*\}|%%.*%%)\)?$",
    "a web address, not a search": r"^(?:https?:|www\.)|^[\w-]+(?:\.[\w-]+)*\.(?:com|co\.uk|net|org|uk|io)(?:/\S*)?$",
    "a number, not words": r"^[\W\d_]*$",
    "a program's query, not a search": r"(?:<script|select\s.+\sfrom\s|union\s+select|\.\./|site:|inurl:|"
    r"\{search_term)",
}
PERSONAL = "personal data typed in a search box"
_PERSONAL = r"@|\d(?:[\s().-]{0,2}\d){9,}"


def customer_searches(searches: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return searches that are customers' words, and what was set aside with its reason.

    Parameters
    ----------
    searches : DataFrame
        ``schema.SEARCHES``.

    Returns
    -------
    searches : DataFrame
        ``schema.SEARCHES``, spelled as typed.
    set_aside : DataFrame
        ``schema.SET_ASIDE``; what held an e-mail address or a phone number is withheld.
    """
    out = searches.reset_index(drop=True)
    term = out["search_term"].map(clean).astype("str")
    low = term.str.casefold()
    reason = pd.Series("", index=out.index, dtype="str").mask(term == "", "an empty search")
    for why, pattern in _JUNK.items():
        reason = reason.mask((reason == "") & low.str.contains(pattern, regex=True), why)
    personal = term.str.contains(_PERSONAL, regex=True)
    bare = term.where(~personal, term.map(redact_contacts))
    reason = reason.mask((reason == "") & personal & (bare != term), PERSONAL)
    out = out.assign(search_term=bare)
    told = bare.mask(
        reason == PERSONAL, "[withheld]"
    )  # a name may stand beside the number, and no list knows all names
    gone = out[reason != ""].assign(reason=reason[reason != ""], kind="searches", content=told[reason != ""])
    return conform(out[reason == ""], SEARCHES), conform(gone, SET_ASIDE)
