"""The triangle: keywords against products, customers' phrases against keywords."""

from __future__ import annotations

from typing import Any

_HOMES = {
    "score_keywords": "score",
    "align_keywords": "align",
    "score_pairs": "pairs",
    "explain_pair": "pairs",
    "score_table": "pairs",
    "weigh_evidence": "evidence",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public function when it is asked for, so that naming this room costs nothing."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
