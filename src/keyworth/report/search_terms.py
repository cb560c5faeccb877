"""The report's part on what was bought: every pound of the account, each search's answer, words, negatives."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth.report import audit_reader
from keyworth.report.account import account
from keyworth.store import Audit

SHOWN = {"negative": 15, "add": 15, "reword": 10}
NGRAMS_SHOWN, NEGATIVES_SHOWN, QUESTIONS_SHOWN = 15, 15, 8
_TERM = ["search_term", "keyword", "campaign", "level", "match_type", "negative", "clicks", "cost", "conversions",
         "blocks", "blocks_cost", "reason"]  # fmt: skip
_NGRAM = ["ngram", "terms", "clicks", "cost", "conversions", "conversion_rate_low", "conversion_rate_high", "blocks",
          "level", "reason"]  # fmt: skip
_NEGATIVE = ["negative", "match_type", "level", "campaign", "list_name", "finding", "reason", "blocks", "blocks_cost"]


def search_terms(audit: Audit) -> dict[str, Any]:
    """Return the account's spend and the dearest rows of each answer, as plain values.

    Returns
    -------
    dict
        ``account`` (of `account.account`), ``counts`` by answer (``answer, terms, cost``), ``answers`` (answer → rows),
        ``ngrams`` (those that are negatives), ``kept_words`` (those that may never be), ``conflicts`` (negatives on
        file that block keywords or customers, or repeat), ``on_file`` how many, ``questions``.

    Examples
    --------
    >>> search_terms(Audit(pd.DataFrame()))["answers"]["add"]
    []
    """
    terms, ngrams = audit_reader.table(audit, "search_terms"), audit_reader.table(audit, "ngrams")
    negatives = audit_reader.table(audit, "negatives")
    by = terms.groupby("answer", sort=True).agg(terms=("term_key", "nunique"), cost=("cost", "sum")).reset_index()
    filed = negatives[negatives["state"] == "on file"]
    free = ngrams["answer"] == "negative"
    return {
        "account": account(audit),
        "counts": audit_reader.records(by),
        "answers": {a: audit_reader.records(terms.loc[terms["answer"] == a, _TERM].head(n)) for a, n in SHOWN.items()},
        "ngrams": audit_reader.records(ngrams.loc[free, _NGRAM].head(NGRAMS_SHOWN)),
        "conflicts": audit_reader.records(filed.loc[filed["finding"] != "clear", _NEGATIVE].head(NEGATIVES_SHOWN)),
        "on_file": len(filed),
        "questions": questions(audit)[:QUESTIONS_SHOWN],
    }


def questions(audit: Audit) -> list[dict[str, Any]]:
    """Return the paid clicks that an organic place may have brought: to be asked, never a saving.

    ``kind`` is ``organic_first`` (the same words rank first unpaid), ``brand_by_generic`` (a campaign without the
    brand in its keywords bought searches for the company's own name) or ``generic_by_brand`` (the reverse).
    """
    keywords, terms = audit_reader.keywords(audit), audit_reader.table(audit, "search_terms")
    found = [*_organic_first(keywords, terms), *_brand_crossed(keywords, terms)]
    return sorted(found, key=lambda row: (-(row["cost"] or 0.0), row["kind"], row["words"]))


def _organic_first(keywords: pd.DataFrame, terms: pd.DataFrame) -> list[dict[str, Any]]:
    organic = keywords[(keywords["channel"] == "organic") & (keywords["position"] < 1.5)]
    first = organic.groupby("keyword_key").agg(
        organic_clicks=("clicks", "sum"), impressions=("impressions", "sum"), position=("position", "min")
    )
    paid = terms.groupby("term_key").agg(cost=("cost", "sum"), clicks=("clicks", "sum"), words=("search_term", "first"))
    if paid.empty:
        own = keywords[keywords["channel"] == "paid"]
        paid = own.groupby("keyword_key").agg(
            cost=("cost", "sum"), clicks=("clicks", "sum"), words=("keyword", "first")
        )
    both = paid.join(first, how="inner")
    return audit_reader.records(both[both["cost"] > 0].assign(kind="organic_first", where=""))


def _brand_crossed(keywords: pd.DataFrame, terms: pd.DataFrame) -> list[dict[str, Any]]:
    paid = keywords[keywords["channel"] == "paid"]
    share = paid.groupby("campaign")["is_brand"].mean()
    own = terms["campaign"].map(share)
    columns = ["cost", "clicks"]
    out = []
    for kind, rows in (("brand_by_generic", terms[terms["is_brand"] & (own < 0.5)]),
                       ("generic_by_brand", terms[~terms["is_brand"] & (own >= 0.5)])):  # fmt: skip
        by = (
            rows.groupby("campaign")[columns]
            .sum()
            .join(rows.groupby("campaign")["search_term"].first().rename("words"))
        )
        by = by.reset_index(names="where").assign(kind=kind)
        out += audit_reader.records(by[by["cost"] > 0])
    return out
