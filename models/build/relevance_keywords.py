"""Keywords with and without an answer in a catalogue, to fit P(a current product answers the keyword).

People judged 119 keywords of one shop. The rest is made: a keyword cut from a
title is answered by its catalogue, and by the same catalogue without every
product that has its head word it is not; queries of another trade are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from keyworth import schema
from keyworth.relevance.features import SUMMARY, keyword_summary, prepare_keywords, prepare_products
from keyworth.relevance.features.words import read, stem
from keyworth.relevance.model import Head
from keyworth.relevance.score import cores, score_range
from keyworth.settings import Relevance
from models.build.additive import Recipe, calibrated
from models.build.judged_shops import ANSWERED, JudgedShop, read_shops
from models.build.relevance_data import SEED, read_chorus, read_esci
from models.build.relevance_recipe import KEYWORD_FALLING, KEYWORD_RISING
from models.build.ridge_head import fit_lines
from models.build.synthetic_pairs import cut_from_titles

ABSENT = (
    "garmin", "ipad pro", "iphone 11", "iphone 7", "iphone 8", "iphone x", "iphone xr", "light board", "netflix",
    "night light", "nintendo switch games", "phone cord", "the boys", "touchscreen computer", "youtube",
)  # fmt: skip
CORE = ("best_logit",)
RIDGE = 0.3
SHOP_SIZES = (150, 400, 1200)
MADE_EACH = 120
MADE_WEIGHT = 0.5
# Sixty small shops together weigh no more than the large ones that this head is for.
SHOP_WEIGHT = 0.35
# Answered, yet without a word of the title: a third of the shops' by design, and far fewer of any report's.
STRANGE, STRANGE_WEIGHT = "shop, no word shared", 0.07


@dataclass(frozen=True)
class KeywordRows:
    """Keywords against a catalogue: the summary, whether one of its products answers, and whose word that is."""

    summary: pd.DataFrame
    answered: np.ndarray
    keyword: np.ndarray
    source: np.ndarray


def keyword_rows(data: Path, heads: dict[str, Head]) -> KeywordRows:
    """Return judged and made keywords, scored against catalogues as an audit does."""
    catalogue, judged = read_chorus(data)
    esci = read_esci(data)
    parts = [_scored(heads, catalogue, *judged_keywords(judged), "chorus")]
    shop = esci.drop_duplicates("title")
    asked = sorted(set(esci["query"]))
    parts.append(_scored(heads, shop, asked, np.ones(len(asked)), "esci"))
    foreign = [k for k in judged_keywords(judged)[0] if not _shares(k, shop)]
    parts.append(_scored(heads, shop, foreign, np.zeros(len(foreign)), "other trade"))
    foreign = [k for k in asked if not _shares(k, catalogue)]
    parts.append(_scored(heads, catalogue, foreign, np.zeros(len(foreign)), "other trade"))
    parts += list(_made(heads, catalogue, shop))
    parts += [_of_shop(heads, judged_shop) for judged_shop in read_shops()]
    return KeywordRows(
        pd.concat([p.summary for p in parts], ignore_index=True),
        *(np.concatenate([getattr(p, name) for p in parts]) for name in ("answered", "keyword", "source")),
    )


def _of_shop(heads: dict[str, Head], shop: JudgedShop) -> KeywordRows:
    current = shop.catalogue[shop.catalogue["status"] != "retired"]
    answered = shop.keywords["truth"].isin(ANSWERED).to_numpy(float)
    rows = _scored(heads, current, cores(list(shop.keywords["keyword"]), shop.catalogue), answered, "shop")
    titles = {i: set(_stems(t)) for i, t in zip(shop.catalogue["product_id"], shop.catalogue["title"], strict=True)}
    held = [set().union(*(titles[i] for i in ids)) for ids in shop.keywords["products"]]
    strange = [not words & set(_stems(k)) for words, k in zip(held, shop.keywords["keyword"], strict=True)]
    source = np.where(np.array(strange) & (answered > 0), STRANGE, rows.source)
    return KeywordRows(rows.summary, rows.answered, rows.keyword, source)


def judged_keywords(judgements: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """Return the keywords that a rating of 3 shows to be answered, and those known to be absent."""
    best = judgements.groupby("query")["rating"].max()
    present = sorted(best.index[best == 3])
    return present + list(ABSENT), np.r_[np.ones(len(present)), np.zeros(len(ABSENT))]


def summarise(heads: dict[str, Head], keywords: Sequence[str], catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return the summary of keywords against a catalogue, with these heads in place of the shipped ones."""
    products = _ordered(catalogue)
    scored = score_range(keywords, products, Relevance())
    columns = {n: scored.features[n].to_numpy(float) for n in scored.features.columns}
    probability = heads["pair"].probability(columns, len(scored.features)).round(6)
    read_ = np.unique(scored.product)
    side = prepare_products(products.iloc[read_].reset_index(drop=True), learn=False)
    return keyword_summary(prepare_keywords(keywords), side, scored.keyword, scored.features, probability)


def keyword_recipe() -> Recipe:
    """Return the features of a keyword and the way each may go."""
    used = tuple(n for n in SUMMARY if n not in ("best", "gap", "keyword_rarity", "keyword_words"))
    return Recipe(used, KEYWORD_RISING, KEYWORD_FALLING)


def fit_keyword_head(rows: KeywordRows, only: np.ndarray | None = None) -> Head:
    """Fit the keyword head, calibrated on keywords that the fold's fit has not seen."""
    chosen = np.flatnonzero(np.ones(len(rows.answered), bool) if only is None else only)
    summary, answered = rows.summary.iloc[chosen].reset_index(drop=True), rows.answered[chosen]
    weights = {"chorus": 1.0, "shop": SHOP_WEIGHT, STRANGE: STRANGE_WEIGHT}
    weight = np.array([weights.get(s, MADE_WEIGHT) for s in rows.source[chosen]])
    recipe, names = keyword_recipe(), rows.keyword[chosen]
    distinct, place = np.unique(names, return_inverse=True)
    fold = (np.random.default_rng(11).permutation(len(distinct)) % 5)[place]
    logit = np.zeros(len(chosen))
    for f in range(5):
        a, b = fold != f, fold == f
        head = fit_lines(recipe, CORE, RIDGE, summary[a], answered[a], weight[a])
        logit[b] = head.logit({n: summary.loc[b, n].to_numpy(float) for n in recipe.features}, int(b.sum()))
    whole = fit_lines(recipe, CORE, RIDGE, summary, answered, weight)
    return calibrated(whole, logit, answered, weight)


def _scored(heads, catalogue, keywords: Sequence[str], answered: np.ndarray, source: str) -> KeywordRows:
    summary = summarise(heads, keywords, catalogue)
    return KeywordRows(summary, np.asarray(answered, float), np.array(keywords, object), np.full(len(keywords), source))


def _made(heads: dict[str, Head], *catalogues: pd.DataFrame) -> Iterable[KeywordRows]:
    rng = np.random.default_rng(SEED)
    for size in SHOP_SIZES:
        for catalogue in catalogues:
            shop = catalogue.drop_duplicates("title").sort_values("title")
            shop = shop.sample(min(size, len(shop)), random_state=SEED + size)
            made = cut_from_titles(list(shop["title"]), list(shop["brand"]), SEED + size)
            keywords = sorted({k for k, _, target, kind in made if target == 1.0 and kind != "accessory asked"})
            keywords = list(rng.choice(keywords, min(MADE_EACH, len(keywords)), replace=False))
            yield _scored(heads, shop, keywords, np.ones(len(keywords)), "made, answered")
            heads_of = [read(k).tokens[-1:] for k in keywords]
            gone = {t for tokens in heads_of[: len(keywords) // 2] for t in tokens}
            rest = shop[[not gone & set(_stems(t)) for t in shop["title"]]]
            asked = [k for k, tokens in zip(keywords, heads_of, strict=True) if gone & set(tokens)]
            if len(rest) > 20 and asked:
                yield _scored(heads, rest, asked, np.zeros(len(asked)), "made, withheld")


def _stems(text: str) -> list[str]:
    return [stem(w) for w in read(text).tokens]


def _shares(keyword: str, catalogue: pd.DataFrame) -> bool:
    """Whether some title has every word of the keyword, so that it may well be answered."""
    words = set(read(keyword).tokens)
    last = read(keyword).tokens[-1:]
    titles = catalogue["title"].str.casefold()
    hit = np.ones(len(titles), bool)
    for word in words if len(words) < 3 else last:
        hit &= titles.str.contains(word, regex=False).to_numpy()
    return bool(hit.any())


def _ordered(catalogue: pd.DataFrame) -> pd.DataFrame:
    filled = schema.conform(catalogue, schema.CATALOGUE)
    return filled.sort_values(["title", "product_id", "description"], kind="stable", ignore_index=True)
