"""Training: new calls and decisions become a candidate, gated before it may be champion.

Read it from `retraining` (the page) downwards:

* what is learnt from: `reading` (files → examples) with `learn` (weak labels), `judged` (people's), `products`
  (which one is meant), `vocabulary` (new phrases), `split` (who is kept for the test, for ever);
* how: `contest` fits a challenger, which is `adapter` (light) or `finetune` (the encoder itself, by `export_encoder`),
  on calls read by `passages`, leaving `everyday` words alone; `recalibration` is the relevance model's;
* whether: `gate`, with `suspicions` (what is wrong with the calls themselves) and `flips` (verdicts that would change);
* what is kept: `version_files` in the `registry`, told by `card` and `telling`.

The others make what ships with keyworth: `distil_static`, `fit_relevance` and what it reads.
"""

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
