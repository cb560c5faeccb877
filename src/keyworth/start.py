"""The first report from a folder of exports: what is there, what is missing, and what only a person knows.

``keyworth start`` asks these questions in a terminal; here they are without one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keyworth import ingest, language
from keyworth.check import Check
from keyworth.errors import KeyworthError, UnusableSettings
from keyworth.settings import Settings
from keyworth.where_to_export import WHERE

_SHOWN = 12  # names of speakers offered; a longer list is not read
_HOST = re.compile(r"(?i)https?://(?:www\.)?([^/:?#]+)")
_FILES = 6  # of a kind, told by name


@dataclass(frozen=True)
class Question:
    """Something that no file tells.

    Attributes
    ----------
    name : str
        Of the switch that answers it.
    section, setting : str
        Where ``keyworth.toml`` keeps the answer.
    words : str
        As it is asked.
    read : callable
        From what was typed to the setting's value; raises ValueError with what is expected.
    """

    name: str
    section: str
    setting: str
    words: str
    read: Callable[[str], Any]


def _amount(typed: str) -> float:
    value = ingest.to_number(re.sub(r"(?i)\s*(?:a|per|/)\s*month$", "", typed.strip()))
    if not math.isfinite(value) or value < 0:
        raise ValueError("an amount of money, such as 1500")
    return value


def _share(typed: str) -> float:
    value = ingest.to_number(typed)
    if math.isfinite(value) and "%" not in typed and value > 1:
        value /= 100
    if not 0 < value <= 1:  # not a number is neither
        raise ValueError("a share, such as 40 % or 0.4")
    return round(value, 6)


def _names(typed: str) -> list[str]:
    return [name for part in re.split(r"[,;\n]", typed) if (name := " ".join(part.split()))]


def _words(typed: str) -> str:
    return " ".join(typed.split())


QUESTIONS = (
    Question("company", "report", "company", "What is your company called?", _words),
    Question("brand", "relevance", "brand_terms", "Which brand names are yours? (comma between)", _names),
    Question("agency", "report", "agency", "What is the agency called?", _words),
    Question("agency-fee", "money", "agency_fee", "What does the agency charge a month?", _amount),
    Question("margin", "money", "margin", "What share of a sale is left after its own costs? (%)", _share),
    Question("staff", "ingest", "agent_names", "Who of these speakers is staff? (comma between)", _names),
)


def look_over(check: Check) -> str:
    """Return what is there and what is missing, with where each tool exports it.

    Parameters
    ----------
    check : Check
        `keyworth.check.check_files` of the folder.
    """
    files = check.intake.files
    read = files[(files["kind"] != "") & (files["rows_used"] > 0)]
    lines = ["What is there:"]
    for kind in WHERE:
        own = read.loc[read["kind"] == kind]
        for name, rows in list(zip(own["file"], own["rows_used"], strict=True))[:_FILES]:
            lines.append(f"  {kind:12} {name}: {rows:,} row{'' if rows == 1 else 's'}")
        if len(more := own.iloc[_FILES:]):
            lines.append(f"  {kind:12} … and {len(more):,} more: {more['rows_used'].sum():,} rows")
    others = files[~files.index.isin(read.index)]
    lines += [f"  {'not used':12} {name}: {note or 'no row of it is used'}" for name, note in _notes(others)]
    lines += [f"  {'not read':12} {fault.subject}" for fault in check.faults]
    there = {kind for kind in WHERE if len(check.intake.tables[kind])}
    missing = [kind for kind in WHERE if kind not in there]
    if missing:
        lines += ["", "What is missing:"]
    for kind in missing:
        use, tools = WHERE[kind]
        lines.append(f"  {kind}: {use}")
        lines += [f"    {tool}: {clicks}" for tool, clicks in tools]
    return "\n".join(lines)


def _notes(files: Any) -> list[tuple[str, str]]:
    return [(str(row.file), str(row.note)) for row in files.itertuples()]


def hints(check: Check) -> dict[str, str]:
    """Return what the files suggest as answers, by question; a person decides.

    Parameters
    ----------
    check : Check

    Returns
    -------
    dict of str to str
        ``company`` from the pages' address, ``staff`` the speakers of the calls (none is taken by itself).
    """
    tables = check.intake.tables
    pages = [*tables["catalogue"]["url"], *tables["keywords"]["landing_page"]]
    hosts = Counter(
        found[1].lower() for page in pages if (found := re.match(r"(?i)https?://(?:www\.)?([^/:?#]+)", page))
    )
    return {
        "company": hosts.most_common(1)[0][0] if hosts else "",
        "staff": ", ".join(language.named_speakers(tables["calls"])[:_SHOWN]),
    }


def unanswered(check: Check) -> list[Question]:
    """Return the questions that the settings do not answer yet and that these files raise."""
    return [
        question
        for question in QUESTIONS
        if question.setting not in getattr(check.settings, question.section).model_fields_set
        and (question.name != "staff" or language.named_speakers(check.intake.tables["calls"]))
    ]


def nothing_to_audit(folder: str | Path) -> KeyworthError:
    """Return the fault of a folder without a keyword report, with where to export one."""
    _, tools = WHERE["keywords"]
    where = [f"{tool}: {clicks}" for tool, clicks in tools]
    return KeyworthError(f"{folder} holds no keyword report", where, "Export one into it, and start again.")


def with_answers(settings: Settings, answers: Mapping[str, str]) -> Settings:
    """Return the settings with what a person answered; an empty answer leaves a setting as it is.

    Parameters
    ----------
    settings : Settings
    answers : mapping of str to str
        By the questions' names, as typed.

    Raises
    ------
    UnusableSettings
        Naming every answer that cannot be read, and what is expected.

    Examples
    --------
    >>> with_answers(Settings(), {"margin": "35 %", "agency-fee": "£1,500 a month"}).money.margin
    0.35
    """
    chosen: dict[str, dict[str, Any]] = {}
    problems = []
    for question in QUESTIONS:
        if not (typed := answers.get(question.name, "").strip()):
            continue
        try:
            chosen.setdefault(question.section, {})[question.setting] = question.read(typed)
        except ValueError as fault:
            problems.append(f"--{question.name} {typed!r}: expected {fault}")
    if problems:
        raise UnusableSettings("not every answer can be read", problems, "Answer again, or leave it empty.")
    kept = settings.model_dump(exclude_unset=True)
    return Settings(**{s: {**kept.get(s, {}), **chosen.get(s, {})} for s in Settings.model_fields})
