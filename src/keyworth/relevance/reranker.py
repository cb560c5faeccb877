"""How well a product answers a keyword, both read together: a small cross-encoder, for a keyword's best few.

`models/cross-int8` was fitted here (``models/build/fit_cross.py``) from MiniLM's weights. One pair a run, as for the
encoder: a pair's score never depends on its neighbours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keyworth import text
from keyworth.assets import asset, check_manifest
from keyworth.relevance.encode import made_once, normal

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "cross-int8"
DESCRIBED = 160  # characters of a description that are read
BETWEEN = "\n"  # of the two texts of a pair; none of them holds it


class Reranker:
    """The loaded cross-encoder.

    Attributes
    ----------
    identity : str
        Changes whenever a score would.
    dimensions : int
    """

    dimensions = 1

    def __init__(self, graph: bytes, tokenizer: bytes, keyword_tokens: int, tokens: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_str(tokenizer.decode())
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._start, self._end = (self._tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        self._keyword_tokens, self._tokens = keyword_tokens, tokens
        self.identity = f"cross-{hashlib.sha256(graph).hexdigest()[:16]}-{keyword_tokens}-{tokens}"

    def encode(self, pairs: Sequence[str]) -> np.ndarray:
        """Return the log-odds of pairs ("keyword", newline, "product line"), float32 [n × 1]; each pair by itself."""
        sides: list[Sequence[str]] = list(zip(*(pair.split(BETWEEN, 1) for pair in pairs), strict=True))
        asked, sold = (self._tokenizer.encode_batch(list(side), add_special_tokens=False) for side in sides or [(), ()])
        out = np.empty((len(pairs), 1), np.float32)
        for i, (a, b) in enumerate(zip(asked, sold, strict=True)):
            left = [self._start, *a.ids[: self._keyword_tokens], self._end]
            right = [*b.ids[: self._tokens - len(left) - 1], self._end]
            side = np.array([[0] * len(left) + [1] * len(right)], np.int64)
            out[i] = self._session.run(None, {"input_ids": np.array([left + right], np.int64), "sides": side})[0]
        return out


def load_reranker() -> Reranker:
    """Return the shipped cross-encoder, its files checked against the manifest.

    Raises
    ------
    UnusableModel
        When a file is missing or has been edited.

    Examples
    --------
    >>> near, far = load_reranker().encode(["couch\\noak sofa bed, two seats", "couch\\ngarden shed"])[:, 0]
    >>> bool(near > far)
    True
    """
    return _loaded(asset("models", FOLDER))


@cache
def _loaded(folder: Path) -> Reranker:
    manifest = check_manifest(folder)
    graph, tokenizer = ((folder / name).read_bytes() for name in ("model.onnx", "tokenizer.json"))
    return Reranker(graph, tokenizer, manifest["keyword_tokens"], manifest["tokens"])


def read_together(
    keywords: Sequence[str], lines: Sequence[str], settings: Any, engine: Any = None,
    progress: Callable[..., Any] | None = None,
) -> np.ndarray:  # fmt: skip
    """Return the log-odds that each line's product answers its keyword, float64 [n]; kept, once made.

    Parameters
    ----------
    keywords, lines : sequences of str [n]
        The pairs.
    settings : settings.Relevance
        Says whether scores are cached.
    engine, progress
        As for `encode_texts`.
    """
    pairs = [f"{normal(k)}{BETWEEN}{normal(line)}" for k, line in zip(keywords, lines, strict=True)]
    found = made_once(pairs, load_reranker(), read_part, settings, engine, progress, "Reading pairs")
    return found[:, 0].astype(float).round(3)


def read_part(pairs: Sequence[str], settings: Any) -> np.ndarray:
    """Read a part of the pairs in a worker, which loads the cross-encoder for itself."""
    return load_reranker().encode(pairs)


def product_lines(products: pd.DataFrame) -> list[str]:
    """Return what is read of each product: title, last step of the category, beginning of the description.

    Examples
    --------
    >>> import pandas as pd
    >>> product_lines(pd.DataFrame({"title": ["Oak desk"], "category": ["Office > Desks"], "description": [""]}))
    ['Oak desk. Desks']
    """
    columns = [products[name].fillna("").astype(str) for name in ("title", "category", "description")]
    return [
        text.clean(". ".join(part for part in (t.strip(), _leaf(c), d[:DESCRIBED].strip()) if part))
        for t, c, d in zip(*columns, strict=True)
    ]


def _leaf(category: str) -> str:
    return re.split(r"\s*[>/|]\s*", category.strip())[-1]
