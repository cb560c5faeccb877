"""What the relevance model is fitted on: judged pairs, and pairs made from catalogues, with their features.

Data and licences: chorus judgements (o19s, Apache-2.0; product data under the
Icecat Open Content License), a sample of Amazon's ESCI pairs (Apache-2.0).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from keyworth.relevance.features import pair_features, prepare_keywords, prepare_products
from models.build.synthetic_pairs import COLUMNS, cut_from_titles, other_names, things_and_accessories

Encode = Callable[[Sequence[str]], np.ndarray]
TARGETS = np.array([0.0, 0.25, 0.75, 1.0])  # P(answers) that a rating 0, 1, 2, 3 stands for
SEED = 20260101
NEIGHBOURS = (3, 5)  # negatives for each ESCI positive: nearest in meaning, and at random
MADE_FROM = 500  # titles of chorus that nobody judged


@dataclass(frozen=True)
class Pairs:
    """Pairs with features, by whose judgement and for which keyword."""

    source: str
    features: pd.DataFrame
    target: np.ndarray
    keyword: np.ndarray
    rating: np.ndarray  # 0 to 3; -1 where the pair was made
    hard: np.ndarray  # bool: not a negative drawn at random

    def take(self, rows: np.ndarray) -> Pairs:
        """Return some of the rows."""
        return Pairs(
            self.source, self.features.iloc[rows], self.target[rows], self.keyword[rows], self.rating[rows],
            self.hard[rows],
        )  # fmt: skip


def stacked(parts: Iterable[tuple[Pairs, float]]) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Return features, targets, weights and keywords of several sets, each with its weight a pair."""
    parts = list(parts)
    return (
        pd.concat([p.features for p, _ in parts], ignore_index=True),
        np.concatenate([p.target for p, _ in parts]),
        np.concatenate([np.full(len(p.target), w) for p, w in parts]),
        np.concatenate([p.keyword for p, _ in parts]),
    )


def read_chorus(data: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return chorus's catalogue (``schema.CATALOGUE``'s names) and its judgements."""
    names = {"id": "product_id", "short_description": "description", "supplier": "brand", "product_type": "category"}
    catalogue = pd.read_csv(data / "chorus/catalogue.csv.gz", dtype=str).rename(columns=names)
    catalogue["category"] = catalogue["category"].where(~catalogue["category"].fillna("").str.isdigit())
    judgements = pd.read_csv(data / "chorus/judgements.csv", dtype={"docid": str})
    return catalogue[["product_id", "title", "description", "category", "brand"]].fillna(""), judgements


def read_esci(data: Path) -> pd.DataFrame:
    """Return the ESCI sample's pairs, every one judged Exact."""
    pairs = pd.read_csv(data / "esci_sample/exact_pairs.csv", dtype=str).fillna("")
    pairs["description"] = pairs["product_bullet_point"] + " " + pairs["product_description"]
    return pairs.rename(columns={"product_title": "title", "product_brand": "brand"})


def chorus_pairs(data: Path, encode: Encode, fields: bool) -> Pairs:
    """Return the judged pairs of chorus, with the products' title alone or all fields."""
    catalogue, judged = read_chorus(data)
    joined = judged.merge(catalogue, left_on="docid", right_on="product_id")
    return _pairs("chorus", joined.assign(keyword=joined["query"]), encode, fields)


def esci_pairs(data: Path, encode: Encode, fields: bool, negatives: tuple[int, int] = NEIGHBOURS) -> Pairs:
    """Return ESCI's pairs with negatives made across queries: the nearest in meaning, and some at random."""
    pairs = read_esci(data)
    products = pairs.drop_duplicates("title").sort_values("title", ignore_index=True)
    titles, keywords = list(products["title"]), sorted(set(pairs["query"]))
    near = (encode(keywords) @ encode(titles).T).round(4)
    rng = np.random.default_rng(SEED)
    rows = []
    for i, keyword in enumerate(keywords):
        own = set(pairs.loc[pairs["query"] == keyword, "title"])
        other = np.array([j for j, t in enumerate(titles) if t not in own])
        hard = other[np.argsort(-near[i, other], kind="stable")[: min(negatives[0] * len(own), 60)]]
        rest = np.setdiff1d(other, hard)
        drawn = rng.choice(rest, min(negatives[1] * len(own), len(rest)), replace=False)
        rows += [(keyword, j, 3, True) for j, t in enumerate(titles) if t in own]
        rows += [(keyword, int(j), 0, True) for j in hard] + [(keyword, int(j), 0, False) for j in drawn]
    table = pd.DataFrame(rows, columns=["keyword", "product", "rating", "hard"])
    return _pairs("esci", table.join(products, on="product"), encode, fields)


def esci_150_pairs(data: Path, encode: Encode, fields: bool) -> Pairs:
    """Return the pairs of 150 ESCI queries that people graded: exact, substitute, complement, irrelevant as 3 to 0."""
    products = pd.read_csv(data / "esci_150/products.csv.gz", dtype=str).fillna("")
    products["description"] = products["bullet_points"] + " " + products["description"]
    judged = pd.read_csv(data / "esci_150/judgements.csv", dtype=str)
    rating = judged["label"].map({"E": 3, "S": 2, "C": 1, "I": 0})
    joined = judged.assign(keyword=judged["query"], rating=rating).merge(products, on="product_id")
    return _pairs("esci 150", joined, encode, fields)


def made_pairs(data: Path, encode: Encode, source: str) -> Pairs:
    """Return pairs made from a source's titles: ``chorus`` (unjudged products only), ``esci`` or ``trades``."""
    if source == "trades":
        made = things_and_accessories(SEED) + other_names(encode, SEED)
    elif source == "esci":
        products = read_esci(data).drop_duplicates("title").sort_values("title")
        made = cut_from_titles(list(products["title"]), list(products["brand"]), SEED)
    else:
        catalogue, judged = read_chorus(data)
        unseen = catalogue[~catalogue["product_id"].isin(judged["docid"])].drop_duplicates("title")
        unseen = unseen.sort_values("title").sample(MADE_FROM, random_state=SEED)
        made = cut_from_titles(list(unseen["title"]), list(unseen["brand"]), SEED)
    table = pd.DataFrame(made, columns=list(COLUMNS)).drop_duplicates(["keyword", "title"], ignore_index=True)
    return _pairs(f"made from {source}", table.assign(rating=-1), encode, False)


def _pairs(source: str, table: pd.DataFrame, encode: Encode, fields: bool) -> Pairs:
    known = ["title", "description", "category", "brand"] if fields else ["title"]
    known = [c for c in known if c in table.columns]
    products = table[known].drop_duplicates().sort_values(known, ignore_index=True)
    keywords = sorted(set(table["keyword"]))
    ki = table["keyword"].map({k: i for i, k in enumerate(keywords)}).to_numpy()
    pi = table[known].merge(products.reset_index(), on=known, how="left")["index"].to_numpy()
    k, p = encode(keywords), encode(list(products["title"]))
    cosine = np.einsum("ij,ij->i", k[ki], p[pi]).round(5)
    side = prepare_products(products, learn=False)
    features = pair_features(prepare_keywords(keywords), side, ki, pi, cosine)
    rating = table["rating"].to_numpy(int)
    target = table["target"].to_numpy(float) if "target" in table else TARGETS[rating]
    hard = table["hard"].to_numpy(bool) if "hard" in table else np.ones(len(table), bool)
    return Pairs(source, features, target, table["keyword"].to_numpy(), rating, hard)
