"""The workspace's versions: what retraining keeps, read only after it is checked.

`keyworth retrain` writes versions into a folder, and one small file there names the champion. Before anything
of a version is parsed, its manifest is compared with the hash in the version's own name, and every file with
the hash in the manifest. A workspace without a champion uses what is shipped.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from keyworth.errors import UnusableModel
from keyworth.relevance.encoders.minilm import Export

CHAMPION, MANIFEST, MODEL, WEIGHTS, CALLERS, CARD = (
    "champion.json", "manifest.json", "model.json", "adapter.safetensors", "callers.json", "card.md",
)  # fmt: skip
GRAPH, TOKENIZER = "encoder.onnx", "tokenizer.json"  # of a version whose encoder was fine-tuned
CALLER_IDS = "caller_ids.json"  # of whom it learnt from: the hashes of every id that anybody may ask for them by
VOCABULARY, SET_ASIDE = "vocabulary.csv", "set_aside.csv"
LEARNT = "learnt.csv"  # schema.LEARNT: what calls taught of names
SHIPPED = "shipped"
FORMAT = 1  # of manifests and of what model.json holds; another one is not guessed at
SHARPNESS = 20.0  # the softmax's inverse temperature while learning, as in sentence-transformers' own loss
MOST_BYTES = 64 * 2**20
_VERSION = re.compile(r"v[0-9]{4,}-[0-9a-f]{16}")
_FILE = re.compile(r"[a-z_]+\.[a-z]+")  # a version's files have plain names: no folder, no way out of theirs
_MEND = "Run `keyworth models rollback`, or restore the folder from a backup."


@dataclass(frozen=True)
class Adapter:
    """A map of customers' vectors and the sharpness at which its softmax is calibrated.

    Attributes
    ----------
    weights : float32 [d × d]
        W; all zeros for the shipped champion, whose vectors stay as they are.
    sharpness : float
        P(product) is the softmax of ``sharpness × cosine``.
    """

    weights: np.ndarray
    sharpness: float = SHARPNESS

    def apply(self, vectors: np.ndarray) -> np.ndarray:
        """Return the mapped unit vectors, float32 [n × d].

        Examples
        --------
        >>> Adapter(np.zeros((2, 2), np.float32)).apply(np.array([[0.6, 0.8]], np.float32)).round(1).tolist()
        [[0.6000000238418579, 0.800000011920929]]
        """
        if not self.weights.any():
            return vectors
        moved = vectors + vectors @ self.weights
        return (moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)).astype(np.float32)

    def probability(self, vectors: np.ndarray, products: np.ndarray) -> np.ndarray:
        """Return P(product) of each text, float64 [n × products]."""
        return softmax(self.sharpness * (self.apply(vectors) @ products.T).astype(float))


@dataclass(frozen=True)
class Version:
    """A version as it was read, checked.

    Attributes
    ----------
    name : str
        ``v0001-`` and the beginning of its manifest's SHA-256; ``shipped`` for none.
    model : dict
        What ``model.json`` holds: encoder, gate, counts, data window.
    adapter : Adapter or None
        None for ``shipped``.
    graph, tokenizer : bytes
        Of its own fine-tuned encoder; empty where it uses the one that its ``encoder`` names.
    learnt : bytes
        CSV of ``schema.LEARNT``: what calls taught of names.
    """

    name: str
    model: dict[str, Any]
    adapter: Adapter | None
    graph: bytes = b""
    tokenizer: bytes = b""
    learnt: bytes = b""

    def own_encoder(self) -> Any:
        """Return the fine-tuned encoder, ready to encode; None where it has none."""
        return _opened(self.graph, self.tokenizer) if self.graph else None


class Versions:
    """The versions in a folder, to be read.

    Examples
    --------
    >>> Versions("nowhere").champion().name
    'shipped'
    """

    def __init__(self, folder: str | Path = "models") -> None:
        self.folder = Path(folder)

    def versions(self) -> list[str]:
        """Return the versions' names, oldest first."""
        if not self.folder.is_dir():
            return []
        found = (p.name for p in self.folder.iterdir() if p.is_dir() and _VERSION.fullmatch(p.name))
        return sorted(found, key=lambda name: (int(name[1:].split("-")[0]), name))

    def read(self, name: str) -> Version:
        """Read a version once every file of it is the one that was written.

        Raises
        ------
        UnusableModel
            When it is not there, or a file is missing or has been changed.
        """
        if name == SHIPPED:
            return Version(SHIPPED, {}, None)
        files = self._checked(name)
        try:
            model = json.loads(files[MODEL])
            _known_format(model.get("format", FORMAT))
            adapter = _adapter(files[WEIGHTS], float(model["sharpness"]))
            return Version(name, model, adapter, files.get(GRAPH, b""), files.get(TOKENIZER, b""),
                           files.get(LEARNT, b""))  # fmt: skip
        except (ValueError, KeyError, TypeError, RecursionError) as fault:
            raise UnusableModel(f"{self.folder / name} cannot be read", [str(fault)], _MEND) from None

    def callers(self, name: str) -> frozenset[str]:
        """Return the hashes of the callers that a version learnt from."""
        return frozenset(json.loads(self._checked(name)[CALLERS])) if name != SHIPPED else frozenset()

    def caller_ids(self, name: str) -> frozenset[str]:
        """Return the hashes of every id of the callers that a version learnt from."""
        files = self._checked(name) if name != SHIPPED else {}
        return frozenset(i for file in (CALLERS, CALLER_IDS) for i in json.loads(files.get(file, b"[]")))

    def champion(self) -> Version:
        """Read the champion: what was promoted last, else what is shipped."""
        return self.read(self.state()["champion"])

    def state(self) -> dict[str, Any]:
        """Return what ``champion.json`` holds: ``champion``, ``before`` (a stack) and ``acts``."""
        path = self.folder / CHAMPION
        if not os.path.lexists(path):
            return {"champion": SHIPPED, "before": [], "acts": []}
        try:
            content = _small(path)
            state = json.loads(content)
            stated = state.pop("sha256")
            whole = plain_bytes({**state, "sha256": stated}) == content and stated == seal(state)
            whole = whole and all(isinstance(name, str) for name in [state["champion"], *state["before"]])
            whole = whole and isinstance(state["acts"], list)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, UnusableModel):
            whole = False
        if not whole:
            raise UnusableModel(
                f"{path} has been changed",
                mend="Restore it from a backup, or delete it: then the shipped model is used.",
            )
        return state

    def _checked(self, name: str) -> dict[str, bytes]:
        """Return a version's files, each read once and compared with its hash before anything looks inside."""
        place = self.folder / name
        if not _VERSION.fullmatch(name):
            raise UnusableModel(f"{name!r} is not a version's name", mend=_MEND)
        try:
            if place.is_symlink():
                raise UnusableModel(f"{place} cannot be used", ["it is a link"], _MEND)
            manifest = _small(place / MANIFEST)
            if hashlib.sha256(manifest).hexdigest()[:16] != name.split("-")[1]:
                raise UnusableModel(f"{place} cannot be used", [f"{MANIFEST} is not the file that was written"], _MEND)
            listed = _listed(manifest)
            files = {file: _small(place / file) for file in listed}
            extra = sorted({p.name for p in place.iterdir()} - {*listed, MANIFEST})
        except OSError as fault:
            told = f"{fault.filename}: {fault.strerror}"
            raise UnusableModel(f"{place} cannot be used", [told], _MEND) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            told = f"{MANIFEST}: {str(fault) or type(fault).__name__}"
            raise UnusableModel(f"{place} cannot be used", [told], _MEND) from None
        faults = [
            f"{f} is not the file that was written"
            for f, c in files.items()
            if hashlib.sha256(c).hexdigest() != listed[f]
        ]
        faults += [f"{f} was not written with it" for f in extra]
        if faults:
            raise UnusableModel(f"{place} cannot be used", faults, _MEND)
        return files


def _listed(manifest: bytes) -> dict[str, str]:
    read = json.loads(manifest)
    _known_format(read["format"])
    listed = read["files"]
    if odd := sorted(str(f) for f in listed if not _FILE.fullmatch(f) or f == MANIFEST):
        raise ValueError(f"{odd[0]!r} is no name of a file of a version")
    return dict(listed)


def _known_format(found: object) -> None:
    if found != FORMAT or isinstance(found, bool):
        raise ValueError(f"its format is {found!r}; this keyworth reads {FORMAT}")


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return each row's shares, float64."""
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _adapter(content: bytes, sharpness: float) -> Adapter:
    from safetensors.numpy import load

    weights = load(content)["weights"]
    if weights.ndim != 2 or weights.shape[0] != weights.shape[1] or not np.isfinite(weights).all():
        raise ValueError("its weights are not a finite square matrix")
    return Adapter(weights, sharpness)


@cache
def known_version(folder: str, name: str) -> Version:
    """Return a version that was checked when this process first read it; its name holds the hash of its content."""
    return Versions(folder).read(name)


@cache
def _opened(graph: bytes, tokenizer: bytes) -> Any:
    return Export(graph, tokenizer)


def _small(path: Path) -> bytes:
    """Read an ordinary file that is no larger than a model file may be; a link or a pipe is not opened."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UnusableModel(f"{path} is not an ordinary file", mend=_MEND)
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnusableModel(f"{path} is larger than any model file", mend=_MEND)
    return content


def plain_bytes(value: Any) -> bytes:
    """Return a value as the one JSON text that stands for it."""
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def seal(state: dict[str, Any]) -> str:
    """Return the hash that guards ``champion.json``."""
    return hashlib.sha256(plain_bytes(state)).hexdigest()
