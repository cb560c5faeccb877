"""A version's files, as the registry keeps them: safetensors, JSON, CSV, Markdown and, of its own encoder, ONNX."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keyworth.relevance.versions import (
    CALLER_IDS,
    CALLERS,
    CARD,
    GRAPH,
    LEARNT,
    MODEL,
    SET_ASIDE,
    TOKENIZER,
    VOCABULARY,
    WEIGHTS,
    plain_bytes,
)
from keyworth.training.card import write_card

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.training.contest import Contender


def version_files(
    model: dict[str, Any], of: Contender, learnt: pd.DataFrame, vocabulary: pd.DataFrame, set_aside: pd.DataFrame,
    names: pd.DataFrame,
) -> dict[str, bytes]:  # fmt: skip
    """Return name to bytes; the same candidate gives the same bytes.

    Parameters
    ----------
    model : dict
        What ``model.json`` is to hold.
    of : Contender
    learnt : DataFrame
        ``caller`` and ``ids`` of whom it learnt from; only these hashes are kept.
    vocabulary : DataFrame
        ``vocabulary.COLUMNS``.
    set_aside : DataFrame
        ``schema.SET_ASIDE``; what a row said stays out of it.
    names : DataFrame
        ``schema.LEARNT``.
    """
    from safetensors.numpy import save

    files = {
        MODEL: plain_bytes(model),
        WEIGHTS: save({"weights": of.adapter.weights}),
        CALLERS: plain_bytes(sorted(set(learnt["caller"]))),
        CALLER_IDS: plain_bytes(sorted({i for ids in learnt["ids"] for i in ids.split()})),
        CARD: write_card(model).encode(),
        VOCABULARY: _csv(vocabulary),
        SET_ASIDE: _csv(set_aside[["kind", "reason"]].value_counts().sort_index().rename("calls").reset_index()),
    }
    if len(names):
        files[LEARNT] = _csv(names)
    return {**files, GRAPH: of.graph, TOKENIZER: of.tokenizer} if of.graph else files


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()
