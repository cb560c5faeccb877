"""The command line: spelling only; every verb calls one function of the library."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from keyworth import __version__
from keyworth.errors import KeyworthError, UnusableSettings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Does each keyword earn its keep? Audits an agency's keyword report against products, customers and sales.",
)
models = typer.Typer(no_args_is_help=True, help="The relevance models of this workspace.")
app.add_typer(models, name="models")

Files = Annotated[list[Path] | None, typer.Argument(help="Files, folders or zips, recognised by their contents.")]
AuditDir = Annotated[Path, typer.Argument(metavar="AUDIT", help="A folder that `keyworth audit` wrote.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on standard error.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="Default: keyworth.toml in this folder, if any.")]


def _of(kind: str) -> Any:
    return typer.Option(f"--{kind}", help=f"Read this as {kind}, whatever it looks like. Repeatable.")


@app.command()
def audit(
    files: Files = None,
    keywords: Annotated[list[Path] | None, _of("keywords")] = None,
    catalogue: Annotated[list[Path] | None, _of("catalogue")] = None,
    searches: Annotated[list[Path] | None, _of("searches")] = None,
    calls: Annotated[list[Path] | None, _of("calls")] = None,
    sales: Annotated[list[Path] | None, _of("sales")] = None,
    touchpoints: Annotated[list[Path] | None, _of("touchpoints")] = None,
    out: Annotated[Path, typer.Option(help="The folder to write.")] = Path("audit"),
    settings: SettingsFile = None,
    encoder: Annotated[
        str | None, typer.Option(help="minilm (shipped), static, or any sentence-transformers name.")
    ] = None,
    engine: Annotated[str, typer.Option(help="local or ray.")] = "local",
    since: Annotated[
        Path | None, typer.Option(metavar="AUDIT", help="An earlier audit: the report tells what changed.")
    ] = None,
    fail_on: Annotated[
        str | None, typer.Option(help="Exit 1 above this: cut, fix, watch, a flag, checks, or pounds at stake.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Audit the invented company that ships with keyworth.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Audit an agency's keyword report; writes the report and its tables to --out."""
    from keyworth.assets import asset
    from keyworth.audit import audit_keywords, save_audit
    from keyworth.report import told_headline
    from keyworth.settings import read_settings
    from keyworth.verdicts.breaches import breaches

    given = {"": files, "keywords": keywords, "catalogue": catalogue, "searches": searches, "calls": calls}
    given |= {"sales": sales, "touchpoints": touchpoints}
    paths = {kind: list(listed) for kind, listed in given.items() if listed}
    if demo:
        if paths:
            raise UnusableSettings("--demo audits the demo company alone", mend="Leave the files out, or --demo.")
        paths, settings = {"": [asset("data", "demo", "exports")]}, settings or asset("data", "demo", "keyworth.toml")
    if not paths:
        raise UnusableSettings("no files to audit", mend="Name the files everyone already exports, or try --demo.")
    overrides = {"relevance": {"encoder": encoder}} if encoder else {}
    chosen = read_settings(settings, **overrides)
    result = audit_keywords(paths, chosen, engine=engine, progress=_progress(quiet), since=since)
    save_audit(result, out)
    if as_json:
        _print_json({"report": str(out / "report.html"), **result.summary})
    else:
        typer.echo(told_headline(result))
        typer.echo(f"\nThe report: {(out / 'report.html').absolute()}")
    if fail_on and (found := breaches(result.keywords, result.summary, fail_on)):
        typer.echo(f"--fail-on {fail_on}: {found}", err=True)
        raise typer.Exit(1)


@app.command()
def check(files: Files = None, settings: SettingsFile = None, as_json: Json = False) -> None:
    """Say what each file is, what was read, and what was set aside and why; judges nothing."""
    from keyworth.ingest import describe, described, read_files
    from keyworth.settings import read_settings

    if not files:
        raise UnusableSettings("no files to check", mend="Name one or more.")
    intake = read_files({"": files}, read_settings(settings).ingest)
    if as_json:
        _print_json(described(intake))
    else:
        typer.echo(describe(intake))


@app.command()
def score(
    pairs: Annotated[
        Path, typer.Argument(metavar="PAIRS.csv", help="Columns keyword, title and, if there, description.")
    ],
) -> None:
    """Add `relevance` to the pairs of a table; the result goes to standard output."""
    from keyworth.relevance import score_table

    score_table(pairs).to_csv(sys.stdout, index=False, lineterminator="\n")


@app.command()
def report(audit: AuditDir) -> None:
    """Make the report again from a saved audit."""
    from keyworth.audit import save_audit
    from keyworth.store import read_audit

    save_audit(read_audit(audit), audit)
    typer.echo(f"The report: {(audit / 'report.html').absolute()}")


@app.command()
def explain(
    audit: AuditDir,
    keyword: Annotated[str, typer.Argument(help="A keyword of the audit.")],
    as_json: Json = False,
) -> None:
    """Say why: the products, phrases and money that a verdict rests on."""
    from keyworth.report import explain_keyword, told_explanation
    from keyworth.store import read_audit

    found = explain_keyword(read_audit(audit), keyword)
    _print_json(found) if as_json else typer.echo(told_explanation(found))


@app.command()
def plan(
    audit: AuditDir,
    target_sales: Annotated[float, typer.Option(min=0, help="Sales wanted in the period.")],
    product: Annotated[str | None, typer.Option(help="Only this product (id or title).")] = None,
    as_json: Json = False,
) -> None:
    """Visitors, appointments and spend needed for a number of sales, with ranges."""
    from keyworth.money import plan_audit, told_plan
    from keyworth.store import read_audit

    found = plan_audit(read_audit(audit), target_sales, product)
    _print_json(found) if as_json else typer.echo(told_plan(found))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    as_json: Json = False,
) -> None:
    """Say what changed between two audits: real change apart from revised data and changed models."""
    from keyworth.report import compare_audits, told_changes
    from keyworth.store import read_audit

    found = compare_audits(read_audit(old), read_audit(new))
    _print_json(found) if as_json else typer.echo(told_changes(found))


Ledger = Annotated[str | None, typer.Option("--database", help="Default: keyworth-decisions.sqlite beside the audit.")]
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


@app.command()
def retrain(
    calls: Annotated[list[Path], typer.Option(help="New transcripts: files or folders. Repeatable.")],
    sales: Annotated[list[Path] | None, typer.Option(help="Sales, whose products the calls may not name.")] = None,
    catalogue: Annotated[list[Path] | None, typer.Option(help="Default: the audit's, else the products named.")] = None,
    audit: Annotated[Path | None, typer.Option(help="A saved audit: its phrases, and what was decided on it.")] = None,
    database: Ledger = None,
    encoder: Annotated[bool, typer.Option("--encoder", help="Let the encoder's adapter move further; slower.")] = False,
    out: Annotated[Path, typer.Option(help="The folder of this workspace's models.")] = Path("models"),
    force: Annotated[bool, typer.Option("--force", help="Promote although the gate refuses; it is recorded.")] = False,
    settings: SettingsFile = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Learn from new calls: a candidate that becomes champion if it is better on callers and weeks it never saw."""
    from keyworth.settings import read_settings
    from keyworth.training import retrain, told_answer

    found = retrain(
        calls, sales=sales or [], catalogue=catalogue or [], audit=audit, database=database, encoder=encoder,
        out=out, force=force, settings=read_settings(settings), progress=_progress(quiet),
    )  # fmt: skip
    _print_json(found.as_json()) if as_json else typer.echo(told_answer(found))


ModelsDir = Annotated[Path, typer.Option("--models", help="The folder of this workspace's models.")]
Version = Annotated[str, typer.Argument(metavar="VERSION", help="Its name, or how it begins; shipped for none.")]


@models.command("list")
def models_list(folder: ModelsDir = Path("models"), as_json: Json = False) -> None:
    """List the versions, what the gate said of each, and which is champion."""
    from keyworth.training import Models, told_models

    registry = Models(folder)
    _print_json(registry.listed()) if as_json else typer.echo(told_models(registry))


@models.command("promote")
def models_promote(
    version: Version,
    folder: ModelsDir = Path("models"),
    force: Annotated[bool, typer.Option("--force", help="Although its gate refused it; recorded.")] = False,
    reason: Annotated[str, typer.Option(help="Why; recorded.")] = "",
) -> None:
    """Make a version the champion, which the next audits use."""
    from keyworth.training import Models

    typer.echo(f"The champion is {Models(folder).promote(version, force=force, reason=reason)['champion']}.")


@models.command("rollback")
def models_rollback(folder: ModelsDir = Path("models")) -> None:
    """Make the champion before this one the champion again."""
    from keyworth.training import Models

    typer.echo(f"The champion is {Models(folder).rollback()['champion']}.")


@models.command("purge")
def models_purge(
    caller: Annotated[str, typer.Argument(help="A customer id, e-mail, telephone or call id.")],
    folder: ModelsDir = Path("models"),
) -> None:
    """Name the versions that learnt from a caller who is to be forgotten."""
    from keyworth.training import told_purge

    typer.echo(told_purge(caller, folder))


@app.command()
def formats() -> None:
    """List the export formats that are read."""
    _list_plugins("ingest.formats")


@app.command()
def flags() -> None:
    """List the rules, why each matters and what to do about it."""
    _list_plugins("verdicts.flags", whole=True)


@app.command("attribution-models")
def attribution_models() -> None:
    """List the attribution models."""
    _list_plugins("money.attribution_models")


def _list_plugins(family: str, whole: bool = False) -> None:
    from keyworth.registry import first_line, plugins

    for name, module in plugins(family).items():
        typer.echo(f"{name:28} {first_line(module)}")
        if whole:
            body = (module.__doc__ or "").strip().split("\n", 1)[-1].strip()
            typer.echo("\n".join(f"    {line}" for line in body.splitlines()) + "\n")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"keyworth {__version__}")
        raise typer.Exit


@app.callback()
def _options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    pass


def _progress(quiet: bool) -> Any:
    def bar(label: str, total: int | None = None) -> Any:
        from tqdm import tqdm

        return tqdm(desc=label, total=total, file=sys.stderr, disable=quiet, unit_scale=True, leave=False, miniters=1)

    return bar


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False, default=str))


def main() -> None:
    """Run the command line; a fault that a person can mend is told without a traceback, with exit code 2."""
    try:
        app()
    except KeyworthError as fault:
        typer.echo(str(fault), err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        typer.echo("Stopped. Nothing was written, and an earlier audit there is untouched.", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
