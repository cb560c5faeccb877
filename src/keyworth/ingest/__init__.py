"""Files to canonical tables: formats recognised by content, every row accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from keyworth.ingest.read import Intake, read_files
    from keyworth.ingest.tables import read_table

__all__ = ["Intake", "read_files", "read_table"]
_HOMES = {"Intake": "read", "read_files": "read", "read_table": "tables"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: pandas takes longer than ``keyworth --help`` may."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = import_module(f"{__name__}.{_HOMES[name]}")
    value = getattr(module, name)
    globals()[name] = value
    return value
