"""Where the agency sends a click: often the right page, often just the home page, sometimes a page of no use."""

from __future__ import annotations

import pandas as pd

from bench.demo_company.world import SITE, World, slug, stream

HOME = SITE + "/"
# kind: chances of its own page, of the shelf it stands on, of some other shelf; else the home page.
SENT = {
    "healthy": (0.5, 0.25, 0.05),
    "misaligned_wording": (0.45, 0.2, 0.1),
    "retired_product": (0.35, 0.25, 0.15),
    "wrong_product": (0.35, 0.3, 0.1),
    "no_current_product": (0.0, 0.0, 0.4),
    "in_between": (0.0, 0.0, 0.3),
    "other_intent": (0.0, 0.0, 0.3),
    "spend_without_sales": (0.0, 0.0, 0.4),
    "brand": (0.0, 0.0, 0.1),
}


def landing_pages(world: World, frame: pd.DataFrame) -> list[str]:
    """Return a landing page for each keyword of the truth."""
    rng = stream(world.seed, "pages")
    shelves = sorted({slug(c["category"]) for c in world.concepts.values()})
    products = world.catalogue.set_index("product_id")["url"]
    out = []
    for kind, concept in zip(frame["kind"], frame["concept"], strict=True):
        own, shelf, other = SENT[kind]
        draw, stray = rng.random(), shelves[int(rng.integers(len(shelves)))]
        if concept and draw < own + shelf:
            page = _page(world, concept, products)
            out.append(page if draw < own else page.rsplit("/", 1)[0])
        elif draw < own + shelf + other:
            out.append(HOME + stray)
        else:
            out.append(HOME)
    return out


def _page(world: World, concept: str, products: pd.Series) -> str:
    """A range's page, or the page of a product that stands alone."""
    own = str(products[world.product_of(concept)])
    return own.rsplit("/", 1)[0] if concept in world.concepts else own
