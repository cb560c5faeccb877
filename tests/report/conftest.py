"""What the report's tests share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def naughty_strings(shared_data: Path) -> list[str]:
    """Every string of the Big List of Naughty Strings."""
    path = next(shared_data.rglob("blns.json"))
    return json.loads(path.read_text(encoding="utf-8"))
