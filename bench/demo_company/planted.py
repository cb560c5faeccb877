"""What is truly so, apart from the exports: for tests to measure against, never for rules to read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.demo_company.truth import keyword_truth
from bench.demo_company.world import World, build_world

SOLD = ("healthy", "misaligned_wording")


def planted_keywords(world: World, truth: pd.DataFrame) -> pd.DataFrame:
    """Return a row for every keyword and query: all that is truly so of it, joined by ``;``."""
    frame = truth[["keyword", "campaign", "match_type", "channel"]].copy()
    frame["planted"] = truth["kinds"].str.replace("healthy;", "", regex=False)
    product = [world.product_of(c) if c else "" for c in truth["concept"]]
    frame["expected_product"] = np.where(truth["kind"].isin([*SOLD, "wrong_product", "retired_product"]), product, "")
    successors = world.catalogue.set_index("product_id")["replaced_by"]
    frame["successor"] = np.where(truth["kind"] == "retired_product", frame["expected_product"].map(successors), "")
    frame["customer_wording"] = [
        "; ".join(world.concepts[c]["says"]) if k == "misaligned_wording" else ""
        for c, k in zip(truth["concept"], truth["kind"], strict=True)
    ]
    frame["leads_per_click"] = truth["lead_rate"].round(5)
    return frame.fillna("")


def planted_phrases(world: World, truth: pd.DataFrame, searches: pd.DataFrame) -> pd.DataFrame:
    """Return the uncovered demand: what customers ask for and buy, and no keyword of the agency's covers."""
    count = searches.set_index("term")["count"]
    rows = [
        {"phrase": phrase, "searches": int(count.get(phrase, 0)), "expected_product": world.product_of(concept["id"])}
        for concept in world.concepts.values()
        if concept.get("uncovered")
        for phrase in [*concept["says"], *concept["also"]]
    ]
    return pd.DataFrame(rows)


def planted_flips(seed: int, truth: pd.DataFrame) -> pd.DataFrame:
    """Return the keywords whose truth the months have changed."""
    before = keyword_truth(build_world(seed))
    frame = truth[["keyword", "campaign", "match_type", "channel"]].copy()
    frame["was"], frame["now"] = before["kinds"], truth["kinds"]
    return frame.loc[before["kinds"] != truth["kinds"]]
