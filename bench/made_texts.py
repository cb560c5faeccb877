"""A made shop of any size: titles as shops write them and keywords as people type them, from a seed; no real data."""

# ruff: noqa: SIM905 - words are read more easily than lists of words
from __future__ import annotations

import numpy as np
import pandas as pd

THINGS = (
    "desk chair table lamp sofa wardrobe mattress bookcase shelf cabinet stool bench mirror rug curtain blind cushion "
    "duvet kettle toaster blender mixer oven hob fridge freezer dishwasher tumble-dryer vacuum iron heater fan drill "
    "sander saw hammer screwdriver spanner ladder toolbox mower strimmer hedge-trimmer wheelbarrow hose sprinkler shed "
    "greenhouse summerhouse gazebo parasol barbecue fire-pit hot-tub paddling-pool trampoline swing slide scooter bike "
    "helmet treadmill dumbbell yoga-mat tent sleeping-bag rucksack cooler torch binoculars camera lens tripod drone "
    "printer toner scanner monitor keyboard mouse laptop tablet phone charger cable headset speaker soundbar projector "
    "router switch server-rack shredder laminator stapler whiteboard notebook pen marker envelope label-maker guitar "
    "piano drum microphone amplifier coat jacket boots trainers sandals shirt dress skirt jeans belt wallet handbag "
    "suitcase watch necklace ring earrings razor hairdryer toothbrush perfume pushchair cot car-seat high-chair"
).split()
KINDS = (
    "folding adjustable portable cordless electric wooden metal leather wireless compact heavy-duty outdoor indoor "
    "ergonomic waterproof insulated stackable extendable corner wall-mounted freestanding double single large small "
    "slim premium classic modern rustic industrial padded rechargeable stainless glass oak pine walnut cotton wool"
).split()
COLOURS = "black white grey blue green red silver brown cream beige navy pink yellow teal".split()
WITH = (
    "with storage|with lid|with USB port|for small rooms|for children|with stand|with 2 year guarantee|set of 4|"
    "with remote control|for garden use|with LED light|pack of 10|with cushions|with wheels|for professionals"
).split("|")
ASKING = "cheap {}|{} near me|best {}|{} for sale|buy {} online|{} uk|{} deals|{}|{}|{}|{}|{}".split("|")


def made_texts(products: int, keywords: int, seed: int = 7) -> tuple[list[str], list[str]]:
    """Return distinct titles and distinct keywords, in an order that the seed decides.

    Examples
    --------
    >>> titles, keywords = made_texts(3, 2)
    >>> len(titles), len(keywords), made_texts(3, 2)[0] == titles
    (3, 2, True)
    """
    rng = np.random.default_rng(seed)
    names = _names(rng, 40 + int(2 * products**0.5))
    return _distinct(rng, products, names, _title), _distinct(rng, keywords, names, _keyword)


def made_tables(products: int, keywords: int, seed: int = 7) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return ``schema.KEYWORDS`` and ``schema.CATALOGUE``, one product in fifty retired."""
    from keyworth import schema, text

    titles, asked = made_texts(products, keywords, seed)
    listed = pd.DataFrame({"keyword": asked, "keyword_key": [text.key(k) for k in asked]})
    shop = pd.DataFrame({"title": titles, "product_id": [f"m{i}" for i in range(products)]})
    shop["status"] = np.where(np.arange(products) % 50 == 49, "retired", "active")
    shop["price"] = np.random.default_rng(seed).lognormal(4, 1, products).round(2)
    return schema.conform(listed, schema.KEYWORDS), schema.conform(shop, schema.CATALOGUE)


def _names(rng: np.random.Generator, n: int) -> list[str]:
    parts = "ar bel cor dan el fen gar hol in jor kel lum mar nor or pel quin ros sol tam ur vel win yar zen".split()
    return ["".join(rng.choice(parts, 2 + i % 2)).capitalize() for i in range(n)]


def _distinct(rng: np.random.Generator, n: int, names: list[str], make) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < n:
        found[make(rng, names)] = None
    return list(found)


def _pick(rng: np.random.Generator, words: list[str]) -> str:
    """Return one of some words, the first ones far more often, as in any language."""
    return words[int(len(words) * rng.random() ** 2)].replace("-", " ")


def _title(rng: np.random.Generator, names: list[str]) -> str:
    thing = f"{_pick(rng, KINDS)} {_pick(rng, THINGS)}".capitalize()
    code = f"{''.join(rng.choice(list('ABCDEHKLMTX'), 2))}{rng.integers(100, 9999)}"
    size = f"{rng.integers(20, 240)} cm" if rng.random() < 0.6 else f"{rng.integers(1, 6)}m x {rng.integers(1, 6)}m"
    return f"{_pick(rng, names)} {code} {thing} {_pick(rng, WITH)}, {size}, {_pick(rng, COLOURS)}"


def _keyword(rng: np.random.Generator, names: list[str]) -> str:
    thing, kind = _pick(rng, THINGS), _pick(rng, KINDS)
    forms = (
        thing, f"{kind} {thing}", f"{_pick(rng, COLOURS)} {kind} {thing}", f"{_pick(rng, names).lower()} {thing}",
        f"{kind} {thing} {_pick(rng, WITH).lower()}", f"{_pick(rng, names).lower()} {kind} {thing}",
        f"{thing} {rng.integers(20, 240)} cm", f"{_pick(rng, names).lower()} {_pick(rng, COLOURS)} {thing}",
    )  # fmt: skip
    return str(rng.choice(ASKING)).format(forms[int(rng.integers(len(forms)))])
