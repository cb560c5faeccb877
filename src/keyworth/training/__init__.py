"""Training: new calls and decisions become a candidate, gated before it may be champion.

Read it from `retraining` (the page) downwards:

* what is learnt from: `training_inputs` (files → examples) with `weak_labels`, `review_labels` (people's), `products`
  (which one is meant), `vocabulary` (new phrases), `split` (who is kept for the test, for ever);
* how: `contest` fits a challenger, which is `adapter` (light) or `finetune` (the encoder itself, by `export_encoder`),
  on calls read by `chunk_encoding`, leaving `retention_probe`'s words alone;
  `recalibration` is the relevance model's;
* whether: `gate`, with `suspicions` (what is wrong with the calls themselves) and `flips` (verdicts that would change);
* what is kept: `version_files` in the `registry`, told by `card` and `console_text`; `promotion` tells what it changes.

What makes the models that ship lies in ``models/build``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.training.console_text import render_answer, render_models, render_purge
    from keyworth.training.promotion import promote
    from keyworth.training.registry import Models
    from keyworth.training.retraining import Retrained, retrain

_HOMES = {
    "Models": "registry",
    "Retrained": "retraining",
    "promote": "promotion",
    "retrain": "retraining",
    "render_answer": "console_text",
    "render_models": "console_text",
    "render_purge": "console_text",
}
__all__ = sorted(_HOMES)


__getattr__ = lazy_door(__name__, _HOMES)
