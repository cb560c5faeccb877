"""The verb that asks: from a folder of exports to the first report."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keyworth.cli.spelling import Quiet, app, progress, say
from keyworth.errors import printable

if TYPE_CHECKING:
    from keyworth.check import Check
    from keyworth.settings import Settings
    from keyworth.start import Question

_TRIES = 3


@app.command()
def start(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the exports lie, as they were downloaded.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = Path("audit"),
    settings: Annotated[Path, typer.Option(help="Written, or taken where it is there.")] = Path("keyworth.toml"),
    company: Annotated[str | None, typer.Option(help="Your company.")] = None,
    brand: Annotated[list[str] | None, typer.Option(help="A brand name of yours. Repeatable.")] = None,
    agency: Annotated[str | None, typer.Option(help="The agency.")] = None,
    agency_fee: Annotated[str | None, typer.Option(help="What it charges a month.")] = None,
    margin: Annotated[str | None, typer.Option(help="What is left of a sale after its own costs, in %.")] = None,
    staff: Annotated[list[str] | None, typer.Option(help="A speaker who is staff. Repeatable.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: what is not answered stays not known.")] = False,
    browser: Annotated[bool, typer.Option(help="Open the report.")] = True,
    quiet: Quiet = False,
) -> None:
    """Look at a folder of exports, ask what only a person knows, audit, and open the report."""
    from keyworth import check
    from keyworth.audit_cache import audit_to
    from keyworth.report import render_headline
    from keyworth.settings import Settings, read_settings
    from keyworth.start import look_over, nothing_to_audit, unanswered

    given = {
        "company": company, "brand": ", ".join(brand or []), "agency": agency, "agency-fee": agency_fee,
        "margin": margin, "staff": ", ".join(staff or []),
    }  # fmt: skip
    answers = {name: typed for name, typed in given.items() if typed}
    written = settings.is_file()
    found = check.check_files([folder], read_settings(settings) if written else Settings(), progress=progress(quiet))
    say(look_over(found))
    if found.intake.tables["keywords"].empty:
        raise nothing_to_audit(folder)
    if written:
        _render_of_settings(settings, answers, unanswered(found))
    else:
        _settle(found, settings, answers, yes)
    result = audit_to(out, {"": [folder]}, read_settings(settings), progress=progress(quiet))
    report = (out / "report.html").absolute()
    say(f"\n{render_headline(result)}\n\nThe report: {report}")
    say(f"Next month: keyworth audit {folder} --settings {settings} --out {out}")
    if browser and sys.stdout.isatty():
        webbrowser.open(report.as_uri())


def _render_of_settings(settings: Path, answers: dict[str, str], open_questions: list[Question]) -> None:
    from keyworth.errors import UnusableSettings

    if answers:
        switches = ", ".join(f"--{name}" for name in answers)
        raise UnusableSettings(f"{settings} is there already", [f"{switches} would change it"], "Change it there.")
    for question in open_questions:
        say(f"{settings} does not say yet: {question.words} [{question.section}] {question.setting}")


def _settle(found: Check, settings: Path, answers: dict[str, str], yes: bool) -> None:
    """Ask what is not answered, and write it down."""
    from dataclasses import replace

    from keyworth.check import write_settings
    from keyworth.start import hints, unanswered, with_answers

    chosen, hint = with_answers(found.settings, answers), hints(found)
    for question in [] if yes else unanswered(found):
        if question.name not in answers:
            chosen = _ask(question, hint.get(question.name, ""), chosen)
    write_settings(replace(found, settings=chosen), settings)
    say(f"\nWritten: {settings}. What you left empty stands in it behind #.")


def _ask(question: Question, hint: str, chosen: Settings) -> Settings:
    from keyworth.errors import UnusableSettings
    from keyworth.start import with_answers

    words = f"{question.words} {f'({hint}) ' if hint else ''}Empty: not known"
    for _ in range(_TRIES):
        try:
            typed = typer.prompt(printable(words), default="", show_default=False)
        except typer.Abort:
            if sys.stdin.isatty():
                raise  # Ctrl-C
            mend = "Answer with the switches (`keyworth start --help`), or give --yes."
            raise UnusableSettings("nobody answers here", [question.words], mend) from None
        try:
            return with_answers(chosen, {question.name: typed})
        except UnusableSettings as fault:
            say("; ".join(fault.problems))
    return chosen
