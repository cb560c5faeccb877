"""keyworth: does each keyword earn its keep?

The functions below are the whole public interface; the command line adds
nothing but spelling. Each is imported when it is first used.

Examples
--------
>>> import keyworth
>>> keyworth.redact("call me on 07700 900123")
'call me on [phone]'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door
from keyworth.version import __version__

_HOMES = {
    "Audit": "keyworth.store",
    "KeyworthError": "keyworth.errors",
    "Settings": "keyworth.settings",
    "audit_keywords": "keyworth.audit",
    "read_audit": "keyworth.store",
    "read_settings": "keyworth.settings",
    "read_table": "keyworth.ingest",
    "redact": "keyworth.privacy",
    "render_report": "keyworth.report",
    "retrain": "keyworth.training",
    "save_audit": "keyworth.audit",
    "score_pairs": "keyworth.relevance",
}
__all__ = sorted(_HOMES)

if TYPE_CHECKING:
    from keyworth.audit import audit_keywords, save_audit
    from keyworth.errors import KeyworthError
    from keyworth.ingest import read_table
    from keyworth.privacy import redact
    from keyworth.relevance import score_pairs
    from keyworth.report import render_report
    from keyworth.settings import Settings, read_settings
    from keyworth.store import Audit, read_audit
    from keyworth.training import retrain


__getattr__ = lazy_door(__name__, _HOMES)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
