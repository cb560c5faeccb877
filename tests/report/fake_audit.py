"""A seeded, invented audit in the shape of ``schema``, so that the report can be tried at any size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd
from fake_money import credits_of, journeys_of, summaries_of

from keyworth import schema
from keyworth.money.move import what_the_move_brings
from keyworth.settings import Money
from keyworth.store import Audit

_SIZES = ("small", "large", "2.5m", "3m", "4m", "5m", "corner", "compact", "two storey", "narrow")
_KINDS = ("insulated", "cedar", "contemporary", "heated", "flat roof", "prefabricated", "soundproof", "glazed",
          "modular")  # fmt: skip
_THINGS = ("garden room", "garden office", "summer house", "garden studio", "home gym pod", "log cabin", "annexe",
           "timber workshop", "outdoor office", "sunroom", "playhouse", "music studio")  # fmt: skip
_ENDS = ("", "uk", "prices", "near me", "installed", "kits", "with toilet", "cost", "design", "no planning permission")
_SAID = ("somewhere quiet to work at the end of the garden", "garden office with a toilet",
         "room for the grandchildren",
         "a warm shed to work in", "garden room without planning", "gym in the garden", "soundproof room for drums",
         "office that stays warm in winter", "bifold doors on a garden room",
         "how long does it take to build")  # fmt: skip
_FLAGS = {"cut": ["retired_product", "no_current_product", "wrong_product", "spend_without_sales"],
          "fix": ["misaligned_wording", "claim_not_supported", "duplicate_keyword"],
          "watch": ["claim_not_supported", "out_of_stock"], "keep": ["brand"]}  # fmt: skip
_FEATURES = ("head noun", "words in title", "meaning", "words in description", "size or number", "brand")


# What these hold, the code branches on or parses; `poison_all` spares none.
_KEPT = {"verdict", "match_type", "channel", "product_status", "currency", "attribution_model", "outcome",
         "contributions", "phrases_considered", "suggested_phrase_ids", "status", "stage", "keyword_key", "product",
         "kind", "sale_id", "link", "side"}  # fmt: skip


def fake_audit(
    n: int = 300, seed: int = 7, hostile: list[str] | None = None, money: bool = True, *, poison_all: bool = False
) -> Audit:
    """Return an invented audit of ``n`` keywords; ``hostile`` strings fill every text field in turn."""
    rng = np.random.default_rng(seed)
    catalogue = _catalogue(rng, max(40, min(n // 10, 4000)))
    keywords = _keywords(rng, n, catalogue)
    phrases, quotes = _phrases(rng, max(30, min(n // 4, 3000)))
    tables: dict[str, pd.DataFrame] = {"catalogue": catalogue, "phrases": phrases, "quotes": quotes}
    tables |= _language(rng, keywords, catalogue, phrases)
    tables |= credits_of(keywords)
    tables |= _intake(keywords)
    if money:
        tables |= summaries_of(keywords) | journeys_of(keywords)
    if hostile:
        keep = set() if poison_all else _KEPT
        keywords = _poison(keywords, hostile, keep - {"keyword_key"})
        tables = {name: _poison(table, hostile, keep) for name, table in tables.items()}
    summary = _summary(keywords, tables)
    return Audit(keywords, tables, _poison_summary(summary, iter(cycle(hostile)), poison_all) if hostile else summary)


def _pick(rng: np.random.Generator, words: tuple[str, ...], n: int) -> np.ndarray:
    return np.array(words, dtype=object)[rng.integers(0, len(words), n)]


def _catalogue(rng: np.random.Generator, n: int) -> pd.DataFrame:
    title = [
        f"{a} {b} {i}".title()
        for i, (a, b) in enumerate(zip(_pick(rng, _KINDS, n), _pick(rng, _THINGS, n), strict=True))
    ]
    status = np.where(rng.random(n) < 0.15, "retired", "active")
    return schema.conform(
        pd.DataFrame(
            {
                "product_id": [f"P{i:04d}" for i in range(n)],
                "title": title,
                "category": _pick(rng, _THINGS, n),
                "price": rng.integers(4, 60, n) * 500.0,
                "status": status,
                "retired_on": pd.to_datetime(np.where(status == "retired", "2025-11-30", None), utc=True),
                "source_file": "catalogue.csv",
                "source_row": np.arange(n) + 2,
            }
        ),
        schema.CATALOGUE,
    )


def _keywords(rng: np.random.Generator, n: int, catalogue: pd.DataFrame) -> pd.DataFrame:
    words = zip(_pick(rng, _SIZES, n), _pick(rng, _KINDS, n), _pick(rng, _THINGS, n), _pick(rng, _ENDS, n), strict=True)
    keyword = [" ".join(w).strip() + (f" {i}" if n > 5000 else "") for i, w in enumerate(words)]
    clicks = np.floor(rng.lognormal(2.5, 1.3, n))
    cost = np.round(clicks * rng.uniform(0.6, 4.5, n), 2)
    verdict = rng.choice(schema.VERDICTS, n, p=[0.22, 0.09, 0.14, 0.55])
    product = rng.integers(0, len(catalogue), n)
    relevance = np.round(np.where(verdict == "cut", rng.beta(1, 12, n), rng.beta(8, 2, n)), 4)
    alignment = np.round(np.where(verdict == "fix", rng.beta(2, 8, n), rng.beta(5, 3, n)), 4)
    rate = np.where(verdict == "keep", 0.03, 0.004)
    sales = np.round(np.where(verdict == "cut", 0, rng.poisson(clicks * rate)) * rng.uniform(0.3, 1, n), 3)
    low, high = sales * 0.55 + 0.02 * rng.random(n), sales * 1.5 + 0.4 + clicks * 0.002 + 0.05 * rng.random(n)
    low, high = (np.where(verdict == "cut", 0.02 * end, end) for end in (low, high))
    value = 14200.0 * 0.11
    claimed = np.round(sales * rng.uniform(0.8, 2.6, n) + rng.poisson(clicks * 0.01), 1)
    status = np.where(relevance < 0.3, rng.choice(["retired", "none", "accessory_only"], n), "active")
    flags = ["; ".join(sorted(rng.choice(_FLAGS[v], min(1 + int(rng.random() < 0.4), len(_FLAGS[v])), replace=False)))
             if v != "keep" or rng.random() < 0.05 else "" for v in verdict]  # fmt: skip
    frame = pd.DataFrame(
        {
            "keyword": keyword,
            "campaign": _pick(rng, ("Brand", "Garden rooms", "Garden offices", "Generic", "Competitors", "Studios"), n),
            "match_type": _pick(rng, ("exact", "phrase", "broad"), n),
            "verdict": verdict,
            "reason": np.where(verdict == "cut", "Stop it.", ""),
            "why_product": np.where(verdict == "cut", "Nothing on sale answers it.", "A product answers it."),
            "why_customers": "It is in customers’ words.",
            "why_money": "No sale traced. Loses money: likely (80 in 100).",
            "flags": flags,
            "at_stake": np.where(np.isin(verdict, ["cut", "fix"]), cost, 0.0),
            "product_relevance": relevance,
            "product_id": catalogue["product_id"].to_numpy()[product],
            "product_title": catalogue["title"].to_numpy()[product],
            "product_status": status,
            "customer_alignment": alignment,
            "bought_searches": np.floor(clicks / 2),
            "customer_phrase": _pick(rng, _SAID, n),
            "customer_phrase_count": rng.integers(2, 60, n).astype(float),
            "suggested_wording": np.where(verdict == "fix", _pick(rng, _SAID, n), ""),
            "clicks": clicks,
            "cost": cost,
            "claimed_conversions": claimed,
            "claimed_value": np.round(claimed * value, 2),
            "attributed_conversions": sales,
            "expected_conversions": (low + high) / 2,
            "expected_revenue": (low + high) / 2 * value,
            "expected_conversions_low": low,
            "expected_conversions_high": high,
            "attributed_revenue": sales * value,
            "expected_revenue_low": low * value,
            "expected_revenue_high": high * value,
            "probability_below_break_even": np.round(
                np.where(verdict == "keep", rng.beta(1, 12, n), rng.beta(6, 4, n)), 4
            ),
            "attribution_stable": rng.random(n) > 0.08,
            "flipping_model": np.where(rng.random(n) < 0.08, "first", ""),
            "clicks_to_settle": np.where(verdict == "watch", rng.integers(20, 400, n), np.nan),
            "cost_to_settle": np.where(verdict == "watch", rng.integers(40, 900, n), np.nan),
            "keyword_id": np.arange(n),
            "keyword_key": [k.casefold() for k in keyword],
            "ad_group": "",
            "channel": np.where(rng.random(n) < 0.85, "paid", "organic"),
            "impressions": clicks * 20,
            "currency": "GBP",
            "period_start": pd.Timestamp("2026-07-01", tz="UTC"),
            "period_end": pd.Timestamp("2026-09-30", tz="UTC"),
            "source_file": "google-ads-keywords.csv",
            "source_row": np.arange(n) + 4,
        }
    )
    frame.loc[frame["verdict"] == "cut", "suggested_wording"] = ""
    return schema.conform(frame, schema.KEYWORD_FINDINGS)


def _phrases(rng: np.random.Generator, n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    phrase = [_SAID[i % len(_SAID)] + (f" {i // len(_SAID)}" if i >= len(_SAID) else "") for i in range(n)]
    callers, searches = rng.integers(0, 25, n), rng.integers(0, 80, n).astype(float)
    phrases = pd.DataFrame({"phrase_id": np.arange(n), "phrase": phrase, "phrase_key": phrase, "callers": callers})
    phrases = phrases.assign(searches=searches, count=callers + searches)
    at = np.repeat(np.arange(n), 3)
    quotes = pd.DataFrame(
        {
            "phrase_id": at,
            "quote": [f"We were hoping for {phrase[i]}, if that is something you do." for i in at],
            "call_id": [f"call-{i:04d}" for i in rng.integers(0, 150, len(at))],
            "said_at": pd.Timestamp("2026-08-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 60, len(at)), "D"),
            "outcome": _pick(rng, ("appointment booked", "no sale", "called back"), len(at)),
            "source_file": "calls.vtt",
            "source_row": rng.integers(2, 400, len(at)),
        }
    )
    return schema.conform(phrases, schema.PHRASES), schema.conform(quotes, schema.QUOTES)


def _language(
    rng: np.random.Generator, keywords: pd.DataFrame, catalogue: pd.DataFrame, phrases: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    spend = keywords.sort_values(["cost", "keyword_id"], ascending=[False, True])
    keys = spend["keyword_key"].drop_duplicates().to_numpy()[:3000]
    m, k = len(keys), 4
    product = rng.integers(0, len(catalogue), m * k)
    parts = rng.normal(0.3, 1.2, (m * k, len(_FEATURES))).round(3)
    matches = pd.DataFrame(
        {
            "keyword_key": np.repeat(keys, k),
            "rank": np.tile(np.arange(1, k + 1), m),
            "product_id": catalogue["product_id"].to_numpy()[product],
            "product_title": catalogue["title"].to_numpy()[product],
            "product_status": catalogue["status"].to_numpy()[product],
            "relevance": np.sort(rng.random((m, k)))[:, ::-1].ravel(),
            "grade": _pick(rng, ("exact", "substitute", "complement", "irrelevant"), m * k),
            "lexical": rng.random(m * k),
            "semantic": rng.random(m * k),
            "baseline": -2.4,
            "contributions": [json.dumps(dict(zip(_FEATURES, row, strict=True))) for row in parts.tolist()],
        }
    )
    near = rng.integers(0, len(phrases), (m, 6))
    alignment = pd.DataFrame(
        {
            "keyword_key": keys,
            "customer_alignment": rng.random(m),
            "customer_phrase": phrases["phrase"].to_numpy()[near[:, 0]],
            "customer_phrase_count": phrases["count"].to_numpy()[near[:, 0]],
            "own_count": rng.integers(0, 5, m).astype(float),
            "suggested_phrase_ids": [json.dumps(row[:2]) for row in near.tolist()],
            "phrases_considered": [
                json.dumps([[i, round(0.9 - 0.12 * j, 3)] for j, i in enumerate(dict.fromkeys(row))])
                for row in near.tolist()
            ],
        }
    )
    u = min(40, len(phrases))
    uncovered = phrases.head(u).assign(
        product_id=catalogue["product_id"].to_numpy()[:u],
        product_title=catalogue["title"].to_numpy()[:u],
        product_relevance=np.linspace(0.97, 0.6, u),
        nearest_keyword=keywords["keyword"].to_numpy()[rng.integers(0, len(keywords), u)],
    )
    flagged = keywords[keywords["flags"] != ""]
    flags = flagged.assign(flag=flagged["flags"].str.split("; ")).explode("flag")
    flags = flags.assign(
        outcome="raised", reason="Named in plain words: 0 of 14 products answer it.", at_stake=flags["cost"]
    )
    return {
        "matches": schema.conform(matches, schema.MATCHES),
        "alignment": schema.conform(alignment, schema.ALIGNMENT),
        "uncovered": schema.conform(uncovered, schema.UNCOVERED),
        "flag_outcomes": schema.conform(flags, schema.FLAG_OUTCOMES),
    }


def _intake(keywords: pd.DataFrame) -> dict[str, pd.DataFrame]:
    n = len(keywords)
    files = pd.DataFrame(
        {
            "file": ["google-ads-keywords.csv", "catalogue.csv", "calls.vtt", "deals.csv"],
            "format": ["Google Ads keyword report", "plain table", "WebVTT", "HubSpot deals"],
            "kind": ["keywords", "catalogue", "calls", "sales"],
            "rows_in": [n + 4, 180, 3200, 900],
            "rows_used": [n, 180, 3150, 896],
            "rows_set_aside": [4, 0, 50, 4],
            "sha256": ["ab" * 32, "cd" * 32, "ef" * 32, "01" * 32],
            "encoding": "utf-8",
            "delimiter": ",",
            "currency": "GBP",
            "cost": [keywords["cost"].sum(), np.nan, np.nan, np.nan],
            "cost_total_row": [keywords["cost"].sum(), np.nan, np.nan, np.nan],
        }
    )
    aside = pd.DataFrame(
        {"source_file": "calls.vtt", "source_row": [4, 9], "kind": "calls", "reason": "no customer speaks"}
    )
    return {"files": schema.conform(files, schema.FILES), "set_aside": schema.conform(aside, schema.SET_ASIDE)}


def _poison_summary(value: Any, strings: Iterator[str], every: bool, key: str = "") -> Any:
    """Return the summary with hostile strings in place of its texts; states that are branched on stay unless told."""
    if isinstance(value, dict):
        return {name: _poison_summary(one, strings, every, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_poison_summary(one, strings, every, key) for one in value]
    kept = {"status", "currency", "locale", "attribution_model"}
    return next(strings) if isinstance(value, str) and (every or key not in kept) else value


def _summary(keywords: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    return {
        "run_id": "20260930-3f9c2a71",
        "versions": {"keyworth": "0.1.0", "python": "3.11", "pandas": "3.1.1"},
        "models": {"encoder": "minilm int8, sha256 53aa5117", "relevance": "relevance-1"},
        "settings": {
            "ingest": {"currency": "GBP"},
            "report": {"company": "Hollin Garden Rooms", "agency": "Brightside Media"},
            "money": {"interval": 0.9, "margin": 0.4, "attribution_model": "position_based", "lookback_days": 90},
        },
        "checks": [
            {"name": "spend ties", "question": "Does the spend tie to the export's own total?",
             "status": "passed", "figure": "to the penny", "why": "", "mend": ""},
            {"name": "sales matched", "question": "Can most sales be tied to a visit?", "status": "failed",
             "figure": "77 %", "why": "23 % of revenue has no keyword",
             "mend": "Export sales with their click id."},
            {"name": "calls read", "question": "Were the calls read?", "status": "passed", "figure": "150 of 150"},
        ],
        "move": what_the_move_brings(keywords, tables.get("links"), Money()),
        "flips": {"model": "first", "decisions": 9, "of": 75, "cost": 3100.0},
        "not_covered": ["23 % of revenue has no keyword", "41 calls unmatched"],
    }  # fmt: skip


def _poison(table: pd.DataFrame, hostile: list[str], keep: set[str]) -> pd.DataFrame:
    poisoned = table.copy()
    for j, name in enumerate(table.columns):
        if name in keep or not pd.api.types.is_string_dtype(table[name].dtype) or len(table) == 0:
            continue
        poisoned[name] = pd.Series(
            [hostile[(i * 7 + j * 31) % len(hostile)] for i in range(len(table))], index=table.index, dtype="str"
        )
    return poisoned
