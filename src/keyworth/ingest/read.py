"""Files to canonical tables: every row is used, or set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth import schema
from keyworth.errors import KeyworthError, UnusableFile
from keyworth.ingest.containers.archives import open_sources
from keyworth.ingest.entities.deduplicate import whole
from keyworth.ingest.entities.keywords_of_terms import with_keywords
from keyworth.ingest.protocol import Reading
from keyworth.ingest.recognise import recognise, short_name

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source
    from keyworth.settings import Ingest

Progress = Callable[..., Any]
Read = tuple["Source", str, str, Reading]

_PERIODS = ("keywords", "searches", "pages")  # the kinds that are of a period as a whole


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
    """

    tables: dict[str, pd.DataFrame]
    files: pd.DataFrame
    set_aside: pd.DataFrame


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
        With the faults of all files, after all of them have been looked at.
    """
    faults: list[KeyworthError] = []
    done: list[Read] = []
    paths = [(kind, path) for kind in sorted(given) for path in given[kind]]
    names = [Path(path).name for _, path in paths]
    with progress("Reading files", len(paths)) if progress else nullcontext() as bar:
        for kind, path in paths:
            # Two files of one name are told apart by their folders.
            name = Path(path).name if names.count(Path(path).name) == 1 else str(path)
            done += _read_path(path, name, kind, settings, faults)
            if bar is not None:
                bar.update(1)
    faults += _currencies(done)
    if faults:
        raise _all_faults(faults)
    return _intake(with_keywords(whole(done)))


def _read_path(path: Path | str, name: str, kind: str, settings: Ingest, faults: list[KeyworthError]) -> list[Read]:
    out: list[Read] = []
    beside: list[tuple[Source, KeyworthError]] = []
    try:
        for source in open_sources(path, name):
            try:
                module, as_kind = recognise(source, kind)
            except KeyworthError as fault:
                (beside.append((source, fault)) if _no_table(source) else faults.append(fault))
                continue
            try:
                out.append((source, short_name(module), as_kind, module.read(source, as_kind, settings)))
                source.forget()
            except KeyworthError as fault:
                faults.append(fault)
    except KeyworthError as fault:
        faults.append(fault)
    # A picture or a note beside exports in a folder or zip is told; on its own it is a fault.
    for source, why in beside:
        if out:
            out.append(
                (source, "", "", Reading({}, 0, note=f"not read: {why.subject.removeprefix(source.name).strip()}"))
            )
        else:
            faults.append(why)
    return _set_period(_one_period(out), settings)


def _no_table(source: Source) -> bool:
    if source.binary or (source.cells is None and not source.text.strip()):
        return True
    return source.json is None and len(source.header) < 2 and len(source.rows.columns) < 2


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


def _intake(done: list[Read]) -> Intake:
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
        "encoding": source.encoding,
        "delimiter": source.delimiter if source.json is None else "",
        "currency": reading.currency,
        "period_start": reading.period_start,
        "period_end": reading.period_end,
        "cost": round(float(cost), 6),
        "cost_total_row": reading.cost_total_row,
        "note": reading.note,
    }
