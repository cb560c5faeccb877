"""Privacy: personal data out of text, before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.privacy.file_names import redact_file_name
    from keyworth.privacy.redaction import redact

_HOMES = {
    "redact": "redaction",
    "redact_file_name": "file_names",
}
__all__ = sorted(_HOMES)

__getattr__ = lazy_door(__name__, _HOMES)
