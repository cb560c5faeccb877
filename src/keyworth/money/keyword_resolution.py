"""Which keyword rows a touchpoint speaks of, and with what share each."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import pandas as pd

from keyworth.text import key
from keyworth.text.urls import page_of

_NUMERIC = re.compile(r"[\d\s.,_-]+")
_MACRO = re.compile(r"\{[^{}]*\}|%%.*%%|\{\{.*\}\}|<[^<>]+>")
_NOT_WORDS = frozenset(
    {"", "(not set)", "(not provided)", "(none)", "(other)", "(direct)", "unknown keywords (ssl)", "(no value)",
     "not set", "not provided", "n/a", "na", "none", "null", "undefined", "-", "--", "dynamic search ads", "other"}
)  # fmt: skip


def keyword_of(text: str) -> str:
    """Return the keyword key a ``utm_term`` or call-tracking keyword names, ``""`` where it is not a word.

    Numeric ids, unexpanded macros and "(not set)" are not keywords
    (export reference, 0.9); ``+`` and ``%20`` are spaces; ``[ ]`` and ``+word`` are Google's own marks.

    Examples
    --------
    >>> keyword_of("+garden +office"), keyword_of("garden%20office"), keyword_of("120200000000000123")
    ('garden office', 'garden office', '')
    >>> keyword_of("{keyword}"), keyword_of("(not set)"), keyword_of("[Garden Room]")
    ('', '', 'garden room')
    """
    told = unquote_plus(text).strip()
    if told.casefold() in _NOT_WORDS or _MACRO.search(told) or _NUMERIC.fullmatch(told):
        return ""
    return key(re.sub(r"(^|\s)\+(?=\S)", r"\1", told))


def mapped(column: pd.Series, change: object) -> pd.Series:
    """Apply a text function to the distinct values of a column."""
    table = {text: change(text) for text in column.unique()}  # type: ignore[operator]
    return column.map(table).astype("str")


def resolve_keywords(touches: pd.DataFrame, keywords: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Tie touchpoints that name a keyword to the report's rows.

    Tried in order, the first that finds a row wins: keyword and campaign;
    keyword alone; the search-terms report's word for it and its campaign; that
    word alone. Several rows that list the keyword share it by their clicks
    (equally where none is known): the credit is split, never repeated.

    Parameters
    ----------
    touches : DataFrame
        ``touch``, ``keyword_key``, ``campaign_key``, ``match_type``, ``row_class`` (paid, organic, any, none).
    keywords : DataFrame
        ``schema.KEYWORDS``.
    terms : DataFrame
        ``term_key``, ``keyword_key``, ``campaign_key``, ``clicks``: what searches the keywords answered.

    Returns
    -------
    DataFrame
        ``touch``, ``keyword_id``, ``share``, ``how`` (keyword or search_term).
    """
    columns = ["keyword_key", "campaign_key", "match_type", "row_class"]
    named = touches[touches["keyword_key"].ne("") & touches["row_class"].ne("none")]
    asked = named[columns].drop_duplicates().sort_values(columns, ignore_index=True)
    asked["ask"] = asked.index
    rows = _rows(keywords)
    found = []
    left = asked
    for how, by in _LEVELS:
        source = rows if how == "keyword" else _by_term(rows, terms)
        hits = _hits(left, source, by)
        hits["how"] = how
        found.append(hits)
        left = left[~left["ask"].isin(hits["ask"])]
    answers = pd.concat(found, ignore_index=True)
    answers["share"] = shares(answers["weight"], answers["ask"])
    tied = named[["touch", *columns]].merge(asked, on=columns).merge(answers, on="ask")
    return tied[["touch", "keyword_id", "share", "how"]]


_LEVELS = (
    ("keyword", ["keyword_key", "campaign_key", "match_type"]),
    ("keyword", ["keyword_key", "campaign_key"]),
    ("keyword", ["keyword_key", "match_type"]),
    ("keyword", ["keyword_key"]),
    ("search_term", ["keyword_key", "campaign_key"]),
    ("search_term", ["keyword_key"]),
)


def _hits(asked: pd.DataFrame, rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    for column in by[1:]:
        asked = asked[asked[column].ne("")]
    hits = asked[["ask", "row_class", *by]].merge(rows, on=by)
    hits = hits[hits["row_class"].eq("any") | hits["row_class"].eq(hits["channel"])]
    return hits[["ask", "keyword_id", "weight"]]


def _rows(keywords: pd.DataFrame) -> pd.DataFrame:
    rows = keywords[["keyword_id", "keyword_key", "match_type", "channel"]].copy()
    rows["campaign_key"] = mapped(keywords["campaign"], key)
    rows["weight"] = keywords["clicks"].fillna(0.0).clip(lower=0)
    return rows


def _by_term(rows: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    by_term = terms.merge(rows, on=["keyword_key"], suffixes=("", "_row"))
    same = by_term["campaign_key"].eq("") | by_term["campaign_key"].eq(by_term["campaign_key_row"])
    by_term = by_term[same].assign(
        weight=lambda f: f["clicks"].fillna(0.0), campaign_key=lambda f: f["campaign_key_row"]
    )
    out = by_term.drop(columns="keyword_key").rename(columns={"term_key": "keyword_key"})
    return out[["keyword_id", "keyword_key", "match_type", "channel", "campaign_key", "weight"]]


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


def shares(weight: pd.Series, group: pd.Series) -> pd.Series:
    """Return weights as shares of their group; equal shares where a group weighs nothing."""
    total = weight.groupby(group).transform("sum")
    size = weight.groupby(group).transform("size")
    return (weight / total.where(total.gt(0))).where(total.gt(0), 1.0 / size)
