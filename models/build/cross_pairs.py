"""Pairs of keyword and product line that the cross-encoder is fitted on: of the lexicon, and of judged shops.

The lexicon (``data/trade_names``) says which names are one thing, how a customer describes it, what is another thing of
the same kind or the same last word, and what is only sold for it. Shops say what people judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from keyworth.relevance.reranker import product_lines
from keyworth.relevance.score import Scored, cores, score_catalogue
from keyworth.settings import Relevance
from models.build.judged_shops import ANSWERED, JudgedShop
from models.build.trade_words import LOOKS, MAKERS

NAMES = Path(__file__).resolve().parents[2] / "data" / "trade_names"
COLUMNS = ("keyword", "line", "target")
SAME, KIND, BROADER, OTHER = 1.0, 0.95, 0.3, 0.0
UNNAMED = 0.15  # of a product that an answered keyword's judge did not name: seldom the list is whole
NEAREST, NAMED = 2, 1  # products of a keyword that are learnt from: the most probable, and those that the judge named


@dataclass(frozen=True)
class Thing:
    """A line of ``data/trade_names``."""

    names: tuple[str, ...]
    broader: str
    parts: tuple[str, ...]
    said: tuple[str, ...]


def read_things(folder: Path = NAMES) -> list[Thing]:
    """Return the lexicon, by file and line."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            names, broader, parts, said = [f.strip() for f in [*line.split("|"), "", "", ""][:4]]
            if names and not line.startswith("#"):
                out.append(Thing(_split(names, "="), broader, _split(parts, ","), _split(said, ";")))
    return out


def _split(field: str, sign: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in field.split(sign) if part.strip())


def lexicon_pairs(things: Sequence[Thing], most: int, seed: int) -> pd.DataFrame:
    """Return pairs (``COLUMNS``) of names, descriptions, kinds and accessories, ``most`` of them drawn at random."""
    rng = np.random.default_rng(seed)
    alike: dict[str, list[int]] = {}
    for i, thing in enumerate(things):
        for end in {thing.broader, *(name.split()[-1] for name in thing.names)} - {""}:
            alike.setdefault(end, []).append(i)
    rows = [row for i in range(len(things)) for row in _of_thing(i, things, alike, rng)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).drop_duplicates(["keyword", "line"])
    return table.sample(min(most, len(table)), random_state=seed).reset_index(drop=True)


def _of_thing(
    i: int, things: Sequence[Thing], alike: dict[str, list[int]], rng: np.random.Generator
) -> Iterator[tuple[str, str, float]]:
    thing = things[i]

    def pick(values: Sequence[str]) -> str:
        return values[int(rng.integers(len(values)))]

    def line(name: str, broader: str) -> str:
        text = name.capitalize()
        if rng.random() < 0.5:
            text = f"{pick(MAKERS)} {pick(LOOKS) + ' ' if rng.random() < 0.5 else ''}{name}"
        return f"{text}. {broader}" if broader and rng.random() < 0.4 else text

    own = set(thing.names)
    for name in thing.names[:3]:
        sold = pick([n for n in thing.names if n != name] or [name])
        yield name, line(sold, thing.broader), SAME
    for said in thing.said[:2]:
        yield said, line(pick(thing.names), thing.broader), SAME
    if thing.broader:
        yield thing.broader, line(pick(thing.names), ""), KIND
        yield pick(thing.names), line(thing.broader, ""), BROADER
    for part in thing.parts[:1]:
        yield (
            pick(thing.names),
            line(pick([f"{part} for {thing.names[0]}", f"{thing.names[0]} {part}", part]), ""),
            OTHER,
        )
        yield f"{thing.names[0]} {part}", line(thing.names[0], thing.broader), OTHER
    ends = {thing.broader, *(name.split()[-1] for name in thing.names)} - {""}
    near = [j for end in sorted(ends) for j in alike.get(end, ()) if j != i]
    for j in rng.choice(near, min(3, len(near)), replace=False).tolist() if near else []:
        other = things[j]
        if not own & {*other.names, other.broader} and thing.broader not in other.names:
            yield pick([*thing.names, *thing.said]), line(pick(other.names), other.broader), OTHER
    other = things[int(rng.integers(len(things)))]
    if not own & {*other.names, other.broader}:
        yield pick([*thing.names, *thing.said]), line(pick(other.names), other.broader), OTHER


def shop_candidates(shop: JudgedShop) -> tuple[pd.DataFrame, list[str], Scored]:
    """Return the pairs of one shop (``COLUMNS`` and ``shop``), its keywords in order, and its range as scored."""
    keys = sorted(shop.keywords["keyword"])
    products = shop.catalogue.sort_values(["title", "product_id", "description"], kind="stable", ignore_index=True)
    asked = cores(keys, products)
    current, old, _ = score_catalogue(keys, asked, products, Relevance())
    rng = np.random.default_rng(len(keys))
    judged = shop.keywords.set_index("keyword")
    now, gone = product_lines(current.products), product_lines(old.products)
    place = {p: i for i, p in enumerate(current.products["product_id"])}
    retired = {p: i for i, p in enumerate(old.products["product_id"])}
    rows = []
    for k, key in enumerate(keys):
        truth, named = str(judged.at[key, "truth"]), cast("set[str]", judged.at[key, "products"])
        right = {place[p] for p in named if p in place} if truth in ANSWERED else set()
        some = sorted(right)
        chosen = set(rng.choice(some, min(NAMED, len(some)), replace=False).tolist()) if some else set()
        own = np.flatnonzero(current.keyword == k)
        chosen |= set(current.product[own[np.argsort(-current.probability[own], kind="stable")[:NEAREST]]].tolist())
        other = UNNAMED if truth in ANSWERED else OTHER
        rows += [(asked[k], now[p], SAME if p in right else other) for p in sorted(chosen)]
        rows += [(asked[k], gone[retired[p]], SAME) for p in sorted(named) if truth == "retired" and p in retired]
    return pd.DataFrame(rows, columns=list(COLUMNS)).assign(shop=shop.name), asked, current
