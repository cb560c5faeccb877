"""What each verdict rests on, for as many keywords as the page's size allows, the largest spend first."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from keyworth.report import advice, payload, reading
from keyworth.store import Audit

PRODUCTS, PHRASES, QUOTES, SALES, STEPS = 4, 6, 2, 3, 8
MOST_KEYWORDS = 2000
HOW = {
    "click_id": "tied by the click id",
    "call_tracking": "tied by call tracking",
    "utm": "tied by the campaign tag",
    "customer_id": "tied by the customer",
    "landing_page": "shared by landing page, so probable only",
    "no_keyword": "no keyword of the report",
    "unmatched": "not tied",
}


def packed_evidence(audit: Audit, listed: pd.DataFrame, budget: int) -> str:
    """Return the evidence of as many keywords as fit into so many bytes, packed."""
    rows = min(len(listed), MOST_KEYWORDS)
    packed = payload.pack(evidence(audit, listed.head(rows)))
    while len(packed) > budget and rows:
        rows = int(rows * min(0.95, budget / len(packed))) if rows > 20 else 0
        packed = payload.pack(evidence(audit, listed.head(rows)))
    return packed


def evidence(audit: Audit, shown: pd.DataFrame) -> dict[str, Any]:
    """Return what the verdicts of the listed keywords rest on.

    Parameters
    ----------
    audit : Audit
    shown : DataFrame
        Keyword rows.

    Returns
    -------
    dict
        By keyword id: ``keys``, ``source`` (file, row, reason), ``models``, ``paths`` and ``flags``;
        by keyword key: ``products`` and ``near`` (phrases by likeness); by phrase id: ``phrases``.
    """
    keys, numbers = set(shown["keyword_key"]), set(shown["keyword_id"].tolist())
    near = _near(audit, keys)
    wanted = ("keyword_id", "source_file", "source_row", "reason", "verdict_reason", "flags")
    own = [name for name in wanted if name in shown]
    return {
        "keys": {str(i): key for i, key in zip(shown["keyword_id"], shown["keyword_key"], strict=True)},
        "source": {str(row["keyword_id"]): _source(row) for row in reading.records(shown[own])},
        "products": _products(audit, keys),
        "near": near,
        "phrases": _phrases(audit, {i for pairs in near.values() for i, _ in pairs}),
        "models": _models(audit, numbers),
        "paths": _paths(audit, numbers),
        "flags": _flags(audit, numbers),
    }


def _source(row: dict[str, Any]) -> list[Any]:
    line = row["source_row"]
    return [row["source_file"], None if line is None else int(line), advice.why(row)]


def _products(audit: Audit, keys: set[str]) -> dict[str, list[Any]]:
    found = reading.table(audit, "matches")
    found = found[found["keyword_key"].isin(keys)].sort_values(["keyword_key", "rank"])
    found = found.groupby("keyword_key", sort=False).head(PRODUCTS)
    out: dict[str, list[Any]] = {}
    for row in reading.records(found):
        item = [row["product_title"], row["product_status"], row["grade"]]
        rest = [_round(row["relevance"]), _round(row["baseline"])]
        own = out.setdefault(row["keyword_key"], [])
        own.append([*item, *rest, [] if own else _parts(row["contributions"])])
    return out


def _parts(text: Any) -> list[list[Any]]:
    """Return the contributions of the best product's score, the largest first."""
    try:
        parts = json.loads(text) if text else {}
        pairs = [(str(name).replace("_", " "), round(float(value), 2)) for name, value in parts.items()]
    except (ValueError, AttributeError, TypeError):
        return []
    return [list(pair) for pair in sorted(pairs, key=lambda pair: (-abs(pair[1]), pair[0])) if pair[1]]


def _near(audit: Audit, keys: set[str]) -> dict[str, list[Any]]:
    found = reading.table(audit, "alignment")
    found = found[found["keyword_key"].isin(keys)].sort_values("keyword_key") if not found.empty else found
    out = {}
    for key, text in zip(found["keyword_key"], found["phrases_considered"], strict=True):
        pairs = [[int(p[0]), round(float(p[1]), 2)] for p in advice.ids(text) if isinstance(p, list) and len(p) == 2]
        out[str(key)] = sorted(pairs, key=lambda p: (-p[1], p[0]))[:PHRASES]
    return out


def _phrases(audit: Audit, wanted: set[int]) -> dict[str, Any]:
    phrases, quotes = reading.table(audit, "phrases"), reading.table(audit, "quotes")
    phrases = phrases[phrases["phrase_id"].isin(wanted)].sort_values("phrase_id")
    quotes = quotes[quotes["phrase_id"].isin(wanted)]
    quotes = quotes.sort_values(["phrase_id", "call_id", "said_at", "quote"], ascending=[True, False, True, True])
    quotes = quotes.drop_duplicates(["phrase_id", "quote"])
    said: dict[int, list[Any]] = {}
    for row in reading.records(quotes.groupby("phrase_id", sort=False).head(QUOTES)):
        said.setdefault(row["phrase_id"], []).append([row["quote"], row["call_id"], row["said_at"], row["outcome"]])
    return {
        str(row["phrase_id"]): [row["phrase"], row["callers"], row["searches"], said.get(row["phrase_id"], [])]
        for row in reading.records(phrases)
    }


def _models(audit: Audit, numbers: set[int]) -> dict[str, list[Any]]:
    """Return the sales and revenue of a keyword under every attribution model."""
    found = reading.table(audit, "credits")
    found = found[found["keyword_id"].isin(numbers)]
    found = found.sort_values(["keyword_id", "attribution_model", "sale_id", "credit"])
    sums = found.groupby(["keyword_id", "attribution_model"], as_index=False)[["credit", "amount"]].sum()
    out: dict[str, list[Any]] = {}
    for row in reading.records(sums):
        item = [reading.model_word(row["attribution_model"]), _round(row["credit"], 3), _round(row["amount"], 0)]
        out.setdefault(str(row["keyword_id"]), []).append(item)
    return out


def _paths(audit: Audit, numbers: set[int]) -> dict[str, list[Any]]:
    """Return the paths to the sales that a keyword has a part in, each step with how it was tied."""
    journeys = reading.table(audit, "journeys")
    if journeys.empty or "sale_id" not in journeys:
        return {}
    journeys = journeys[journeys["won"].astype(bool)] if "won" in journeys else journeys
    own = journeys.loc[journeys["keyword_id"].isin(numbers), ["keyword_id", "sale_id"]].drop_duplicates()
    own = own.sort_values(["keyword_id", "sale_id"]).groupby("keyword_id", sort=False).head(SALES)
    steps = journeys[journeys["sale_id"].isin(own["sale_id"])].sort_values(["sale_id", "at"], kind="stable")
    steps = steps.drop_duplicates(["sale_id", "touch"]).groupby("sale_id", sort=False).head(STEPS)
    told: dict[str, list[Any]] = {}
    for row in reading.records(steps):
        channel = str(row["channel"] or "visit").replace("_", " ").replace("unknown", "visit")
        what = " · ".join(t for t in (channel, row.get("keyword_key")) if t)
        told.setdefault(row["sale_id"], []).append([what, row["at"], HOW.get(row["link"], row["link"])])
    credits = reading.table(audit, "credits")
    model = credits["attribution_model"].min() if len(credits) else ""
    worth = credits[credits["attribution_model"] == model].groupby("sale_id")["amount"].sum()
    out: dict[str, list[Any]] = {}
    for number, sale in zip(own["keyword_id"], own["sale_id"], strict=True):
        path = {"sale": sale, "steps": told.get(sale, []), "amount": _round(worth.get(sale), 0)}
        out.setdefault(str(number), []).append(path)
    return out


def _flags(audit: Audit, numbers: set[int]) -> dict[str, list[Any]]:
    found = reading.table(audit, "flag_outcomes")
    found = found[found["keyword_id"].isin(numbers) & (found["outcome"] == "raised")]
    out: dict[str, list[Any]] = {}
    for row in reading.records(found.sort_values(["keyword_id", "flag"])):
        out.setdefault(str(row["keyword_id"]), []).append([row["flag"], row["reason"]])
    return out


def _round(value: Any, digits: int = 2) -> Any:
    return None if reading.plain(value) is None else round(float(value), digits)
