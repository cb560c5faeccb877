"""The command line: spelling only; every verb calls one function of the library."""

from __future__ import annotations

import sys

import typer

from keyworth.cli import answers, audits, mcp, reviews, starting, training
from keyworth.cli.spelling import app
from keyworth.errors import KeyworthError

__all__ = ["answers", "app", "audits", "main", "mcp", "reviews", "starting", "training"]


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
