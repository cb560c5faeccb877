"""all-MiniLM-L6-v2 in int8, shipped with keyworth: starts in a third of a second and needs no torch.

One text a run: dynamic quantisation scales by the whole batch, so that in a
batch a text's vector would depend on its neighbours. Texts run side by side on
the engine's threads instead, each session call on one core.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keyworth.assets import asset
from keyworth.relevance.manifest import check_manifest

if TYPE_CHECKING:
    import numpy as np

LANGUAGES = ("en",)
FOLDER = "minilm-int8"

EXAMPLES = [
    ("garden office", "home working pod", "leather sofa"),
    ("notebook computer", "laptop", "fridge freezer"),
    ("ink cartridge", "printer toner", "trampoline"),
]


class MiniLM:
    """The loaded export.

    Attributes
    ----------
    identity : str
        Changes whenever a vector would.
    dimensions : int
    """

    def __init__(self, folder: Path) -> None:
        manifest = check_manifest(folder)
        self.dimensions: int = manifest["dimensions"]
        self.identity = f"minilm-{manifest['files']['model.onnx'][:16]}-{manifest['max_tokens']}"
        self._session, self._tokenizer = _session(folder / "model.onnx"), _tokenizer(folder, manifest["max_tokens"])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return the unit vectors of texts, float32 [n × dimensions]; each text by itself."""
        import numpy as np

        out = np.empty((len(texts), self.dimensions), np.float32)
        for i, tokens in enumerate(self._tokenizer.encode_batch(list(texts))):
            ids = np.array([tokens.ids], dtype=np.int64)
            out[i] = self._session.run(None, {"input_ids": ids})[0][0]
        return out


def load(settings: Any = None) -> MiniLM:
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
def _loaded(folder: Path) -> MiniLM:
    return MiniLM(folder)


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokenizer(folder: Path, max_tokens: int) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer
