"""The money side of an invented audit: credits, journeys, claims and the summaries."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth import schema

_MODELS = ("position_based", "first", "last", "linear", "time_decay")


def credits_of(keywords: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return journeys, credits and a claim ledger."""
    sold = keywords[keywords["attributed_conversions"] > 0].nlargest(2000, "cost")
    rows = []
    for name, factor in zip(_MODELS, (1.0, 0.7, 1.2, 0.95, 1.1), strict=True):
        part = pd.DataFrame({"keyword_id": sold["keyword_id"], "credit": sold["attributed_conversions"] * factor})
        part["amount"] = part["credit"] * 14200.0
        part["sale_id"] = [f"D-{1000 + i}" for i in range(len(sold))]
        rows.append(part.assign(attribution_model=name, channel="paid search", link="click_id"))
    unmatched = pd.DataFrame({"attribution_model": _MODELS, "keyword_id": -1, "credit": 12.0, "amount": 61000.0})
    credits = pd.concat([*rows, unmatched.assign(sale_id="D-9", channel="direct", link="none")], ignore_index=True)
    ledger = pd.DataFrame(
        {
            "claim": ["Average ROAS", "Total cost", "Total keywords", "Conversions"],
            "scope": ["total"] * 4,
            "claimed": [3.12, 195.47, 83.0, 402.0],
            "recomputed": [2.68, 231.39, 100.0, np.nan],
            "difference": [0.44, -35.92, -17.0, np.nan],
            "cause": ["mean of ratios", "rows do not add up", "breakdown totals 100", "no sales in the same period"],
            "verdict": ["not supported", "not supported", "not supported", "cannot be checked"],
            "ask_for": ["", "the export with its total row", "", "sales with a click id"],
            "source_file": "agency.csv",
            "source_row": [3, 9, 12, 14],
        }
    )
    return {
        "credits": schema.conform(credits, schema.CREDITS),
        "claim_ledger": schema.conform(ledger, schema.CLAIM_LEDGER),
    }


def journeys_of(keywords: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the visits before each sale, and how each sale was tied: a search, a click on the keyword, a visit."""
    sold = keywords[keywords["attributed_conversions"] > 0].nlargest(2000, "cost")
    n, start = len(sold), pd.Timestamp("2026-07-02", tz="UTC")
    sales = np.array([f"D-{1000 + i}" for i in range(n)], dtype=object)
    steps = []
    for k, (channel, link) in enumerate(
        [("organic_search", "no_keyword"), ("paid_search", "click_id"), ("direct", "customer_id")]
    ):
        at = start + pd.to_timedelta(np.arange(n) % 60 + 3 * k, "D")
        own = {"keyword_id": sold["keyword_id"], "keyword_key": sold["keyword_key"]}
        own = own if link == "click_id" else {"keyword_id": -1, "keyword_key": ""}
        step = pd.DataFrame({"sale_id": sales, "touch": np.arange(n) * 3 + k, "at": at, "channel": channel})
        steps.append(step.assign(link=link, share=1.0, won=True, **{k: np.asarray(v) for k, v in own.items()}))
    created = start + pd.to_timedelta(np.arange(n) % 60 + 7, "D")
    links = pd.DataFrame({"sale_id": sales, "stage": "won", "created_at": created, "amount": 14200.0})
    links = links.assign(closed_at=created + pd.Timedelta(days=20), link="click_id")
    rows = [
        sold[["keyword_id"]].assign(
            attribution_model=name,
            attributed_conversions=sold["attributed_conversions"] * factor,
            attributed_revenue=sold["attributed_revenue"] * factor,
        )
        for name, factor in zip(_MODELS, (1.0, 0.7, 1.2, 0.95, 1.1), strict=True)
    ]
    links = schema.conform(links.assign(channel="paid_search", certainty="exact"), schema.LINKS)
    return {"journeys": pd.concat(steps, ignore_index=True), "links": links, "money_by_model": pd.concat(rows)}


def summaries_of(keywords: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the money room's summaries, as ``keyworth.money`` writes them."""
    stages, counts = ["visit", "lead", "appointment", "opportunity", "won"], [7300.0, 900.0, 312.0, 277.0, 228.0]
    paid = keywords[keywords["channel"] == "paid"]
    channels = pd.DataFrame(
        {
            "channel": ["paid_search", "organic_search", "email", "unmatched"],
            "claimed_conversions": [paid["claimed_conversions"].sum(), np.nan, np.nan, np.nan],
            "claimed_value": [paid["claimed_value"].sum(), np.nan, np.nan, np.nan],
            "traced_conversions": [40.2, 11.0, 3.4, 12.1],
            "traced_revenue": [62000.0, 18000.0, 5200.0, 19500.0],
        }
    )
    factors = zip(_MODELS, (1.0, 0.8, 1.25, 0.97, 1.1), strict=True)
    ways = [channels.assign(attribution_model=m, revenue=channels["traced_revenue"] * f) for m, f in factors]
    return {
        "funnel": pd.DataFrame({"channel": "", "product": "", "stage": stages, "count": counts}),
        "channels": channels,
        "models": pd.concat(ways, ignore_index=True),
        "dead_weight": pd.DataFrame(
            {"kind": ["keyword", "keyword", "page"], "never": ["click", "sale", "sale"], "cost": [0.0, 812.4, 95.0]}
        ),
        "money_flow": pd.DataFrame(
            {"side": "spend", "meaning": ["clicks on keyword rows", "the agency's fee"], "amount": [900.0, 100.0]}
        ),
        "totals": _totals(keywords),
        "months": pd.DataFrame(
            {"month": ["2026-07", "2026-08"], "channel": "", "sales": [40.0, 6.0], "matched": [31.0, 4.0]}
        ),
    }


def _totals(keywords: pd.DataFrame) -> pd.DataFrame:
    sums = {"by": "all", "group": "", "keywords": len(keywords)}
    for name in ("conversions", "revenue"):
        middle = keywords[f"expected_{name}"].sum()
        sums |= {f"attributed_{name}": keywords[f"attributed_{name}"].sum(), f"expected_{name}": middle}
        sums |= {f"expected_{name}_low": 0.8 * middle, f"expected_{name}_high": 1.3 * middle}
    return schema.conform(pd.DataFrame([sums]), schema.TOTALS)
