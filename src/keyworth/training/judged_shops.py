"""Judged keywords of small invented shops: what the two public sets lack, as pairs and as whole keywords.

``data/shops`` holds, for each of twenty trades, a catalogue and keywords that a person judged against all of it. The
keywords go through the same matching as an audit's; its candidates, with what was judged of them, are the pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from keyworth import schema, text
from keyworth.relevance.score import Scored, cores, score_range
from keyworth.settings import Relevance
from keyworth.training.relevance_data import Pairs

ANSWERED = ("answered", "out_of_stock")
OTHER_CANDIDATE = 0.2  # P(answers) of a candidate that was not named for an answered keyword: few are, and lists tire


@dataclass(frozen=True)
class JudgedShop:
    """A shop's catalogue and its judged keywords.

    Attributes
    ----------
    name : str
    catalogue : DataFrame
        ``schema.CATALOGUE``.
    keywords : DataFrame
        ``keyword``, ``truth`` (answered, out_of_stock, retired, never, wrong_product), ``products`` (a set of ids).
    """

    name: str
    catalogue: pd.DataFrame
    keywords: pd.DataFrame


def read_shop(folder: Path) -> JudgedShop:
    """Return one judged shop; keywords on which two judges would differ are left out.

    Parameters
    ----------
    folder : Path
        With ``catalogue.csv`` and ``keywords.csv``.
    """
    sold = pd.read_csv(folder / "catalogue.csv", dtype=str, keep_default_na=False)
    sold = sold.assign(status=sold["status"].replace("", "active"))
    for name, convert in (("price", pd.to_numeric), ("retired_on", pd.to_datetime)):
        sold[name] = convert(sold[name], errors="coerce") if name in sold else pd.NA
    asked = pd.read_csv(folder / "keywords.csv", dtype=str, keep_default_na=False)
    asked = asked[~asked["doubt"].str.casefold().isin(["1", "true"])]
    asked = asked.assign(keyword=asked["keyword"].map(text.key)).drop_duplicates("keyword")
    asked["products"] = asked["product_id"].str.split(r"[;|]").map(lambda ids: {i for i in ids if i})
    return JudgedShop(folder.name, schema.conform(sold, schema.CATALOGUE), asked.reset_index(drop=True))


def score_shop(shop: JudgedShop) -> tuple[list[str], Scored, Scored]:
    """Return the cores of a shop's keywords, and both its ranges of products with the candidates' features."""
    products = shop.catalogue.sort_values(["title", "product_id", "description"], kind="stable", ignore_index=True)
    gone = products["status"] == "retired"
    asked = cores(list(shop.keywords["keyword"]), products)
    ranges = (score_range(asked, products[g].reset_index(drop=True), Relevance()) for g in (~gone, gone))
    return asked, *ranges


def shop_pairs(shop: JudgedShop, current: Scored, retired: Scored) -> Pairs:
    """Return the candidates of a shop's keywords as pairs with targets.

    A named product answers; a candidate for a keyword that nothing answers does not.
    """
    parts = [_judged_pairs(shop, current, ANSWERED), _judged_pairs(shop, retired, ("retired",))]
    features, target, keyword = (pd.concat([p[0] for p in parts], ignore_index=True), *(
        np.concatenate([p[i] for p in parts]) for i in (1, 2)
    ))  # fmt: skip
    none = np.full(len(target), -1)
    return Pairs(f"shop {shop.name}", features, target, keyword, none, np.ones(len(target), bool))


def _judged_pairs(shop: JudgedShop, scored: Scored, truths: tuple[str, ...]) -> tuple:
    rows = shop.keywords.iloc[scored.keyword]
    ids = scored.products["product_id"].to_numpy()[scored.product]
    named = np.array([i in products for i, products in zip(ids, rows["products"], strict=True)], bool)
    can = rows["truth"].isin(truths).to_numpy()
    target = np.where(can, np.where(named, 1.0, OTHER_CANDIDATE), 0.0)
    return scored.features, target, rows["keyword"].to_numpy()
