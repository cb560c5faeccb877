"""A catalogue read once, and asked by keywords, search terms and phrases alike: its ranges, their words and vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.accessory_targets import Hosts, hosts
from keyworth.relevance.encode import encode_texts
from keyworth.relevance.features import ProductSide, prepare_products
from keyworth.relevance.product_text import product_meanings
from keyworth.relevance.vocabulary import distinct_stems

ORDER = ["title", "product_id", "description"]  # content, not the file, decides the order of the products


@dataclass(frozen=True)
class ProductRange:
    """Products scored together: those on sale, those retired, or what accessories are for."""

    products: pd.DataFrame
    _made: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def titles(self) -> list[str]:
        """Their titles, in order."""
        return list(self.products["title"])

    @cached_property
    def stems(self) -> set[str]:
        """The stems of their titles' words."""
        return distinct_stems(self.titles)

    def vectors(self, settings: Any, engine: Any, progress: Callable[..., Any] | None) -> np.ndarray:
        """Return the unit vectors of what the products mean, float32 [n × d]."""
        key = repr(settings)
        if key not in self._made:
            meanings = product_meanings(self.products)
            self._made[key] = encode_texts(meanings, settings, engine, progress, "Encoding products")
        return self._made[key]

    def side(self, read: np.ndarray) -> ProductSide:
        """Return the products at the places ``read`` as the pairs' features need them."""
        if len(read) < len(self.products):
            return prepare_products(self.products.iloc[read].reset_index(drop=True))
        if "side" not in self._made:
            self._made["side"] = prepare_products(self.products)
        return self._made["side"]


@dataclass(frozen=True)
class PreparedCatalogue:
    """A catalogue, in its rows' own order, and what is worked out of it.

    Examples
    --------
    >>> from keyworth import schema
    >>> rows = {"title": ["Shed", "Barn"], "status": ["active", "retired"]}
    >>> shop = PreparedCatalogue(schema.conform(pd.DataFrame(rows), schema.CATALOGUE))
    >>> shop.products["title"].tolist(), shop.current.titles, shop.retired.titles, sorted(shop.stems)
    (['Barn', 'Shed'], ['Shed'], ['Barn'], ['barn', 'shed'])
    """

    catalogue: pd.DataFrame

    @cached_property
    def products(self) -> pd.DataFrame:
        """The products in an order that their content decides."""
        return self.catalogue.sort_values(ORDER, kind="stable", ignore_index=True)

    @cached_property
    def current(self) -> ProductRange:
        """What is sold, out of stock included."""
        return ProductRange(self.products[self.products["status"] != "retired"].reset_index(drop=True))

    @cached_property
    def retired(self) -> ProductRange:
        """What was sold once."""
        return ProductRange(self.products[self.products["status"] == "retired"].reset_index(drop=True))

    @cached_property
    def named_hosts(self) -> Hosts:
        """What the accessories on sale are for."""
        return hosts(self.current.products)

    @cached_property
    def hosts(self) -> ProductRange:
        """The same, as if each were a product."""
        return ProductRange(self.named_hosts.products)

    @cached_property
    def stems(self) -> set[str]:
        """The stems of all words of titles and descriptions."""
        both = zip(self.catalogue["title"], self.catalogue["description"], strict=True)
        return distinct_stems(f"{title} {description}" for title, description in both)


def prepared(catalogue: pd.DataFrame | PreparedCatalogue) -> PreparedCatalogue:
    """Return a catalogue prepared, as it is where it is already."""
    return catalogue if isinstance(catalogue, PreparedCatalogue) else PreparedCatalogue(catalogue)
