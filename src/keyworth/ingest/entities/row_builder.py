"""A draft: the rows of a source under canonical names, on their way to a reading.

It collects faults instead of stopping at the first, and keeps account of every row it lets go.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.errors import UnusableFile
from keyworth.ingest.entities.named_rows import UNSAID, Rows
from keyworth.ingest.protocol import Reading
from keyworth.ingest.tabular.amounts import decimal_of, to_numbers
from keyworth.ingest.tabular.column_names import norm
from keyworth.ingest.tabular.currencies import currency_in
from keyworth.ingest.tabular.dates import day_order, to_times

LOST = 0.02  # share of a column, or of the spend, that may be unread; beyond it the file is not what it says
# What a row says beside its sums: a cell that cannot be read is unknown, and the row stays.
_BESIDE = ("impressions", "position", "search_volume", "stated_ctr", "stated_cpc", "stated_roas",
           "stated_cost_per_conversion", "price", "margin")  # fmt: skip
_RANGES = ("price", "search_volume", "margin")  # numbers that may be written as a range; a cost or a count never is


class Draft(Rows):
    """The rows of a source, under the canonical names of one kind.

    Parameters
    ----------
    source : Source
    kind : str
        A name of ``schema.INPUTS``.
    title : str
        What error messages call the file ("Google Ads keyword report").
    columns : mapping of str to sequence of str
        Canonical column to header names.
    settings : settings.Ingest
    name : str
        The plug-in's name, under which ``settings.formats`` may map columns by hand.

    Attributes
    ----------
    frame : DataFrame
        Text columns by canonical name; the index is the row of the file.
    """

    # -- what it means

    def decimal(self, extra: Iterable[str] = (), default: str = ".") -> str:
        """Return the decimal mark of the file, from its number columns."""
        names = [c for c in self._of(schema.NUMBER, extra)]
        return decimal_of((self.frame[c] for c in names), default)

    def numbers(
        self,
        decimal: str | None = None,
        extra: Sequence[str] = (),
        strict: bool = True,
        lenient: Sequence[str] = (),
        never_negative: Sequence[str] = (),
    ) -> None:
        """Turn the number columns into numbers.

        Parameters
        ----------
        decimal : str, optional
            The file's decimal mark; found where not given.
        extra : sequence of str
            Columns beyond the canonical ones.
        strict : bool
            More than a few cells of a column (``LOST``) that are not numbers are a fault of the file. Where they are
            few, or this is not set, the cell is unknown (rates, positions) or its row is set aside (sums).
        lenient : sequence of str
            Columns in which such a cell means "unknown".
        never_negative : sequence of str
        """
        names = self._of(schema.NUMBER, extra)
        decimal = decimal or self.decimal(extra)
        gone: Any = pd.Series("", index=self.frame.index, dtype="str")
        parsed = {}
        for column in names:
            cells = self.frame[column]
            parsed[column], bad = to_numbers(cells, decimal, ranges=column in _RANGES)
            if column in lenient:
                continue
            said = self._not_a_number(column, cells[bad], decimal)
            if column in never_negative:
                low = parsed[column] < 0
                said |= {r: f"'{self.written(column)}': '{cells[r]}' is negative" for r in cells.index[low]}
            if strict and len(said) > LOST * len(cells):
                self.problems += [f"row {row}, {text}" for row, text in said.items()]
            elif column in _BESIDE:
                parsed[column] = parsed[column].where(~parsed[column].index.isin(list(said)))
                self.unknown += [f"row {row}, {text}: unknown" for row, text in said.items()]
            else:
                rows = [r for r in said if not gone[r]]
                gone.loc[rows] = [said[r] for r in rows]
        if (gone != "").any():
            self._spend_lost(parsed.get("cost"), gone != "", strict)
            self.drop(gone != "", gone)
        for column, values in parsed.items():
            self.frame[column] = (values[self.frame.index] * self._unit(column)).round(9)

    def _unit(self, column: str) -> float:
        """Return what one of a column's numbers is worth, where its header says millionths or hundredths."""
        words = re.split(r"[\s._()]+", norm(self.written(column)))
        return 1e-6 if {"micros", "costmicros"} & set(words) else 0.01 if {"cents", "pence"} & set(words) else 1.0

    def _not_a_number(self, column: str, cells: pd.Series, decimal: str) -> dict[Any, str]:
        other = "," if decimal == "." else "."
        example = "1,204.50" if decimal == "." else "1.204,50"
        bad_too: Any
        _, bad_too = to_numbers(cells, other) if len(cells) else (None, cells)
        return {
            row: f"'{self.written(column)}': '{cell.strip()}' is not a number"
            + ("" if bad_too[row] else f" in this file's format ({example})" + _cut_short(cell.strip()))
            for row, cell in cells.items()
        }

    def times(self, extra: Sequence[str] = (), strict: bool = False) -> None:
        """Turn the time columns into times in UTC; a row whose time cannot be read is set aside, or a fault.

        One order of day and month holds for all of them: a cell of any settles it, else a close that would come
        before its creation does, else it is as the settings say, which is told.
        """
        names = [c for c in self._of(schema.TIME, extra) if self.frame[c].dtype.kind != "M"]
        day_first, how = day_order([self.frame[c] for c in names], self.settings.day_first)
        if how == "assumed":
            day_first = self._fewest_inverted(names, day_first)
            told = "day first" if day_first else "month first"
            self.notes.append(f"dates such as 03/04/2026 are read {told}, which no cell settles")
        for column in names:
            cells = self.frame[column]
            values, bad = to_times(cells, self.settings.time_zone, day_first, settled=True)
            said = "'" + self.written(column) + "': '" + cells.str.strip() + "' is not a date"
            if strict and bad.sum() > LOST * len(cells):
                self.problems += [f"row {row}, {said[row]}" for row in cells.index[bad]]
            elif strict:
                self.unknown += [f"row {row}, {said[row]}: unknown" for row in cells.index[bad]]
            elif bad.any():
                self.drop(bad, said)
            self.frame[column] = values[self.frame.index]
        if {"created_at", "closed_at"} <= set(names):
            early = int((self.frame["closed_at"].dt.normalize() < self.frame["created_at"].dt.normalize()).sum())
            if early:
                self.notes.append(f"{early} of {len(self.frame)} rows close before they were created")

    def _fewest_inverted(self, names: Sequence[str], day_first: bool) -> bool:
        """Return the order under which fewer closes come before their creation."""
        if not {"created_at", "closed_at"} <= set(names):
            return day_first
        wrong = {}
        for order in (day_first, not day_first):
            made, closed = (to_times(self.frame[c], "UTC", order, True) for c in ("created_at", "closed_at"))
            wrong[order] = int((closed[0] < made[0]).sum() + made[1].sum() + closed[1].sum())
        return min((day_first, not day_first), key=lambda order: wrong[order])

    def _of(self, dtype: str, extra: Iterable[str]) -> list[str]:
        own = [c for c, t in self.table.columns.items() if t == dtype]
        return [c for c in dict.fromkeys([*own, *extra]) if c in self.frame]

    def currency(self, *columns: str) -> str:
        """Return the currency that a column, the header or the money cells name, or ``""``.

        Two currencies in ``currency`` are a fault.
        """
        home = self.settings.currency
        if "currency" in self.frame:
            said = {c: c.strip().upper() for c in self.frame["currency"].unique()}
            found = sorted(set(said.values()) - {"", *(n.upper() for n in UNSAID)})
            if len(found) > 1:
                cells = self.frame["currency"].map(said)
                where = [f"{c} from row {cells.index[cells == c][0]}" for c in found]
                self.problems.append(
                    f"two currencies in '{self.written('currency')}' ({', '.join(where)}): a sum of them means nothing"
                )
            if found:
                return currency_in(found[0], home) or found[0][:3]
        for column in columns:
            if column not in self.frame or self.frame[column].dtype.kind == "f":
                continue
            if code := currency_in(self.written(column), home):
                return code
            cells = self.frame[column]
            marked = {currency_in(c, home) for c in cells[cells.str.contains(r"[^\d.,\s'+-]", regex=True)].unique()} - {
                ""
            }
            if len(marked) > 1:
                self.problems.append(f"two currencies in '{self.written(column)}' ({', '.join(sorted(marked))})")
            if marked:
                return sorted(marked)[0]
        return ""

    # -- what comes out

    def near_misses(self) -> list[str]:
        """Return a sentence for each header that is all but the name of a column that is missing."""
        known = {norm(a): c for c, aliases in self.columns.items() for a in aliases}
        out = []
        for name, written in zip(self.source.names, self.source.header, strict=True):
            if len(name) < 4 or name in known:
                continue
            near = difflib.get_close_matches(name, known, 1, 0.8)
            if near and known[near[0]] not in self.places:
                out.append(f"column '{near[0].capitalize()}' is missing; did you mean '{written.strip()}'?")
        return out

    def check(self) -> None:
        """Raise ``UnusableFile`` with every fault found so far."""
        if self.problems:
            self.problems = list(dict.fromkeys([*self.near_misses(), *self.problems]))
            where = f"[ingest.formats.{self.name}]" if self.name else "[ingest.formats]"
            raise UnusableFile(
                f"{self.source.name} is not a usable {self.title}",
                self.problems,
                f"Mend the file, or map its columns under {where} in keyworth.toml.",
            )

    def reading(self, tables: dict[str, pd.DataFrame] | None = None, **more: Any) -> Reading:
        """Return the reading, after a last look for faults."""
        more["note"] = "; ".join(filter(None, [more.get("note", ""), *self._render()]))
        taken = {place: column for column, place in self.places.items()}
        more["columns"] = [(h.strip(), taken.get(i, "")) for i, h in enumerate(self.source.header)]
        self.check()
        tables = tables if tables is not None else {self.kind: self.with_rows(self.frame)}
        more["note"] = "; ".join(filter(None, [more.get("note", ""), *self.notes, *self.near_misses()]))
        return Reading(
            tables, self.rows_in, tuple(sorted(self.aside)), stages=self.stages, stage_rows=self.stage_rows, **more
        )

    def _render(self) -> list[str]:
        """Return what was mended, and which cells are unknown."""
        mended = self.source.grid.mended
        rows = ", ".join(map(str, mended[:10])) + (" …" if len(mended) > 10 else "")
        out = [f"a separator that was missing was put back: row {rows}"] if mended else []
        more = [f"… and {len(self.unknown) - 10} more cells unknown"] if len(self.unknown) > 10 else []
        return out + self.unknown[:10] + more

    def _spend_lost(self, cost: pd.Series | None, gone: pd.Series, strict: bool) -> None:
        """Note a fault where rows that go hold more of the spend than may be lost."""
        if cost is None or not strict:
            return
        lost, spent = float(cost[gone].sum()), float(cost.sum())
        if lost > LOST * spent:
            rows = ", ".join(str(row) for row in cost.index[gone][:10])
            self.problems.append(f"rows that cannot be read hold {lost:,.2f} of {spent:,.2f} spent: row {rows}")

    @staticmethod
    def with_rows(frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with its index as ``source_row``."""
        return frame.assign(source_row=frame.index.to_numpy()).reset_index(drop=True)


def _cut_short(cell: str) -> str:
    """Return the likely cause where a thousand has lost its last nought: a spreadsheet makes 1,29 of 1,290."""
    if not re.fullmatch(r"\d{1,3}[,.]\d{1,2}", cell):
        return ""
    whole = cell + "0" * (3 - len(re.split(r"[,.]", cell)[1]))
    return f": a spreadsheet turns {whole} into this"
