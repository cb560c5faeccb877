"""The triangle: keywords against products, customers' phrases against keywords."""

from __future__ import annotations

from keyworth.registry import lazy_door

_HOMES = {
    "score_keywords": "score",
    "align_keywords": "align",
    "score_pairs": "pairs",
    "explain_pair": "pairs",
    "score_table": "pairs",
    "weigh_evidence": "combine",
}
__all__ = sorted(_HOMES)


__getattr__ = lazy_door(__name__, _HOMES)
