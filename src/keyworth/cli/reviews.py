"""The verbs of a review: open the page, sign, verify, export, merge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from keyworth.cli.spelling import AuditDir, Ledger, SettingsFile, app

Name = Annotated[str, typer.Option(help="The printed name of who acts.")]
Role = Annotated[str, typer.Option(help="marketing, sales or approver.")]


def _desk(audit: Path, database: str | None, settings: Path | None = None) -> Any:
    from keyworth.review import open_desk
    from keyworth.settings import read_settings

    return open_desk(audit, database, read_settings(settings).review)


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
        typer.echo(address)
        sys.stdout.flush()
        if not no_browser:
            import webbrowser

            webbrowser.open(address)

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
    from keyworth.review import told_signature
    from keyworth.review.desk import Person

    desk, person = _desk(audit, database, settings), Person(name, role)
    for given in accept or []:
        check, _, reason = given.partition("=")
        desk.accept(person, check.strip(), reason)
    typer.echo(told_signature(desk.sign(person, meaning), desk))


@app.command()
def verify(
    audit: AuditDir,
    head: Annotated[str | None, typer.Option(help="NUMBER:HASH noted earlier, outside the database.")] = None,
    database: Ledger = None,
) -> None:
    """Check the ledger: any edit, deletion or reorder is found; prints its head."""
    from keyworth.review import parse_head, told_ledger

    desk = _desk(audit, database)
    faults = desk.ledger.verify(parse_head(head))
    typer.echo(told_ledger(desk, faults))
    if faults:
        raise typer.Exit(1)


@app.command()
def export(
    audit: AuditDir,
    out: Annotated[Path, typer.Option(help="A folder for the files.")] = Path("decisions"),
    only: Annotated[list[str] | None, typer.Option(help="Only this file, by its name. Repeatable.")] = None,
    database: Ledger = None,
) -> None:
    """Write what was decided as files the agency loads, a letter and a workbook."""
    from keyworth.review import write_outputs

    for path in write_outputs(_desk(audit, database), out, only):
        typer.echo(str(path))


@app.command("import")
def import_(
    audit: AuditDir,
    workbook: Annotated[Path, typer.Argument(metavar="DECISIONS.xlsx")],
    name: Name,
    role: Role,
    database: Ledger = None,
) -> None:
    """Merge a workbook of decisions that somebody filled in offline."""
    from keyworth.review import merge_workbook

    typer.echo(f"{merge_workbook(_desk(audit, database), workbook, name, role)} decisions merged.")
