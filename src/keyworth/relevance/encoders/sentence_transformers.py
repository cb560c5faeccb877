"""Any sentence-transformers encoder by its name on the hub or its folder; needs torch, so it is slow to start."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from keyworth.errors import UnusableModel

if TYPE_CHECKING:
    import numpy as np

LANGUAGES: tuple[str, ...] = ()  # not known: a multilingual one may be named
LIBRARIES = ("sentence-transformers", "tokenizers", "torch", "transformers")
DEFAULT = "sentence-transformers/all-MiniLM-L6-v2"

EXAMPLES = [("garden office", "home working pod", "leather sofa")]


class NamedEncoder:
    """A sentence-transformers model behind the family's interface."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as fault:
            raise UnusableModel(
                f"the encoder {name!r} needs sentence-transformers",
                [f"{fault.name} is missing"],
                "pip install sentence-transformers, or name 'minilm' or 'static', which need no torch.",
            ) from None
        try:
            self._model = SentenceTransformer(name)
        except (OSError, ValueError) as fault:
            problem = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise UnusableModel(
                f"the encoder {name!r} cannot be loaded", [problem], "Name a folder, or 'minilm'."
            ) from None
        self.identity = f"sentence-transformers-{name}"
        self.dimensions = int(self._model.get_sentence_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return the unit vectors of texts, float32 [n × dimensions]."""
        return self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False, batch_size=1)


def load(settings: Any = None) -> NamedEncoder:
    """Return the encoder that ``settings.encoder`` names."""
    name = getattr(settings, "encoder", "") or DEFAULT
    return _loaded(DEFAULT if name == "sentence_transformers" else name)


@cache
def _loaded(name: str) -> NamedEncoder:
    return NamedEncoder(name)
