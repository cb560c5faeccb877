"""Which rows a touchpoint that names no keyword may speak of: those of its page, or its campaign; probable only."""

from __future__ import annotations

import pandas as pd

from keyworth.money.keyword_resolution import mapped, shares
from keyworth.text import key
from keyworth.text.urls import page_of


def resolve_pages(touches: pd.DataFrame, keywords: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """Tie touchpoints that only name a landing page to the keywords that bring its clicks, by clicks.

    Clicks of the page that no query row shows (Search Console's anonymised
    queries) keep their share under keyword -1: they are nobody's credit.
    """
    weights = page_keywords(keywords, pages)
    asked = touches.loc[touches["page"].ne("") & touches["row_class"].ne("none"), ["touch", "page", "row_class"]]
    distinct = asked[["page", "row_class"]].drop_duplicates().sort_values(["page", "row_class"], ignore_index=True)
    distinct["ask"] = distinct.index
    hits = distinct.merge(weights, on="page")
    hits = hits[hits["row_class"].eq("any") | hits["row_class"].eq(hits["channel"])]
    real = hits.groupby("ask")["keyword_id"].transform("max") >= 0
    hits = hits[real].groupby(["ask", "keyword_id"])["weight"].sum().reset_index()
    hits["share"] = shares(hits["weight"], hits["ask"])
    tied = asked.merge(distinct, on=["page", "row_class"]).merge(hits, on="ask")
    return pd.DataFrame(tied[["touch", "keyword_id", "share"]]).assign(how="page")


def page_keywords(keywords: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """Return ``page, channel, keyword_id, weight``: the clicks each keyword brings to each page, hidden ones as -1."""
    rows = keywords[["keyword_id", "keyword_key", "channel"]].assign(
        page=mapped(keywords["landing_page"], page_of), weight=keywords["clicks"].fillna(0.0).clip(lower=0)
    )
    own = rows[rows["page"].ne("")]
    told = pd.DataFrame({"page": mapped(pages["page"], page_of), "query_key": mapped(pages["query"], key)})
    told["weight"] = pages["clicks"].fillna(0.0).to_numpy()
    crossed = told[told["query_key"].ne("")].groupby(["page", "query_key"])["weight"].sum().reset_index()
    organic = rows[rows["channel"].eq("organic")].drop(columns=["page", "weight"])
    by_query = crossed.merge(organic, left_on="query_key", right_on="keyword_key")
    total = told[told["query_key"].eq("")].groupby("page")["weight"].sum()
    own = own[~(own["channel"].eq("organic") & own["page"].isin(by_query["page"]))]
    both = pd.concat([own, by_query])[["page", "channel", "keyword_id", "weight"]]
    shown = both[both["channel"].eq("organic")].groupby("page")["weight"].sum()
    hidden = (total - shown.reindex(total.index).fillna(0.0)).clip(lower=0)
    hidden = hidden[hidden.index.isin(shown.index) & hidden.gt(0)]
    rest = pd.DataFrame({"page": hidden.index, "channel": "organic", "keyword_id": -1, "weight": hidden.to_numpy()})
    return pd.concat([both, rest], ignore_index=True)


def resolve_campaigns(touches: pd.DataFrame, keywords: pd.DataFrame, typed: bool) -> pd.DataFrame:
    """Tie touchpoints that name a campaign and no keyword of it to the campaign's rows, by clicks.

    Where the log names what was typed (`typed`), a word that leads to no keyword was met by a broad or phrase row;
    elsewhere it is a keyword that the report does not list, and nobody's here.

    Parameters
    ----------
    touches : DataFrame
        ``touch``, ``keyword_key``, ``campaign_key``, ``page``, ``row_class``.
    keywords : DataFrame
        ``schema.KEYWORDS``.
    typed : bool

    Returns
    -------
    DataFrame
        ``touch``, ``keyword_id``, ``share``, ``how`` (campaign).

    Examples
    --------
    >>> from keyworth.schema import KEYWORDS, conform
    >>> rows = conform(pd.DataFrame({"keyword_id": [0, 1], "keyword": ["shed", "oak shed"], "campaign": "Sheds",
    ...                              "channel": "paid", "clicks": [30.0, 10.0]}), KEYWORDS)
    >>> visit = {"touch": [7], "keyword_key": "", "campaign_key": "sheds", "page": "", "row_class": "paid"}
    >>> resolve_campaigns(pd.DataFrame(visit), rows, False)["share"].tolist()
    [0.75, 0.25]
    """
    asked = touches[touches["campaign_key"].ne("") & touches["row_class"].ne("none")]
    asked = asked[asked["keyword_key"].eq("") | typed]
    asked = asked.assign(wide=asked["keyword_key"].ne(""))
    by = ["campaign_key", "row_class", "wide"]
    distinct = asked[by].drop_duplicates().sort_values(by, ignore_index=True)
    distinct["ask"] = distinct.index
    rows = keywords[["keyword_id", "channel", "match_type"]].assign(
        campaign_key=mapped(keywords["campaign"], key), weight=keywords["clicks"].fillna(0.0).clip(lower=0)
    )
    hits = distinct.merge(rows, on="campaign_key")
    hits = hits[hits["row_class"].eq("any") | hits["row_class"].eq(hits["channel"])]
    wide = hits["match_type"].isin(["broad", "phrase"])
    hits = hits[~hits["wide"] | wide | ~wide.groupby(hits["ask"]).transform("any")]
    hits = hits.assign(share=shares(hits["weight"], hits["ask"]))
    hits = hits[hits["share"].gt(0)]
    tied = asked[["touch", *by]].merge(distinct, on=by).merge(hits[["ask", "keyword_id", "share"]], on="ask")
    return pd.DataFrame(tied[["touch", "keyword_id", "share"]]).assign(how="campaign")
