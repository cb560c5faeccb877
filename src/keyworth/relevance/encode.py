"""Texts → unit vectors: each distinct text once, longest first, and never again once it is cached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np

from keyworth import text
from keyworth.engines import local
from keyworth.errors import UnusableSettings
from keyworth.registry import plugins
from keyworth.relevance.vector_cache import VectorCache
from keyworth.relevance.versions import Versions, known_version
from keyworth.settings import Relevance

PART = 64  # texts a part: small enough that cores finish together, large enough to be worth handing out
MAX_CHARACTERS = 1000  # of a text; what follows is beyond the encoder's tokens


def load_encoder(settings: Any) -> Any:
    """Return the encoder that ``settings.encoder`` names, as the workspace's champion has fine-tuned it, if it has.

    Raises
    ------
    UnusableSettings
        When no encoder has that name.
    """
    base = base_encoder(settings)
    if getattr(settings, "models", ""):
        champion = known_version(settings.models, Versions(settings.models).state()["champion"])
        if champion.graph and champion.model["encoder"] == base.identity:
            return champion.own_encoder()
    return base


def base_encoder(settings: Any) -> Any:
    """Return the encoder that ``settings.encoder`` names, as it came.

    Raises
    ------
    UnusableSettings
        When no encoder has that name.
    """
    family = plugins("relevance.encoders")
    name = settings.encoder
    if name in family:
        return family[name].load(settings)
    if "/" in name or "\\" in name:  # a name on the hub, or a folder
        return family["sentence_transformers"].load(settings)
    known = ", ".join(family)
    raise UnusableSettings(
        f"there is no encoder {name!r}", mend=f"Name one of {known}, a model as owner/name on the hub, or a folder."
    )


def encode_texts(
    texts: Sequence[str],
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
    label: str = "Encoding",
) -> np.ndarray:
    """Return the unit vectors of texts.

    Parameters
    ----------
    texts : sequence of str
    settings : settings.Relevance
        Names the encoder, and whether vectors are cached.
    engine : module or object with ``map(function, parts, *shared)``, optional
    progress : callable (label, total) → context manager with ``update(n)``, optional

    Returns
    -------
    ndarray
        float32 [n × d]. A vector depends on its own text alone, whatever comes with it.

    Examples
    --------
    >>> from keyworth.settings import Relevance
    >>> v = encode_texts(["Sofa", "sofa ", "printer"], Relevance(cache=False))
    >>> bool((v[0] == v[1]).all()), v.shape
    (True, (3, 384))
    """
    clean = [normal(t) for t in texts]
    return made_once(clean, load_encoder(settings), encode_part, settings, engine, progress, label)


def made_once(
    texts: Sequence[str], encoder: Any, work: Callable[..., np.ndarray], settings: Any, engine: Any = None,
    progress: Callable[..., Any] | None = None, label: str = "Encoding",
) -> np.ndarray:  # fmt: skip
    """Return the vectors of texts as they stand, float32 [n × d]: each distinct one once, known ones from the cache.

    ``work`` (part of the texts, plain settings) → vectors is what a worker runs; ``encoder`` tells ``identity`` and
    ``dimensions`` of what it makes.
    """
    distinct = sorted(set(texts))
    place = {t: i for i, t in enumerate(distinct)}
    cache = VectorCache(encoder.identity, encoder.dimensions) if settings.cache else None
    if cache is None:
        known, vectors = np.zeros(len(distinct), bool), np.zeros((len(distinct), encoder.dimensions), np.float32)
    else:
        known, vectors = cache.find(distinct)
    missing = np.flatnonzero(~known)
    if len(missing):
        wanted = [distinct[i] for i in missing]
        vectors[missing] = made = _made(wanted, work, settings, engine, progress, label, encoder.dimensions)
        if cache is not None:
            cache.add(wanted, made)
        del made
    return vectors if texts == distinct else vectors[[place[t] for t in texts]]


def normal(value: str) -> str:
    """Return a text as the (uncased) encoders see it, so that variants of spelling are one text."""
    return text.clean(value[: 4 * MAX_CHARACTERS])[:MAX_CHARACTERS].lower()


def _made(
    wanted: list[str], work: Callable[..., np.ndarray], settings: Any, engine: Any, progress: Any, label: str,
    dimensions: int,
) -> np.ndarray:  # fmt: skip
    order = sorted(range(len(wanted)), key=lambda i: (-len(wanted[i]), wanted[i]))
    parts = [order[i : i + PART] for i in range(0, len(order), PART)]
    out = np.empty((len(wanted), dimensions), np.float32)
    plain = settings.model_dump() if hasattr(settings, "model_dump") else None
    run = engine.map if engine is not None else _map_here
    with progress(label, len(wanted)) if progress else nullcontext() as bar:
        results = run(work, [[wanted[i] for i in part] for part in parts], plain)
        for part, vectors in zip(parts, results, strict=True):
            # Half precision is what the cache keeps: an answer is the same from it and without it.
            out[part] = vectors.astype(np.float16).astype(np.float32)
            if bar is not None:
                bar.update(len(part))
    return out


def encode_part(texts: Sequence[str], settings: dict[str, Any] | None) -> np.ndarray:
    """Encode a part in a worker, which loads the encoder for itself."""
    return load_encoder(Relevance.model_validate(settings or {})).encode(texts)


def _map_here(function: Callable[..., Any], parts: Sequence[Any], *shared: Any) -> Any:
    return local.map(function, parts, *shared)
