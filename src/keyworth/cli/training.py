"""The verbs of retraining: a candidate, and the versions of this workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keyworth.cli.spelling import Json, Ledger, Quiet, SettingsFile, app, models, print_json, progress, say


@app.command()
def retrain(
    calls: Annotated[list[Path], typer.Option(help="New transcripts: files or folders. Repeatable.")],
    sales: Annotated[list[Path] | None, typer.Option(help="Sales, whose products the calls may not name.")] = None,
    catalogue: Annotated[list[Path] | None, typer.Option(help="Default: the audit's, else the products named.")] = None,
    audit: Annotated[Path | None, typer.Option(help="A saved audit: its phrases, and what was decided on it.")] = None,
    database: Ledger = None,
    encoder: Annotated[bool, typer.Option("--encoder", help="Fine-tune the encoder, too; slow.")] = False,
    out: Annotated[Path, typer.Option(help="The folder of this workspace's models.")] = Path("models"),
    force: Annotated[bool, typer.Option("--force", help="Promote although the gate refuses; it is recorded.")] = False,
    settings: SettingsFile = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Learn from new calls: a candidate becomes champion if it is better on callers, and in weeks, it never saw."""
    from keyworth.settings import read_settings
    from keyworth.training import render_answer, retrain

    found = retrain(
        calls, sales=sales or [], catalogue=catalogue or [], audit=audit, database=database, encoder=encoder,
        out=out, force=force, settings=read_settings(settings), progress=progress(quiet),
    )  # fmt: skip
    print_json(found.as_json()) if as_json else say(render_answer(found))


ModelsDir = Annotated[Path, typer.Option("--models", help="The folder of this workspace's models.")]
Version = Annotated[str, typer.Argument(metavar="VERSION", help="Its name, or how it begins; shipped for none.")]


@models.command("list")
def models_list(folder: ModelsDir = Path("models"), as_json: Json = False) -> None:
    """List the versions, what the gate said of each, and which is champion."""
    from keyworth.training import Models, render_models

    registry = Models(folder)
    print_json(registry.listed()) if as_json else say(render_models(registry))


@models.command("promote")
def models_promote(
    version: Version,
    folder: ModelsDir = Path("models"),
    force: Annotated[bool, typer.Option("--force", help="Although its gate refused it; recorded.")] = False,
    reason: Annotated[str, typer.Option(help="Why; recorded.")] = "",
    audit: Annotated[Path | None, typer.Option(help="A saved audit: what changes in it is told first.")] = None,
    settings: SettingsFile = None,
    quiet: Quiet = False,
) -> None:
    """Make a version the champion, which the next audits use; tell what it changes in an audit."""
    from keyworth.settings import read_settings
    from keyworth.training import promote

    told = promote(folder, version, audit=audit, force=force, reason=reason, settings=read_settings(settings),
                   progress=progress(quiet))  # fmt: skip
    say(told)


@models.command("rollback")
def models_rollback(folder: ModelsDir = Path("models")) -> None:
    """Make the champion before this one the champion again."""
    from keyworth.training import Models

    say(f"The champion is {Models(folder).rollback()['champion']}.")


@models.command("purge")
def models_purge(
    caller: Annotated[str, typer.Argument(help="A customer id, e-mail, telephone or call id.")],
    folder: ModelsDir = Path("models"),
) -> None:
    """Name the versions that learnt from a caller who is to be forgotten."""
    from keyworth.training import render_purge

    say(render_purge(caller, folder))


@models.command("vocabulary")
def models_vocabulary(
    version: Version,
    accept: Annotated[list[str] | None, typer.Option(help="A phrase that customers do use. Repeatable.")] = None,
    reject: Annotated[list[str] | None, typer.Option(help="One never to be proposed again. Repeatable.")] = None,
    name: Annotated[str, typer.Option(help="Who decides; recorded.")] = "",
    folder: ModelsDir = Path("models"),
) -> None:
    """Show the new phrases that a version proposes, with counts and dates; accept or reject them."""
    from keyworth.training import Models

    registry = Models(folder)
    if accept or reject:
        registry.decide_phrases(version, accept or [], reject or [], name)
    typer.echo(registry.vocabulary(version).to_csv(index=False, lineterminator="\n"), nl=False)
