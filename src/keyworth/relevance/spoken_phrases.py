"""Customers' phrases, most used first, with what is on sale for each and how plainly it says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from keyworth import schema
from keyworth.language.intent import intents
from keyworth.relevance.active_model import encode_asked
from keyworth.relevance.caller_evidence import listen
from keyworth.relevance.features.product_types import load_things
from keyworth.relevance.features.words import read
from keyworth.relevance.keyword_core import without_size
from keyworth.relevance.prepared_catalogue import PreparedCatalogue
from keyworth.relevance.score import cores, score_range
from keyworth.relevance.search_term_evidence import UNCLICKED, searched_terms
from keyworth.relevance.which_product import product_families, weigh_products
from keyworth.relevance.wording import wording

USED_ENOUGH = 3.0  # uses from which on a wording may be suggested
ANSWERED = 0.4  # P(a current product answers) that a suggested or uncovered phrase needs
# Whose words: said, and searched on the own site, in Search Console, and (apart) by people who saw an ad.
CLASSES = ("callers", "own_searches", "organic_searches", "bought_searches")
_BROWSING = r"\b(?:ideas?|inspiration|pictures?|photos?|images?|designs?|under [£$€]?\d+|regulations?|planning)\b"


@dataclass(frozen=True)
class Spoken:
    """Phrases, most used first, with what is on sale for them."""

    phrases: pd.DataFrame
    phrase: list[str]
    phrase_id: list[int]
    cores: list[str]
    vectors: np.ndarray
    counts: np.ndarray
    customers: np.ndarray  # callers, own and organic searches: people whom no ad called up
    answered: np.ndarray
    product_id: np.ndarray
    product_title: np.ndarray
    category: np.ndarray
    place: np.ndarray  # a number for the thing that the product is a line of
    bare: np.ndarray  # whether it is a single word
    typed: Any  # CSR [keywords × phrases]: the share of those whom an ad for the keyword met that typed it
    things: Any  # CSR [phrases × things] they name
    uses: np.ndarray  # of all phrases with the same core
    plain: np.ndarray  # whether it is the plainest of those, in use, and asked to buy
    offered: np.ndarray  # the same, and on sale
    word_customers: np.ndarray = field(default_factory=lambda: np.zeros(0))  # who say each word, in whatever phrase


def read_phrases(
    phrases: pd.DataFrame,
    shop: PreparedCatalogue,
    staff_answers: pd.DataFrame,
    settings: Any,
    engine: Any,
    progress: Any,
) -> Spoken:
    phrases = phrases.sort_values(["count", "phrase_key"], ascending=[False, True], kind="stable", ignore_index=True)
    catalogue, current = shop.catalogue, shop.current.products
    asked = [without_size(k) for k in cores(list(phrases["phrase_key"]), shop)]
    scored = score_range(asked, shop.current, settings, engine, progress, encode_asked)
    place = np.full(len(asked), -1)
    place[scored.thing >= 0] = scored.product[scored.thing[scored.thing >= 0]]
    told, refused = _heard(asked, scored, current, staff_answers, catalogue)
    place = np.where(told >= 0, told, place)
    best = current.reindex(place)
    vectors = encode_asked(asked, settings, engine, progress, "Encoding phrases")
    product_id = best["product_id"].astype(object).fillna("").to_numpy(object)
    category = best["product_id"].map(categories(catalogue)).astype(object).fillna("").to_numpy(object)
    answered = np.where((scored.only_accessory & (told < 0)) | refused, 0.0, scored.of_keyword)
    buying = intents(phrases["phrase_key"], current)["intent"].eq("") & ~phrases["phrase_key"].str.contains(_BROWSING)
    uses, plainest = _by_core(asked, phrases, buying.to_numpy(bool))
    return Spoken(
        phrases, phrases["phrase"].tolist(), phrases["phrase_id"].tolist(), asked, vectors,
        phrases["count"].to_numpy(float), phrases[list(CLASSES[:3])].sum(axis=1).to_numpy(float), answered, product_id,
        best["title"].astype(object).fillna("").to_numpy(object), category, places(best["product_id"], catalogue),
        np.array([" " not in core for core in asked]), None, things_of(asked), uses,
        plainest & (uses >= USED_ENOUGH), plainest & (uses >= USED_ENOUGH) & (answered >= ANSWERED),
    )  # fmt: skip


def _heard(
    asked: list[str], scored: Any, current: pd.DataFrame, staff_answers: pd.DataFrame, catalogue: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of the product that each phrase's callers came to (-1: none known), and what is refused."""
    told, refused = np.full(len(asked), -1), np.zeros(len(asked), bool)
    if staff_answers.empty or current.empty:
        return told, refused
    texts = sorted(set(asked))
    heard, at = listen(texts, staff_answers, catalogue), pd.Index(texts).get_indexer(pd.Index(asked))
    refused = (heard.turned_away > heard.askers)[at]
    counts = heard.products.tocoo()
    named = pd.DataFrame({"keyword_key": np.array(texts, object)[counts.row], "callers": counts.data})
    named["product_id"] = np.array(heard.ids, object)[counts.col]
    ids = current["product_id"].to_numpy(object)
    pairs = pd.DataFrame({"keyword_key": np.array(asked, object)[scored.keyword], "product_id": ids[scored.product]})
    pairs = pairs.assign(relevance=scored.probability).drop_duplicates(["keyword_key", "product_id"])
    base = named.groupby("product_id")["callers"].sum()
    best = weigh_products(pairs, {"callers": named}, base, catalogue)
    chosen = best.loc[best["moved"], "product_id"].reindex(asked)
    return pd.Index(ids).get_indexer(pd.Index(chosen)) if pd.Index(ids).is_unique else told, refused


def as_keywords(spoken: Spoken, asked: list[str], of_keyword: pd.DataFrame, product: np.ndarray) -> Spoken:
    """Return the phrases, those that say what a keyword says being for its product, and as surely."""
    known = pd.DataFrame({"core": asked, "p": of_keyword["product_relevance"].to_numpy(float), "place": product})
    known = known[known["place"] >= 0].sort_values(["core", "p"], ascending=[True, False]).drop_duplicates("core")
    at = known.set_index("core").reindex(spoken.cores)
    same = at["p"].notna().to_numpy()
    answered = np.where(same, at["p"], spoken.answered)
    place = np.where(same, at["place"].fillna(-1), spoken.place).astype(int)
    offered = spoken.plain & (answered >= ANSWERED)
    return replace(spoken, answered=answered, place=place, offered=offered)


def typed_shares(
    keys: list[str], asked: list[str], keywords: pd.DataFrame, searches: pd.DataFrame | None, spoken: Spoken
) -> Any:
    """Return the share of each keyword's searchers who typed each phrase, but for its own wording, CSR."""
    from scipy.sparse import csr_matrix

    terms = searched_terms(keywords, schema.empty(schema.SEARCHES) if searches is None else searches)
    row, column = pd.Index(keys), pd.Series(range(len(spoken.phrase)), spoken.phrases["phrase_key"])
    at = terms["term_key"].map(column[~column.index.duplicated()])
    rows, weight = (
        row.get_indexer(pd.Index(terms["keyword_key"])),
        np.expm1(terms["weight"].to_numpy(float) - UNCLICKED),
    )
    total = np.bincount(rows, weight, len(keys)) if len(terms) else np.zeros(len(keys))
    kept = at.notna().to_numpy() & (weight >= USED_ENOUGH)
    places = at[kept].to_numpy(int)
    ours = brand_phrases(keywords, spoken)
    kept[kept] = [spoken.cores[p] != asked[r] and not ours[p] for p, r in zip(places, rows[kept], strict=True)]
    share = weight[kept] / np.maximum(total[rows[kept]], 1.0)
    return csr_matrix((share, (rows[kept], at[kept].to_numpy(int))), (len(keys), len(spoken.phrase)))


def brand_phrases(keywords: pd.DataFrame, spoken: Spoken) -> np.ndarray:
    """Return which phrases hold a word that only keywords of the brand have."""
    if "is_brand" not in keywords.columns or not keywords["is_brand"].any():
        return np.zeros(len(spoken.phrase), bool)
    brand = keywords["is_brand"].astype(bool)
    ours, others = (set().union(*map(wording, keywords.loc[m, "keyword_key"].unique())) for m in (brand, ~brand))
    return np.array([bool(wording(c) & (ours - others)) for c in spoken.cores])


def _by_core(asked: list[str], phrases: pd.DataFrame, buying: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the uses of each phrase's core by people who mean to buy, and which phrase says it most plainly."""
    own = phrases[list(CLASSES[:3])].sum(axis=1)
    weight = own if own.sum() > 0 else phrases["count"]  # what ads called up tells other wordings only in need
    told = pd.DataFrame({"core": asked, "uses": np.where(buying, weight, 0.0)})
    told["words"] = phrases["phrase_key"].str.count(" ").to_numpy()
    uses = told.groupby("core")["uses"].transform("sum").to_numpy(float)
    first = told[buying].sort_values("words", kind="stable").drop_duplicates("core").index
    return uses, told.index.isin(first)


def categories(catalogue: pd.DataFrame) -> Any:
    return catalogue.drop_duplicates("product_id").set_index("product_id")["category"]


def things_of(texts: Sequence[str]) -> Any:
    """Return the things that texts name by the last words of their first phrase, CSR [texts × things]."""
    return load_things().sold([read(t) for t in texts])[0]


def places(product_ids: pd.Series, catalogue: pd.DataFrame) -> np.ndarray:
    """Return a number for the thing that products are lines of, int [n], -1 where none is named."""
    products = catalogue.drop_duplicates("product_id").set_index("product_id")
    number = pd.Series(pd.factorize(product_families(products))[0], products.index)
    return product_ids.fillna("").map(number).fillna(-1).to_numpy(int)
