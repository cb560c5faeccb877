"""Where the files that ship with keyworth lie: templates, models, the demo's exports.

In a checkout they are the folders of that name at the repository's root; in an
installed wheel they travel inside the package as ``_assets/``.
"""

from __future__ import annotations

import os
from pathlib import Path

from keyworth.errors import KeyworthError

_PACKAGE = Path(__file__).resolve().parent
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
    raise KeyworthError(f"this installation lacks {'/'.join(parts)}", mend="Install keyworth again.")


def cache_dir() -> Path:
    """Return the folder of caches that may be deleted at any time (``KEYWORTH_CACHE``, else XDG's)."""
    if own := os.environ.get("KEYWORTH_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "keyworth"
