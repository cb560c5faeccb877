"""What the verbs share: the application, the switches with their words, and how an answer is printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from keyworth import __version__
from keyworth.errors import printable

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Does each keyword earn its keep? Audits an agency's keyword report against products, customers and sales.",
)
models = typer.Typer(no_args_is_help=True, help="The relevance models of this workspace.")
app.add_typer(models, name="models")

Files = Annotated[list[Path] | None, typer.Argument(help="Files, folders or zips, recognised by their contents.")]


def _of(kind: str) -> Any:
    return typer.Option(f"--{kind}", help=f"Read this as {kind}, whatever it looks like. Repeatable.")


Keywords = Annotated[list[Path] | None, _of("keywords")]
Catalogue = Annotated[list[Path] | None, _of("catalogue")]
Searches = Annotated[list[Path] | None, _of("searches")]
Calls = Annotated[list[Path] | None, _of("calls")]
Sales = Annotated[list[Path] | None, _of("sales")]
Touchpoints = Annotated[list[Path] | None, _of("touchpoints")]
Demo = Annotated[bool, typer.Option("--demo", help="Take the invented company that ships with keyworth.")]
AuditDir = Annotated[Path, typer.Argument(metavar="AUDIT", help="A folder that `keyworth audit` wrote.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on standard error.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="Default: keyworth.toml in this folder, if any.")]
Ledger = Annotated[str | None, typer.Option("--database", help="Default: keyworth-decisions.sqlite beside the audit.")]


def _version(value: bool) -> None:
    if value:
        typer.echo(f"keyworth {__version__}")
        raise typer.Exit


@app.callback()
def _options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    pass


def progress(quiet: bool) -> Any:
    """Return the maker of progress bars on standard error."""

    def bar(label: str, total: int | None = None) -> Any:
        from tqdm import tqdm

        return tqdm(desc=label, total=total, file=sys.stderr, disable=quiet, unit_scale=True, leave=False, miniters=1)

    return bar


def say(text: object, err: bool = False) -> None:
    """Print a text; what a name or a cell could do to a terminal is left out."""
    typer.echo(printable(str(text)), err=err)


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output; what a terminal would obey is escaped."""
    text = json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False, default=str)
    typer.echo(
        "".join(c if printable(c) == c else f"\\u{ord(c):04x}" for c in text) if printable(text) != text else text
    )
