"""What an audit's folder holds for people: the page, the CSV files, the spreadsheet and the pictures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from keyworth import schema
from keyworth.report.content import content
from keyworth.report.exports import write_exports
from keyworth.report.page import render_report
from keyworth.report.safe_cells import guard_formulas
from keyworth.report.summaries import summaries
from keyworth.store import Audit

PAGE = "report.html"


def write_files(audit: Audit, folder: str | Path) -> None:
    """Write ``report.html``, the one-page summaries, the CSV files and the exports.

    Parameters
    ----------
    audit : Audit
    folder : path-like
        There already; `keyworth.store.write_audit` moves it into place when all is written.
    """
    folder = Path(folder)
    write_csv(audit.keywords[list(schema.KEYWORDS_CSV)], folder / "keywords.csv")
    uncovered = audit.tables.get("uncovered", schema.empty(schema.UNCOVERED))
    write_csv(uncovered[list(schema.PHRASES_CSV)], folder / "phrases.csv")
    write_csv(audit.tables.get("unserved", schema.empty(schema.UNSERVED)), folder / "unserved.csv")
    write_csv(audit.tables.get("claim_ledger", schema.empty(schema.CLAIM_LEDGER)), folder / "claims.csv")
    for name, columns in (("search_terms", schema.SEARCH_TERMS_CSV), ("ngrams", None), ("negatives", None)):
        table = audit.tables.get(name, schema.empty(schema.SAVED[name]))
        write_csv(table[list(columns or table.columns)], folder / f"{name}.csv")
    write_csv(audit.tables.get("set_aside", schema.empty(schema.SET_ASIDE)), folder / "set_aside.csv")
    found = content(audit)
    write_exports(audit, folder, found)
    for name, text in summaries(audit, found["first"]).items():
        (folder / name).write_text(text, encoding="utf-8", errors="replace")
    (folder / PAGE).write_text(render_report(audit, found), encoding="utf-8", errors="replace")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV that no spreadsheet takes for formulas: UTF-8, ``\\n``, numbers to ten digits."""
    text = guard_formulas(frame).to_csv(index=False, lineterminator="\n", float_format="%.10g")
    path.write_bytes(text.encode("utf-8", "replace"))
