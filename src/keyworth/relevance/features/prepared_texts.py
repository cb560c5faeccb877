"""The keyword's and the product's side: each text read once, as flat arrays.

A token of a product is one sorted 64-bit key, ``product × vocabulary + token``,
with flags beside it; whether a pair shares a word is then one binary search,
for a whole block of pairs at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keyworth.relevance.features import lexicon
from keyworth.relevance.features.attribute_extraction import CLOSING, Traits, closing_words, read_traits
from keyworth.relevance.features.background import background_idf
from keyworth.relevance.features.product_types import load_things
from keyworth.relevance.features.words import CODE, MEASURE, NUMBER, Reading, fold, read, read_afresh

if TYPE_CHECKING:
    import pandas as pd

END, MODIFIER, PART_AFTER, FOR, MAIN, WITH, WITHOUT, JOINED, CLEAR, NUMBER_AFTER = (1 << i for i in range(10))
BODY_TOKENS = 120  # of category, brand and description; the relevance model was fitted with it
LEARN_FROM = 200  # products that a catalogue's own word counts need


@dataclass(frozen=True)
class KeywordSide:
    """Keywords read once: ``start[i]:start[i + 1]`` are keyword i's places in the token arrays."""

    texts: list[str]
    words: list[str]  # the distinct tokens
    start: np.ndarray
    token: np.ndarray  # place in ``words``
    joined: np.ndarray  # place in ``words`` of this token + the next written as one, -1 at the end
    kind: np.ndarray
    zone: np.ndarray
    head: np.ndarray  # place (0, 1, …) of the head word in each keyword, -1 where it has no word
    traits: Traits
    background: np.ndarray  # background IDF of ``words``
    asks: Any  # CSR [keywords × things] of the thing asked for, as far as the lexicon knows it

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class ProductSide:
    """Products read once."""

    titles: list[str]
    vocabulary: dict[str, int]
    keys: np.ndarray  # sorted int64, product × len(vocabulary) + token of the title
    flags: np.ndarray  # uint16
    position: np.ndarray  # uint8, first place in the title
    body: np.ndarray  # sorted int64 keys of description, category and brand
    length: np.ndarray  # tokens a title
    idf_sum: np.ndarray  # IDF weight of the title
    idf: np.ndarray  # of the vocabulary
    closing: np.ndarray  # vocabulary ids [n × CLOSING] of the words that end its first phrases, -1 where none
    brand: np.ndarray  # vocabulary id of the brand's first word, -1 where not known
    brand_words: np.ndarray  # bool of the vocabulary: the name of a brand of this catalogue
    traits: Traits
    sells: tuple[Any, Any]  # CSR [products × things] of what is sold, and of all that the title names
    learned: float  # 0: background IDF only, towards 1 as the catalogue's own counts take over
    products: int

    def __len__(self) -> int:
        return len(self.titles)


def prepare_keywords(texts: Sequence[str]) -> KeywordSide:
    """Read keywords.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    KeywordSide

    Examples
    --------
    >>> side = prepare_keywords(["case for ipad pro", ""])
    >>> len(side), [side.words[t] for t in side.token], side.head.tolist()
    (2, ['case', 'ipad', 'pro'], [0, -1])
    """
    readings = [read(str(t)) for t in texts]
    words: dict[str, int] = {}
    token, joined, kind, zone, head, start = [], [], [], [], [], [0]
    for r in readings:
        ids = [words.setdefault(t, len(words)) for t in r.tokens]
        token += ids
        joined += [words.setdefault(a + b, len(words)) for a, b in zip(r.tokens, r.tokens[1:], strict=False)]
        joined += [-1] * bool(ids)
        kind += r.kinds
        zone += r.zones
        head.append(_head(r))
        start.append(len(token))
    known = list(words)
    return KeywordSide(
        [str(t) for t in texts], known, np.array(start, np.int64), np.array(token, np.int64),
        np.array(joined, np.int64), np.array(kind, np.int8), np.array(zone, np.int8), np.array(head, np.int64),
        read_traits(readings), background_idf(known), load_things().asked(readings, head),
    )  # fmt: skip


def prepare_products(catalogue: pd.DataFrame, learn: bool | None = None) -> ProductSide:
    """Read products.

    Parameters
    ----------
    catalogue : DataFrame
        With ``title``, and ``description``, ``category``, ``brand`` where there are any.
    learn : bool, optional
        Whether the rows are one shop's catalogue, whose own word counts and brands say which
        words tell products apart. By default they are where there are at least ``LEARN_FROM``.
        Pass False for pairs that only happen to be scored together: then no row changes another's features.

    Returns
    -------
    ProductSide

    Examples
    --------
    >>> import pandas as pd
    >>> side = prepare_products(pd.DataFrame({"title": ["Leather case for iPad Pro 11"]}))
    >>> sorted(side.vocabulary)[:3], int(side.traits.part[0]), bool(side.traits.has_for[0])
    (['11', 'case', 'caseipad'], 2, True)
    """
    titles = [str(t) for t in catalogue["title"]]
    readings = [read(t) for t in titles]
    learn = len(titles) >= LEARN_FROM if learn is None else learn
    vocabulary: dict[str, int] = {}
    rows = [_title_entries(r, vocabulary) for r in readings]
    bodies = _body_tokens(catalogue, vocabulary)
    brands = [vocabulary.setdefault(b[0], len(vocabulary)) if b else -1 for b in _brands(catalogue)]
    size = max(len(vocabulary), 1)
    keys = np.array([i * size + t for i, r in enumerate(rows) for t in r], np.int64)
    order = np.argsort(keys, kind="stable")
    entry = [e for r in rows for e in r.values()]
    body = np.sort(np.array([i * size + t for i, b in enumerate(bodies) for t in b], np.int64))
    idf, learned = _idf(vocabulary, keys, size, len(titles) if learn else 0)
    plain = np.array([i * size + t for i, r in enumerate(rows) for t, e in r.items() if not e[0] & JOINED], np.int64)
    brand = np.array(brands, np.int64)
    brand_words = np.zeros(size, bool)
    if learn:
        brand_words[brand[brand >= 0]] = True
    return ProductSide(
        titles, vocabulary, keys[order], np.array([e[0] for e in entry], np.uint16)[order],
        np.array([e[1] for e in entry], np.uint8)[order], body, np.array([len(r.tokens) for r in readings]),
        np.bincount(plain // size, weights=idf[plain % size], minlength=len(titles)), idf,
        _closing(readings, vocabulary), brand, brand_words,
        read_traits(readings), load_things().sold(readings), learned, len(titles),
    )  # fmt: skip


def _head(r: Reading) -> int:
    """The last plain word of the main phrase; what comes after "for" is not it."""
    main = [i for i, (k, z) in enumerate(zip(r.kinds, r.zones, strict=True)) if not k and z == 0]
    places = [i for i in main if r.tokens[i] not in lexicon.COLOURS] or main
    return places[-1] if places else (len(r.tokens) - 1 if r.tokens else -1)


def _title_entries(r: Reading, vocabulary: dict[str, int]) -> dict[int, list[int]]:
    entries: dict[int, list[int]] = {}
    zone_flag = (MAIN, WITH, FOR, WITHOUT)
    part_after = False
    for i in range(len(r.tokens) - 1, -1, -1):
        token, last = r.tokens[i], r.ends[i]
        part_after = False if last else part_after
        ends = (END if last else MODIFIER) if r.zones[i] < 2 else 0
        flags = zone_flag[r.zones[i]] | ends | (PART_AFTER if part_after else 0)
        flags |= CLEAR if r.zones[i] < 2 and not part_after else 0
        flags |= NUMBER_AFTER if i + 1 < len(r.tokens) and r.kinds[i + 1] in (NUMBER, CODE) else 0
        _enter(entries, vocabulary.setdefault(token, len(vocabulary)), flags, i)
        if r.kinds[i] == MEASURE:  # "13" finds 13-inch
            bare = token.rstrip("abcdefghijklmnopqrstuvwxyz()")
            _enter(entries, vocabulary.setdefault(bare, len(vocabulary)), flags | JOINED, i)
        if i + 1 < len(r.tokens) and len(token) < 16 and r.kinds[i] != MEASURE:
            both = vocabulary.setdefault(token + r.tokens[i + 1], len(vocabulary))
            after = r.ends[i + 1]
            _enter(entries, both, zone_flag[r.zones[i]] | JOINED | CLEAR | (END if after else MODIFIER), i)
        part_after = part_after or token in lexicon.PARTS
    return entries


def _enter(entries: dict[int, list[int]], token: int, flags: int, place: int) -> None:
    old = entries.setdefault(token, [0, 255])
    old[0] |= flags
    old[1] = min(place, old[1])


def _column(catalogue: pd.DataFrame, name: str) -> list[str]:
    if name not in catalogue.columns:
        return [""] * len(catalogue)
    return [str(v) if isinstance(v, str) else "" for v in catalogue[name]]


def _body_tokens(catalogue: pd.DataFrame, vocabulary: dict[str, int]) -> list[set[int]]:
    out = []
    columns = [_column(catalogue, name) for name in ("category", "brand", "description")]
    for parts in zip(*columns, strict=True):
        tokens = read_afresh(" ; ".join(p for p in parts if p), BODY_TOKENS).tokens[:BODY_TOKENS]
        out.append({vocabulary.setdefault(t, len(vocabulary)) for t in tokens})
    return out


def _brands(catalogue: pd.DataFrame) -> list[list[str]]:
    seen: dict[str, list[str]] = {}
    return [seen.setdefault(b, read(b).tokens[:1]) if b else [] for b in _column(catalogue, "brand")]


def _idf(vocabulary: dict[str, int], keys: np.ndarray, size: int, n: int) -> tuple[np.ndarray, float]:
    background = np.zeros(size)
    background[: len(vocabulary)] = background_idf(list(vocabulary))
    if not n:
        return background, 0.0
    counts = np.bincount(keys % size, minlength=size)
    own = np.log((n + 1) / (counts + 0.5)) / np.log(2 * n + 2)
    learned = 0.6 * n / (n + 500)
    return (1 - learned) * background + learned * own, learned


def _closing(readings: list[Reading], vocabulary: dict[str, int]) -> np.ndarray:
    out = np.full((len(readings), CLOSING), -1, np.int64)
    for i, r in enumerate(readings):
        words = closing_words(r)
        out[i, : len(words)] = [vocabulary[w] for w in words]
    return out


__all__ = ["CODE", "MEASURE", "NUMBER", "KeywordSide", "ProductSide", "fold", "prepare_keywords", "prepare_products"]
