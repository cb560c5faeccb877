"""Where the files that ship with keyworth lie, and whether they are those: templates, models, the demo's exports.

In a checkout they are the folders of that name at the repository's root; in an
installed wheel they travel inside the package as ``_assets/``.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from keyworth.errors import KeyworthError, UnusableModel

_PACKAGE = Path(__file__).resolve().parent
_MEND = "Install keyworth again."
_ROOTS = (_PACKAGE / "_assets", _PACKAGE.parent.parent)


def asset(*parts: str) -> Path:
    """Return the path of a shipped file or folder.

    Raises
    ------
    KeyworthError
        When this installation lacks it.

    Examples
    --------
    >>> asset("templates").is_dir()
    True
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise KeyworthError(f"this installation lacks {'/'.join(parts)}", mend=_MEND)


def cache_dir() -> Path:
    """Return the folder of caches that may be deleted at any time (``KEYWORTH_CACHE``, else XDG's)."""
    if own := os.environ.get("KEYWORTH_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "keyworth"


def check_manifest(folder: Path) -> dict[str, Any]:
    """Return a model folder's ``manifest.json`` once every file that it lists has the hash written there.

    Raises
    ------
    UnusableModel
        When a file is missing or is another.

    Examples
    --------
    >>> check_manifest(asset("models", "minilm-int8"))["dimensions"]
    384
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        faults = [
            f"{name} is not the file that was shipped"
            for name, d in manifest["files"].items()
            if _other(folder / name, d)
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise UnusableModel(f"{folder} cannot be used", [str(fault) or type(fault).__name__], _MEND) from None
    if faults:
        raise UnusableModel(f"{folder} cannot be used", faults, _MEND)
    return manifest


def _other(path: Path, digest: str) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() != digest
