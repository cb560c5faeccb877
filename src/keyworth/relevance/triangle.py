"""The triangle in one call: keywords against products, by every evidence, and against customers' phrases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from keyworth.relevance.align import align_keywords
from keyworth.relevance.combine import combine_evidence
from keyworth.relevance.prepared_catalogue import prepared
from keyworth.relevance.score import score_keywords
from keyworth.relevance.shop_head import FEW, MOST

# The floors of the settings are of the head for shops of a size. The other's probabilities are of another scale, on
# which .12 was chosen on judged shops; no band of it is calibrated to be asked about.
LARGE = {"relevance_floor": 0.12, "answered_floor": 0.12}


@dataclass(frozen=True)
class Triangle:
    """``relevance``, ``matches``, ``alignment`` and ``uncovered`` of ``schema``."""

    relevance: pd.DataFrame
    matches: pd.DataFrame
    alignment: pd.DataFrame
    uncovered: pd.DataFrame


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
    settings = _of_size(catalogue, settings)
    shop = prepared(catalogue)
    scored, matches = score_keywords(keywords, shop, settings, engine, progress)
    relevance = combine_evidence(
        scored, matches, keywords, searches, leads, staff_answers, shop, settings, engine, progress
    )
    alignment, uncovered = align_keywords(
        keywords, phrases, relevance, shop, settings, engine, progress, searches, staff_answers
    )
    return Triangle(relevance, matches, alignment, uncovered)


def _of_size(catalogue: pd.DataFrame, settings: Any) -> Any:
    """Return the settings with the floors of the head that a catalogue of this size is judged by."""
    current = int((catalogue["status"] != "retired").sum())
    stated = any(getattr(settings, name) != type(settings).model_fields[name].default for name in LARGE)
    return settings if FEW <= current <= MOST or stated else settings.model_copy(update=LARGE)
