"""What each verdict rests on, for as many keywords as the page's size allows, the largest spend first."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from keyworth.report import advice, reading
from keyworth.store import Audit

PRODUCTS, PHRASES, QUOTES = 4, 6, 3
MOST_KEYWORDS = 3000


def evidence(audit: Audit, listed: pd.DataFrame) -> dict[str, Any]:
    """Return products, phrases, quotes, credits and flags of the listed keywords.

    Parameters
    ----------
    audit : Audit
    listed : DataFrame
        Keyword rows, the ones to be sure of first.

    Returns
    -------
    dict
        ``keys`` (keyword → ``products`` and ``phrases``), ``phrases`` (id → words, counts, quotes),
        ``rows`` (keyword id → ``credits``, ``flags``, ``source``) and ``complete``: how many keywords it holds.
    """
    shown = listed.head(MOST_KEYWORDS)
    keys = set(shown["keyword_key"])
    near = _near(audit, keys)
    return {
        "complete": len(shown),
        "products": _products(audit, keys),
        "near": near,
        "phrases": _phrases(audit, {i for pairs in near.values() for i, _ in pairs}),
        "credits": _credits(audit, set(shown["keyword_id"].tolist())),
        "flags": _flags(audit, set(shown["keyword_id"].tolist())),
        "source": {
            str(i): [str(f), int(r) if pd.notna(r) else None, advice.why(row)]
            for i, f, r, row in zip(
                shown["keyword_id"], shown["source_file"], shown["source_row"], reading.records(shown), strict=True
            )
        },
    }


def _products(audit: Audit, keys: set[str]) -> dict[str, list[Any]]:
    found = reading.table(audit, "matches")
    found = found[found["keyword_key"].isin(keys)].sort_values(["keyword_key", "rank"])
    found = found.groupby("keyword_key", sort=False).head(PRODUCTS)
    out: dict[str, list[Any]] = {}
    for row in reading.records(found):
        parts = _parts(row["contributions"])
        item = [
            row["product_title"],
            row["product_status"],
            row["grade"],
            _round(row["relevance"]),
            _round(row["baseline"]),
        ]
        out.setdefault(row["keyword_key"], []).append([*item, parts])
    return out


def _parts(text: Any) -> list[list[Any]]:
    try:
        parts = json.loads(text) if text else {}
    except ValueError:
        return []
    if not isinstance(parts, dict):
        return []
    return [[str(k), round(float(v), 2)] for k, v in sorted(parts.items(), key=lambda kv: (-abs(kv[1]), kv[0]))]


def _near(audit: Audit, keys: set[str]) -> dict[str, list[Any]]:
    found = reading.table(audit, "alignment")
    found = found[found["keyword_key"].isin(keys)] if not found.empty else found
    out = {}
    for key, text in zip(found["keyword_key"], found["phrases_considered"], strict=True):
        pairs = [[int(p[0]), round(float(p[1]), 2)] for p in advice.ids(text) if isinstance(p, list) and len(p) == 2]
        out[str(key)] = sorted(pairs, key=lambda p: (-p[1], p[0]))[:PHRASES]
    return out


def _phrases(audit: Audit, wanted: set[int]) -> dict[str, Any]:
    phrases, quotes = reading.table(audit, "phrases"), reading.table(audit, "quotes")
    phrases = phrases[phrases["phrase_id"].isin(wanted)]
    quotes = quotes[quotes["phrase_id"].isin(wanted)].drop_duplicates(["phrase_id", "quote"])
    said: dict[int, list[Any]] = {}
    for row in reading.records(quotes.groupby("phrase_id", sort=False).head(QUOTES)):
        said.setdefault(row["phrase_id"], []).append([row["quote"], row["call_id"], row["said_at"], row["outcome"]])
    return {
        str(row["phrase_id"]): [row["phrase"], row["callers"], row["searches"], said.get(row["phrase_id"], [])]
        for row in reading.records(phrases)
    }


def _credits(audit: Audit, ids: set[int]) -> dict[str, list[Any]]:
    found = reading.table(audit, "credits")
    found = found[found["keyword_id"].isin(ids)]
    out: dict[str, list[Any]] = {}
    for row in reading.records(found.sort_values(["keyword_id", "attribution_model", "sale_id"])):
        item = [
            row["attribution_model"],
            row["sale_id"],
            _round(row["credit"], 3),
            _round(row["amount"], 0),
            row["link"],
        ]
        out.setdefault(str(row["keyword_id"]), []).append(item)
    return out


def _flags(audit: Audit, ids: set[int]) -> dict[str, list[Any]]:
    found = reading.table(audit, "flag_outcomes")
    found = found[found["keyword_id"].isin(ids) & (found["outcome"] == "raised")]
    out: dict[str, list[Any]] = {}
    for row in reading.records(found.sort_values(["keyword_id", "flag"])):
        out.setdefault(str(row["keyword_id"]), []).append([row["flag"], row["reason"]])
    return out


def _round(value: Any, digits: int = 2) -> Any:
    return None if value is None else round(float(value), digits)
