"""Honest reports are not accused; of crooked ones nearly every planted fault is found with its cause."""

from __future__ import annotations

import pytest

from bench.claims_reports.__main__ import NAMES, figures


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_honest_are_not_accused_and_the_planted_are_found(name, tmp_path):
    found, rows = figures(name, tmp_path)
    assert found["accusations of the honest"] == 0
    assert found["accusations of fair lines beside faults"] == 0
    assert found["found with the right cause"] >= 11
    assert rows["rows"].gt(0).all(), "every line of a report is in the ledger"
