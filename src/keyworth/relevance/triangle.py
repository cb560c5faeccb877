"""The triangle in one call: keywords against products, by every evidence, and against customers' phrases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from keyworth.relevance.align import align_keywords
from keyworth.relevance.answers import read_answers, take_answers
from keyworth.relevance.combine import combine_evidence
from keyworth.relevance.prepared_catalogue import prepared
from keyworth.relevance.score import score_keywords
from keyworth.relevance.search_term_evidence import score_terms
from keyworth.relevance.shop_head import FEW, MOST

# The floors of the settings are of the head for shops of a size. The other's probabilities are of another scale, on
# which .12 was chosen on judged shops; no band of it is calibrated to be asked about.
LARGE = {"relevance_floor": 0.12, "answered_floor": 0.12}


@dataclass(frozen=True)
class Triangle:
    """``relevance``, ``matches``, ``alignment``, ``uncovered``, ``answers`` of ``schema``; ``terms``: search terms."""

    relevance: pd.DataFrame
    matches: pd.DataFrame
    alignment: pd.DataFrame
    uncovered: pd.DataFrame
    terms: pd.DataFrame
    answers: pd.DataFrame


def draw_triangle(
    keywords: pd.DataFrame,
    catalogue: pd.DataFrame,
    searches: pd.DataFrame,
    phrases: pd.DataFrame,
    leads: pd.DataFrame,
    staff_answers: pd.DataFrame,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
) -> Triangle:
    """Return which product answers each keyword, and whether customers would word it so.

    Parameters
    ----------
    keywords : DataFrame
        Keyword rows of ``schema.KEYWORDS``, with ``sales_knowable``.
    catalogue, searches, phrases, leads, staff_answers : DataFrame
        Of ``schema``.
    settings : settings.Relevance
    engine : object with ``map(function, parts, *shared)``, optional
    progress : callable (label, total) → context manager with ``update(n)``, optional
    """
    answers = read_answers(settings.answers)
    settings = of_size(catalogue, settings).model_copy(update={"answers": ""})  # no score depends on where they lie
    shop = prepared(catalogue)
    scored, matches = score_keywords(keywords, shop, settings, engine, progress)
    terms = score_terms(searches, shop, settings, engine, progress)
    relevance = combine_evidence(
        scored, matches, keywords, searches, leads, staff_answers, shop, settings, engine, progress, terms
    )
    relevance, answers = take_answers(relevance, answers, catalogue, settings, engine, progress)
    alignment, uncovered = align_keywords(
        keywords, phrases, relevance, shop, settings, engine, progress, searches, staff_answers
    )
    return Triangle(relevance, matches, alignment, uncovered, terms[0], answers)


def floors_of(catalogue: pd.DataFrame, settings: Any) -> tuple[float, float]:
    """Return below which score a text is not answered, and from which it is, by this catalogue."""
    sized = of_size(catalogue, settings)
    return sized.relevance_floor, sized.answered_floor


def of_size(catalogue: pd.DataFrame, settings: Any) -> Any:
    """Return the settings with the floors of the head that a catalogue of this size is judged by."""
    current = int((catalogue["status"] != "retired").sum())
    stated = any(getattr(settings, name) != type(settings).model_fields[name].default for name in LARGE)
    return settings if FEW <= current <= MOST or stated else settings.model_copy(update=LARGE)
