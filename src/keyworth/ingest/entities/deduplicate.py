"""Nothing is counted twice: a file given twice, and a sale that stands in two files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth.ingest.protocol import Reading, SetAside
from keyworth.schema import STAGE_RANK

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source

    Read = tuple[Source, str, str, Reading]


def whole(done: list[Read]) -> list[Read]:
    """Return the readings with every file and every sale counted once; what goes is set aside with its reason."""
    return _sales_once(_files_once(done))


def _files_once(done: list[Read]) -> list[Read]:
    seen: dict[tuple[str, str, str], str] = {}
    out = []
    for source, form, kind, reading in done:
        sheet = source.name.rsplit("/", 1)[-1] if source.tabular else ""
        key = (source.sha256, kind, sheet)
        if key in seen and reading.rows_in:
            rows = {s.row for s in reading.set_aside}
            used = sorted({int(r) for t in reading.tables.values() for r in t["source_row"]} - rows)
            aside = [*reading.set_aside, *(SetAside(r, f"the same file as {seen[key]}", "") for r in used)]
            # Rows that several make one of (variants, cues) have no row of their own to name.
            rest = reading.rows_in - len(aside)
            aside += [SetAside(-1, f"the same file as {seen[key]}", "") for _ in range(rest)]
            reading = replace(reading, tables={}, set_aside=tuple(aside), note=f"the same file as {seen[key]}")
        seen.setdefault(key, source.name)
        out.append((source, form, kind, reading))
    return out


def _sales_once(done: list[Read]) -> list[Read]:
    """Keep the furthest of a sale's rows in several files, its blanks filled from the others."""
    parts = [r.tables["sales"].assign(_part=i) for i, (_, _, _, r) in enumerate(done) if "sales" in r.tables]
    if len(parts) < 2:
        return done
    table: Any = pd.concat(parts, ignore_index=True)
    if "sale_id" not in table:
        return done
    table["sale_id"] = table["sale_id"].fillna("").astype("str")
    table["furthest"] = table["furthest"].fillna("").astype("str") if "furthest" in table else ""
    shared = table[table["sale_id"] != ""].groupby("sale_id")["_part"].transform("nunique") > 1
    rows = table.loc[shared[shared].index]
    if not len(rows):
        return done
    order = rows.assign(_rank=rows["stage"].map(STAGE_RANK)).sort_values(
        ["_rank", "_part", "source_row"], ascending=[False, True, True]
    )
    gone: dict[int, str] = {}
    for _, group in order.groupby("sale_id", sort=True):
        first = group.index[0]
        for other in group.index[1:]:
            if _same(table, first, other):
                name = done[int(table.at[first, "_part"])][0].name
                gone[other] = f"the same sale as {name} row {int(table.at[first, 'source_row'])}"
                _fill(table, first, other)
    return _without(done, table, gone)


def _same(table: Any, a: int, b: int) -> bool:
    """Tell whether two rows of one id are one sale: nothing that both say differs."""
    one, two = table.loc[a], table.loc[b]
    for column in ("amount", "person", "currency"):
        if column in table and not _blank(one[column]) and not _blank(two[column]) and one[column] != two[column]:
            return False
    return True


def _blank(value: object) -> bool:
    return value is None or value == "" or value != value


def _fill(table: Any, a: int, b: int) -> None:
    if "furthest" in table and table.at[a, "stage"] == "lost" and table.at[b, "stage"] != "lost":
        far = max(table.at[a, "furthest"] or "lead", table.at[b, "stage"], key=lambda stage: STAGE_RANK.get(stage, 0))
        table.at[a, "furthest"] = far
    for column in table.columns:
        if column not in ("_part", "source_row") and _blank(table.at[a, column]) and not _blank(table.at[b, column]):
            table.at[a, column] = table.at[b, column]


def _without(done: list[Read], table: Any, gone: dict[int, str]) -> list[Read]:
    out = []
    for i, (source, form, kind, reading) in enumerate(done):
        if "sales" in reading.tables:
            own = table[table["_part"] == i]
            left = own.drop(index=[g for g in gone if g in own.index])
            aside = [SetAside(int(table.at[g, "source_row"]), why, str(table.at[g,
            "sale_id"])) for g, why in gone.items()
                     if g in own.index]  # fmt: skip
            tables = {**reading.tables, "sales": left.drop(columns="_part").reset_index(drop=True)}
            reading = replace(reading, tables=tables, set_aside=(*reading.set_aside, *aside))
        out.append((source, form, kind, reading))
    return out
