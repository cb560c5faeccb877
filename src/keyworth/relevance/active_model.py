"""The workspace's champion: how an audit hears what searchers and callers say, once people were learnt from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from keyworth.errors import UnusableModel
from keyworth.relevance.encode import base_encoder, encode_texts
from keyworth.relevance.versions import SHIPPED, Versions, known_version


def encode_asked(
    texts: Sequence[str],
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
    label: str = "Encoding",
) -> np.ndarray:
    """Return the unit vectors of what searchers and callers say, moved by the workspace's champion if it has one.

    As ``encode_texts``, which is for products: the champion moves wordings towards them.
    """
    version = Versions(settings.models).champion() if getattr(settings, "models", "") else None
    vectors = encode_texts(texts, settings, engine, progress, label)
    if version is None or version.adapter is None:
        return vectors
    base = base_encoder(settings).identity
    if version.model["encoder"] != base:
        problem = f"it was learnt for {version.model['encoder']}, the settings name {base}"
        mend = "Name that encoder in keyworth.toml, or run `keyworth models promote shipped`."
        raise UnusableModel(f"the champion {version.name} cannot be used", [problem], mend)
    return version.adapter.apply(vectors)


def champion_name(settings: Any) -> str:
    """Return the name of the version that audits use, which holds the hash of its content."""
    folder = getattr(settings, "models", "")
    return str(Versions(folder).state()["champion"]) if folder else SHIPPED


def recalibrated(probability: np.ndarray, settings: Any) -> np.ndarray:
    """Return P(a product answers) as the workspace's champion corrects it, by what people judged; else as it is.

    Examples
    --------
    >>> recalibrated(np.array([0.2, 0.9]), None).tolist()
    [0.2, 0.9]
    """
    if not getattr(settings, "models", ""):
        return probability
    model = known_version(settings.models, champion_name(settings)).model
    if not (found := model.get("recalibration")):
        return probability
    p = np.clip(probability, 1e-6, 1 - 1e-6)
    odds = float(found["slope"]) * np.log(p / (1 - p)) + float(found["intercept"])
    return np.where(probability > 0, 1 / (1 + np.exp(-odds)), 0.0)
