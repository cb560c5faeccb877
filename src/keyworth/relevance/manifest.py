"""A model folder is used only when every file in it is the one that was shipped."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from keyworth.errors import UnusableModel

MEND = "Install keyworth again."


def check_manifest(folder: Path) -> dict[str, Any]:
    """Return a model folder's ``manifest.json`` once every file that it lists has the hash written there.

    Raises
    ------
    UnusableModel
        When a file is missing or is another.

    Examples
    --------
    >>> from keyworth.assets import asset
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
        raise UnusableModel(f"{folder} cannot be used", [str(fault) or type(fault).__name__], MEND) from None
    if faults:
        raise UnusableModel(f"{folder} cannot be used", faults, MEND)
    return manifest


def _other(path: Path, digest: str) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() != digest
