"""all-MiniLM-L6-v2 in int8, shipped with keyworth: starts in a third of a second and needs no torch.

One text a run: dynamic quantisation scales by the whole batch, so that in a
batch a text's vector would depend on its neighbours. Texts run side by side on
the engine's threads instead, each session call on one core.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from keyworth.assets import asset, check_manifest

LANGUAGES = ("en",)
LIBRARIES = ("onnxruntime", "tokenizers")
FOLDER, MAX_TOKENS = "minilm-int8", 64

EXAMPLES = [
    ("garden office", "home working pod", "leather sofa"),
    ("notebook computer", "laptop", "fridge freezer"),
    ("ink cartridge", "printer toner", "trampoline"),
]


class Export:
    """An int8 export: what is shipped, or a workspace's own that was fine-tuned from it.

    Attributes
    ----------
    identity : str
        Changes whenever a vector would.
    dimensions : int
    """

    def __init__(self, graph: bytes, tokenizer: bytes, max_tokens: int = MAX_TOKENS) -> None:
        self._session, self._tokenizer = _session(graph), _tokenizer(tokenizer, max_tokens)
        self.dimensions: int = self._session.get_outputs()[0].shape[-1]
        self.identity = f"minilm-{hashlib.sha256(graph).hexdigest()[:16]}-{max_tokens}"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return the unit vectors of texts, float32 [n × dimensions]; each text by itself."""
        out = np.empty((len(texts), self.dimensions), np.float32)
        for i, tokens in enumerate(self._tokenizer.encode_batch(list(texts))):
            ids = np.array([tokens.ids], dtype=np.int64)
            out[i] = self._session.run(None, {"input_ids": ids})[0][0]
        return out


def load(settings: Any = None) -> Export:
    """Return the encoder, its files checked against the manifest.

    Raises
    ------
    UnusableModel
        When a file is missing or has been edited.

    Examples
    --------
    >>> a, b, c = load().encode(["garden office", "home working pod", "leather sofa"])
    >>> bool(a @ b > a @ c)
    True
    """
    return _loaded(asset("models", FOLDER))


@cache
def _loaded(folder: Path) -> Export:
    manifest = check_manifest(folder)
    graph, tokenizer = ((folder / name).read_bytes() for name in ("model.onnx", "tokenizer.json"))
    return Export(graph, tokenizer, manifest["max_tokens"])


def _session(graph: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _tokenizer(content: bytes, max_tokens: int) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(content.decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer
