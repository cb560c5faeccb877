"""What each verdict rests on, for as many keywords as the page's size allows, the largest spend first."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from keyworth.report import advice, audit_reader, journeys, labels, payload
from keyworth.report.figures import Figures
from keyworth.store import Audit

PRODUCTS, PHRASES, QUOTES = 4, 6, 2
MOST_KEYWORDS = 2000


def packed_evidence(audit: Audit, listed: pd.DataFrame, told: Figures, budget: int) -> str:
    """Return the evidence of as many keywords as fit into so many bytes, packed."""
    rows = min(len(listed), MOST_KEYWORDS)
    packed = payload.pack(evidence(audit, listed.head(rows), told))
    while len(packed) > budget and rows:
        rows = int(rows * min(0.95, budget / len(packed))) if rows > 20 else 0
        packed = payload.pack(evidence(audit, listed.head(rows), told))
    return packed


def evidence(audit: Audit, shown: pd.DataFrame, told: Figures) -> dict[str, Any]:
    """Return what the verdicts of the listed keywords rest on.

    Parameters
    ----------
    audit : Audit
    shown : DataFrame
        Keyword rows.
    told : Figures
        For the days in it.

    Returns
    -------
    dict
        By keyword id: ``keys``, ``source`` (file, row, reason, relevance by the texts alone, three lines), ``models``,
        ``paths`` and ``flags``; by keyword key: ``products`` and ``near`` (phrases by likeness); by phrase
        id: ``phrases``; by sale: ``sales``.
    """
    keys, numbers = set(shown["keyword_key"]), set(shown["keyword_id"].tolist())
    near = _near(audit, keys)
    wanted = ("keyword_id", "source_file", "source_row", "reason", "flags", "text_relevance",
              "why_product", "why_customers", "why_money")  # fmt: skip
    own = [name for name in wanted if name in shown]
    return {
        "keys": {str(i): key for i, key in zip(shown["keyword_id"], shown["keyword_key"], strict=True)},
        "source": {str(row["keyword_id"]): _source(row) for row in audit_reader.records(shown[own])},
        "products": _products(audit, keys),
        "near": near,
        "phrases": _phrases(audit, {i for pairs in near.values() for i, _ in pairs}, told),
        "models": _models(audit, numbers),
        **journeys.journeys(audit, numbers, told),
        "flags": _flags(audit, numbers),
    }


def _source(row: dict[str, Any]) -> list[Any]:
    line = row["source_row"]
    place = [row["source_file"], None if line is None else int(line)]
    return [*place, advice.why(row), audit_reader.rounded(row.get("text_relevance")), advice.three_lines(row)]


def _products(audit: Audit, keys: set[str]) -> dict[str, list[Any]]:
    found = audit_reader.table(audit, "matches")
    found = found[found["keyword_key"].isin(keys)].sort_values(["keyword_key", "rank"])
    found = found.groupby("keyword_key", sort=False).head(PRODUCTS)
    out: dict[str, list[Any]] = {}
    for row in audit_reader.records(found):
        item = [row["product_title"], labels.plain(row["product_status"] or ""), row["grade"]]
        rest = [audit_reader.rounded(row["relevance"]), audit_reader.rounded(row["baseline"])]
        own = out.setdefault(row["keyword_key"], [])
        own.append([*item, *rest, [] if own else _parts(row["contributions"])])
    return out


def _parts(text: Any) -> list[list[Any]]:
    """Return the contributions of the best product's score, the largest first."""
    try:
        parts = json.loads(text) if text else {}
        pairs = [(labels.feature_word(str(name)), round(float(value), 2)) for name, value in parts.items()]
    except (ValueError, AttributeError, TypeError):
        return []
    return [list(pair) for pair in sorted(pairs, key=lambda pair: (-abs(pair[1]), pair[0])) if pair[1]]


def _near(audit: Audit, keys: set[str]) -> dict[str, list[Any]]:
    found = audit_reader.table(audit, "alignment")
    found = found[found["keyword_key"].isin(keys)].sort_values("keyword_key") if not found.empty else found
    out = {}
    for key, text in zip(found["keyword_key"], found["phrases_considered"], strict=True):
        pairs = [[int(p[0]), round(float(p[1]), 2)] for p in advice.ids(text) if isinstance(p, list) and len(p) == 2]
        out[str(key)] = sorted(pairs, key=lambda p: (-p[1], p[0]))[:PHRASES]
    return out


def _phrases(audit: Audit, wanted: set[int], told: Figures) -> dict[str, Any]:
    phrases, quotes = audit_reader.table(audit, "phrases"), audit_reader.quotes(audit)
    phrases = phrases[phrases["phrase_id"].isin(wanted)].sort_values("phrase_id")
    quotes = quotes[quotes["phrase_id"].isin(wanted)]
    quotes = quotes.sort_values(["phrase_id", "call_id", "said_at", "quote"], ascending=[True, False, True, True])
    quotes = quotes.drop_duplicates(["phrase_id", "quote"])
    said: dict[int, list[Any]] = {}
    for row in audit_reader.records(quotes.groupby("phrase_id", sort=False).head(QUOTES)):
        said.setdefault(row["phrase_id"], []).append([row["quote"], advice.where_said(row, told)])
    return {
        str(row["phrase_id"]): [row["phrase"], row["callers"], row["searches"], said.get(row["phrase_id"], [])]
        for row in audit_reader.records(phrases)
    }


def _models(audit: Audit, numbers: set[int]) -> dict[str, list[Any]]:
    """Return the sales and revenue of a keyword under every attribution model."""
    out: dict[str, list[Any]] = {}
    for row in audit_reader.records(audit_reader.by_model(audit, numbers)):
        figures = [
            audit_reader.rounded(row["attributed_conversions"], 3),
            audit_reader.rounded(row["attributed_revenue"], 0),
        ]
        out.setdefault(str(row["keyword_id"]), []).append([labels.model_word(row["attribution_model"]), *figures])
    return out


def _flags(audit: Audit, numbers: set[int]) -> dict[str, list[Any]]:
    found = audit_reader.table(audit, "flag_outcomes")
    found = found[found["keyword_id"].isin(numbers) & (found["outcome"] == "raised")]
    out: dict[str, list[Any]] = {}
    for row in audit_reader.records(found.sort_values(["keyword_id", "flag"])):
        out.setdefault(str(row["keyword_id"]), []).append([labels.plain(row["flag"]), row["reason"]])
    return out
