"""A saved audit becomes what people read: one HTML page, spreadsheets, pictures, an explanation, a comparison.

Examples
--------
>>> from keyworth import report
>>> "render_report" in report.__all__
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "compare_audits": "keyworth.report.changes",
    "explain_keyword": "keyworth.report.explain",
    "guard_formulas": "keyworth.report.safe_cells",
    "render_report": "keyworth.report.page",
    "told_changes": "keyworth.report.changes",
    "told_explanation": "keyworth.report.explain",
    "told_headline": "keyworth.report.console_summary",
    "with_changes": "keyworth.report.changes",
    "write_exports": "keyworth.report.exports",
    "write_files": "keyworth.report.files",
}
__all__ = sorted(_HOMES)

if TYPE_CHECKING:
    from keyworth.report.changes import compare_audits, told_changes, with_changes
    from keyworth.report.console_summary import told_headline
    from keyworth.report.explain import explain_keyword, told_explanation
    from keyworth.report.exports import write_exports
    from keyworth.report.files import write_files
    from keyworth.report.page import render_report
    from keyworth.report.safe_cells import guard_formulas


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'keyworth.report' has no attribute {name!r}")
