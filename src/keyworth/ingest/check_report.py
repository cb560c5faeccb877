"""What each file is, what was read and what was not: the words of ``keyworth check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth.ingest.recognise import formats

if TYPE_CHECKING:
    from keyworth.ingest.read import Intake

_REASONS = 8


def describe(intake: Intake) -> str:
    """Return what was read, file by file, for a person.

    Parameters
    ----------
    intake : Intake

    Returns
    -------
    str
        Without a line end at the end.
    """
    parts = [_file(file) for file in described(intake)["files"]]
    rows = described(intake)["rows"]
    total = f"{rows['in']:,} rows in = {rows['used']:,} used + {rows['set_aside']:,} set aside"
    return "\n\n".join([*parts, total])


def _file(file: dict[str, Any]) -> str:
    lines = [f"{file['file']}: {file['title']}, read as {file['kind']}"]
    lines.append(f"  {file['rows_in']:,} rows: {file['rows_used']:,} used, {file['rows_set_aside']:,} set aside")
    for reason, count in list(file["reasons"].items())[:_REASONS]:
        lines.append(f"    {count:,} × {reason}")
    if len(file["reasons"]) > _REASONS:
        lines.append(f"    … and {len(file['reasons']) - _REASONS} more reasons (set_aside.csv has every row)")
    if file["period_start"]:
        lines.append(f"  period {file['period_start']} to {file['period_end']}")
    if file["cost"] is not None:
        tie = ""
        if file["cost_total_row"] is not None:
            same = abs(file["cost"] - file["cost_total_row"]) < 0.005
            tie = ", equal to its total row" if same else f"; its total row says {file['cost_total_row']:,.2f}"
        lines.append(f"  cost {file['cost']:,.2f} {file['currency']}".rstrip() + tie)
    if file["encoding"]:
        shown = {"\t": "tab", " ": "space"}.get(file["delimiter"], file["delimiter"])
        lines.append(f"  {file['encoding']}" + (f", separated by {shown}" if shown else ""))
    if file["note"]:
        lines.append(f"  note: {file['note']}")
    return "\n".join(lines)


def described(intake: Intake) -> dict[str, Any]:
    """Return the same as plain data, ready for JSON.

    Returns
    -------
    dict
        ``files`` (one dict a file, with ``reasons``: reason to number of rows) and ``rows``.
    """
    known = formats()
    counts: Any = (
        intake.set_aside.groupby(["source_file", "reason"], sort=False).size() if len(intake.set_aside) else {}
    )
    reasons: dict[str, dict[str, int]] = {}
    for (name, reason), count in dict(counts).items():
        reasons.setdefault(name, {})[reason] = int(count)
    files = []
    for row in intake.files.to_dict("records"):
        plain = {k: _plain(v) for k, v in row.items()}
        own = reasons.get(row["file"], {})
        files.append(
            plain
            | {
                "title": known[row["format"]].TITLE if row["format"] in known else row["format"],
                "reasons": dict(sorted(own.items(), key=lambda r: (-r[1], r[0]))),
            }
        )
    return {
        "files": files,
        "rows": {
            "in": int(intake.files["rows_in"].sum()),
            "used": int(intake.files["rows_used"].sum()),
            "set_aside": int(intake.files["rows_set_aside"].sum()),
        },
        "tables": {name: len(table) for name, table in intake.tables.items()},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
