"""The verbs of a review: open the page, sign, verify, export, merge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from keyworth.cli.spelling import AuditDir, Ledger, SettingsFile, app, say

Name = Annotated[str, typer.Option(help="The printed name of who acts.")]
Role = Annotated[str, typer.Option(help="marketing, sales or approver.")]


def _desk(audit: Path, database: str | None, settings: Path | None = None, absent: str = "made") -> Any:
    from keyworth.review import open_desk
    from keyworth.settings import read_settings

    return open_desk(audit, database, read_settings(settings).review, absent)


@app.command()
def review(
    audit: AuditDir,
    port: Annotated[int, typer.Option(help="0: any free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    database: Ledger = None,
    settings: SettingsFile = None,
) -> None:
    """Open the local review page; its address, with a token that works once, goes to standard output."""
    from keyworth.review.server import serve

    def told(address: str) -> None:
        say(address)
        sys.stdout.flush()
        if not no_browser:
            import webbrowser

            webbrowser.open(address)  # it comes too early for the answer, not for the question: the port listens

    serve(_desk(audit, database, settings), port, told)


@app.command()
def sign(
    audit: AuditDir,
    name: Name,
    role: Role,
    meaning: Annotated[str, typer.Option(help="Reviewed or Approved.")] = "Reviewed",
    accept: Annotated[list[str] | None, typer.Option(help="CHECK=REASON: a failed check accepted. Repeatable.")] = None,
    database: Ledger = None,
    settings: SettingsFile = None,
) -> None:
    """Sign what stands decided."""
    from keyworth.review import person, render_signature, terminal_session

    who, desk = person(name, role, terminal_session()), _desk(audit, database, settings)
    for given in accept or []:
        check, _, reason = given.partition("=")
        desk.accept(who, check.strip(), reason)
    say(render_signature(desk.sign(who, meaning), desk))


@app.command()
def verify(
    audit: AuditDir,
    head: Annotated[str | None, typer.Option(help="NUMBER:HASH noted earlier, outside the database.")] = None,
    database: Ledger = None,
) -> None:
    """Check the ledger and every file of the audit; tell whether it is signed; print the head. Changes nothing."""
    from keyworth.review import ledger_faults, render_ledger

    desk = _desk(audit, database, absent="fault")
    faults = ledger_faults(desk, head)
    say(render_ledger(desk, faults))
    if faults:
        raise typer.Exit(1)


@app.command()
def export(
    audit: AuditDir,
    out: Annotated[Path, typer.Option(help="A folder for the files.")] = Path("decisions"),
    only: Annotated[list[str] | None, typer.Option(help="Only this file, by its name. Repeatable.")] = None,
    reply_by: Annotated[str, typer.Option(help="The day by which the letter asks for an answer, as 2026-12-31.")] = "",
    database: Ledger = None,
    settings: SettingsFile = None,
) -> None:
    """Write what was decided as files the agency loads, a letter and a workbook."""
    from keyworth.review import write_outputs

    desk = _desk(audit, database, settings, absent="empty")
    for path in write_outputs(desk, out, only, reply_by):
        say(str(path))
    if missing := desk.missing_signatures():
        say(f"Not signed yet; still to approve: {' and '.join(missing)}.", err=True)


@app.command("import")
def import_(
    audit: AuditDir,
    workbook: Annotated[Path, typer.Argument(metavar="DECISIONS.xlsx")],
    name: Name,
    role: Role,
    database: Ledger = None,
) -> None:
    """Merge a workbook of decisions that somebody filled in offline."""
    from keyworth.review import merge_workbook, person

    who = person(name, role)
    say(f"{merge_workbook(_desk(audit, database), workbook, who)} decisions merged.")
