"""The verbs of an audit: read, judge, explain, plan, compare; and the lists of what there is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from keyworth.cli.spelling import AuditDir, Files, Json, Ledger, Quiet, SettingsFile, app, print_json, progress
from keyworth.errors import UnusableSettings


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
    from keyworth.audit_cache import audit_to
    from keyworth.report import told_headline
    from keyworth.settings import read_settings
    from keyworth.verdicts.fail_on import breaches

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
    result = audit_to(out, paths, chosen, engine=engine, progress=progress(quiet), since=since)
    if as_json:
        print_json({"report": str(out / "report.html"), **result.summary})
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
        print_json(described(intake))
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

    table = score_table(pairs)
    table.to_csv(sys.stdout, index=False, lineterminator="\n")
    if silent := int((table["relevance"] == 0).sum()):
        typer.echo(f"{silent} of {len(table)} pairs score 0, as all do whose keyword or title has no word.", err=True)


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
    print_json(found) if as_json else typer.echo(told_explanation(found))


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
    print_json(found) if as_json else typer.echo(told_plan(found))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    database: Ledger = None,
    settings: SettingsFile = None,
    as_json: Json = False,
) -> None:
    """Say what changed between two audits, and which decisions on the earlier one were carried out."""
    from keyworth.report import compare_audits, told_changes
    from keyworth.review import decisions_carried, open_desk, told_carried
    from keyworth.settings import read_settings
    from keyworth.store import read_audit

    desk, later = open_desk(old, database, read_settings(settings).review, absent="empty"), read_audit(new)
    found, carried = compare_audits(desk.audit, later), decisions_carried(desk, later)
    if as_json:
        print_json({**found, "decisions": carried})
    else:
        typer.echo(f"{told_changes(found)}\n{told_carried(carried)}")


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
