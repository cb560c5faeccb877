"""Small tables of the money room, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import money
from keyworth.schema import FILES, INPUTS, KEYWORDS, PHRASES, RELEVANCE, Inputs, conform, empty
from keyworth.settings import Money
from keyworth.verdicts import gather_evidence


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


class Desk:
    """Build input tables from lists of dicts, and run the room on them."""

    def __init__(self) -> None:
        self.tables = {name: empty(table) for name, table in INPUTS.items()}

    def put(self, name: str, *rows: dict) -> Desk:
        rows = [{"source_file": f"{name}.csv", "source_row": i + 2, **row} for i, row in enumerate(rows)]
        if name == "keywords":
            rows = [{"keyword_id": i, "keyword_key": row["keyword"], "channel": "paid", "currency": "GBP", **row}
                    for i, row in enumerate(rows)]  # fmt: skip
        self.tables[name] = conform(pd.DataFrame(rows), INPUTS[name])
        return self

    def link(self, **settings):
        found = traced(self.tables, Money(**settings))
        return found.journeys, found.links, found.match_rates

    def trace(self, **settings):
        return trace(self.tables, empty(RELEVANCE), Money(**settings))


def _basis(tables, settings, brand_terms=()):
    inputs = Inputs(**{"files": empty(FILES), **tables})
    basis = money.settle_basis(inputs.keywords, inputs.catalogue, inputs.sales, inputs.calls, settings, brand_terms)
    return inputs, basis


def traced(tables, settings) -> money.Traced:
    """Tie the sales of tables to their keyword rows."""
    return money.trace_sales(*_basis(tables, settings), settings)


def trace(tables, relevance, settings, brand_terms=()) -> dict[str, pd.DataFrame]:
    """Run the whole room on tables; its tables by name."""
    inputs, basis = _basis(tables, settings, brand_terms)
    found = money.trace_sales(inputs, basis, settings)
    rows = gather_evidence(inputs, inputs.searches, empty(PHRASES), basis, found).rows
    estimates, by_model = money.estimate_money(
        rows, relevance, inputs.catalogue, found.credits, found.counted_sales, settings, 0.9
    )
    more = {"money": estimates, "money_by_model": by_model, "money_set_aside": money.unused_rows(found.notes)}
    return vars(found) | more | money.account_for_money(inputs, basis, found, estimates, settings)


@pytest.fixture
def desk() -> Desk:
    """A desk with two keyword rows of a paid campaign."""
    return Desk().put(
        "keywords",
        {"keyword": "garden office", "campaign": "Rooms", "clicks": 60.0, "cost": 90.0},
        {"keyword": "garden pod", "campaign": "Rooms", "clicks": 40.0, "cost": 50.0},
    )


__all__ = ["KEYWORDS", "Desk", "day"]
