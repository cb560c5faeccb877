"""Decisions as a workbook that someone fills in offline, and the filled-in workbook read back and checked."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from keyworth.errors import KeyworthError
from keyworth.review.decisions import decision
from keyworth.review.ledger import Draft
from keyworth.schema import VERDICTS

SHEET = "Decisions"
_SHOWN = (
    "keyword", "campaign", "match_type", "cost", "at_stake", "verdict", "flags", "product_title", "suggested_wording",
)  # fmt: skip
_FILLED = ("decided_verdict", "decision_reason", "owner", "due", "decided_by")
COLUMNS = ("subject", "version", *_SHOWN, *_FILLED)


def workbook(decided: pd.DataFrame, run_id: str) -> bytes:
    """Return an XLSX of the decisions, with the columns to fill in at the right.

    Every text is written as text (``write_string``): a formula is impossible.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"comments": f"keyworth audit {run_id}"})
    sheet = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet.write_string(0, 0, f"keyworth audit {run_id}")
    for c, name in enumerate(COLUMNS):
        sheet.write_string(1, c, name, bold)
        values = decided[name]
        for r, value in enumerate(values, start=2):
            if isinstance(value, str):
                sheet.write_string(r, c, value[:32767])
            elif pd.notna(value):
                sheet.write_number(r, c, float(value), money if name in ("cost", "at_stake") else None)
    last = len(decided) + 1
    choice = COLUMNS.index("decided_verdict")
    sheet.data_validation(2, choice, last, choice, {"validate": "list", "source": [*VERDICTS, "defer"]})
    sheet.freeze_panes(2, 3)
    sheet.set_column(0, 1, 4)
    sheet.set_column(2, 2, 34)
    sheet.autofilter(1, 0, last, len(COLUMNS) - 1)
    book.close()
    return out.getvalue()


def read_workbook(path: str | Path, decided: pd.DataFrame, run_id: str, author: str, role: str) -> list[Draft]:
    """Return the drafts of what somebody decided in a workbook; rows left alone give none.

    Parameters
    ----------
    path : path-like
    decided : DataFrame
        What stands now; a row whose version has moved on is refused by name.
    run_id : str
    author, role : str
        Who merges it, where a row names nobody.

    Raises
    ------
    KeyworthError
        With every fault: another audit, a missing column, an unknown keyword row, a stale row, a verdict
        that does not exist, a change without a reason.
    """
    frame = _sheet(path, run_id)
    faults, drafts = [], []
    now = decided.drop_duplicates("subject").set_index("subject")
    for at, row in enumerate(frame.to_dict("records"), start=3):
        if not row["decided_verdict"]:
            continue
        where = f"row {at}, {row['keyword']!r}"
        if row["subject"] not in now.index:
            faults.append(f"{where}: this audit has no such row (column 'subject' was changed)")
            continue
        stands = now.loc[row["subject"]]
        same = all(str(stands[c] or "") == row[c] for c in ("decided_verdict", "decision_reason", "owner", "due"))
        if same:
            continue
        if str(int(stands["version"])) != row["version"].removesuffix(".0"):
            faults.append(f"{where}: somebody decided {stands['decided_verdict']!r} since the workbook was made")
            continue
        try:
            drafts.append(_draft(row, stands, run_id, row["decided_by"] or author, role))
        except KeyworthError as fault:
            faults += [f"{where}: {problem}" for problem in fault.problems]
    if faults:
        raise KeyworthError(f"{Path(path).name} was not merged", faults, "Mend the rows; nothing was changed.")
    return drafts


def _draft(row: Mapping[Any, str], stands: pd.Series, run_id: str, author: str, role: str) -> Draft:
    verdict = row["decided_verdict"].strip().lower()
    action = "defer" if verdict == "defer" else "agree" if verdict == stands["verdict"] else "change"
    proposed = str(stands["verdict"])
    return decision(
        run_id, row["subject"], int(stands["version"]) + 1, author, role, action,
        proposed if action == "defer" else verdict,
        reason=row["decision_reason"], owner=row["owner"], due=row["due"],
    )  # fmt: skip


def _sheet(path: str | Path, run_id: str) -> pd.DataFrame:
    from python_calamine import CalamineError, CalamineWorkbook

    name = Path(path).name
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as fault:
        raise KeyworthError(f"{name} is not a decisions workbook", [str(fault)]) from None
    if not rows or run_id not in str(rows[0][0]):
        raise KeyworthError(f"{name} is of another audit", mend=f"Export it again from audit {run_id}.")
    header = [str(c) for c in rows[1]]
    if missing := [c for c in COLUMNS if c not in header]:
        raise KeyworthError(f"{name} cannot be merged", [f"column {c!r} is missing" for c in missing])
    return pd.DataFrame([[_text(c) for c in row] for row in rows[2:]], columns=header)[list(COLUMNS)]


def _text(cell: object) -> str:
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    return str(cell).strip()
