"""Decisions as a workbook that someone fills in offline, and the filled-in workbook read back and checked."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from keyworth.errors import KeyworthError, UnusableFile
from keyworth.ingest.containers.archives import open_sources
from keyworth.review.chain import Draft
from keyworth.review.decisions import decision, is_date, is_past, plain
from keyworth.review.signoff import Person, person
from keyworth.schema import VERDICTS

SHEET = "Decisions"
_TITLE = "keyworth audit "
_SHOWN = (
    "keyword", "campaign", "match_type", "cost", "at_stake", "verdict", "flags", "product_title", "suggested_wording",
)  # fmt: skip
_WRITTEN = ("decided_verdict", "decision_reason", "owner", "due")
_FILLED = (*_WRITTEN, "decided_by")
REPLY = "agency_reply"  # what the agency writes; it is noted beside the keyword and decides nothing
REPLIED = "The agency replies: "
COLUMNS = ("subject", "version", "as_exported", *_SHOWN, *_FILLED)
_HOW = (
    "Fill in at the right: decided_verdict is keep, fix, cut, watch or defer. A verdict other than the proposed one "
    "needs decision_reason; defer needs owner and due (2026-12-31). The agency writes into agency_reply. Leave the "
    "first three columns as they are."
)


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
    sheet.write_string(0, 0, f"{_TITLE}{run_id}")
    sheet.write_string(0, 3, _HOW)
    decided = _as_filled(decided).assign(**{REPLY: ""})
    for c, name in enumerate((*COLUMNS, REPLY)):
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
    sheet.freeze_panes(2, 4)
    sheet.set_column(0, 2, 4)
    sheet.set_column(3, 3, 34)
    sheet.set_column(4, choice - 1, 14)
    sheet.set_column(choice, len(COLUMNS), 20)
    sheet.autofilter(1, 0, last, len(COLUMNS))
    book.close()
    return out.getvalue()


def read_workbook(path: str | Path, decided: pd.DataFrame, run_id: str, who: Person) -> list[Draft]:
    """Return the drafts of what somebody decided in a workbook; rows left alone give none.

    Parameters
    ----------
    path : path-like
    decided : DataFrame
        What stands now; a row whose version has moved on is refused by name.
    run_id : str
    who : Person
        Who merges it, and who decided where a row names nobody.

    Raises
    ------
    KeyworthError
        With every fault, by row and column: another audit, a missing column, an unknown or repeated keyword
        row, a stale row, a verdict that does not exist, a change without a reason.
    """
    faults: list[str] = []
    drafts: list[Draft] = []
    known = _as_filled(decided)[["subject", "version", "verdict", "action", "decided_by", "notes", *_WRITTEN]]
    now, met = {row["subject"]: row for row in known.to_dict("records")}, dict[str, int]()
    for at, row in _rows(path, run_id):
        left_alone = row["as_exported"] == _stamp(row) or not any(row[c] for c in ("subject", *_FILLED))
        try:
            found = None if left_alone else _decided_row(row, now, met, at, run_id, who)
            drafts += [found] if found else []
            drafts += _reply(row, now, found, run_id, who)
        except KeyworthError as fault:
            faults += [f"row {at}, {p}" for p in fault.problems]
    if faults:
        raise KeyworthError(f"{Path(path).name} was not merged", faults, "Mend the rows; nothing was changed.")
    return drafts


def _decided_row(
    row: Mapping[str, str], now: Mapping[str, Mapping[Any, Any]], met: dict[str, int], at: int, run_id: str, who: Person
) -> Draft | None:
    """Return what one row decides, if anything."""
    subject, keyword = row["subject"], row["keyword"]
    if subject not in now:
        raise _fault("subject", f"this audit has no such row ({keyword!r})")
    stands = now[subject]
    if all(stands[c] == row[c] for c in _WRITTEN):
        return None  # it stands so by now
    if subject in met:
        raise _fault("subject", f"{keyword!r} is decided in row {met[subject]} already")
    met[subject] = at
    if str(stands["version"]) != row["version"]:
        now_stands = f"{stands['decided_verdict'] or 'nothing'} by {stands['decided_by'] or 'nobody'}"
        raise _fault("version", f"{keyword!r} was changed since the workbook was made; it stands at {now_stands}")
    verdict, proposed = row["decided_verdict"], stands["verdict"]
    if not verdict:
        raise _fault("decided_verdict", f"it is empty for {keyword!r}, while other cells of the row are filled or "
                     "were decided; to take a decision back, undo it on the page")  # fmt: skip
    if verdict not in (*VERDICTS, "defer"):
        raise _fault("decided_verdict", f"{verdict!r} is none of {', '.join(VERDICTS)}, defer")
    action = "defer" if verdict == "defer" else "agree" if verdict == proposed else "change"
    if action == "change" and not row["decision_reason"]:
        raise _fault("decision_reason", f"a changed verdict needs a reason ({proposed} to {verdict}, {keyword!r})")
    if action == "defer" and not row["owner"]:
        raise _fault("owner", f"a deferred keyword needs an owner ({keyword!r})")
    if action == "defer" and not is_date(row["due"]):
        raise _fault("due", f"{row['due']!r} is not a date such as 2026-12-31 ({keyword!r})")
    if action == "defer" and is_past(row["due"]):
        raise _fault("due", f"{row['due']} is past; write today or a later day ({keyword!r})")
    author = person(row["decided_by"], who.role).name if row["decided_by"] else who.name
    more = {c: row[n] for c, n in (("reason", "decision_reason"), ("owner", "owner"), ("due", "due"))}
    draft = decision(
        run_id, subject, stands["version"] + 1, author, who.role, action,
        proposed if action == "defer" else verdict, **more,
    )  # fmt: skip
    return replace(draft, payload={**draft.payload, "merged_by": who.name})


def _reply(
    row: Mapping[str, str], now: Mapping[str, Mapping[Any, Any]], decided: Draft | None, run_id: str, who: Person
) -> list[Draft]:
    """Return the note of what the agency replied in a row, unless it is noted by now."""
    text, subject = plain(row[REPLY]), row["subject"]
    if not text:
        return []
    if subject not in now:
        raise _fault("subject", f"this audit has no such row ({row['keyword']!r})")
    told = f"{REPLIED}{text}"
    if told in str(now[subject]["notes"]):
        return []
    version = decided.version if decided else now[subject]["version"]
    return [Draft(run_id, subject, version + 1, "note", who.name, who.role, {"text": told})]


def _rows(path: str | Path, run_id: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the workbook's rows with their numbers as a spreadsheet shows them."""
    name = Path(path).name
    try:
        sheets = [s.cells for s in open_sources(path) if s.cells and s.cells[0] and s.cells[0][0].startswith(_TITLE)]
    except UnusableFile as fault:
        raise KeyworthError(f"{name} is not a decisions workbook", [str(fault)]) from None
    if not sheets or len(sheets[0]) < 2:
        raise KeyworthError(f"{name} is not a decisions workbook", [f"no sheet begins with {_TITLE!r} and a header"])
    cells = sheets[0]
    if cells[0][0] != f"{_TITLE}{run_id}":
        told = f"it is of audit {cells[0][0].removeprefix(_TITLE)!r}"
        raise KeyworthError(f"{name} is of another audit", [told], f"Export it again from audit {run_id}.")
    header = [c.strip() for c in cells[1]]
    if missing := [c for c in COLUMNS if c not in header]:
        raise KeyworthError(f"{name} cannot be merged", [f"row 2: column {c!r} is missing" for c in missing])
    if twice := sorted({c for c in COLUMNS if header.count(c) > 1}):
        raise KeyworthError(f"{name} cannot be merged", [f"row 2: column {c!r} is there twice" for c in twice])
    places = {c: header.index(c) for c in (*COLUMNS, REPLY) if c in header}
    for at, row in enumerate(cells[2:], start=3):
        filled = {REPLY: "", **{c: row[i].strip() if i < len(row) else "" for c, i in places.items()}}
        yield at, {**filled, "decided_verdict": filled["decided_verdict"].lower()}


def _as_filled(decided: pd.DataFrame) -> pd.DataFrame:
    """Return what was decided in a workbook's words (a deferred keyword says defer), each row with its stamp."""
    deferred = decided["action"].eq("defer")
    out = decided.assign(decided_verdict=decided["decided_verdict"].mask(deferred, "defer"))
    return out.assign(as_exported=[_stamp(row) for row in out[list(_WRITTEN)].to_dict("records")])


def _stamp(row: Mapping[Any, str]) -> str:
    """Return a mark of the cells that people fill in: where it is still right, nobody changed the row."""
    return hashlib.sha256("\x1f".join(row[c] for c in _WRITTEN).encode("utf-8", "replace")).hexdigest()[:8]


def _fault(column: str, told: str) -> KeyworthError:
    return KeyworthError("", [f"{column!r}: {told}"])
