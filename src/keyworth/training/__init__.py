"""Training: new calls and decisions become a candidate, gated before it may be champion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from keyworth.training.registry import Models
    from keyworth.training.retraining import Retrained, retrain
    from keyworth.training.telling import told_answer, told_models, told_purge

_HOMES = {
    "Models": "registry",
    "Retrained": "retraining",
    "retrain": "retraining",
    "told_answer": "telling",
    "told_models": "telling",
    "told_purge": "telling",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public function when it is asked for, so that naming this room costs nothing."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
