"""Which keyword rows a touchpoint speaks of, and with what share each."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import pandas as pd

from keyworth.text import key

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


def resolve_keywords(
    touches: pd.DataFrame, keywords: pd.DataFrame, terms: pd.DataFrame, typed: bool = False
) -> pd.DataFrame:
    """Tie touchpoints that name a keyword to the report's rows.

    Tried in order, the first that finds a row wins: keyword, campaign and match type, and fewer of them; the
    search-terms report's keyword for such a term, in that campaign, and anywhere. Several rows share a touchpoint by
    their clicks (equally where none is known): the credit is split, never repeated.

    Where the log names what was typed (`typed`, as `logs_terms` tells), the report of search terms is asked first,
    a term that is a keyword too included; a term that it hides goes to the longest keyword of its campaign, broad or
    phrase, that stands in it.

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
        ``touch``, ``keyword_id``, ``share``, ``how`` (keyword, search_term or within).
    """
    columns = ["keyword_key", "campaign_key", "match_type", "row_class"]
    named = touches[touches["keyword_key"].ne("") & touches["row_class"].ne("none")]
    asked = named[columns].drop_duplicates().sort_values(columns, ignore_index=True)
    asked["ask"] = asked.index
    rows = _rows(keywords)
    own = terms if typed else terms[terms["term_key"].ne(terms["keyword_key"])]
    sources = {"keyword": rows, "search_term": _by_term(rows, own)}
    found = []
    left = asked
    for how, by in _TYPED if typed else _LEVELS:
        hits = _within(left, rows) if how == "within" else _hits(left, sources[how], by)
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
    ("search_term", ["keyword_key", "campaign_key", "match_type"]),
    ("search_term", ["keyword_key", "campaign_key"]),
    ("search_term", ["keyword_key"]),
)
_TYPED: tuple[tuple[str, list[str]], ...] = (*_LEVELS[4:], *_LEVELS[:4], ("within", []))
TYPED_FROM = 0.05  # share of visits whose word is a search term and no keyword, from which a log is taken to name terms


def logs_terms(words: pd.Series, keywords: pd.Series, terms: pd.Series) -> bool:
    """Return whether the words of visits are what customers typed, and not the keywords that answered it.

    Examples
    --------
    >>> words = pd.Series(["oak shed", "oak shed prices", "oak shed prices"])
    >>> logs_terms(words, pd.Series(["oak shed"]), pd.Series(["oak shed prices"]))
    True
    """
    seen = words[words.ne("")].value_counts()
    other = seen[~seen.index.isin(set(keywords)) & seen.index.isin(set(terms))]
    return bool(len(seen)) and float(other.sum()) >= TYPED_FROM * float(seen.sum())


def _within(asked: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The broad and phrase rows of a term's campaign whose keyword stands in it, the longest alone."""
    asked = asked[asked["campaign_key"].ne("") & asked["row_class"].ne("organic")]
    parts = asked["keyword_key"].map(_runs).explode().rename("part")
    runs = asked[["ask", "campaign_key"]].join(parts)
    wide = rows[rows["match_type"].ne("exact") & rows["channel"].ne("organic")]
    hits = runs.merge(wide, left_on=["part", "campaign_key"], right_on=["keyword_key", "campaign_key"])
    size = hits["part"].str.count(" ")
    hits = hits[size.eq(size.groupby(hits["ask"]).transform("max"))]
    return hits[["ask", "keyword_id", "weight"]]


def _runs(term: str) -> list[str]:
    """Every run of words in a term but itself."""
    words = term.split()[:12]
    runs = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
    return [run for run in runs if run != term]


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


def shares(weight: pd.Series, group: pd.Series) -> pd.Series:
    """Return weights as shares of their group; equal shares where a group weighs nothing."""
    total = weight.groupby(group).transform("sum")
    size = weight.groupby(group).transform("size")
    return (weight / total.where(total.gt(0))).where(total.gt(0), 1.0 / size)
