"""The rows of a source under the canonical names of one kind: which columns are there, and which rows are let go."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth import schema
from keyworth.ingest.entities.contacts import mask
from keyworth.ingest.protocol import SetAside
from keyworth.ingest.tabular.column_names import Columns, norm, positions

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source
    from keyworth.settings import Ingest

UNSAID = ("", "--", "(not set)", "(not provided)", "(no value)")
CONTENT = 300  # characters of a row that is set aside: enough to know it by


class Rows:
    """The rows of a source under canonical names, and account of every row that is let go.

    Parameters and attributes are those of `row_builder.Draft`.
    """

    def __init__(
        self, source: Source, kind: str, title: str, columns: Columns, settings: Ingest, name: str = ""
    ) -> None:
        self.source, self.kind, self.title, self.settings, self.name = source, kind, title, settings, name
        self.table = schema.INPUTS[kind]
        self.columns = by_hand(columns, settings, name)
        self.places = positions(source.names, self.columns)
        self.aside: list[SetAside] = []
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.stages: dict[str, str] = {}
        self.stage_rows: dict[str, int] = {}
        rows = source.rows
        self.rows_in = len(rows)
        self.unknown: list[str] = []
        self.frame = rows[list(self.places.values())].set_axis(list(self.places), axis=1).copy()
        self.frame = self.frame.loc[:, ~self.frame.columns.duplicated()]
        for column, dtype in self.table.columns.items():
            if dtype == schema.TEXT and column in self.frame:
                cells = self.frame[column].str.strip()
                self.frame[column] = cells.where(~cells.str.lower().isin(UNSAID), "")
        doubtful = pd.Series(self.frame.index.isin(source.grid.doubtful), index=self.frame.index)
        self.drop(doubtful, "a separator is missing, and could have stood in several places")

    # -- what is there

    def written(self, column: str) -> str:
        """Return the header of a canonical column as the file writes it."""
        place = self.places.get(column)
        return self.source.header[place].strip() if place is not None else column

    def need(self, *columns: str) -> None:
        """Note each column that is missing, with the nearest header that is there."""
        for column in columns:
            if column not in self.places:
                self.problems.append(missing(column, self.columns, self.source))

    def content(self, row: Any) -> str:
        """Return what a row says, without contacts, shortened."""
        cells = [c.strip() for c in self.source.rows.loc[row].tolist() if c.strip()]
        return mask(" | ".join(cells))[:CONTENT]

    # -- what goes

    def drop(self, gone: pd.Series, reason: str | pd.Series) -> pd.DataFrame:
        """Set rows aside for a reason (one, or one a row); return them."""
        left = self.frame[gone]
        for row in left.index:
            said = reason if isinstance(reason, str) else str(reason[row])
            self.aside.append(SetAside(int(row), said, self.content(row)))
        self.frame = self.frame[~gone]
        return left

    def drop_empty(self, column: str, what: str = "") -> None:
        """Set aside the rows in which a column says nothing."""
        if column in self.frame:
            self.drop(self.frame[column] == "", f"no {what or column.replace('_', ' ')}")


def by_hand(columns: Columns, settings: Ingest, name: str) -> dict[str, tuple[str, ...]]:
    """Return the columns with those mapped in ``keyworth.toml`` first."""
    merged = {c: tuple(aliases) for c, aliases in columns.items()}
    for header, column in settings.formats.get(name, {}).items():
        merged[column] = (header, *merged.get(column, ()))
    return merged


def missing(column: str, columns: Columns, source: Source) -> str:
    """Return the sentence that a column is missing, with the nearest header that is there."""
    aliases = [norm(a) for a in columns.get(column, (column,))]
    near = [
        (difflib.SequenceMatcher(None, alias, name).ratio(), written.strip())
        for alias in aliases[:12]
        for name, written in zip(source.names, source.header, strict=True)
        if name and name not in {norm(a) for others in columns.values() for a in others}
    ]
    best = max(near, default=(0.0, ""))
    hint = f"; did you mean '{best[1]}'?" if best[0] >= 0.7 else ""
    usual = columns.get(column, (column,))[0]
    return f"column '{usual if '_' in usual else usual[:1].upper() + usual[1:]}' is missing{hint}"
