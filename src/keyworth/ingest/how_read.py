"""How a file was read: what its columns were taken for, and whether currency, dates and time zone were told or assumed.

It is found from the file and from what came out of it, not from how the reading went about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from keyworth import schema
from keyworth.ingest.tabular.currencies import currency_in

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source
    from keyworth.ingest.protocol import Reading
    from keyworth.settings import Ingest

STATED, SEEN, SET, ASSUMED = "stated", "seen", "set in keyworth.toml", "assumed"
_MONEY = ("cost", "claimed_value", "amount", "price", "revenue", "stated_cpc")
_SLASHED = r"^\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](?:\d{4}|\d{2})\b"
_OFFSET = r"(?i)(?:\d\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})|[A-Z][a-z]+/[A-Za-z_]+)\s*\)?$"
_LOOKED_AT = 5_000


class Settled(NamedTuple):
    """A value, how it came (stated, seen, set in keyworth.toml, assumed), and where."""

    value: str
    how: str
    where: str = ""


class HowRead(NamedTuple):
    """How one file was read.

    Attributes
    ----------
    used : list of (str, str)
        Header as written, and the column it was taken for.
    unused : list of str
    stages : list of (str, str, int)
        A stage in the company's own words, what it means here, and its rows.
    currency, dates, time_zone : Settled or None
        None where the file holds nothing of the kind.
    """

    used: list[tuple[str, str]]
    unused: list[str]
    stages: list[tuple[str, str, int]]
    currency: Settled | None
    dates: Settled | None
    time_zone: Settled | None


def how_read(source: Source, reading: Reading, settings: Ingest) -> HowRead:
    """Return how a source was read; before it is forgotten.

    Parameters
    ----------
    source : Source
    reading : Reading
        What its format made of it.
    settings : settings.Ingest
    """
    used = [(written, column) for written, column in reading.columns if column]
    places = {column: source.header.index(h) for h, column in _as_written(source, used)}
    dates, clocks = _dates(source, reading, places)
    return HowRead(
        used,
        [written for written, column in reading.columns if written and not column],
        _stages(reading),
        _currency(source, reading, places, settings),
        dates if dates is None or dates.how else Settled(*_chosen(settings, "day_first", _order(settings))),
        _time_zone(source, clocks, settings),
    )


def _as_written(source: Source, used: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    exact = {h.strip(): h for h in reversed(source.header)}
    return [(exact[written], column) for written, column in used if written in exact]


def _chosen(settings: Ingest, name: str, value: str) -> tuple[str, str]:
    return value, SET if name in settings.model_fields_set else ASSUMED


def _order(settings: Ingest) -> str:
    return "day first" if settings.day_first else "month first"


def _stages(reading: Reading) -> list[tuple[str, str, int]]:
    known = [(words, meaning, reading.stage_rows.get(words, 0)) for words, meaning in reading.stages.items()]
    return sorted(known, key=lambda s: (_rank(s[1]), -s[2], s[0]))


def _rank(meaning: str) -> int:
    order = ("won", "lost", "opportunity", "appointment", "lead")
    return order.index(meaning) if meaning in order else len(order)


def _currency(source: Source, reading: Reading, places: dict[str, int], settings: Ingest) -> Settled | None:
    money = [c for c in _MONEY if c in places]
    if not money and not reading.currency:
        return None
    code = reading.currency or settings.currency
    if "currency" in places:
        cells = source.rows.iloc[:, places["currency"]].str.strip()
        if (cells != "").any():
            return Settled(code, STATED, f"in the column '{source.header[places['currency']].strip()}'")
    for column in money:
        header = source.header[places[column]].strip()
        if currency_in(header) == code:
            return Settled(code, STATED, f"in the header '{header}'")
        cells = source.rows.iloc[:_LOOKED_AT, places[column]]
        signed = cells[cells.str.contains(r"[^\d.,\s'+-]", regex=True)].unique()
        if code in {currency_in(cell) for cell in signed}:
            return Settled(code, SEEN, f"in the cells of '{header}'")
    if any(currency_in(cell) == code for row in source.preamble for cell in row):
        return Settled(code, STATED, "above the table")
    if reading.currency and reading.currency != settings.currency:
        return Settled(code, STATED, "in the file")
    return Settled(*_chosen(settings, "currency", code))


def _dates(source: Source, reading: Reading, places: dict[str, int]) -> tuple[Settled | None, list[pd.Series]]:
    """Return the order of day and month that came out, and the cells that hold a time of day."""
    clocks, seen, ordered, ambiguous, any_date = [], "", [], False, False
    for kind, table in reading.tables.items():
        times = [c for c, t in schema.INPUTS[kind].columns.items() if t == schema.TIME and c in places and c in table]
        for column in times:
            cells = source.rows.iloc[:, places[column]].str.strip()
            cells = cells[cells != ""]
            any_date |= len(cells) > 0
            clocks.append(cells[cells.str.contains(r"\d:\d\d", regex=True)])
            parts = cells.str.extract(_SLASHED).dropna().astype("int64")
            if not len(parts):
                continue
            ambiguous = True
            if len(sure := parts.index[(parts[0] > 12) | (parts[1] > 12)]):
                seen = seen or f"{cells[sure[0]]} (row {sure[0]}, '{source.header[places[column]].strip()}')"
            out = table.set_index("source_row")[column]
            both = parts[parts[0] != parts[1]].join(out[~out.index.duplicated()].rename("out"), how="inner").dropna()
            if len(both):
                ordered.append(float((both["out"].dt.month == both[1]).mean()))
    if not any_date:
        return None, clocks
    if not ambiguous:
        return Settled("year first, or named months", SEEN), clocks
    order = "day first" if not ordered or sum(ordered) / len(ordered) >= 0.5 else "month first"
    return Settled(order, SEEN if seen else "", seen), clocks


def _time_zone(source: Source, clocks: list[pd.Series], settings: Ingest) -> Settled | None:
    timed = [cells for cells in clocks if len(cells)]
    if not timed:
        return None
    if all(cells.str.contains(_OFFSET, regex=True).all() for cells in timed):
        return Settled("the zone that each names", STATED, "in the cells")
    for row in source.preamble:
        for cell in row:
            if "timezone=" in cell.casefold():
                return Settled(cell.split("=", 1)[1].strip(), STATED, "above the table")
    return Settled(*_chosen(settings, "time_zone", settings.time_zone))
