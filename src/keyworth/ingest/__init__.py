"""Files to canonical tables: formats recognised by content, every row accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.ingest.check_report import describe, described
    from keyworth.ingest.format_skeleton import new_format
    from keyworth.ingest.read import Intake, look_through, read_files
    from keyworth.ingest.row_reconciliation import account
    from keyworth.ingest.settings_text import found_settings
    from keyworth.ingest.tables import read_table
    from keyworth.ingest.tabular.amounts import to_number

_HOMES = {
    "Intake": "read",
    "account": "row_reconciliation",
    "describe": "check_report",
    "described": "check_report",
    "found_settings": "settings_text",
    "look_through": "read",
    "new_format": "format_skeleton",
    "read_files": "read",
    "read_table": "tables",
    "to_number": "tabular.amounts",
}
__all__ = sorted(_HOMES)

__getattr__ = lazy_door(__name__, _HOMES)
