"""Small tables of the money room, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import money
from keyworth.schema import INPUTS, KEYWORDS, RELEVANCE, conform, empty
from keyworth.settings import Money


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
        t = self.tables
        return money.link_sales(t["keywords"], t["touchpoints"], t["sales"], t["calls"], t["pages"], Money(**settings),
                                t["searches"])  # fmt: skip

    def trace(self, **settings):
        return money.trace(self.tables, empty(RELEVANCE), Money(**settings))


@pytest.fixture
def desk() -> Desk:
    """A desk with two keyword rows of a paid campaign."""
    return Desk().put(
        "keywords",
        {"keyword": "garden office", "campaign": "Rooms", "clicks": 60.0, "cost": 90.0},
        {"keyword": "garden pod", "campaign": "Rooms", "clicks": 40.0, "cost": 50.0},
    )


__all__ = ["KEYWORDS", "Desk", "day"]
