"""The triangle in one call: keywords against products, by every evidence, and against customers' phrases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from keyworth.relevance.align import align_keywords
from keyworth.relevance.combine import combine_evidence
from keyworth.relevance.score import score_keywords


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
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
) -> Triangle:
    """Return which product answers each keyword, and whether customers would word it so.

    Parameters
    ----------
    keywords : DataFrame
        Keyword rows of ``schema.KEYWORDS``, with ``sales_knowable``.
    catalogue, searches, phrases, leads : DataFrame
        Of ``schema``.
    settings : settings.Relevance
    engine : object with ``map(function, parts, *shared)``, optional
    progress : callable (label, total) → context manager with ``update(n)``, optional
    """
    scored, matches = score_keywords(keywords, catalogue, settings, engine, progress)
    relevance = combine_evidence(scored, matches, keywords, searches, leads, catalogue, settings, engine, progress)
    alignment, uncovered = align_keywords(keywords, phrases, relevance, catalogue, settings, engine, progress)
    return Triangle(relevance, matches, alignment, uncovered)
