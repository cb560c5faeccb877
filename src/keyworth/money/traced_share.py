"""Which part of what keywords brought could be seen: by channel, by campaign and match type, and by the row itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.money.keyword_resolution import mapped
from keyworth.text import key

SEARCH = {"paid": "paid_search", "organic": "organic_search"}
ALIKE = 1.0  # sale's worth of evidence that those of no known channel came as the others did


def traced_share(links: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return for paid and organic rows the share of their sales that could be tied to a keyword, and its doubt.

    Sales are taken to be lost at random within their channel. Of those of no known channel a share is the channel's
    that is believed to be Beta(½ + p, ½ + 1 − p), p being its part of the known ones: one sale's worth of
    evidence that they came alike, on Jeffreys' prior. The doubt is the squared coefficient of variation.

    Examples
    --------
    >>> rows = {"repeat_of": "", "link": ["utm"] * 6 + ["unmatched"] * 4,
    ...         "channel": ["paid_search"] * 6 + ["paid_search"] * 2 + ["unknown"] * 2}
    >>> share, doubt = traced_share(pd.DataFrame(rows))["paid"]
    >>> round(share, 2), round(doubt, 3)
    (0.63, 0.068)
    """
    if links.empty:
        return {}
    rows = links[links["repeat_of"].eq("")]
    tied = ~rows["link"].isin(["no_keyword", "unmatched"])
    unknown = int((rows["channel"].eq("unknown") & ~tied).sum())
    known = int(rows["channel"].ne("unknown").sum())
    out = {}
    for name, channel in SEARCH.items():
        own = rows["channel"].eq(channel)
        got, all_own = float((tied & own).sum()), float(own.sum())
        if not got:
            # No sale of paid search among sales whose channel is known is evidence; else nothing can be told.
            none = name == "paid" and not all_own and known
            out[name] = (known / (known + unknown) if none else 0.0, 0.0)
            continue
        part = all_own / known
        strength = 1.0 + ALIKE
        theirs = (0.5 + ALIKE * part) / strength
        spread = unknown**2 * theirs * (1 - theirs) / (strength + 1)
        whole = all_own + unknown * theirs
        share = got / whole
        out[name] = (share, spread / whole**2 + (1 - share) / (share * (all_own + 1)))
    return out


def named_share(keywords: pd.DataFrame, journeys: pd.DataFrame) -> pd.Series:
    """Return for each keyword row which part of the sales traced to its campaign and match type names a keyword.

    The rest is shared over rows by their clicks, and says nothing of any one of them.

    Parameters
    ----------
    keywords : DataFrame
        ``schema.KEYWORDS``.
    journeys : DataFrame
        ``schema.JOURNEYS``.

    Examples
    --------
    >>> from keyworth.schema import JOURNEYS, KEYWORDS, conform
    >>> rows = conform(pd.DataFrame({"keyword_id": [0, 1], "campaign": ["a", "b"], "channel": "paid"}), KEYWORDS)
    >>> paths = {"sale_id": ["s1", "s2"], "keyword_id": [0, 1], "share": 1.0, "how": ["keyword", "campaign"]}
    >>> named_share(rows, conform(pd.DataFrame(paths), JOURNEYS)).tolist()
    [0.75, 0.25]
    """
    group = mapped(keywords["campaign"], key) + "\n" + keywords["match_type"] + "\n" + keywords["channel"]
    tied = journeys[journeys["keyword_id"].ge(0)]
    place = tied["keyword_id"].map(pd.Series(group.to_numpy(), index=keywords["keyword_id"].to_numpy()))
    share = tied["share"].fillna(1.0)
    total, own = share.groupby(place).sum(), share[tied["how"].ne("campaign")].groupby(place).sum()
    if not len(total) or own.sum() == total.sum():
        return pd.Series(1.0, index=keywords.index)
    average = float(own.sum() / total.sum())
    part = (own.reindex(total.index).fillna(0.0) + average) / (total + 1.0)
    return group.map(part).fillna(average).astype("float64")


def judged_with(keywords: pd.DataFrame, journeys: pd.DataFrame) -> np.ndarray:
    """Return for each keyword row the first of the rows that it is judged with: its own id where it stands alone.

    Rows that list one keyword, in several match types or campaigns, and that no visit tells apart.
    """
    ids = keywords["keyword_id"].to_numpy()
    shared = journeys[journeys["how"].eq("keyword") & journeys["share"].lt(1.0) & journeys["keyword_id"].ge(0)]
    first = pd.Series(ids, index=ids)
    if shared.empty:
        return ids
    together = shared.groupby(["sale_id", "touch"])["keyword_id"].transform("min")
    least = together.groupby(shared["keyword_id"]).min()
    first.loc[least.index] = least.to_numpy()
    return first.reindex(first.to_numpy()).to_numpy()
