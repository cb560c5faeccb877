"""What lies beside the report: a workbook of the same sheets, and each picture for a slide."""

from __future__ import annotations

from pathlib import Path

from keyworth.store import Audit


def write_exports(audit: Audit, directory: str | Path) -> None:
    """Write ``report.xlsx`` and ``charts/*.svg`` and ``*.png`` into an audit's directory.

    Parameters
    ----------
    audit : Audit
    directory : path-like
        Exists; the same audit gives the same bytes.
    """
    from keyworth.report import workbook

    workbook.write_workbook(audit, Path(directory) / "report.xlsx")
