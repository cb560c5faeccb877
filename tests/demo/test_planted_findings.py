"""The audit of the demo's exports finds what is planted; no rule ever reads the list."""

from __future__ import annotations

import pytest
from bench.demo_findings import findings, healthy_cut, judged, mistakes, run_audit


@pytest.fixture(scope="session")
def rows():
    return judged(run_audit().keywords)


@pytest.mark.parametrize("name", ["obsolete", "wrong product", "misaligned"])
def test_precision_and_recall_of_what_is_planted(rows, name):
    figures = findings(rows).loc[name]
    missed, false = mistakes(rows, name)
    print(f"\n{name}: precision {figures.precision:.3f}, recall {figures.recall:.3f} of {figures.planted:.0f} planted")
    told = f"missed:\n{missed.head(20).to_string()}\nfalse:\n{false.head(20).to_string()}"
    assert figures.precision >= 0.9, told
    assert figures.recall >= 0.9, told


def test_no_keyword_in_which_nothing_is_wrong_is_cut(rows):
    cut = healthy_cut(rows)
    assert cut.empty, cut[["keyword", "flags", "product_relevance", "customer_alignment"]].to_string()
