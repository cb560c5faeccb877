"""The verbs of asking: a sheet of what cannot be told, and its answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keyworth.cli.spelling import AuditDir, Json, Ledger, SettingsFile, app, print_json, say
from keyworth.errors import KeyworthError


@app.command()
def ask(
    audit: AuditDir,
    out: Annotated[Path, typer.Option(metavar="SHEET", help="A new .csv, for a person, or .jsonl, for a program.")],
    as_json: Json = False,
) -> None:
    """Write what cannot be told, most pounds first, for a person or a language model of your own to answer."""
    from keyworth.review import write_sheet
    from keyworth.store import read_audit

    asked, files = write_sheet(read_audit(audit), audit, out)
    if as_json:
        print_json({"asked": asked, "files": [str(path) for path in files]})
    else:
        say(f"{asked} keywords are asked: {files[0]}")
        for path in files[1:]:
            say(f"Beside it: {path}")


@app.command()
def answer(
    audit: AuditDir,
    sheet: Annotated[
        Path | None,
        typer.Argument(metavar="SHEET", help="As `ask` wrote it, filled in. Default: what reviewers judged."),
    ] = None,
    by: Annotated[str, typer.Option(help="The printed name of who answers.")] = "",
    database: Ledger = None,
    settings: SettingsFile = None,
    as_json: Json = False,
) -> None:
    """Check a sheet that was filled in, and keep its answers beside keyworth.toml: the next audits take them."""
    from keyworth.review import answers_place, keep_answers, read_sheet, render_answers, reviewed_answers
    from keyworth.settings import read_settings
    from keyworth.store import read_audit

    chosen = read_settings(settings)
    place = answers_place(settings, chosen)
    found = read_sheet(sheet, read_audit(audit), by) if sheet else reviewed_answers(audit, database, chosen.review)
    for fault in found.faults:
        say(fault, err=True)
    if found.rows.empty:
        mend = "Mend the rows told above." if found.faults else "Fill in the column `answer`."
        raise KeyworthError(f"{sheet or 'the review'} holds no answer that can be taken", mend=mend)
    new = keep_answers(found, place)
    if as_json:
        told = {"taken": len(found.rows), "new": new, "left_open": found.left_open, "not_taken": list(found.faults)}
        print_json({**told, "kept_in": str(place)})
    else:
        say(render_answers(found, new, place))
        if found.faults:
            say(f"{len(found.faults)} rows were not taken.", err=True)
