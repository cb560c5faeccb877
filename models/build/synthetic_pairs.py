"""Pairs made from catalogues themselves, for what too few people have judged.

Judgements seldom show a size that clashes, another model's code, a cover sold
for the thing that was asked. Titles do: a keyword is cut from a title, or
altered in one respect, and the target says how well the title answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from keyworth.relevance.features import lexicon
from keyworth.relevance.features.words import CODE, MEASURE, NUMBER, WORD, Reading, read
from models.build.trade_words import LOOKS, MAKERS, SYNONYMS, THINGS

COLUMNS = ("keyword", "title", "target", "kind")


@dataclass(frozen=True)
class _Title:
    text: str
    brand: str
    reading: Reading
    words: list[str]  # plain words of the main phrase, without the brand
    head: str


def cut_from_titles(titles: Sequence[str], brands: Sequence[str], seed: int) -> list[tuple[str, str, float, str]]:
    """Return made pairs (``COLUMNS``) whose keywords are cut from, or altered from, real titles.

    Examples
    --------
    >>> made = cut_from_titles(["Acme TX-2040 oak desk 120cm", "Bolt steel lamp"], ["Acme", "Bolt"], 1)
    >>> {kind for _, _, _, kind in made} >= {"code", "measure"}
    True
    """
    rng = np.random.default_rng(seed)
    known = [t for t in (_known(a, b) for a, b in zip(titles, brands, strict=True)) if t]
    made: list[tuple[str, str, float, str]] = []
    for title in known:
        other = known[int(rng.integers(len(known)))]
        made += [(keyword, title.text, target, kind) for keyword, target, kind in _altered(title, other, rng)]
    return made


def things_and_accessories(seed: int) -> list[tuple[str, str, float, str]]:
    """Return made pairs (``COLUMNS``) of things against what is sold for them.

    Examples
    --------
    >>> pairs = things_and_accessories(1)
    >>> sorted({round(target, 1) for _, _, target, _ in pairs})[:2]
    [0.0, 0.1]
    """
    rng = np.random.default_rng(seed)
    made = []
    for thing, parts in THINGS.items():
        for part in parts:
            a, b = rng.choice(MAKERS, 2, replace=False)
            look, size = rng.choice(LOOKS), int(rng.integers(2, 60))
            forms = [
                f"{look.title()} {part} for {thing}",
                f"{a} {thing} {part} {look}",
                f"{part} for {b} {thing}, {look}",
            ]
            forms += [f"{part.title()} compatible with {b} {thing} {size}", f"{a} {look} {thing} {part}"]
            sold = f"{a} {look} {thing}" if rng.random() < 0.5 else f"{a} {thing} {size} {look} with {part}"
            accessory = forms[int(rng.integers(len(forms)))]
            wrong = [p for p in parts if p != part][:1]
            made += [(k, accessory, 0.08, "accessory") for k in (thing, f"{b} {thing}", f"{look} {thing}")]
            made += [(k, accessory, 1.0, "accessory asked") for k in (f"{thing} {part}", f"{part} for {thing}")]
            made += [(k, sold, 1.0, "thing") for k in (thing, f"{look} {thing}", f"{a} {thing}", f"{thing} for sale")]
            made += [(f"{thing} {part}", sold, 0.2 if f"with {part}" in sold else 0.1, "thing offered")]
            made += [(f"{thing} {p}", accessory, 0.08, "other accessory") for p in wrong]
            model, next_model = int(rng.integers(2, 12)), int(rng.integers(12, 16))
            made += [(f"{thing} {model}", f"{a} {thing} {model} {look}", 1.0, "number")]
            made += [(f"{thing} {next_model}", f"{a} {thing} {model} {look}", 0.12, "other number")]
            made += [(f"{b} {thing}", sold, 0.2, "other maker"), (f"used {thing}", sold, 0.25, "condition")]
            made += [(thing, f"{sold.replace(a, 'Used ' + a)}", 0.6, "condition")]
            far = list(THINGS)[int(rng.integers(len(THINGS)))]
            if far.split()[-1] != thing.split()[-1]:
                made += [(far, sold, 0.0, "random"), (far, accessory, 0.0, "random")]
    return made


def other_names(near: Callable[[Sequence[str]], np.ndarray], seed: int) -> list[tuple[str, str, float, str]]:
    """Return made pairs (``COLUMNS``) of a thing under another of its names, against things near it.

    Parameters
    ----------
    near : callable
        Texts → unit vectors, to find the things that a name is most easily taken for.
    seed : int
    """
    rng = np.random.default_rng(seed)
    names = list(dict.fromkeys(name for row in SYNONYMS for name in row))
    vectors = near(names)
    row_of = {name: i for i, row in enumerate(SYNONYMS) for name in row}
    made = []
    for a, b in ((a, b) for row in SYNONYMS for a in row for b in row if a != b):
        look, maker, number = rng.choice(LOOKS), rng.choice(MAKERS), int(rng.integers(2, 90))
        forms = [f"{maker} {look} {b}", f"{b.title()} {number}0 {look}", f"{maker} {b} - {look} finish"]
        title = [*forms, f"{look.title()} {b} by {maker}"][int(rng.integers(4))]
        made += [(a, title, 0.9, "other name"), (f"{look} {a}", title, 0.9, "other name")]
        order = np.argsort(-(vectors @ vectors[names.index(a)]).round(4), kind="stable")
        others = [names[i] for i in order if row_of[names[i]] != row_of[a]][:12]
        chosen = rng.choice(others, 3, replace=False)
        made += [(str(w), title, 0.05, "near thing") for w in chosen if not set(w.split()) & set(b.split())]
    return made


def _known(text: str, brand: str) -> _Title | None:
    r = read(text)
    own = set(read(brand).tokens)
    main = [(t, e) for t, k, z, e in zip(r.tokens, r.kinds, r.zones, r.ends, strict=True) if k == WORD and z == 0]
    words = [t for t, _ in main if t not in own and t.isalpha() and len(t) > 2]
    closing = [t for t, e in main if e and t in words and t not in lexicon.COLOURS]
    return _Title(text, brand, r, words, closing[0]) if words and closing else None


def _altered(t: _Title, other: _Title, rng: np.random.Generator) -> Iterator[tuple[str, float, str]]:
    yield from _before(t)
    yield from _codes(t, rng)
    yield from _sizes(t, rng)
    yield from _numbers(t, rng)
    colours = [w for w in t.reading.tokens if w in lexicon.COLOURS]
    if colours:
        yield f"{colours[0]} {t.head}", 1.0, "colour"
        others = sorted(lexicon.COLOURS - set(colours))
        yield f"{others[int(rng.integers(len(others)))]} {t.head}", 0.3, "colour"
    for asked, swapped in _opposites(t):
        yield f"{asked} {t.head}", 1.0, "opposite"
        yield f"{swapped} {t.head}", 0.12, "opposite"
    if t.brand:
        yield f"{t.brand} {t.head}", 1.0, "brand"
        if other.brand and other.brand.casefold() not in t.text.casefold():
            yield f"{other.brand} {t.head}", 0.15, "other brand"
    for_words = [w for w, z in zip(t.reading.tokens, t.reading.zones, strict=True) if z == 2][:3]
    if for_words:
        yield " ".join(for_words), 0.12, "accessory"
        yield f"{' '.join(for_words)} {t.head}", 1.0, "accessory asked"
    if rng.random() < 0.25:
        yield f"used {t.head}", 0.3, "condition"


def _before(t: _Title) -> Iterator[tuple[str, float, str]]:
    at = t.words.index(t.head)
    before = t.words[at - 1] if at else ""
    if before and t.head in lexicon.PARTS and before not in lexicon.COLOURS:
        yield before, 0.12, "accessory"


def _codes(t: _Title, rng: np.random.Generator) -> Iterator[tuple[str, float, str]]:
    codes = [w for w, k in zip(t.reading.tokens, t.reading.kinds, strict=True) if k == CODE]
    if codes:
        code = codes[0]
        digit = str(int(rng.integers(1, 9)))
        changed = "".join(digit if c.isdigit() and c != digit and i > len(code) // 2 else c for i, c in enumerate(code))
        for lead in {t.brand or t.head, t.head}:
            yield f"{lead} {code}", 1.0, "code"
            if changed != code:
                yield f"{lead} {changed}", 0.1, "other code"


def _numbers(t: _Title, rng: np.random.Generator) -> Iterator[tuple[str, float, str]]:
    r = t.reading
    for word, number, a, b in zip(r.tokens, r.tokens[1:], r.kinds, r.kinds[1:], strict=False):
        if a == WORD and b == NUMBER and number.isdigit() and len(word) > 2:
            yield f"{word} {number}", 1.0, "number"
            yield f"{word} {int(number) + int(rng.integers(1, 5))}", 0.12, "other number"
            return


def _sizes(t: _Title, rng: np.random.Generator) -> Iterator[tuple[str, float, str]]:
    sizes = [w for w, k in zip(t.reading.tokens, t.reading.kinds, strict=True) if k == MEASURE]
    if sizes:
        yield f"{sizes[0]} {t.head}", 1.0, "measure"
        number = "".join(c for c in sizes[0] if c.isdigit() or c == ".")
        changed = round(float(number) * float(rng.choice([0.5, 0.75, 1.5, 2, 3])), 1)
        yield f"{changed:g}{sizes[0][len(number) :]} {t.head}", 0.25, "other measure"


def _opposites(t: _Title) -> Iterator[tuple[str, str]]:
    said = set(t.reading.tokens)
    for row in lexicon.OPPOSITES:
        own = [side for side in row if side & said]
        if len(own) == 1:
            rest = [side for side in row if side is not own[0]]
            asked, swapped = sorted(own[0] & said)[0], sorted(rest[0])[0]
            if asked != t.head:
                yield asked, swapped
