"""Dates and times as files write them; the order of day and month is settled a file, never a cell.

A day without a time is midnight UTC (it must not slip to the day before); a time without an offset is
in the account's time zone (``settings.time_zone``). What cannot be read is NaT and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from keyworth.ingest.tabular.amounts import is_null

_ISO = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
_CLOCK = r"(?:[ ,T]+(?:at )?(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?"
_ZONE = r"\s*(Z|UTC|GMT|\(GMT\)|[+-]\d{2}:?\d{2}|[A-Z][a-z]+/[A-Za-z_/]+)?"
_SLASHED = re.compile(rf"(\d{{1,2}})[/.\- ](\d{{1,2}})[/.\- ](\d{{4}}|\d{{2}}){_CLOCK}{_ZONE}", re.I)
_BIG_FIRST = re.compile(rf"(\d{{4}})[/.\-年](\d{{1,2}})(?:[/.\-月](\d{{1,2}}))?[月日]?{_CLOCK}{_ZONE}", re.I)
_NAMED = re.compile(
    rf"(?:[^\W\d_]+\.?,? )?(?:(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?,?(?: de)? )?([^\W\d_]{{3,}})\.?"
    rf"(?: (\d{{1,2}})(?:st|nd|rd|th)?)?,?(?: de| del)? (\d{{4}}){_CLOCK}{_ZONE}",
    re.I,
)
_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "cs", "tr")


@cache
def months() -> dict[str, int]:
    """Return the names of the months, full and short, in the languages exports come in."""
    from babel.dates import get_month_names

    known: dict[str, int] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    known.setdefault(name.casefold().strip("."), number)
    return known | {"sept": 9}


def to_times(
    cells: pd.Series, time_zone: str = "UTC", day_first: bool = True, settled: bool = False
) -> tuple[pd.Series, pd.Series]:
    """Return the times in cells of text, in UTC, and which cells are not times.

    Parameters
    ----------
    cells : Series of str
    time_zone : str
        Of times without an offset.
    day_first : bool
        Whether 03/04 is 3 April, where no cell of the column settles it.
    settled : bool
        Whether the file's other columns have settled it already (``day_order``).

    Examples
    --------
    >>> import pandas as pd
    >>> t, bad = to_times(pd.Series(["8/1/2026", "8/21/2026", "2026-08-14 10:30 +0100", "soon", ""]))
    >>> [str(x)[:16] for x in t], bad.tolist()
    (['2026-08-01 00:00', '2026-08-21 00:00', '2026-08-14 09:30', 'NaT', 'NaT'], [False, False, False, True, False])
    """
    stripped = cells.str.strip()
    codes, unique = pd.factorize(stripped)
    texts = pd.Series(unique, dtype="str")
    empty = is_null(texts)
    order = day_first if settled else day_order([texts], day_first)[0]
    iso = texts.str.fullmatch(_ISO).to_numpy(dtype=bool)
    zoned = texts.str.contains(r"(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$", regex=True).to_numpy(dtype=bool) & (
        texts.str.len().to_numpy() > 10
    )
    timed = texts.str.contains(":", regex=False).to_numpy(dtype=bool)
    out = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us, UTC]")
    for mask in (iso & zoned, iso & ~zoned):
        if mask.any():
            part = texts[mask].str.replace(r"\s?(?:UTC|GMT)$", "Z", regex=True).str.replace(",", ".", regex=False)
            part = part.str.replace(r"\s(?=[+-]\d{2}:?\d{2}$)", "", regex=True)
            out[mask] = pd.to_datetime(part, format="ISO8601", utc=True, errors="coerce").astype(out.dtype)
    naive = iso & ~zoned & timed
    if naive.any():
        out[naive] = _localise(out[naive], time_zone)
    rest = ~iso & ~empty.to_numpy()
    if rest.any():
        out[rest] = pd.to_datetime([_one(text, time_zone, order) for text in texts[rest]], utc=True).astype(out.dtype)
    bad = out.isna() & ~empty
    take = pd.Series(codes)
    times = out.iloc[take].set_axis(cells.index)
    return times, bad.iloc[take].set_axis(cells.index)


def to_time(cell: str, time_zone: str = "UTC", day_first: bool = True) -> pd.Timestamp | None:
    """Return the time in one text, in UTC, or None.

    Examples
    --------
    >>> str(to_time("2026-08-14T10:30:00.123456789", "Europe/London")), to_time("soon")
    ('2026-08-14 09:30:00.123456789+00:00', None)
    """
    cell = cell.strip()
    try:
        if not re.fullmatch(_ISO, cell):
            stamp = to_times(pd.Series([cell], dtype="str"), time_zone, day_first)[0].iloc[0]
        else:
            stamp = pd.Timestamp(cell.replace(",", "."))
            if stamp.tzinfo is None:
                stamp = _at(stamp, time_zone if ":" in cell else "UTC")
            stamp = stamp.tz_convert("UTC")
    except ValueError:
        return None
    return None if pd.isna(stamp) else stamp


def day_order(columns: Iterable[pd.Series], default: bool = True) -> tuple[bool, str]:
    """Tell whether the day comes first in a file, from all its columns of dates, and how that was settled.

    Returns
    -------
    day_first : bool
    how : str
        ``seen`` where a cell settles it, ``assumed`` where none does, ``""`` where no cell needs it.

    Examples
    --------
    >>> import pandas as pd
    >>> day_order([pd.Series(["03/04/2026"]), pd.Series(["03/25/2026"])])
    (False, 'seen')
    >>> day_order([pd.Series(["03/04/2026"])]), day_order([pd.Series(["2026-04-03"])])
    ((True, 'assumed'), (True, ''))
    """
    texts = pd.concat([pd.Series(c.unique(), dtype="str") for c in columns] or [pd.Series(dtype="str")])
    texts = texts.str.strip()
    shaped = texts[texts.str.match(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ](?:\d{4}|\d{2})\b")]
    if not len(shaped):
        return default, ""
    parts = shaped.str.extract(r"^(\d{1,2})[/.\- ](\d{1,2})").astype("int64")
    days, months_ = int((parts[0] > 12).sum()), int((parts[1] > 12).sum())
    if days != months_:
        return days > months_, "seen"
    if shaped.str.contains(r"\d\s*[ap]\.?m\b", case=False, regex=True).any():
        return False, "assumed"
    return default or bool(shaped.str.match(r"\d{1,2}\.\d{1,2}\.\d{2,4}").any()), "assumed"


def _localise(times: pd.Series, time_zone: str) -> pd.Series:
    local = times.dt.tz_localize(None).dt.tz_localize(time_zone, ambiguous="NaT", nonexistent="shift_forward")
    twice = times.dt.tz_localize(None).dt.tz_localize(time_zone, ambiguous=[True] * len(times), nonexistent="NaT")
    return local.fillna(twice).dt.tz_convert("UTC")


def _one(cell: str, time_zone: str, day_first: bool) -> Any:
    if cell.isdigit():
        return _digits(cell)
    year, month, day, clock = 0, 0, 0, None
    if match := _BIG_FIRST.fullmatch(cell):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
        clock = match.groups()[3:]
    elif match := _SLASHED.fullmatch(cell):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        day, month = (first, second) if day_first else (second, first)
        clock = match.groups()[3:]
    elif (match := _NAMED.fullmatch(cell)) and match[2].casefold() in months():
        year, month, day = int(match[4]), months()[match[2].casefold()], int(match[1] or match[3] or 1)
        clock = match.groups()[4:]
    if clock is None:
        return pd.NaT
    hour, minute, seconds, half, zone = clock
    try:
        stamp = pd.Timestamp(year + 2000 if year < 100 else year, month, day)
        if hour is None:
            return stamp.tz_localize("UTC")
        hours = int(hour) % 12 + (12 if half[0] in "pP" else 0) if half else int(hour)
        stamp += pd.Timedelta(hours=hours, minutes=int(minute), seconds=int(seconds or 0))
        return _at(stamp, zone or time_zone)
    except (ValueError, KeyError):
        return pd.NaT


def _at(stamp: pd.Timestamp, zone: str) -> Any:
    zone = "UTC" if zone.strip("()").upper() in ("Z", "GMT", "UTC") else zone
    if zone[0] in "+-":
        zone = f"UTC{zone[:3]}:{zone[-2:]}"
    local = stamp.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
    return local.tz_convert("UTC")


def _digits(cell: str) -> Any:
    """Read 20260801, a Unix time in seconds or milliseconds, or a spreadsheet's day number."""
    n = int(cell)
    if len(cell) == 8 and 1900 <= n // 10000 <= 2200:
        return pd.to_datetime(cell, format="%Y%m%d", utc=True, errors="coerce")
    if len(cell) == 10:
        return pd.Timestamp(n, unit="s", tz="UTC")
    if len(cell) == 13:
        return pd.Timestamp(n, unit="ms", tz="UTC")
    if len(cell) == 5 and 20000 <= n <= 80000:
        return pd.Timestamp("1899-12-30", tz="UTC") + pd.Timedelta(days=n)
    return pd.NaT


_SPAN = re.compile(
    r"\s+(?:-|–|—|to|bis|au|a|al|até|tot|do)\s+|(?<=\d{4})\s?[-–]\s?(?=[^\W\d_]{3})|(?<=^\d{8})-(?=\d{8}$)|\s*[～〜]\s*"
)


def to_period(text: str, day_first: bool = True) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """Return the first and last day that a line of a preamble tells, or None twice.

    Examples
    --------
    >>> a, b = to_period("3 de agosto de 2026 - 31 de agosto de 2026")
    >>> str(a.date()), str(b.date())
    ('2026-08-03', '2026-08-31')
    >>> to_period("All Time")
    (None, None)
    """
    text = re.split(r" compared to | im Vergleich zu | vs\.? ", text.strip().strip('"'))[0]
    parts = [p for p in _SPAN.split(text) if p]
    if len(parts) == 1 and text.count(",") == 1 and "/" in text:
        parts = text.split(",")
    if len(parts) != 2:
        return None, None
    times, bad = to_times(pd.Series([p.strip() for p in parts], dtype="str"), "UTC", day_first)
    if bad.any() or times.isna().any() or times.iloc[0] > times.iloc[1]:
        return None, None
    return times.iloc[0].normalize(), times.iloc[1].normalize()
