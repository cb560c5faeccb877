"""Files to canonical tables: every row is used, or set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfoNotFoundError

import pandas as pd

from keyworth import schema
from keyworth.errors import KeyworthError, UnusableFile
from keyworth.ingest.containers.archives import open_sources
from keyworth.ingest.entities.deduplicate import whole
from keyworth.ingest.entities.keywords_of_terms import with_keywords
from keyworth.ingest.how_read import HowRead, how_read
from keyworth.ingest.protocol import Reading
from keyworth.ingest.recognise import check_mappings, recognise, short_name
from keyworth.ingest.vendors.negatives_on_file import with_negatives

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source
    from keyworth.settings import Ingest

Progress = Callable[..., Any]
Read = tuple["Source", str, str, Reading]

_PERIODS = ("keywords", "searches", "pages")  # the kinds that are of a period as a whole
NOT_READ = "not read: "


@dataclass(frozen=True)
class Intake:
    """What was read.

    Attributes
    ----------
    tables : dict of str to DataFrame
        Every table of ``schema.INPUTS``, conformed, possibly without rows.
    files : DataFrame
        ``schema.FILES``: what each file is and what became of its rows.
    set_aside : DataFrame
        ``schema.SET_ASIDE``: every row not used, and why.
    how : dict of str to HowRead
        By file: what its columns were taken for, and how currency, dates and time zone were settled.
    """

    tables: dict[str, pd.DataFrame]
    files: pd.DataFrame
    set_aside: pd.DataFrame
    how: dict[str, HowRead] = field(default_factory=dict)


def read_files(given: Mapping[str, Sequence[Path | str]], settings: Ingest, progress: Progress | None = None) -> Intake:
    """Read files, folders, zips and gz, recognised by what they hold.

    Parameters
    ----------
    given : mapping of str to sequence of path-like
        By kind (``keywords``, ``catalogue`` …); ``""`` for files that were given without a switch.
    settings : settings.Ingest
    progress : callable, optional
        ``progress(label, total)`` returns a context manager with ``update(n)``.

    Returns
    -------
    Intake

    Raises
    ------
    UnusableFile
        With the faults of all files, after all of them have been looked at. A file of a folder, a member of a zip
        or a sheet of a workbook that cannot be read is no fault where another can: it is told in ``files``.
    """
    intake, faults = look_through(given, settings, progress)
    if faults:
        raise _all_faults(faults)
    return intake


def look_through(
    given: Mapping[str, Sequence[Path | str]], settings: Ingest, progress: Progress | None = None, explain: bool = False
) -> tuple[Intake, list[KeyworthError]]:
    """Read what can be read; return it, and the faults of the rest.

    Parameters
    ----------
    given, settings, progress
        As for ``read_files``.
    explain : bool
        Whether to find out how each file was read (``Intake.how``).
    """
    check_mappings(settings)
    faults: list[KeyworthError] = []
    done: list[Read] = []
    how: dict[str, HowRead] = {}
    paths = [(kind, path) for kind in sorted(given) for path in given[kind]]
    names = [Path(path).name for _, path in paths]
    with progress("Reading files", len(paths)) if progress else nullcontext() as bar:
        for kind, path in paths:
            # Two files of one name are told apart by their folders.
            name = Path(path).name if names.count(Path(path).name) == 1 else str(path)
            done += _read_path(path, name, kind, settings, faults, how if explain else None)
            if bar is not None:
                bar.update(1)
    faults += _currencies(done)
    return _intake(with_keywords(whole(done)), how), faults


def _read_path(
    path: Path | str,
    name: str,
    kind: str,
    settings: Ingest,
    faults: list[KeyworthError],
    how: dict[str, HowRead] | None,
) -> list[Read]:
    out: list[Read] = []
    beside: list[tuple[Source, KeyworthError]] = []
    try:
        for source in _tables(open_sources(path, name)):
            try:
                out.append(_read_source(source, kind, settings))
            except KeyworthError as fault:
                beside.append((source, fault))
                continue
            if how is not None:
                how[source.name] = how_read(source, out[-1][3], settings)
            source.forget()
    except KeyworthError as fault:
        faults.append(fault)
    # A part of a folder, zip or workbook is told beside those that are read; on its own it is a fault.
    for source, why in beside:
        if out:
            out.append((source, "", "", Reading({}, 0, note=NOT_READ + _shortly(source.name, why))))
        else:
            faults.append(why)
    return _set_period(_one_period(out), settings)


def _tables(sources: Iterable[Source]) -> Iterator[Source]:
    """Yield the sources, and each further table of one as a source of its own."""
    for source in sources:
        try:
            parts = source.apart() if source.fault is None else [source]
        except KeyworthError as fault:
            source.fault, parts = fault, [source]
        yield from parts


def _read_source(source: Source, kind: str, settings: Ingest) -> Read:
    """Read one source; what its letters, its time zone or its depth make impossible is a fault with its name."""
    if source.fault is not None:
        raise source.fault
    try:
        module, as_kind = recognise(source, kind, settings)
        return source, short_name(module), as_kind, with_negatives(source, module.read(source, as_kind, settings))
    except RecursionError:
        raise UnusableFile(f"{source.name} is nested too deep to be read", mend="Export it as rows.") from None
    except ZoneInfoNotFoundError as fault:
        problem = str(fault.args[0] if fault.args else fault)
        raise UnusableFile(f"{source.name} names a time zone that is not known", [problem], "Mend its name.") from None
    except UnicodeError as fault:
        raise UnusableFile(
            f"{source.name} holds letters that are no Unicode", [str(fault)], "Export it again."
        ) from None


def _shortly(name: str, fault: KeyworthError) -> str:
    said = fault.subject.removeprefix(name).strip()
    more = "; ".join(fault.problems[:3]) + (" …" if len(fault.problems) > 3 else "")
    return f"{said} ({more})" if more else said


def _set_period(done: list[Read], settings: Ingest) -> list[Read]:
    """Give reports that do not state their period the one that the settings name."""
    if settings.period_start is None or settings.period_end is None:
        return done
    start, end = (pd.Timestamp(day, tz="UTC") for day in (settings.period_start, settings.period_end))
    out = []
    for source, form, kind, reading in done:
        if kind in _PERIODS and reading.tables and reading.period_start is None:
            reading = _dated(reading, start, end)
        out.append((source, form, kind, reading))
    return out


def _one_period(done: list[Read]) -> list[Read]:
    """Give the period that one part of an export tells (Search Console's filters) to its other parts."""
    told: dict[str, tuple[Any, Any]] = {}
    for _, form, _, reading in done:
        if reading.period_start is not None:
            first = not reading.tables and form not in told
            told[form] = (reading.period_start, reading.period_end) if first or form not in told else told[form]
    out = []
    for source, form, kind, reading in done:
        if len(done) > 1 and reading.period_start is None and form in told:
            reading = _dated(reading, *told[form])
        out.append((source, form, kind, reading))
    return out


def _dated(reading: Reading, start: Any, end: Any) -> Reading:
    tables = {n: t.assign(period_start=start, period_end=end) for n, t in reading.tables.items()}
    return replace(reading, tables=tables, period_start=start, period_end=end)


def _currencies(done: list[Read]) -> list[KeyworthError]:
    """Return a fault where keyword costs come in two currencies: their sum would mean nothing."""
    told: dict[str, str] = {}
    for source, _, _, reading in done:
        if reading.currency and "cost" in reading.tables.get("keywords", ()):
            told.setdefault(reading.currency, source.name)
    if len(told) < 2:
        return []
    where = [f"{name} is in {code}" for code, name in sorted(told.items())]
    return [UnusableFile("the costs are in two currencies", where, "Export them in one, or audit them apart.")]


def _all_faults(faults: list[KeyworthError]) -> KeyworthError:
    if len(faults) == 1:
        return faults[0]
    lines = []
    for fault in faults:
        lines += [fault.subject, *(f"  {p}" for p in fault.problems)]
    mends = list(dict.fromkeys(f.mend for f in faults if f.mend))
    return UnusableFile(f"{len(faults)} files cannot be used", lines, "\n".join(mends))


def _intake(done: list[Read], how: dict[str, HowRead]) -> Intake:
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in schema.INPUTS}
    files, aside = [], []
    for source, form, kind, reading in done:
        for name, table in reading.tables.items():
            parts[name].append(table.assign(source_file=source.name))
        kind = kind if kind in reading.tables else next((n for n in reading.tables if n != "claims"), "")
        files.append(_file_row(source, form, kind, reading))
        aside += [
            {"source_file": source.name, "source_row": s.row, "kind": kind, "reason": s.reason, "content": s.content}
            for s in reading.set_aside
        ]
    tables = {name: _conformed(frames, schema.INPUTS[name]) for name, frames in parts.items()}
    keywords = tables["keywords"]
    keywords["keyword_id"] = range(len(keywords))
    return Intake(
        tables,
        schema.conform(pd.DataFrame(files), schema.FILES) if files else schema.empty(schema.FILES),
        schema.conform(pd.DataFrame(aside), schema.SET_ASIDE) if aside else schema.empty(schema.SET_ASIDE),
        how,
    )


def _conformed(frames: list[pd.DataFrame], table: schema.Table) -> pd.DataFrame:
    """Return frames as one table, in their order; neighbours of one shape are conformed together."""
    shaped = [frame[[c for c in table.columns if c in frame]] for frame in frames]
    alike = [
        schema.conform(pd.concat(list(group), ignore_index=True), table)
        for _, group in groupby(shaped, lambda frame: [*frame.columns, *frame.dtypes])
    ]
    return pd.concat(alike, ignore_index=True) if alike else schema.empty(table)


def _file_row(source: Source, form: str, kind: str, reading: Reading) -> dict[str, object]:
    table = reading.tables.get(kind)
    cost = table["cost"].sum(min_count=1) if table is not None and "cost" in table else float("nan")
    return {
        "file": source.name,
        "format": form,
        "kind": kind,
        "rows_in": reading.rows_in,
        "rows_used": reading.rows_in - len(reading.set_aside),
        "rows_set_aside": len(reading.set_aside),
        "sha256": source.sha256,
        "encoding": source.encoding if form else "",
        "delimiter": source.delimiter if form else "",
        "currency": reading.currency,
        "period_start": reading.period_start,
        "period_end": reading.period_end,
        "cost": round(float(cost), 6),
        "cost_total_row": reading.cost_total_row,
        "note": reading.note,
    }
