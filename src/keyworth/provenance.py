"""What an audit was made from and with: enough to make it again, and to tell that it is the same."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keyworth.assets import asset
from keyworth.registry import GROUPS, installed, plugins
from keyworth.relevance.versions import SHIPPED, Versions
from keyworth.settings import Relevance, Settings
from keyworth.version import AUDIT_SCHEMA, __version__

if TYPE_CHECKING:
    import pandas as pd

_EVERY = ("numpy", "pandas", "pyarrow", "rapidfuzz", "scikit-learn", "scipy")  # that any audit works figures out with
_SHIPPED = ("minilm", "static")
_MODELS = ("cross-int8", "minilm-int8", "relevance", "static", "thesaurus")


def provenance(files: pd.DataFrame, settings: Settings) -> dict[str, Any]:
    """Return the run id and what it stands for.

    Parameters
    ----------
    files : DataFrame
        ``schema.FILES``: the hashes of the inputs.
    settings : Settings

    Returns
    -------
    dict
        ``run_id`` (twelve hexadecimal digits that the same inputs, settings and versions give again),
        ``inputs``, ``settings``, ``versions`` (of what this audit used: what else is installed changes nothing) and
        ``models``. No clock is in it.
    """
    libraries = sorted({*_EVERY, *_of_the_encoder(settings.relevance)})
    found: dict[str, Any] = {
        "inputs": {f"{row.file} ({row.kind})": row.sha256 for row in files.itertuples()} | _answers(settings.relevance),
        "settings": settings.model_dump(mode="json", exclude={"relevance": {"models", "answers"}}),
        "assumed": settings.assumed,
        "versions": {"keyworth": __version__, **{name: _version(name) for name in libraries}, **_plugins()},
        "models": {name: _manifest(name) for name in _MODELS} | {"champion": _champion(settings.relevance.models)},
    }
    # Every shipped model is checked against its manifest before it is read; another encoder has none.
    found["models_verified"] = settings.relevance.encoder in _SHIPPED and "absent" not in found["models"].values()
    text = json.dumps(found, sort_keys=True, ensure_ascii=False)
    return {
        "schema_version": AUDIT_SCHEMA,
        "run_id": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        **found,
    }


def _answers(relevance: Relevance) -> dict[str, str]:
    """Return the hash of what people answered, where they did."""
    if not relevance.answers:
        return {}
    place = Path(relevance.answers)
    return {f"{place.name} (answers)": hashlib.sha256(place.read_bytes()).hexdigest()}


def _of_the_encoder(relevance: Relevance) -> set[str]:
    """Return the libraries by which texts are encoded: the named encoder's, and those of a champion's own."""
    family = plugins("relevance.encoders")
    found = set(family.get(relevance.encoder, family["sentence_transformers"]).LIBRARIES)
    own = relevance.models and Versions(relevance.models).champion().graph
    return found | set(family["minilm"].LIBRARIES) if own else found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _plugins() -> dict[str, str]:
    """Return the plug-ins that other packages brought, with the package and version of each."""
    return {f"{GROUPS[family]} {name}": told for family in GROUPS for name, told in installed(family).items()}


def _champion(folder: str) -> str:
    """Return the name of the workspace's champion, which holds the hash of its manifest."""
    return Versions(folder).champion().name if folder else SHIPPED


def _manifest(model: str) -> str:
    """Return the hash of a shipped model's manifest, which holds the hashes of its files."""
    path = asset("models") / model / "manifest.json"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else "absent"
