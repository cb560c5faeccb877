"""The audit of the demo's exports finds what is planted; no rule ever reads the list."""

from __future__ import annotations

import pytest

from bench.demo_findings import findings, healthy_cut, judged, mistakes


@pytest.fixture(scope="session")
def rows(demo):
    return judged(demo.keywords)


TARGET = 0.9
# What is reached today, less a little for the last digits of other machines' arithmetic. The floor of relevance is
# chosen on judged shops (data/shops), not here. What cannot be told is asked, not flagged: that costs recall.
REACHED = {"obsolete": (0.9, 0.78), "wrong product": (0.92, 0.59), "misaligned": (0.96, 0.9)}


@pytest.mark.parametrize("name", REACHED)
def test_precision_and_recall_do_not_fall(rows, name):
    figures = findings(rows).loc[name]
    missed, false = mistakes(rows, name)
    print(f"\n{name}: precision {figures.precision:.3f}, recall {figures.recall:.3f} of {figures.planted:.0f} planted")
    told = f"missed:\n{missed.head(20).to_string()}\nfalse:\n{false.head(20).to_string()}"
    precision, recall = REACHED[name]
    assert figures.precision >= precision, told
    assert figures.recall >= recall, told


@pytest.mark.parametrize(
    "name",
    [
        "obsolete",
        pytest.param(
            "wrong product",
            marks=pytest.mark.xfail(reason="the target of .9 is missed in recall: .70, and others are asked"),
        ),
        "misaligned",
    ],
)
def test_the_target_of_precision_and_recall(rows, name):
    figures = findings(rows).loc[name]
    assert min(figures.precision, figures.recall) >= TARGET


def test_no_keyword_in_which_nothing_is_wrong_is_cut(rows):
    cut = healthy_cut(rows)
    assert cut.empty, cut[["keyword", "flags", "product_relevance", "customer_alignment"]].to_string()
