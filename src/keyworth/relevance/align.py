"""Keywords against customers' phrases: is this how they say it, and if not, how do they?"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from keyworth import schema
from keyworth.language.intent import intents
from keyworth.relevance.active_model import encode_asked
from keyworth.relevance.features.product_types import load_things
from keyworth.relevance.features.words import read
from keyworth.relevance.keyword_core import without_size
from keyworth.relevance.score import DECIMALS, cores, score_range
from keyworth.relevance.wording import covered_by, own_counts

USED_ENOUGH = 3.0  # uses at which a wording is more likely than not the customers' own
HALF = 0.5  # alignment of a wording with just so many uses
NEARLY_SAME = 0.86  # cosine from which on a much-used phrase lends a wording some of its use
SAME_MEANING = 0.45  # cosine above which a phrase may mean the same, …
SAME_CATEGORY = 0.35  # … or above which it may where its product is of the same category
PER_USE = 0.03  # of cosine that 2.7 times the use is worth in choosing suggestions, …
SAME_THING, ANOTHER_THING = 0.2, 0.3  # … that a phrase names the same thing by the lexicon, or quite another, …
SAME_PRODUCT, ONE_WORD = 0.1, 0.15  # … that the same product answers both, and that it is a bare word ("room")
COVERED = 0.8  # cosine above which a keyword covers a phrase
ANSWERED = 0.4  # P(a current product answers) that a suggested or uncovered phrase needs
SUGGESTED, CONSIDERED = 3, 8
CELLS = 2**23  # of the block of likenesses
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
    answered: np.ndarray
    product_id: np.ndarray
    product_title: np.ndarray
    category: np.ndarray
    place: np.ndarray  # of the product in the catalogue
    bare: np.ndarray  # whether it is a single word
    things: Any  # CSR [phrases × things] they name
    uses: np.ndarray  # of all phrases with the same core
    offered: np.ndarray  # whether it is the plainest of those, in use, on sale, and asked to buy


def align_keywords(
    keywords: pd.DataFrame,
    phrases: pd.DataFrame,
    relevance: pd.DataFrame,
    catalogue: pd.DataFrame,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare keywords with how customers speak.

    Parameters
    ----------
    keywords, phrases, relevance, catalogue : DataFrame
        Tables of ``schema``.
    settings : settings.Relevance
    engine, progress
        As for ``score_keywords``.

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
    spoken = _read_phrases(phrases, catalogue, settings, engine, progress)
    asked = [without_size(k) for k in cores(keys, catalogue)]
    vectors = encode_asked(asked, settings, engine, progress, "Encoding keywords")
    of_keyword = relevance.set_index("keyword_key").reindex(keys)
    category = of_keyword["product_id"].map(_categories(catalogue)).astype(object).fillna("").to_numpy(object)
    own = np.maximum(own_counts(keys, list(spoken.phrases["phrase_key"]), spoken.counts),
                     own_counts(asked, list(spoken.phrases["phrase_key"]), spoken.counts))  # fmt: skip
    things, product = _things(asked), _places(of_keyword["product_id"], catalogue)
    nearest_value = np.full(len(spoken.counts), -1.0)
    nearest_keyword = np.zeros(len(spoken.counts), np.int64)
    rows: list[dict[str, Any]] = []
    step = max(CELLS // len(spoken.counts), 1)
    for start in range(0, len(keys), step):
        like = np.round(vectors[start : start + step] @ spoken.vectors.T, 4)
        of = slice(start, start + len(like))
        bonus = _meaning(things[of], product[of], spoken)
        rows += [
            _align(*each, spoken) for each in zip(keys[of], own[of], like, like + bonus, category[of], strict=True)
        ]
        best = like.argmax(axis=0)
        value = like[best, np.arange(like.shape[1])]
        nearest_keyword = np.where(value > nearest_value, best + start, nearest_keyword)
        nearest_value = np.maximum(value, nearest_value)
    alignment = pd.DataFrame(rows)
    judged = of_keyword["applicable"].astype("boolean").fillna(False).to_numpy(bool)
    alignment.loc[~judged, "customer_alignment"] = np.nan
    covered = (nearest_value >= COVERED) | covered_by(spoken.cores, asked)
    uncovered = _uncovered(spoken, covered, [keys[i] for i in nearest_keyword])
    return schema.conform(alignment, schema.ALIGNMENT), uncovered


def _read_phrases(phrases: pd.DataFrame, catalogue: pd.DataFrame, settings: Any, engine: Any, progress: Any) -> Spoken:
    phrases = phrases.sort_values(["count", "phrase_key"], ascending=[False, True], kind="stable", ignore_index=True)
    current = catalogue[catalogue["status"] != "retired"]
    current = current.sort_values(["title", "product_id", "description"], kind="stable", ignore_index=True)
    asked = [without_size(k) for k in cores(list(phrases["phrase_key"]), catalogue)]
    scored = score_range(asked, current, settings, engine, progress, encode_asked)
    place = np.full(len(asked), -1)
    place[scored.thing >= 0] = scored.product[scored.thing[scored.thing >= 0]]
    best = current.reindex(place)
    vectors = encode_asked(asked, settings, engine, progress, "Encoding phrases")
    product_id = best["product_id"].astype(object).fillna("").to_numpy(object)
    category = best["product_id"].map(_categories(catalogue)).astype(object).fillna("").to_numpy(object)
    answered = np.where(scored.only_accessory, 0.0, scored.of_keyword)
    buying = intents(phrases["phrase_key"], current)["intent"].eq("") & ~phrases["phrase_key"].str.contains(_BROWSING)
    uses, plainest = _by_core(asked, phrases, buying.to_numpy(bool))
    return Spoken(
        phrases, phrases["phrase"].tolist(), phrases["phrase_id"].tolist(), asked, vectors,
        phrases["count"].to_numpy(float), answered, product_id,
        best["title"].astype(object).fillna("").to_numpy(object), category, _places(best["product_id"], catalogue),
        np.array([" " not in core for core in asked]), _things(asked), uses,
        plainest & (uses >= USED_ENOUGH) & (answered >= ANSWERED),
    )  # fmt: skip


def _by_core(asked: list[str], phrases: pd.DataFrame, buying: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the uses of each phrase's core by people who mean to buy, and which phrase says it most plainly."""
    told = pd.DataFrame({"core": asked, "uses": np.where(buying, phrases["count"], 0.0)})
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
    """Return where products lie in the catalogue, int [n], -1 where none is named."""
    return pd.Index(catalogue["product_id"].drop_duplicates()).get_indexer(product_ids.fillna(""))


def _meaning(things: Any, product: np.ndarray, spoken: Spoken) -> np.ndarray:
    """Return what the lexicon and the catalogue add to the likeness of keywords and phrases, float64 [k, phrases]."""
    kinds = load_things().kinds
    same = (things @ spoken.things.T).toarray() > 0
    kin = same | ((things @ kinds) @ spoken.things.T).toarray().astype(bool)
    kin |= (things @ (spoken.things @ kinds).T).toarray() > 0
    known = np.outer(np.diff(things.indptr) > 0, np.diff(spoken.things.indptr) > 0)
    shared = (product[:, None] == spoken.place) & (product >= 0)[:, None]
    return SAME_THING * same - ANOTHER_THING * (known & ~kin) + SAME_PRODUCT * shared - ONE_WORD * spoken.bare


def _align(
    key: str, own: float, like: np.ndarray, meaning: np.ndarray, category: str, spoken: Spoken
) -> dict[str, Any]:
    nearest = _top(like, CONSIDERED)
    customer = int(nearest[0])
    used = spoken.counts[customer] >= USED_ENOUGH
    better = _better_wordings(own, meaning, category, spoken) if own < USED_ENOUGH else np.zeros(0, np.int64)
    return {
        "keyword_key": key,
        "customer_alignment": _alignment(own, float(like[customer]) if used else 0.0),
        "customer_phrase": spoken.phrase[customer],
        "customer_phrase_count": spoken.counts[customer],
        "own_count": own,
        "suggested_wording": "; ".join(spoken.phrase[i] for i in better),
        "suggested_phrase_ids": json.dumps([spoken.phrase_id[i] for i in better]),
        "phrases_considered": json.dumps([[spoken.phrase_id[i], float(like[i])] for i in nearest]),
    }


def _alignment(own: float, like: float) -> float:
    """Return P(customers use this wording): by its own uses, else by how nearly a phrase in use is the same.

    One half at ``USED_ENOUGH`` uses, and the odds grow with them.
    """
    said = own / (own + USED_ENOUGH)
    nearly = HALF * max(like - NEARLY_SAME, 0.0) / (1 - NEARLY_SAME)
    return round(max(said, nearly), DECIMALS)


def _better_wordings(own: float, meaning: np.ndarray, category: str, spoken: Spoken) -> np.ndarray:
    """Return the phrases to use instead: of the same meaning, on sale, used more; the nearest first."""
    alike = (spoken.category == category) & (category != "")
    floor = np.where(alike, SAME_CATEGORY, SAME_MEANING)
    places = np.flatnonzero((meaning >= floor) & spoken.offered & (spoken.uses > own))
    worth = meaning[places] + PER_USE * np.log(spoken.uses[places]) + 0.05 * alike[places]
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
