"""What files are and how they are read, before anything is judged: ``keyworth check``, for scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keyworth import ingest, language, report, schema
from keyworth.errors import KeyworthError, UnusableFile, UnusableSettings
from keyworth.settings import Settings

Paths = Sequence[str | Path] | Mapping[str, Sequence[str | Path]]


@dataclass(frozen=True)
class Check:
    """What was read, and the faults of what could not be.

    Attributes
    ----------
    intake : ingest.Intake
    faults : tuple of KeyworthError
    settings : Settings
    """

    intake: ingest.Intake
    faults: tuple[KeyworthError, ...]
    settings: Settings

    def __str__(self) -> str:
        return ingest.describe(self.intake, self.faults)

    def to_dict(self) -> dict[str, Any]:
        """Return the same as plain data, ready for JSON."""
        return ingest.described(self.intake, self.faults)


def check_files(paths: Paths, settings: Settings | None = None, *, progress: Callable[..., Any] | None = None) -> Check:
    """Read files as an audit would, and say how; a bad one does not keep the others from being told.

    Parameters
    ----------
    paths, settings, progress
        As for `keyworth.audit_keywords`.
    """
    settings = settings or Settings()
    given = paths if isinstance(paths, Mapping) else {"": paths}
    intake, faults = ingest.look_through(given, settings.ingest, progress, explain=True)
    return Check(intake, tuple(faults), settings)


def write_tables(check: Check, directory: str | Path, given: Sequence[str | Path] = ()) -> list[Path]:
    """Write what was read as CSV, a file a kind, in canonical columns; calls are redacted.

    Parameters
    ----------
    check : Check
    directory : path-like
        New, empty, or one that holds such tables and nothing else.
    given : sequence of path-like
        The files that were read: none of them is written over.

    Raises
    ------
    UnusableFile
        When the folder holds anything else, or cannot be written.
    """
    folder, tables = Path(directory), dict(check.intake.tables)
    names = {f"{kind}.csv" for kind in schema.INPUTS}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in folder.iterdir()}
        inputs = {Path(path).resolve() for path in given}
        own = {path.name for path in folder.iterdir() if path.resolve() in inputs}
        if (foreign := sorted(there - names | own)) or folder.resolve() in inputs:
            shown = ", ".join(foreign[:5]) or "the files that were read"
            raise UnusableFile(f"{folder} would be written over", [f"it holds {shown}"], "Name a new folder.")
        tables["calls"] = language.redact_calls(
            tables["calls"], tables["sales"], check.settings.language, check.settings.ingest.agent_names
        )
        written = []
        for kind, table in schema.INPUTS.items():
            frame = report.guard_formulas(tables[kind][list(table.columns)])
            text = frame.to_csv(index=False, lineterminator="\n", float_format="%.10g")
            written.append(folder / f"{kind}.csv")
            written[-1].write_bytes(text.encode("utf-8", "replace"))
    except OSError as fault:
        raise UnusableFile(f"{folder} cannot be written", [fault.strerror or str(fault)]) from None
    return written


def write_settings(check: Check, path: str | Path) -> None:
    """Write a ``keyworth.toml`` with what was found, and what only a person knows behind ``#``.

    Raises
    ------
    UnusableSettings
        When the file is there already, or cannot be written.
    """
    text = ingest.found_settings(check.intake, check.settings)
    try:
        with Path(path).open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise UnusableSettings(f"{path} is there already", mend="Name another file, or move it away.") from None
    except OSError as fault:
        raise UnusableSettings(f"{path} cannot be written", [fault.strerror or str(fault)]) from None
