"""The triangle: keywords against products, customers' phrases against keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.relevance.align import align_keywords
    from keyworth.relevance.combine import combine_evidence
    from keyworth.relevance.pairs import explain_pair, score_pairs, score_table
    from keyworth.relevance.score import score_keywords
    from keyworth.relevance.triangle import Triangle, draw_triangle

_HOMES = {
    "Triangle": "triangle",
    "align_keywords": "align",
    "combine_evidence": "combine",
    "draw_triangle": "triangle",
    "explain_pair": "pairs",
    "score_keywords": "score",
    "score_pairs": "pairs",
    "score_table": "pairs",
}
__all__ = sorted(_HOMES)

__getattr__ = lazy_door(__name__, _HOMES)
