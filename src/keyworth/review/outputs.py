"""What leaves the review: files for the agency, for colleagues, and the state of the sign-off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.errors import KeyworthError
from keyworth.report.safe_cells import guard_formulas
from keyworth.review.blind import judged, measured
from keyworth.review.decisions import is_past
from keyworth.review.editor import bulk_file, editor_file, editor_rows
from keyworth.review.ledger_check import desk_faults
from keyworth.review.letter import letter
from keyworth.review.review_session import Desk
from keyworth.review.search_terms_editor import term_rows, undone
from keyworth.review.signoff import accepted_checks
from keyworth.review.workbook import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def signoff_state(desk: Desk) -> dict[str, Any]:
    """Return what the sign-off page shows: pounds, checks, signatures, accuracy, the head of the ledger."""
    desk.refresh()
    accepted, valid = accepted_checks(desk.whole), desk.signatures()
    return {
        **desk.progress(),
        "keywords": len(desk.shelf.subjects),
        "two_above": desk.two_above(),
        "checks": [{**c, "accepted": accepted.get(c["name"])} for c in desk.failed_checks()],
        "signatures": valid,
        "void": [e for e in desk.whole if e.kind == "signature" and e not in valid],
        "missing": desk.missing_signatures(),
        "head": desk.ledger.head(),
        "faults": desk_faults(desk),
        "measured": measured(judged(desk.entries, desk.sample), desk.shelf),
    }


def make_output(name: str, desk: Desk, reply_by: str = "") -> bytes:
    """Return the bytes of one of `OUTPUTS`.

    Parameters
    ----------
    name : str
    desk : Desk
    reply_by : str
        The day by which the letter asks for an answer (ISO 8601); where not given, some days after the
        last entry of the ledger, as the settings say, unless that day is past.
    """
    if reply_by:
        try:
            reply_by = date.fromisoformat(reply_by.strip()).isoformat()
        except ValueError:
            raise KeyworthError(f"{reply_by!r} is not a date", mend="Write it as 2026-12-31.") from None
        if is_past(reply_by):
            raise KeyworthError(f"{reply_by} is past: nobody can reply by then", mend="Name today or a later day.")
    return OUTPUTS[name][1](desk, reply_by)


def _editor(desk: Desk, _reply_by: str) -> bytes:
    return editor_file(editor_rows(desk.decided(), desk.audit.tables.get("catalogue"))[0])


def _bulk(desk: Desk, _reply_by: str) -> bytes:
    return bulk_file(editor_rows(desk.decided(), desk.audit.tables.get("catalogue"))[0])


def _left_out(desk: Desk, _reply_by: str) -> bytes:
    return guard_formulas(editor_rows(desk.decided())[1]).to_csv(index=False).encode("utf-8", "replace")


def _terms(file: Callable[[pd.DataFrame], bytes], undo: bool) -> Callable[[Desk, str], bytes]:
    def make(desk: Desk, _reply_by: str) -> bytes:
        rows = term_rows(*_term_tables(desk))[0]
        return file(undone(rows) if undo else rows)

    return make


def _terms_left_out(desk: Desk, _reply_by: str) -> bytes:
    return guard_formulas(term_rows(*_term_tables(desk))[1]).to_csv(index=False).encode("utf-8", "replace")


def _term_tables(desk: Desk) -> list[pd.DataFrame]:
    """Return what the files of search terms are made of; an audit of before has none of it."""
    names = ("search_terms", "negatives")
    found = [desk.audit.tables.get(name, schema.empty(schema.SAVED[name])) for name in names]
    return [*found, desk.audit.keywords, desk.audit.tables.get("catalogue", schema.empty(schema.CATALOGUE))]


def _workbook(desk: Desk, _reply_by: str) -> bytes:
    return workbook(desk.decided(), desk.run_id)


def _letter(form: str) -> Callable[[Desk, str], bytes]:
    def make(desk: Desk, reply_by: str) -> bytes:
        decided, signed = desk.decided(), desk.is_signed()
        if not reply_by and desk.entries:
            last = date.fromisoformat(desk.entries[-1].at[:10])
            due = (last + timedelta(days=desk.settings.reply_days)).isoformat()
            reply_by = "" if is_past(due) else due
        claims = desk.audit.tables["claim_ledger"]
        told = letter(decided, claims, desk.audit.summary, reply_by=reply_by, signed=signed, form=form)
        return told.encode("utf-8", "replace")

    return make


OUTPUTS: dict[str, tuple[str, Callable[[Desk, str], bytes]]] = {
    "google-ads-editor.csv": ("text/csv; charset=utf-16", _editor),
    "microsoft-bulk.csv": ("text/csv; charset=utf-8", _bulk),
    "not-exported.csv": ("text/csv; charset=utf-8", _left_out),
    "search-terms-editor.csv": ("text/csv; charset=utf-16", _terms(editor_file, undo=False)),
    "search-terms-editor-undo.csv": ("text/csv; charset=utf-16", _terms(editor_file, undo=True)),
    "search-terms-microsoft.csv": ("text/csv; charset=utf-8", _terms(bulk_file, undo=False)),
    "search-terms-microsoft-undo.csv": ("text/csv; charset=utf-8", _terms(bulk_file, undo=True)),
    "search-terms-not-exported.csv": ("text/csv; charset=utf-8", _terms_left_out),
    "decisions.xlsx": (XLSX, _workbook),
    "letter.html": ("text/html; charset=utf-8", _letter("html")),
    "letter.txt": ("text/plain; charset=utf-8", _letter("txt")),
}
