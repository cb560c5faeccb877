"""The verbs of an audit: read, judge, explain, plan, compare; and the lists of what there is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from keyworth.cli.spelling import (
    AuditDir,
    Calls,
    Catalogue,
    Demo,
    Files,
    Json,
    Keywords,
    Ledger,
    Quiet,
    Sales,
    Searches,
    SettingsFile,
    Touchpoints,
    app,
    print_json,
    progress,
    say,
)
from keyworth.errors import UnusableSettings

_IDLE = typer.Option(hidden=True)  # a switch of `audit` that does nothing here, so that a script may just swap the verb
Given = dict[str, list[Path] | None]


def _chosen(given: Given, demo: bool, settings: Path | None, what: str) -> tuple[dict[str, list[Path]], Path | None]:
    """Return the files by kind and the settings file: those given, or the demo company's."""
    from keyworth.assets import asset

    paths = {kind: list(listed) for kind, listed in given.items() if listed}
    if demo:
        if paths:
            raise UnusableSettings("--demo takes the demo company alone", mend="Leave the files out, or --demo.")
        return {"": [asset("data", "demo", "exports")]}, settings or asset("data", "demo", "keyworth.toml")
    if not paths:
        raise UnusableSettings(f"no files to {what}", mend="Name the files everyone already exports, or try --demo.")
    return paths, settings


@app.command()
def audit(
    files: Files = None,
    keywords: Keywords = None,
    catalogue: Catalogue = None,
    searches: Searches = None,
    calls: Calls = None,
    sales: Sales = None,
    touchpoints: Touchpoints = None,
    out: Annotated[Path, typer.Option(help="The folder to write.")] = Path("audit"),
    settings: SettingsFile = None,
    encoder: Annotated[
        str | None, typer.Option(help="minilm (shipped), static, or any sentence-transformers name.")
    ] = None,
    engine: Annotated[str, typer.Option(help="local or ray.")] = "local",
    since: Annotated[
        Path | None,
        typer.Option(metavar="AUDIT", help="An earlier audit, or a folder of them: the report tells what changed."),
    ] = None,
    fail_on: Annotated[
        str | None, typer.Option(help="Exit 1 above this: cut, fix, watch, a flag, checks, or pounds at stake.")
    ] = None,
    demo: Demo = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Audit an agency's keyword report; writes the report and its tables to --out."""
    from keyworth.audit_cache import audit_to
    from keyworth.report import render_headline
    from keyworth.settings import read_settings
    from keyworth.store import last_audit
    from keyworth.verdicts.fail_on import breaches

    given = {"": files, "keywords": keywords, "catalogue": catalogue, "searches": searches, "calls": calls}
    paths, settings = _chosen(given | {"sales": sales, "touchpoints": touchpoints}, demo, settings, "audit")
    overrides = {"relevance": {"encoder": encoder}} if encoder else {}
    chosen = read_settings(settings, **overrides)
    if since and not (earlier := last_audit(since, but=out)):
        say(f"{since} holds no earlier audit: there is nothing to compare with yet.", err=True)
    since = earlier if since else None
    result = audit_to(out, paths, chosen, engine=engine, progress=progress(quiet), since=since)
    for row in result.tables["files"].itertuples():
        if not row.format and str(row.note).startswith("not read"):
            say(f"{row.file}: {row.note}", err=True)
    if as_json:
        print_json({"report": str(out / "report.html"), **result.summary})
    else:
        say(render_headline(result))
        if since:
            say(f"\nCompared with {since}")
        say(f"\nThe report: {(out / 'report.html').absolute()}")
    if fail_on and (found := breaches(result.keywords, result.summary, fail_on)):
        typer.echo(f"--fail-on {fail_on}: {found}", err=True)
        raise typer.Exit(1)


@app.command()
def check(
    files: Files = None,
    keywords: Keywords = None,
    catalogue: Catalogue = None,
    searches: Searches = None,
    calls: Calls = None,
    sales: Sales = None,
    touchpoints: Touchpoints = None,
    settings: SettingsFile = None,
    tables: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write what was read as CSV, one file a kind; calls redacted.")
    ] = None,
    write_settings: Annotated[
        Path | None, typer.Option(metavar="F", help="Write a keyworth.toml with what was found and what you must say.")
    ] = None,
    out: Annotated[Path | None, _IDLE] = None,
    encoder: Annotated[str | None, _IDLE] = None,
    engine: Annotated[str | None, _IDLE] = None,
    since: Annotated[Path | None, _IDLE] = None,
    fail_on: Annotated[str | None, _IDLE] = None,
    demo: Demo = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Say what each file is, what was read, and what was set aside and why; judges nothing."""
    from keyworth import check as checking
    from keyworth.settings import read_settings

    given = {"": files, "keywords": keywords, "catalogue": catalogue, "searches": searches, "calls": calls}
    paths, settings = _chosen(given | {"sales": sales, "touchpoints": touchpoints}, demo, settings, "check")
    for switch, value in {"out": out, "encoder": encoder, "engine": engine, "since": since, "fail-on": fail_on}.items():
        if value is not None:
            say(f"check judges nothing: --{switch} is left aside", err=True)
    found = checking.check_files(paths, read_settings(settings), progress=progress(quiet))
    print_json(found.to_dict()) if as_json else say(found)
    if tables:
        checking.write_tables(found, tables, [path for listed in paths.values() for path in listed])
    if write_settings:
        checking.write_settings(found, write_settings)
    if found.faults:
        raise typer.Exit(2)


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
    details: Annotated[bool, typer.Option(help="All that the verdict rests on, not three lines.")] = False,
    as_json: Json = False,
) -> None:
    """Say why: the products, phrases and money that a verdict rests on."""
    from keyworth.report import explain_keyword, render_explanation
    from keyworth.store import read_audit

    found = explain_keyword(read_audit(audit), keyword)
    print_json(found) if as_json else say(render_explanation(found, details=details))


@app.command()
def plan(
    audit: AuditDir,
    target_sales: Annotated[float | None, typer.Option(min=0, help="Sales wanted in the period.")] = None,
    product: Annotated[str | None, typer.Option(help="Only this product (id or title).")] = None,
    hold_out: Annotated[
        bool, typer.Option("--hold-out", help="Which half of the cuts to stop first, and what that can show.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Visitors, appointments and spend needed for a number of sales, with ranges; with --hold-out, which cuts first."""
    from keyworth.money import plan_audit, render_hold_out, render_plan
    from keyworth.report import split_of
    from keyworth.store import read_audit

    if target_sales is None and not hold_out:
        raise UnusableSettings("nothing to plan", mend="Name --target-sales N, or --hold-out.")
    read, told, found = read_audit(audit), [], {}
    if target_sales is not None:
        found = plan_audit(read, target_sales, product)
        told.append(render_plan(found))
    if hold_out:
        found = {**found, "hold_out": split_of(read)}
        told.append(render_hold_out(found["hold_out"]))
    print_json(found) if as_json else say("\n".join(told))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    database: Ledger = None,
    settings: SettingsFile = None,
    as_json: Json = False,
) -> None:
    """Say what changed between two audits, and which decisions on the earlier one were carried out."""
    from keyworth.report import compare_audits, render_changes
    from keyworth.review import decisions_carried, open_desk, render_carried
    from keyworth.settings import read_settings
    from keyworth.store import read_audit

    desk, later = open_desk(old, database, read_settings(settings).review, absent="empty"), read_audit(new)
    found, carried = compare_audits(desk.audit, later), decisions_carried(desk, later)
    if as_json:
        print_json({**found, "decisions": carried})
    else:
        say(f"{render_changes(found)}\n{render_carried(carried)}")


@app.command()
def formats(
    new: Annotated[Path | None, typer.Option(metavar="SAMPLE", help="Write the first draft of a format of it.")] = None,
) -> None:
    """List the export formats that are read; with --new, print the code of one that is not."""
    from keyworth.ingest import new_format

    typer.echo(new_format(new), nl=False) if new else _list_plugins("ingest.formats")


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
