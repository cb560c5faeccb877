"""A saved audit becomes what people read: one HTML page, spreadsheets, pictures, an explanation, a comparison.

Examples
--------
>>> from keyworth import report
>>> "render_report" in report.__all__
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

_HOMES = {
    "compare_audits": "changes",
    "explain_keyword": "explain",
    "guard_formulas": "safe_cells",
    "render_report": "page",
    "serve": "mcp_server",
    "split_of": "past_cuts",
    "render_changes": "changes",
    "render_explanation": "explain",
    "render_headline": "console_summary",
    "with_changes": "changes",
    "write_exports": "exports",
    "write_files": "files",
}
__all__ = sorted(_HOMES)

if TYPE_CHECKING:
    from keyworth.report.changes import compare_audits, render_changes, with_changes
    from keyworth.report.console_summary import render_headline
    from keyworth.report.explain import explain_keyword, render_explanation
    from keyworth.report.exports import write_exports
    from keyworth.report.files import write_files
    from keyworth.report.mcp_server import serve
    from keyworth.report.page import render_report
    from keyworth.report.past_cuts import split_of
    from keyworth.report.safe_cells import guard_formulas


__getattr__ = lazy_door(__name__, _HOMES)
