"""Keywords against customers' phrases: is this how they say it, and if not, how do they?"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
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
from keyworth.relevance.prepared_catalogue import PreparedCatalogue, prepared
from keyworth.relevance.score import DECIMALS, cores, score_range
from keyworth.relevance.search_term_evidence import UNCLICKED, searched_terms
from keyworth.relevance.which_product import product_families, weigh_products
from keyworth.relevance.wording import covered_by, own_counts, word_rows, wording
from keyworth.text import key

USED_ENOUGH = 3.0  # uses from which on a wording may be suggested
FEWEST = 5.0  # customers of a thing below whom nobody can say how they word it
LEVEL = 0.9  # of the range of an alignment
COMMON = 0.05  # share of its customers that a wording in use, of words in common use, has at least
PRIOR = 0.25  # uses, and uses of other wordings, that are supposed before any customer spoke
NEARLY_SAME = 0.86  # cosine from which on a phrase is the same wording but for little words
SAME_MEANING = 0.45  # cosine above which a phrase may mean the same, …
ALIKE = 0.5  # of cosine and what lexicon and catalogue add, from which on two wordings ask for the same thing
SAME_CATEGORY = 0.35  # … or above which it may where its product is of the same category
PER_USE = 0.03  # of cosine that 2.7 times the use is worth in choosing suggestions, …
SAME_THING, ANOTHER_THING = 0.2, 0.3  # … that a phrase names the same thing by the lexicon, or quite another, …
SAME_PRODUCT, ONE_WORD = 0.1, 0.15  # … that the same product answers both, and that it is a bare word ("room")
TYPED = 0.1  # share of a keyword's searchers from which on its customers say it so; chosen
PER_TYPED = 0.4  # of cosine that the root of that share is worth in choosing suggestions; chosen
COVERED = 0.8  # cosine above which a keyword covers a phrase
ANSWERED = 0.4  # P(a current product staff_answers) that a suggested or uncovered phrase needs
SUGGESTED, CONSIDERED = 3, 8  # shown to a person, and kept to explain
CELLS = 2**23  # of the block of likenesses
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


def align_keywords(
    keywords: pd.DataFrame,
    phrases: pd.DataFrame,
    relevance: pd.DataFrame,
    catalogue: pd.DataFrame | PreparedCatalogue,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
    searches: pd.DataFrame | None = None,
    staff_answers: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare keywords with how customers speak.

    Parameters
    ----------
    keywords, phrases, relevance, catalogue : DataFrame
        Tables of ``schema``.
    settings : settings.Relevance
    engine, progress
        As for ``score_keywords``.
    searches, staff_answers : DataFrame, optional
        Of ``schema``: what a keyword's searchers typed is how its customers put it; what came of callers' words, and
        what staff said to them, is which product they are for.

    Returns
    -------
    alignment : DataFrame
        ``schema.ALIGNMENT``, by ``keyword_key``; NaN throughout where no phrases were supplied.
    uncovered : DataFrame
        ``schema.UNCOVERED``, the most used first.
    """
    keys = sorted(set(keywords["keyword_key"]))
    if phrases.empty or not keys:
        return schema.conform(pd.DataFrame({"keyword_key": keys}), schema.ALIGNMENT), schema.empty(schema.UNCOVERED)
    shop = prepared(catalogue)
    catalogue = shop.catalogue
    staff_answers = schema.empty(schema.STAFF_ANSWERS) if staff_answers is None else staff_answers
    spoken = _read_phrases(phrases, shop, staff_answers, settings, engine, progress)
    asked = [without_size(k) for k in cores(keys, shop)]
    vectors = encode_asked(asked, settings, engine, progress, "Encoding keywords")
    of_keyword = relevance.set_index("keyword_key").reindex(keys)
    sold = of_keyword["product_id"].where(of_keyword["product_status"].isin(["active", "out_of_stock", "unclear"]), "")
    category = sold.map(_categories(catalogue)).astype(object).fillna("").to_numpy(object)
    named = _holds_name(asked, sold.map(catalogue.drop_duplicates("product_id").set_index("product_id")["title"]))
    own = {name: own_counts(asked, spoken.cores, spoken.phrases[name].to_numpy(float)) for name in CLASSES}
    things, product = _things(asked), _places(sold, catalogue)
    nearest_value = np.full(len(spoken.counts), -1.0)
    nearest_keyword = np.zeros(len(spoken.counts), np.int64)
    customers = np.sum([own[name] for name in CLASSES[:3]], axis=0)
    words, phrase_words = word_rows(asked, spoken.cores)
    held = _held(words, phrase_words)
    spoken = _as_keywords(spoken, asked, of_keyword, product)
    spoken = replace(
        spoken, word_customers=np.asarray(spoken.customers @ phrase_words),
        offered=spoken.offered & ~_brands(keywords, spoken),
        typed=_typed(keys, asked, keywords, schema.empty(schema.SEARCHES) if searches is None else searches, spoken),
    )  # fmt: skip
    rows: list[dict[str, Any]] = []
    parts: list[np.ndarray] = []
    step = max(CELLS // len(spoken.counts), 1)
    for start in range(0, len(keys), step):
        like = np.round(vectors[start : start + step] @ spoken.vectors.T, 4)
        of = slice(start, start + len(like))
        bonus = _meaning(things[of], product[of], spoken)
        typed = spoken.typed[of].toarray()
        alike = _alike(like + bonus, product[of], spoken) | (typed >= TYPED)
        bonus += PER_TYPED * np.sqrt(typed)
        shares = _shares(alike, like, customers[of], words[of], held[of], spoken)
        parts.append(shares)
        meaning, names, kinds = like + bonus, keys[of], category[of]
        rows += [
            _align(names[i], like[i], alike[i], meaning[i], kinds[i], shares[i, 0], product[of][i], typed[i], spoken)
            for i in range(len(like))
        ]
        best = like.argmax(axis=0)
        value = like[best, np.arange(like.shape[1])]
        nearest_keyword = np.where(value > nearest_value, best + start, nearest_keyword)
        nearest_value = np.maximum(value, nearest_value)
    alignment = pd.concat([pd.DataFrame(rows), _stated(np.concatenate(parts))], axis=1).assign(**own)
    named |= (alignment["customer_alignment"] >= settings.alignment_floor).to_numpy()  # their own words need no others
    named |= np.array([  # nobody is told to say what the keyword says
        k in {key(w) for w in told.split("; ")} for k, told in zip(keys, alignment["suggested_wording"], strict=True)
    ], bool)  # fmt: skip
    alignment.loc[named, ["suggested_wording", "suggested_phrase_ids"]] = ["", "[]"]
    judged = of_keyword["applicable"].astype("boolean").fillna(False).to_numpy(bool)
    alignment.loc[~judged, ["customer_alignment", "alignment_low", "alignment_high"]] = np.nan
    covered = (nearest_value >= COVERED) | covered_by(spoken.cores, asked)
    uncovered = _uncovered(spoken, covered, [keys[i] for i in nearest_keyword])
    return schema.conform(alignment, schema.ALIGNMENT), uncovered


def _read_phrases(
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
    category = best["product_id"].map(_categories(catalogue)).astype(object).fillna("").to_numpy(object)
    answered = np.where((scored.only_accessory & (told < 0)) | refused, 0.0, scored.of_keyword)
    buying = intents(phrases["phrase_key"], current)["intent"].eq("") & ~phrases["phrase_key"].str.contains(_BROWSING)
    uses, plainest = _by_core(asked, phrases, buying.to_numpy(bool))
    return Spoken(
        phrases, phrases["phrase"].tolist(), phrases["phrase_id"].tolist(), asked, vectors,
        phrases["count"].to_numpy(float), phrases[list(CLASSES[:3])].sum(axis=1).to_numpy(float), answered, product_id,
        best["title"].astype(object).fillna("").to_numpy(object), category, _places(best["product_id"], catalogue),
        np.array([" " not in core for core in asked]), None, _things(asked), uses,
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


def _as_keywords(spoken: Spoken, asked: list[str], of_keyword: pd.DataFrame, product: np.ndarray) -> Spoken:
    """Return the phrases, those that say what a keyword says being for its product, and as surely."""
    known = pd.DataFrame({"core": asked, "p": of_keyword["product_relevance"].to_numpy(float), "place": product})
    known = known[known["place"] >= 0].sort_values(["core", "p"], ascending=[True, False]).drop_duplicates("core")
    at = known.set_index("core").reindex(spoken.cores)
    same = at["p"].notna().to_numpy()
    answered = np.where(same, at["p"], spoken.answered)
    place = np.where(same, at["place"].fillna(-1), spoken.place).astype(int)
    offered = spoken.plain & (answered >= ANSWERED)
    return replace(spoken, answered=answered, place=place, offered=offered)


def _typed(keys: list[str], asked: list[str], keywords: pd.DataFrame, searches: pd.DataFrame, spoken: Spoken) -> Any:
    """Return the share of each keyword's searchers who typed each phrase, but for its own wording, CSR."""
    from scipy.sparse import csr_matrix

    terms = searched_terms(keywords, searches)
    row, column = pd.Index(keys), pd.Series(range(len(spoken.phrase)), spoken.phrases["phrase_key"])
    at = terms["term_key"].map(column[~column.index.duplicated()])
    rows, weight = (
        row.get_indexer(pd.Index(terms["keyword_key"])),
        np.expm1(terms["weight"].to_numpy(float) - UNCLICKED),
    )
    total = np.bincount(rows, weight, len(keys)) if len(terms) else np.zeros(len(keys))
    kept = at.notna().to_numpy() & (weight >= USED_ENOUGH)
    places = at[kept].to_numpy(int)
    ours = _brands(keywords, spoken)
    kept[kept] = [spoken.cores[p] != asked[r] and not ours[p] for p, r in zip(places, rows[kept], strict=True)]
    share = weight[kept] / np.maximum(total[rows[kept]], 1.0)
    return csr_matrix((share, (rows[kept], at[kept].to_numpy(int))), (len(keys), len(spoken.phrase)))


def _brands(keywords: pd.DataFrame, spoken: Spoken) -> np.ndarray:
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


def _categories(catalogue: pd.DataFrame) -> Any:
    return catalogue.drop_duplicates("product_id").set_index("product_id")["category"]


def _things(texts: Sequence[str]) -> Any:
    """Return the things that texts name by the last words of their first phrase, CSR [texts × things]."""
    return load_things().sold([read(t) for t in texts])[0]


def _places(product_ids: pd.Series, catalogue: pd.DataFrame) -> np.ndarray:
    """Return a number for the thing that products are lines of, int [n], -1 where none is named."""
    products = catalogue.drop_duplicates("product_id").set_index("product_id")
    number = pd.Series(pd.factorize(product_families(products))[0], products.index)
    return product_ids.fillna("").map(number).fillna(-1).to_numpy(int)


def _meaning(things: Any, product: np.ndarray, spoken: Spoken) -> np.ndarray:
    """Return what the lexicon and the catalogue add to the likeness of keywords and phrases, float64 [k, phrases]."""
    kinds = load_things().kinds
    same = (things @ spoken.things.T).toarray() > 0
    kin = same | ((things @ kinds) @ spoken.things.T).toarray().astype(bool)
    kin |= (things @ (spoken.things @ kinds).T).toarray() > 0
    known = np.outer(np.diff(things.indptr) > 0, np.diff(spoken.things.indptr) > 0)
    shared = (product[:, None] == spoken.place) & (product >= 0)[:, None]
    return SAME_THING * same - ANOTHER_THING * (known & ~kin) + SAME_PRODUCT * shared - ONE_WORD * spoken.bare


def _holds_name(asked: Sequence[str], titles: pd.Series) -> np.ndarray:
    """Return which keywords say nothing but words of their product's own title: nobody's name is worded wrongly."""
    names = titles.astype(object).fillna("")
    return np.array([bool(t) and wording(k) <= wording(t) for k, t in zip(asked, names, strict=True)])


def _held(words: Any, phrase_words: Any) -> Any:
    """Return which phrases of at least two words each keyword holds whole, CSR [keywords × phrases] of 0 and 1."""
    from scipy.sparse import csr_matrix

    common = (words @ phrase_words.T).tocoo()
    size = np.diff(phrase_words.indptr)[common.col]
    whole = (common.data == size) & (size >= 2)
    return csr_matrix((np.ones(whole.sum()), (common.row[whole], common.col[whole])), shape=common.shape)


def _alike(meaning: np.ndarray, product: np.ndarray, spoken: Spoken) -> np.ndarray:
    """Return which phrases ask for the same thing as which keywords, bool [keywords, phrases]."""
    same = (product[:, None] == spoken.place) & (product >= 0)[:, None] & (spoken.answered >= ANSWERED)
    return same | (meaning >= ALIKE)


def _shares(alike: np.ndarray, like: np.ndarray, own: np.ndarray, words: Any, held: Any, spoken: Spoken) -> np.ndarray:
    """Return of each keyword how many customers ask for its thing, and how many would word it so, float64 [k, 2].

    Would word it so, who say all its words, or nearly the same, or a phrase of at least two words that it holds
    ("drain survey" of "drain survey for house purchase"); or, where nobody puts them together, as many as say the one
    of its words that is said least: "small garden room" is the customers' own, "habitable garden room" is not.
    """
    who = alike * spoken.customers
    parts = held.multiply(who).max(axis=1).toarray().ravel() if held.nnz else np.zeros(len(who))
    least = [spoken.word_customers[words.indices[i:j]].min(initial=np.inf) for i, j in pairwise(words.indptr)]
    # Who uses a wording of words that others use too is one of many; a word that nobody else says is a trade's.
    own = np.where((own >= USED_ENOUGH) & (least > own), np.maximum(own, COMMON * who.sum(axis=1)), own)
    nearly = np.where(like >= NEARLY_SAME, who, 0.0).max(axis=1, initial=0.0)
    asking = np.maximum(who.sum(axis=1), own)
    said = np.maximum.reduce([own, parts, nearly, np.minimum(np.where(np.isfinite(least), least, 0.0), asking)])
    return np.column_stack([asking, said])


def _stated(shares: np.ndarray) -> pd.DataFrame:
    """Return the share of customers who would word it so, with its range; NaN where too few spoke."""
    from scipy.special import betaincinv

    asking, said = shares.T
    known = asking >= FEWEST
    out = {"customer_alignment": (said + PRIOR) / (asking + 2 * PRIOR)}
    for name, q in (("alignment_low", (1 - LEVEL) / 2), ("alignment_high", (1 + LEVEL) / 2)):
        out[name] = betaincinv(said + PRIOR, asking - said + PRIOR, q)
    told = {name: np.round(np.where(known, value, np.nan), DECIMALS) for name, value in out.items()}
    return pd.DataFrame({**told, "customers": asking})


def _align(
    name: str,
    like: np.ndarray,
    alike: np.ndarray,
    meaning: np.ndarray,
    category: str,
    asking: float,
    product: int,
    typed: np.ndarray,
    spoken: Spoken,
) -> dict[str, Any]:
    nearest = _top(like, CONSIDERED)
    most = int(np.argmax(np.where(alike, spoken.customers, -1.0))) if alike.any() else int(nearest[0])
    ours = ((spoken.place == product) & (product >= 0)) | (typed >= TYPED)
    better = _better_wordings(meaning, alike, ours, category, spoken) if asking >= FEWEST else np.zeros(0, np.int64)
    return {
        "keyword_key": name,
        "customer_phrase": spoken.phrase[most],
        "customer_phrase_count": spoken.customers[most],
        "suggested_wording": "; ".join(spoken.phrase[i] for i in better),
        "suggested_phrase_ids": json.dumps([spoken.phrase_id[i] for i in better]),
        "phrases_considered": json.dumps([[spoken.phrase_id[i], float(like[i])] for i in nearest]),
    }


def _better_wordings(
    meaning: np.ndarray, alike: np.ndarray, ours: np.ndarray, category: str, spoken: Spoken
) -> np.ndarray:
    """Return the phrases to use instead: of the same product or meaning, on sale, in use; the best first."""
    near = (spoken.category == category) & (category != "")
    floor = np.where(near, SAME_CATEGORY, SAME_MEANING) if category else ALIKE
    places = np.flatnonzero((alike | (meaning >= floor)) & spoken.offered)
    if alike[places].any():  # the wording of the same thing, where there is one
        places = places[alike[places]]
    if ours[places].any():  # … and for the product that the keyword is for
        places = places[ours[places]]
    worth = meaning[places] + PER_USE * np.log(np.maximum(spoken.uses[places], 1.0)) + 0.05 * near[places]
    return places[np.lexsort((places, -worth))][:SUGGESTED]


def _top(values: np.ndarray, k: int) -> np.ndarray:
    """Return the places of the k greatest, greatest first; of equals the earlier (the more used)."""
    if len(values) > 4 * k:
        least = np.partition(values, len(values) - k)[len(values) - k]
        places = np.flatnonzero(values >= least)
    else:
        places = np.arange(len(values))
    return places[np.lexsort((places, -values[places]))][:k]


def _uncovered(spoken: Spoken, covered: np.ndarray, nearest: Sequence[str]) -> pd.DataFrame:
    wanted = (spoken.answered >= ANSWERED) & ~covered & (spoken.counts >= USED_ENOUGH)
    out = spoken.phrases.assign(
        product_id=spoken.product_id, product_title=spoken.product_title, product_relevance=spoken.answered,
        nearest_keyword=list(nearest), core=spoken.cores,
    )[wanted]  # fmt: skip
    out = out.drop_duplicates("core").sort_values(["count", "phrase"], ascending=[False, True], kind="stable")
    return schema.conform(out, schema.UNCOVERED)
