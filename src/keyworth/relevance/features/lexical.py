"""Which of the keyword's words the product's title and other fields hold, and as what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from keyworth.relevance.features.characters import Grams
from keyworth.relevance.features.prepared_texts import (
    CLEAR,
    END,
    FOR,
    MAIN,
    MODIFIER,
    NUMBER_AFTER,
    PART_AFTER,
    WITHOUT,
    KeywordSide,
    ProductSide,
)  # fmt: skip
from keyworth.relevance.features.thesaurus import load_thesaurus
from keyworth.relevance.features.words import CODE, MEASURE, NUMBER

NAMES = (
    "characters", "coverage", "coverage_any_field", "missing_word", "missing_anywhere", "words_missing",
    "all_words", "title_share", "adjacent", "in_order", "head_in_title", "head_in_body", "head_ends_phrase",
    "head_is_modifier", "head_before_part", "head_after_for", "head_place", "thing_asked", "thing_not_asked",
    "weight_after_for", "weight_before_part", "weight_after_without", "number_missing", "number_clashes",
    "code_missing", "code_found", "brand_found", "brand_other", "keyword_words", "keyword_rarity",
    "keyword_head_rarity", "title_words",
)  # fmt: skip


MET = 0.6  # strength of another name from which it stands for the word itself


@dataclass(frozen=True)
class Names:
    """The keywords' words in the products' vocabulary, and the words of it that name the same."""

    ids: np.ndarray  # place in the vocabulary, -1 where it lacks the word
    idf: np.ndarray
    start: np.ndarray  # ``start[i]:start[i + 1]`` are word i's other names …
    other: np.ndarray  # … their places in the vocabulary
    strength: np.ndarray  # … how surely they mean the same, 0 to 1


def names_of(kw: KeywordSide, prod: ProductSide) -> Names:
    """Return how the products' vocabulary names the keywords' words."""
    return Names(*vocabulary_ids(kw, prod), *load_thesaurus().among(kw.words, prod.vocabulary))


def lexical_features(
    kw: KeywordSide,
    prod: ProductSide,
    names: Names,
    grams: Grams,
    ki: np.ndarray,
    pi: np.ndarray,
) -> dict[str, np.ndarray]:
    """Return the features named in ``NAMES`` for a block of pairs.

    Parameters
    ----------
    kw, prod : KeywordSide, ProductSide
    names : Names
        As ``names_of`` gives them.
    grams : Grams
        Of at least these keywords and products.
    ki, pi : int arrays [n]

    Returns
    -------
    dict of name to float array [n]
    """
    slots = _Slots(kw, prod, names, grams, ki, pi)
    return {**slots.coverage(), **slots.head(), **slots.zones(), **slots.exact(), **slots.brand(), **slots.keyword()}


def vocabulary_ids(kw: KeywordSide, prod: ProductSide) -> tuple[np.ndarray, np.ndarray]:
    """Return the keywords' words in the products' vocabulary (-1: unknown), and their IDF."""
    ids = np.array([prod.vocabulary.get(w, -1) for w in kw.words], np.int64).reshape(-1)
    unseen = np.log(2 * prod.products + 2) / np.log(2 * prod.products + 2) if prod.products else 1.0
    own = np.where(ids >= 0, prod.idf[ids], (1 - prod.learned) * kw.background + prod.learned * unseen)
    return ids, np.maximum(own, 0.02)


def find(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of each wanted key in the sorted keys, and whether it is there."""
    if not len(keys):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return place, keys[place] == wanted


class _Slots:
    """A block of pairs laid out flat, one slot a word of the pair's keyword."""

    def __init__(self, kw, prod, names, grams, ki, pi) -> None:
        self.kw, self.prod, self.ki, self.pi, self.n = kw, prod, ki, pi, len(ki)
        vocabulary, idf = names.ids, names.idf
        size = max(len(prod.vocabulary), 1)
        self.counts = kw.start[ki + 1] - kw.start[ki]
        self.pair = np.repeat(np.arange(self.n), self.counts)
        first = np.cumsum(self.counts) - self.counts
        self.place = np.arange(len(self.pair)) - first[self.pair]
        slot = kw.start[ki][self.pair] + self.place
        token, joined = kw.token[slot], kw.joined[slot]
        self.kind, self.zone, self.idf = kw.kind[slot], kw.zone[slot], idf[token] if len(idf) else np.zeros(len(slot))
        base = pi[self.pair] * size
        self.known = vocabulary[token] >= 0 if len(vocabulary) else np.zeros(len(slot), bool)
        self.token = np.where(self.known, vocabulary[token], 0) if len(vocabulary) else np.zeros(len(slot), np.int64)
        at, hit = find(prod.keys, base + self.token)
        self.hit = hit & self.known
        both = np.where(joined >= 0, vocabulary[joined], -1) if len(vocabulary) else np.zeros(len(slot), np.int64)
        at_both, hit_both = find(prod.keys, base + np.maximum(both, 0))
        hit_both &= both >= 0
        follows = np.r_[False, hit_both[:-1]] if len(slot) else hit_both
        at_before = np.r_[0, at_both[:-1]] if len(slot) else at_both
        at = np.where(self.hit, at, np.where(hit_both, at_both, at_before))
        self.joined_hit = hit_both
        self.hit = self.hit | hit_both | follows
        self.flags = np.where(self.hit, prod.flags[at], 0) if len(prod.flags) else np.zeros(len(slot), np.uint16)
        self.position = np.where(self.hit, prod.position[at], 255) if len(prod.flags) else np.zeros(len(slot))
        self.in_body = find(prod.body, base + self.token)[1] & self.known
        self.likeness = self.hit.astype(float)
        unmet = np.flatnonzero(~self.hit)
        self.likeness[unmet] = grams.shares(token[unmet], pi[self.pair[unmet]])
        self._look_up_other_names(names, token, joined)
        self.total = np.maximum(self._sum(self.idf), 1e-9)

    def _look_up_other_names(self, names: Names, token: np.ndarray, joined: np.ndarray) -> None:
        """Let a word that the title lacks be met by another name for it, or for it and the next word together."""
        self.met, size = self.hit.copy(), max(len(self.prod.vocabulary), 1)
        unmet = ~self.hit
        both = (joined >= 0) & (unmet | np.r_[unmet[1:], False]) if len(unmet) else unmet
        for word, slots, reach in ((token, np.flatnonzero(unmet), 1), (joined, np.flatnonzero(both), 2)):
            first, last = names.start[word[slots]], names.start[word[slots] + 1]
            slot = np.repeat(slots, last - first)
            at = np.arange(len(slot)) + np.repeat(first - np.r_[0, np.cumsum(last - first)[:-1]], last - first)
            place, there = find(self.prod.keys, self.pi[self.pair[slot]] * size + names.other[at])
            order = np.flatnonzero(there)[np.argsort(names.strength[at[there]], kind="stable")]
            for step in range(reach):
                s, strength = slot[order] + step, names.strength[at[order]]
                better = ~self.hit[s] & (strength > self.likeness[s])
                s, strength, found = s[better], strength[better], order[better]
                self.likeness[s] = strength
                strong = strength >= MET
                self.flags[s[strong]] = self.prod.flags[place[found[strong]]]
                self.position[s[strong]] = self.prod.position[place[found[strong]]]
                self.token[s[strong]] = names.other[at[found[strong]]]
                self.met[s[strong]] = True

    def _sum(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.pair, weights=values, minlength=self.n)

    def _joined_before(self) -> np.ndarray:
        return np.r_[False, self.joined_hit[:-1]] if len(self.hit) else self.hit

    def _max(self, values: np.ndarray) -> np.ndarray:
        out = np.zeros(self.n)
        np.maximum.at(out, self.pair, values)
        return out

    def coverage(self) -> dict[str, np.ndarray]:
        anywhere = self.hit | self.in_body
        covered = self._sum(self.idf * self.hit)
        missing = self._sum(~self.hit)
        successive = (self.place > 0) & self.hit & np.r_[False, self.hit[:-1]] if len(self.hit) else self.hit
        step = np.diff(self.position.astype(np.int64), prepend=0) if len(self.hit) else self.position
        possible = np.maximum(self.counts - 1, 1)
        return {
            "characters": self._sum(self.idf * self.likeness) / self.total,
            "coverage": covered / self.total,
            "coverage_any_field": self._sum(self.idf * anywhere) / self.total,
            "missing_word": self._max(self.idf * (1 - self.likeness)),
            "missing_anywhere": self._max(self.idf * (1 - np.maximum(self.likeness, anywhere))),
            "words_missing": missing,
            "all_words": ((missing == 0) & (self.counts > 0)).astype(float),
            "title_share": np.minimum(covered / np.maximum(self.prod.idf_sum[self.pi], 0.05), 1.0),
            "adjacent": self._sum((successive & (step >= 0) & (step <= 1)).astype(float)) / possible,
            "in_order": self._sum((successive & (step >= 0)).astype(float)) / possible,
        }

    def head(self) -> dict[str, np.ndarray]:
        is_head = self.place == self.kw.head[self.ki][self.pair]
        flags = np.zeros(self.n, np.int64)
        flags[self.pair[is_head]] = self.flags[is_head]
        hit, body, place = np.zeros(self.n, bool), np.zeros(self.n, bool), np.ones(self.n)
        hit[self.pair[is_head]] = self.met[is_head]
        body[self.pair[is_head]] = (self.in_body & ~self.met)[is_head]
        length = np.maximum(self.prod.length[self.pi], 1)
        share = np.minimum(self.position / length[self.pair], 1.0)
        place[self.pair[is_head]] = np.where(self.met, share, 1.0)[is_head]
        ends = (flags & END) > 0
        closing = self.prod.closing[self.pi]
        asked = (closing[self.pair] == self.token[:, None]).any(axis=1) & (self.known | self.met)
        asked = self._max((asked | self.joined_hit | self._joined_before()).astype(float))
        return {
            "thing_asked": asked,
            "thing_not_asked": (1 - asked) * hit * (closing[:, 0] >= 0),
            "head_in_title": hit.astype(float),
            "head_in_body": body.astype(float),
            "head_ends_phrase": (ends & ((flags & MAIN) > 0)).astype(float),
            "head_is_modifier": (((flags & MODIFIER) > 0) & ~ends).astype(float),
            "head_before_part": (((flags & PART_AFTER) > 0) & ((flags & CLEAR) == 0)).astype(float),
            "head_after_for": (((flags & FOR) > 0) & ((flags & CLEAR) == 0)) * self._belongs(),
            "head_place": place,
        }

    def zones(self) -> dict[str, np.ndarray]:
        asks_for = self.zone == 2
        only_for = ((self.flags & FOR) > 0) & ((self.flags & CLEAR) == 0) & ~asks_for
        before_part = ((self.flags & PART_AFTER) > 0) & ((self.flags & CLEAR) == 0)
        without = ((self.flags & WITHOUT) > 0) != (self.zone == 3)
        return {
            "weight_after_for": self._sum(self.idf * (only_for & self.met)) / self.total * self._belongs(),
            "weight_before_part": self._sum(self.idf * (before_part & self.met)) / self.total,
            "weight_after_without": self._sum(self.idf * (without & self.met)) / self.total,
        }

    def _belongs(self) -> np.ndarray:
        """How surely "for" names another thing: accessories, then short titles; long ones say "for living room"."""
        short = np.clip((16 - self.prod.length[self.pi]) / 8, 0.25, 1.0)
        return np.where(self.prod.traits.part[self.pi] > 0, 1.0, 0.6 * short)

    def exact(self) -> dict[str, np.ndarray]:
        anywhere = self.hit | self.in_body
        number, code = (self.kind == NUMBER) | (self.kind == MEASURE), self.kind == CODE
        before = np.r_[False, ((self.flags & NUMBER_AFTER) > 0)[:-1]] if len(self.hit) else self.hit
        clash = number & ~anywhere & before & (self.place > 0)
        return {
            "number_clashes": self._max(clash.astype(float)),
            "number_missing": self._sum((number & ~anywhere).astype(float)),
            "code_missing": self._sum((code & ~anywhere) * (1 - self.likeness)),
            "code_found": self._sum((code & anywhere).astype(float)),
        }

    def brand(self) -> dict[str, np.ndarray]:
        brand = self.prod.brand[self.pi][self.pair]
        own = self.known & (brand == self.token) & (brand >= 0)
        named = self.known & self.prod.brand_words[self.token] if len(self.token) else own
        found = self._max(own.astype(float))
        other = self._max((named & ~own & ~self.hit).astype(float))
        return {"brand_found": found, "brand_other": other * (found == 0)}

    def keyword(self) -> dict[str, np.ndarray]:
        is_head = self.place == self.kw.head[self.ki][self.pair]
        return {
            "keyword_words": np.minimum(self.counts, 8).astype(float),
            "keyword_rarity": self.total / np.maximum(self.counts, 1),
            "keyword_head_rarity": self._max(self.idf * is_head),
            "title_words": np.log1p(self.prod.length[self.pi]),
        }
