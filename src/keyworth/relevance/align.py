"""Keywords against customers' phrases: is this how they say it, and if not, how do they?"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from keyworth import schema
from keyworth.relevance.active_model import encode_asked
from keyworth.relevance.keyword_core import without_size
from keyworth.relevance.likeness import (
    ALIKE,
    FEWEST,
    alike_of,
    customer_shares,
    held_phrases,
    holds_name,
    meaning_bonus,
    stated,
)
from keyworth.relevance.prepared_catalogue import PreparedCatalogue, prepared
from keyworth.relevance.score import cores
from keyworth.relevance.spoken_phrases import (
    ANSWERED,
    CLASSES,
    USED_ENOUGH,
    Spoken,
    as_keywords,
    brand_phrases,
    categories,
    places,
    read_phrases,
    things_of,
    typed_shares,
)
from keyworth.relevance.wording import covered_by, own_counts, word_rows
from keyworth.text import key

SAME_MEANING = 0.45  # cosine above which a phrase may mean the same, …
SAME_CATEGORY = 0.35  # … or above which it may where its product is of the same category
PER_USE = 0.03  # of cosine that 2.7 times the use is worth in choosing suggestions, …
TYPED = 0.1  # share of a keyword's searchers from which on its customers say it so; chosen
PER_TYPED = 0.4  # of cosine that the root of that share is worth in choosing suggestions; chosen
COVERED = 0.8  # cosine above which a keyword covers a phrase
SUGGESTED, CONSIDERED = 3, 8  # shown to a person, and kept to explain
CELLS = 2**23  # of the block of likenesses


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
    spoken = read_phrases(phrases, shop, staff_answers, settings, engine, progress)
    asked = [without_size(k) for k in cores(keys, shop)]
    vectors = encode_asked(asked, settings, engine, progress, "Encoding keywords")
    of_keyword = relevance.set_index("keyword_key").reindex(keys)
    sold = of_keyword["product_id"].where(of_keyword["product_status"].isin(["active", "out_of_stock", "unclear"]), "")
    category = sold.map(categories(catalogue)).astype(object).fillna("").to_numpy(object)
    named = holds_name(asked, sold.map(catalogue.drop_duplicates("product_id").set_index("product_id")["title"]))
    own = {name: own_counts(asked, spoken.cores, spoken.phrases[name].to_numpy(float)) for name in CLASSES}
    things, product = things_of(asked), places(sold, catalogue)
    nearest_value = np.full(len(spoken.counts), -1.0)
    nearest_keyword = np.zeros(len(spoken.counts), np.int64)
    customers = np.sum([own[name] for name in CLASSES[:3]], axis=0)
    words, phrase_words = word_rows(asked, spoken.cores)
    held = held_phrases(words, phrase_words)
    spoken = as_keywords(spoken, asked, of_keyword, product)
    spoken = replace(
        spoken, word_customers=np.asarray(spoken.customers @ phrase_words),
        offered=spoken.offered & ~brand_phrases(keywords, spoken),
        typed=typed_shares(keys, asked, keywords, searches, spoken),
    )  # fmt: skip
    rows: list[dict[str, Any]] = []
    parts: list[np.ndarray] = []
    step = max(CELLS // len(spoken.counts), 1)
    for start in range(0, len(keys), step):
        like = np.round(vectors[start : start + step] @ spoken.vectors.T, 4)
        of = slice(start, start + len(like))
        bonus = meaning_bonus(things[of], product[of], spoken)
        typed = spoken.typed[of].toarray()
        alike = alike_of(like + bonus, product[of], spoken) | (typed >= TYPED)
        bonus += PER_TYPED * np.sqrt(typed)
        shares = customer_shares(alike, like, customers[of], words[of], held[of], spoken)
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
    alignment = pd.concat([pd.DataFrame(rows), stated(np.concatenate(parts))], axis=1).assign(**own)
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
