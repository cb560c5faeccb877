"""What each file is, what was read and what was not: the words of ``keyworth check``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth.ingest.read import NOT_READ
from keyworth.ingest.recognise import formats
from keyworth.schema import rounding_allowance
from keyworth.version import CHECK_SCHEMA

if TYPE_CHECKING:
    from keyworth.errors import KeyworthError
    from keyworth.ingest.how_read import HowRead
    from keyworth.ingest.read import Intake

_REASONS, _STAGES = 8, 40
_SETTLED = (("currency", "currency"), ("dates", "days and months are read"), ("time_zone", "times are in"))


def describe(intake: Intake, faults: Sequence[KeyworthError] = ()) -> str:
    """Return what was read, file by file, and what could not be, for a person.

    Parameters
    ----------
    intake : Intake
    faults : sequence of KeyworthError
        Of the files that cannot be used.

    Returns
    -------
    str
        Without a line end at the end.
    """
    told = described(intake, faults)
    parts = [_file(file) for file in told["files"]]
    rows = told["rows"]
    total = f"{rows['in']:,} rows in = {rows['used']:,} used + {rows['set_aside']:,} set aside"
    missing = [f"An audit needs more: {told['lacking']}"] if told["lacking"] else []
    unusable = [f"CANNOT BE USED: {fault}" for fault in faults]
    return "\n\n".join([*parts, *([total] if parts else []), *missing, *unusable])


def _file(file: dict[str, Any]) -> str:
    if not file["format"] and str(file["note"]).startswith(NOT_READ):
        return f"{file['file']}: NOT READ\n  {file['note'].removeprefix(NOT_READ)}"
    lines = [f"{file['file']}: {file['title']}" + (f", read as {file['kind']}" if file["kind"] else "")]
    lines.append(f"  {file['rows_in']:,} rows: {file['rows_used']:,} used, {file['rows_set_aside']:,} set aside")
    for reason, count in list(file["reasons"].items())[:_REASONS]:
        lines.append(f"    {count:,} × {reason}")
    if len(file["reasons"]) > _REASONS:
        lines.append(f"    … and {len(file['reasons']) - _REASONS} more reasons (set_aside.csv has every row)")
    lines += _columns(file) + _stages(file)
    if file["period_start"]:
        lines.append(f"  period {file['period_start']} to {file['period_end']}")
    if file["cost"] is not None:
        tie = ""
        if file["cost_total_row"] is not None:
            gap, total = abs(file["cost"] - file["cost_total_row"]), f"{file['cost_total_row']:,.2f}"
            tie = ", equal to its total row" if gap < 0.005 else f"; its total row says {total}"
            if 0.005 <= gap <= rounding_allowance(file["rows_used"]):
                tie += ", as each row is rounded"
        lines.append(f"  cost {file['cost']:,.2f} {file['currency']}".rstrip() + tie)
    for name, words in _SETTLED:
        if settled := file["settled"].get(name):
            where = f" {settled['where']}" if settled["where"] else ""
            lines.append(f"  {words} {settled['value']}: {settled['how']}{where}")
    if file["encoding"]:
        shown = {"\t": "tab", " ": "space"}.get(file["delimiter"], file["delimiter"])
        lines.append(f"  {file['encoding']}" + (f", separated by {shown}" if shown else ""))
    if file["note"]:
        lines.append(f"  note: {file['note']}")
    return "\n".join(lines)


def _columns(file: dict[str, Any]) -> list[str]:
    used = "; ".join(f"{header} → {column}" for header, column in file["columns_used"].items())
    unused = "; ".join(file["columns_unused"])
    return [f"  columns {what}: {names}" for what, names in (("used", used), ("not used", unused)) if names]


def _stages(file: dict[str, Any]) -> list[str]:
    stages = file["stages"]
    if not stages:
        return []
    lines = ["  stages:"]
    for stage in stages[:_STAGES]:
        meaning = stage["meaning"] or "not known, set aside"
        lines.append(f"    {stage['stage']} → {meaning}" + (f", {stage['rows']:,}" if stage["rows"] else ""))
    if len(stages) > _STAGES:
        lines.append(f"    … and {len(stages) - _STAGES} more")
    if not any(stage["meaning"] == "won" for stage in stages):
        lines.append("  NO STAGE COUNTS AS WON, so that nothing was sold: say which ones are, in keyworth.toml:")
        lines += ["    [ingest.stages]", f'    "{stages[0]["stage"]}" = "won"']
    return lines


def described(intake: Intake, faults: Sequence[KeyworthError] = ()) -> dict[str, Any]:
    """Return the same as plain data, ready for JSON.

    Returns
    -------
    dict
        As ``docs/schemas/check.schema.json`` says.
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
            | _how(intake.how.get(row["file"]))
        )
    return {
        "schema_version": CHECK_SCHEMA,
        "files": files,
        "rows": {
            "in": int(intake.files["rows_in"].sum()),
            "used": int(intake.files["rows_used"].sum()),
            "set_aside": int(intake.files["rows_set_aside"].sum()),
        },
        "tables": {name: len(table) for name, table in intake.tables.items()},
        "lacking": "" if len(intake.tables["keywords"]) else "there is no keyword report among the files",
        "faults": [{"subject": f.subject, "problems": list(f.problems), "mend": f.mend} for f in faults],
    }


def _how(how: HowRead | None) -> dict[str, Any]:
    if how is None:
        return {"columns_used": {}, "columns_unused": [], "stages": [], "settled": {}}
    settled = {"currency": how.currency, "dates": how.dates, "time_zone": how.time_zone}
    return {
        "columns_used": dict(how.used),
        "columns_unused": how.unused,
        "stages": [{"stage": words, "meaning": meaning, "rows": rows} for words, meaning, rows in how.stages],
        "settled": {name: found._asdict() for name, found in settled.items() if found is not None},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
