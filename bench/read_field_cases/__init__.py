"""Files in the shape of real systems, invented, each with the values that are right: written before they were read."""

from __future__ import annotations

from typing import Any, NamedTuple


class Case(NamedTuple):
    """A file: the system it is in the shape of, its bytes, and by table and column what every row must say."""

    system: str
    data: str | bytes
    truth: dict[str, dict[str, list[Any]]]
    aside: int = 0  # rows that must be set aside
    currency: str = ""  # what the file itself tells
