"""The audit as a workbook: every text cell is written as text, so that no cell can be a formula."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.report import audit_reader
from keyworth.store import Audit

SHEETS = {"uncovered": "Uncovered phrases", "unserved": "Asked for, not sold", "claim_ledger": "Claims",
          "funnel": "Funnel", "channels": "Channels",
          "files": "Files", "set_aside": "Set aside"}  # fmt: skip
LONGEST_CELL = 32_767  # Excel's own limits
MOST_ROWS = 1_048_575  # a sheet's, less its header


def write_workbook(audit: Audit, path: Path) -> None:
    """Write the workbook; the same audit gives the same bytes.

    Parameters
    ----------
    audit : Audit
    path : Path
    """
    import xlsxwriter

    frames = {"Keywords": _keywords(audit)}
    frames |= {title: audit_reader.table(audit, name) for name, title in SHEETS.items()}
    checks = pd.DataFrame(audit.summary.get("checks") or [])
    frames["Checks"] = checks.map(lambda v: "" if v is None else str(v)) if len(checks) else checks
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), {**options, "nan_inf_to_errors": False}) as book:
        book.set_properties({"title": "Keyword audit", "created": datetime(2000, 1, 1, tzinfo=UTC)})
        styles = {"head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})}
        styles |= {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "number": book.add_format({"num_format": "#,##0.##"}),
        }
        for title, frame in frames.items():
            if len(frame.columns):
                _sheet(book, title, frame.head(MOST_ROWS), styles)


def _keywords(audit: Audit) -> pd.DataFrame:
    names = list(schema.KEYWORDS_CSV)
    return audit.keywords[names]


def _sheet(book: Any, title: str, frame: pd.DataFrame, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(frame), max(len(frame.columns) - 1, 0))
    for j, name in enumerate(frame.columns):
        sheet.write_string(0, j, str(name).replace("_", " "), styles["head"])
        values = [audit_reader.plain(v) for v in frame[name].tolist()]
        longest = max((len(v) for v in values[:200] if isinstance(v, str)), default=8)
        sheet.set_column(j, j, min(max(longest, len(str(name)) // 2, 8) + 2, 48))
        for i, value in enumerate(values, start=1):
            if value is None:
                continue
            if isinstance(value, bool):
                sheet.write_boolean(i, j, value)
            elif isinstance(value, int | float):
                sheet.write_number(i, j, value, styles["number"])
            else:
                sheet.write_string(i, j, str(value)[:LONGEST_CELL])
