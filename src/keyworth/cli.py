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
    from keyworth.audit import audit_keywords, breaches, demo_settings, save_audit
    from keyworth.settings import read_settings

    given = {"": files, "keywords": keywords, "catalogue": catalogue, "searches": searches, "calls": calls}
    given |= {"sales": sales, "touchpoints": touchpoints}
    paths = {kind: list(listed) for kind, listed in given.items() if listed}
    if demo:
        if paths:
            raise UnusableSettings("--demo audits the demo company alone", mend="Leave the files out, or --demo.")
        paths, settings = demo_settings(settings)
    if not paths:
        raise UnusableSettings("no files to audit", mend="Name the files everyone already exports, or try --demo.")
    overrides = {"relevance": {"encoder": encoder}} if encoder else {}
    chosen = read_settings(settings, **overrides)
    result = audit_keywords(paths, chosen, engine=engine, progress=_progress(quiet), since=since)
    save_audit(result, out)
    if as_json:
        _print_json({"report": str(out / "report.html"), **result.summary})
    else:
        typer.echo(_told(result.summary))
        typer.echo(f"\nThe report: {(out / 'report.html').absolute()}")
    if fail_on and (found := breaches(result, fail_on)):
        typer.echo(f"--fail-on {fail_on}: {found}", err=True)
        raise typer.Exit(1)


@app.command()
def check(files: Files = None, settings: SettingsFile = None, as_json: Json = False) -> None:
    """Say what each file is, what was read, and what was set aside and why; judges nothing."""
    from keyworth.ingest import describe, read_files, to_json
    from keyworth.settings import read_settings

    if not files:
        raise UnusableSettings("no files to check", mend="Name one or more.")
    intake = read_files({"": files}, read_settings(settings).ingest)
    if as_json:
        _print_json(to_json(intake))
    else:
        typer.echo(describe(intake))


@app.command()
def score(
    pairs: Annotated[
        Path, typer.Argument(metavar="PAIRS.csv", help="Columns keyword, title and, if there, description.")
    ],
    settings: SettingsFile = None,
) -> None:
    """Add `relevance` to the pairs of a table; the result goes to standard output."""
    from keyworth.audit import score_table
    from keyworth.settings import read_settings

    score_table(pairs, read_settings(settings).relevance).to_csv(sys.stdout, index=False, lineterminator="\n")


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


def _told(summary: dict[str, Any]) -> str:
    from keyworth.audit import told_summary

    return told_summary(summary)


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
