"""The demo company as the fourth: what is planted there, in the words of the three."""

from __future__ import annotations

import pandas as pd

from bench.demo_company.world import build_world
from bench.demo_findings import DEMO

KIND = {
    "healthy": "aligned",
    "misaligned_wording": "jargon",
    "no_current_product": "never_sold",
    "retired_product": "retired",
    "wrong_product": "accessory_only",
    "other_intent": "other_intent",
    "brand": "brand",
}


def demo_truth() -> pd.DataFrame:
    """Return the truth of the demo's paid keywords; any product of the planted one's concept is right."""
    planted = pd.read_csv(DEMO / "planted.csv", keep_default_na=False)
    rows = planted[planted["channel"] == "paid"].reset_index(drop=True)
    catalogue = build_world(2026).catalogue
    concept = dict(zip(catalogue["product_id"], catalogue["concept"], strict=True))
    same = {c: set(ids) for c, ids in catalogue.groupby("concept")["product_id"]}
    kinds = rows["planted"].str.split(";").map(set)
    kind = kinds.map(lambda s: next((KIND[k] for k in KIND if k in s), "doubt"))
    return pd.DataFrame(
        {
            "keyword": rows["keyword"], "campaign": rows["campaign"], "match_type": rows["match_type"], "kind": kind,
            "products": [same.get(concept.get(p, ""), set()) for p in rows["expected_product"]],
            "better": rows["customer_wording"].map(lambda w: set(filter(None, w.split("; ")))),
            # Planted healthy and brand keywords sell; those of the other kinds hardly do.
            "worth": kind.isin(["aligned", "brand"]).map({True: 2.0, False: 0.0}),
            "sound": kind.isin(["aligned", "brand"]),
        }
    )  # fmt: skip
