"""Organic keywords: what a page's conversions force, and allow, each of its keywords to have brought.

Search Console tells clicks by query and page, never which visitor came by which query. With
N clicks on a page (anonymised queries included), c of them by a keyword and C conversions,
the keyword brought at least C − (N − c) and at most min(c, C) of them: sharp bounds, as
each is reached by some visitors' choice (Fréchet 1935; Duncan & Davis 1953 for the
ecological form). Where they are wide, the keyword's sales are not knowable.
"""

from __future__ import annotations

import pandas as pd

from keyworth.money.keyword_resolution import mapped
from keyworth.money.page_resolution import page_keywords
from keyworth.text.urls import page_of

WIDE = 1.0  # conversions between the bounds beyond which a keyword's sales are not knowable
SITE = "the whole site"


def organic_bounds(keywords: pd.DataFrame, pages: pd.DataFrame, journeys: pd.DataFrame) -> pd.DataFrame:
    """Return each organic row's bounds of won sales.

    Parameters
    ----------
    keywords, pages : DataFrame
        Canonical tables. Without clicks by query and page, the whole site is taken as one page.
    journeys : DataFrame
        As ``link.link_sales`` returns it: won sales with an organic visit count for its page.

    Returns
    -------
    DataFrame
        ``keyword_id``, ``possible_conversions_low``, ``possible_conversions_high``, ``knowable``.

    Examples
    --------
    >>> from keyworth.schema import KEYWORDS, PAGES, conform, empty
    >>> import pandas as pd
    >>> rows = conform(pd.DataFrame({"keyword_id": [0, 1], "keyword": ["a", "b"], "channel": "organic",
    ...                              "landing_page": "/a", "clicks": [90.0, 10.0]}), KEYWORDS)
    >>> paths = pd.DataFrame({"sale_id": list("12345"), "channel": "organic_search", "page": "/a", "won": True})
    >>> organic_bounds(rows, empty(PAGES), paths)["possible_conversions_high"].tolist()
    [5.0, 5.0]
    """
    organic = keywords[keywords["channel"].eq("organic")]
    shown = page_keywords(keywords, pages)
    shown = shown[shown["channel"].eq("organic")]
    sold = journeys[journeys["won"] & journeys["channel"].eq("organic_search")]
    sold = sold.drop_duplicates("sale_id", keep="last")
    tied = set(shown.loc[shown["keyword_id"].ge(0), "keyword_id"])
    rest = organic[~organic["keyword_id"].isin(tied)]
    parts = [_bounds(shown, sold.groupby("page")["sale_id"].nunique())] if tied else []
    if len(rest):
        site = rest.assign(page=SITE, weight=rest["clicks"].fillna(0.0))[["page", "keyword_id", "weight"]]
        whole = float(pages.loc[pages["query"].eq(""), "clicks"].sum())
        hidden = max(whole, float(organic["clicks"].sum())) - float(site["weight"].sum())
        site = pd.concat([site, pd.DataFrame({"page": [SITE], "keyword_id": [-1], "weight": [max(hidden, 0.0)]})])
        parts.append(_bounds(site, pd.Series({SITE: sold["sale_id"].nunique()})))
    columns = ["keyword_id", "possible_conversions_low", "possible_conversions_high"]
    out = pd.concat(parts)[columns] if parts else pd.DataFrame({c: [] for c in columns})
    out = out[out["keyword_id"].ge(0)].groupby("keyword_id").sum().reset_index()
    width = out["possible_conversions_high"] - out["possible_conversions_low"]
    return out.astype({"keyword_id": "int64"}).assign(knowable=width.le(WIDE))


def _bounds(shown: pd.DataFrame, sold: pd.Series) -> pd.DataFrame:
    clicks = shown.groupby(["page", "keyword_id"])["weight"].sum().reset_index()
    total = clicks.groupby("page")["weight"].transform("sum")
    won = clicks["page"].map(sold).fillna(0.0)
    low = (won - (total - clicks["weight"])).clip(lower=0.0)
    return clicks.assign(
        possible_conversions_low=low.where(low.le(clicks["weight"]), clicks["weight"]),
        possible_conversions_high=clicks["weight"].where(clicks["weight"].lt(won), won),
    )


def anonymised(keywords: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """Return clicks by page that no query row shows: a row of their own, never spread over keywords.

    Returns
    -------
    DataFrame
        ``page``, ``clicks`` (all), ``shown`` (by query rows), ``hidden``; the last row is the whole site.
    """
    told = pages[pages["query"].eq("")]
    whole = told["clicks"].groupby(mapped(told["page"], page_of)).sum()
    shown = page_keywords(keywords, pages)
    own = shown[shown["keyword_id"].ge(0) & shown["channel"].eq("organic")].groupby("page")["weight"].sum()
    out = pd.DataFrame({"clicks": whole, "shown": own.reindex(whole.index)}).rename_axis("page").reset_index()
    out["hidden"] = (out["clicks"] - out["shown"]).clip(lower=0.0)
    organic = float(keywords.loc[keywords["channel"].eq("organic"), "clicks"].sum())
    if len(out):
        total = float(whole.sum())
        site = {"page": [SITE], "clicks": [total], "shown": [organic], "hidden": [max(total - organic, 0.0)]}
        out = pd.concat([out, pd.DataFrame(site)], ignore_index=True)
    return out
