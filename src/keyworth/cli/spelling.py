"""What the verbs share: the application, the switches with their words, and how an answer is printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from keyworth import __version__

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


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False, default=str))
