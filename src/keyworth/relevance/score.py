"""Keywords against the catalogue: pairs → features → the relevance model → one row a keyword."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from keyworth import schema
from keyworth.registry import plugins
from keyworth.relevance.accessory import things_and_accessories
from keyworth.relevance.accessory_targets import may_be_only_for
from keyworth.relevance.active_model import champion_name, recalibrated
from keyworth.relevance.candidates import find_candidates
from keyworth.relevance.encode import encode_texts
from keyworth.relevance.features import pair_features, prepare_keywords
from keyworth.relevance.features.summary import keyword_summary
from keyworth.relevance.keyword_core import core, telling_nothing
from keyworth.relevance.language_gate import reasons_not_applicable
from keyworth.relevance.model import grade, load_relevance_model
from keyworth.relevance.prepared_catalogue import PreparedCatalogue, ProductRange, prepared
from keyworth.relevance.result_cache import kept_or_made
from keyworth.relevance.shop_head import judge_keywords
from keyworth.relevance.status import Evidence, settle_status, weigh_status
from keyworth.relevance.synonym_expansion import shop_wordings

ENCODE_ALL = 1500  # products: below, each is encoded; above, only those that can change an answer
CLOSER = 2  # products a keyword that the encoder looks at then
STATIC_SCALE = 0.85  # of the static encoder's cosine, where it stands in for the encoder's
MATCHES_KEPT = 10  # to explain a score: the pairs that carry it are among the first few
MATCHES_ALL, MATCHES_AT_LEAST = 300_000, 3  # a report of tens of thousands of keywords lists fewer for each
PART, TOLD = 50_000, 10_000  # pairs, and matches told, at a time: bounds memory
DECIMALS = 6  # kept of a probability: below what arithmetic on another machine may change


@dataclass(frozen=True)
class Scored:
    """The pairs of one range of products (current, or retired) after the model."""

    products: pd.DataFrame
    keyword: np.ndarray
    product: np.ndarray
    features: pd.DataFrame
    probability: np.ndarray
    of_keyword: np.ndarray  # P(a product of this range answers), a number a keyword
    thing: np.ndarray  # the best pair of each keyword that offers the thing itself, -1 where there is none
    accessory: np.ndarray  # the same for a pair that offers an accessory or part for it
    only_accessory: np.ndarray  # whether the accessory is so much the better answer that the thing is not sold
    summary: pd.DataFrame  # `features.SUMMARY` of the keyword's best wording
    vectors: tuple[np.ndarray, np.ndarray] | None = None  # of keywords and products, where the shop is small


def score_keywords(
    keywords: pd.DataFrame,
    catalogue: pd.DataFrame | PreparedCatalogue,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score each distinct keyword against the catalogue.

    Parameters
    ----------
    keywords : DataFrame
        ``schema.KEYWORDS``; ``keyword_key`` is what is scored.
    catalogue : DataFrame or PreparedCatalogue
        ``schema.CATALOGUE``; out of stock counts as current, retired does not.
    settings : settings.Relevance
    engine : module or object with ``map(function, parts, *shared)``, optional
    progress : callable (label, total) → context manager with ``update(n)``, optional

    Returns
    -------
    relevance : DataFrame
        ``schema.RELEVANCE``, by ``keyword_key``.
    matches : DataFrame
        ``schema.MATCHES``, the best ``MATCHES_KEPT`` products of each keyword.
    """
    keys = sorted(set(keywords["keyword_key"]))
    shop = prepared(catalogue)
    read = shop.catalogue[[c for c in shop.catalogue.columns if not c.startswith("source_")]]
    relevance, matches = kept_or_made(
        [keys, read, [champion_name(settings)]], settings, lambda: _score(keys, shop, settings, engine, progress)
    )
    return relevance, matches


def _score(
    keys: list[str], shop: PreparedCatalogue, settings: Any, engine: Any, progress: Any
) -> tuple[pd.DataFrame, pd.DataFrame]:
    if shop.catalogue.empty:
        unknown = {"keyword_key": keys, "reason": "no catalogue was supplied", "product_status": ""}
        return schema.conform(pd.DataFrame(unknown), schema.RELEVANCE), schema.empty(schema.MATCHES)
    reasons = reasons_not_applicable(keys, list(shop.catalogue["title"]), _languages(settings))
    judged = [k for k, reason in zip(keys, reasons, strict=True) if not reason]
    silent = pd.DataFrame({"keyword_key": keys, "reason": reasons})
    silent = silent[silent["reason"] != ""].assign(applicable=False, product_status="none", competing_products=0)
    if not judged:
        return schema.conform(silent, schema.RELEVANCE), schema.empty(schema.MATCHES)
    asked = cores(judged, shop)
    current, old, found = score_catalogue(judged, asked, shop, settings, engine, progress)
    probability, built, found = judge_keywords(asked, current, found, settings, engine, progress)
    relevance = settle_status(judged, current, old, found, probability, settings).assign(**built)
    both = pd.concat([relevance, silent]) if len(silent) else relevance
    both = schema.conform(both.sort_values("keyword_key", kind="stable"), schema.RELEVANCE)
    return both, list_matches(judged, current, old)


def score_catalogue(
    keys: Sequence[str], asked: Sequence[str], catalogue: pd.DataFrame | PreparedCatalogue, settings: Any,
    engine: Any = None, progress: Any = None,
) -> tuple[Scored, Scored, Evidence]:  # fmt: skip
    """Score keywords against the current and the retired range, and weigh what speaks for and against an answer.

    ``asked`` are the cores of ``keys``.
    """
    shop = prepared(catalogue)
    current, old = (score_range(asked, r, settings, engine, progress) for r in (shop.current, shop.retired))
    named = shop.named_hosts
    doubtful = np.flatnonzero(may_be_only_for(current, named.links, len(asked)))
    hosted = score_range([asked[i] for i in doubtful.tolist()], shop.hosts, settings, engine, progress)
    hosted = replace(hosted, keyword=doubtful[hosted.keyword])
    return current, old, weigh_status(keys, current, old, (hosted, named.links))


def _languages(settings: Any) -> tuple[str, ...]:
    family = plugins("relevance.encoders")
    return family.get(settings.encoder, family["sentence_transformers"]).LANGUAGES


def cores(keys: Sequence[str], catalogue: pd.DataFrame | PreparedCatalogue) -> list[str]:
    """Return what each keyword asks for, without its commercial words and places."""
    places = telling_nothing(keys, prepared(catalogue).stems)
    return [core(k, places) for k in keys]


def score_range(
    keys: Sequence[str],
    products: pd.DataFrame | ProductRange,
    settings: Any,
    engine: Any = None,
    progress: Any = None,
    encode: Callable[..., np.ndarray] = encode_texts,
) -> Scored:
    """Score keywords against one range of products, which lie in an order that their content decides.

    ``encode`` gives the keywords' vectors. What the agency bids on is encoded as the relevance model was fitted;
    what customers say, by ``champion.encode_asked``, as it was learnt from them.
    """
    of = products if isinstance(products, ProductRange) else ProductRange(products)
    titles, asked = of.titles, list(keys)
    everything = len(titles) <= ENCODE_ALL and len(asked) > 0 and len(titles) > 0
    keys, owner = asked, np.arange(len(asked))
    if everything:  # a large shop has other names of its own, and one of them answers what it does not sell
        keys, owner = shop_wordings(asked, of.stems)
    vectors = None
    if everything:
        vectors = (
            encode(keys, settings, engine, progress, "Encoding keywords"),
            of.vectors(settings, engine, progress),
        )
    found = find_candidates(keys, titles, vectors, progress)
    ki, pi, model = found.keyword, found.product, load_relevance_model()
    read, place = np.unique(pi, return_inverse=True)
    prod = of.side(read)
    kw = prepare_keywords(keys)
    cosine = np.round((1.0 if everything else STATIC_SCALE) * found.meaning.astype(float), 5)
    features = pair_features(kw, prod, ki, place, cosine)
    if not everything and len(ki):
        closer = _worth_encoding(ki, model.probability(features))
        cosine[closer] = _cosine(keys, titles, ki[closer], pi[closer], encode, settings, engine, progress)
        features.iloc[closer] = pair_features(kw, prod, ki[closer], place[closer], cosine[closer])
    probability = np.round(model.probability(features), DECIMALS) if len(ki) else np.zeros(0)
    summary = keyword_summary(kw, prod, ki, features, probability)
    of_wording = np.round(recalibrated(model.keyword_probability(summary), settings), DECIMALS)
    of_wording = np.where(np.bincount(ki, minlength=len(keys))[: len(keys)] > 0, of_wording, 0.0)
    told = np.lexsort((np.arange(len(owner)), -of_wording, owner))
    told = told[np.r_[True, owner[told][1:] != owner[told][:-1]]] if len(told) else told
    of_keyword, summary = of_wording[told], summary.iloc[told].reset_index(drop=True)
    best = _best_wording(owner[ki], pi, probability)
    ki, pi, features, probability = owner[ki][best], pi[best], features.iloc[best], probability[best]
    shown = things_and_accessories(ki, pi, features, probability, len(asked), of.products, everything)
    vectors = (vectors[0][: len(asked)], vectors[1]) if vectors else None
    return Scored(of.products, ki, pi, features, probability, of_keyword, *shown, summary, vectors)


def _best_wording(ki: np.ndarray, pi: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Return the place of the most probable wording of each pair, by keyword, then by product."""
    order = np.lexsort((-probability, pi, ki))
    k, p = ki[order], pi[order]
    return order[np.r_[True, (k[1:] != k[:-1]) | (p[1:] != p[:-1])]] if len(order) else order


def _worth_encoding(ki: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Return the places of the ``CLOSER`` most probable products of each keyword."""
    order = np.lexsort((-probability, ki))
    rank = np.arange(len(ki)) - np.searchsorted(ki[order], ki[order])
    return np.sort(order[rank < CLOSER])


def _cosine(
    keys: Sequence[str],
    titles: Sequence[str],
    ki: np.ndarray,
    pi: np.ndarray,
    encode: Callable[..., np.ndarray],
    settings: Any,
    engine: Any,
    progress: Any,
) -> np.ndarray:
    k, p = np.unique(ki), np.unique(pi)
    a = encode([keys[i] for i in k], settings, engine, progress, "Encoding keywords")
    b = encode_texts([titles[i] for i in p], settings, engine, progress, "Encoding products")
    left, right, cosine = np.searchsorted(k, ki), np.searchsorted(p, pi), np.empty(len(ki))
    for start in range(0, len(ki), PART):
        at = slice(start, start + PART)
        cosine[at] = np.einsum("ij,ij->i", a[left[at]], b[right[at]])
    return np.round(cosine, 5)  # rounded, so that no order of summation shows


def list_matches(keys: Sequence[str], *ranges: Scored) -> pd.DataFrame:
    """Return ``schema.MATCHES``: the best products of each keyword with what built their score."""
    pairs = [(r.keyword, r.product, r.probability, np.arange(len(r.keyword))) for r in ranges]
    keyword, product, probability, pair = (np.concatenate(column) for column in zip(*pairs, strict=True))
    of_range = np.repeat(np.arange(len(ranges)), [len(r.keyword) for r in ranges])
    order = np.lexsort((product, of_range, -probability, keyword))
    rank = np.arange(len(order)) - np.searchsorted(keyword[order], keyword[order])
    most = min(MATCHES_KEPT, max(MATCHES_AT_LEAST, MATCHES_ALL // max(len(keys), 1)))
    kept, rank = order[rank < most], rank[rank < most]
    parts = []
    for start in range(0, max(len(kept), 1), TOLD):
        some = kept[start : start + TOLD]
        told = [(np.flatnonzero(of_range[some] == i), r) for i, r in enumerate(ranges)]
        rows = pd.concat([_match_rows(keys, r, pair[some[at]]) for at, r in told], ignore_index=True)
        parts.append(rows.iloc[np.argsort(np.concatenate([at for at, _ in told]))])
    matches = pd.concat(parts, ignore_index=True)
    return schema.conform(matches.assign(rank=rank + 1), schema.MATCHES)


def _match_rows(keys: Sequence[str], r: Scored, kept: np.ndarray) -> pd.DataFrame:
    features = r.features.iloc[kept]
    products = r.products.iloc[r.product[kept]]
    contributions = load_relevance_model().contributions(features)
    named = contributions.drop(columns="baseline").round(4)
    names = list(named.columns)
    told = [
        json.dumps({name: value for name, value in zip(names, row, strict=True) if value}, ensure_ascii=False)
        for row in named.to_numpy().tolist()
    ]
    return pd.DataFrame(
        {
            "keyword_key": [keys[i] for i in r.keyword[kept]],
            "product_id": products["product_id"].to_numpy(),
            "product_title": products["title"].to_numpy(),
            "product_status": products["status"].to_numpy(),
            "relevance": r.probability[kept],
            "grade": grade(r.probability[kept], features),
            "lexical": features["coverage"].to_numpy(float).round(4),
            "semantic": features["semantic"].to_numpy(float).round(4),
            "baseline": contributions["baseline"].to_numpy(float).round(4),
            "contributions": told,
        }
    )
