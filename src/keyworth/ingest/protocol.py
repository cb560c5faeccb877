"""What a format plug-in is, and what it hands back.

A format is one module in ``ingest/formats/``::

    '''What the export is, in one sentence; then its quirks.'''

    TITLE = "HubSpot calls"            # as `keyworth check` and error messages name it
    KINDS = ("calls",)                 # tables of schema.INPUTS it can give; the first is the default
    COLUMNS = {"text": ("call notes", "hs_call_body"), ...}   # optional: canonical column -> header names
    NEEDS = ("text",)                  # optional: columns of COLUMNS without which it is unusable

    def recognise(source: Source) -> float: ...
    def read(source: Source, kind: str, settings: settings.Ingest) -> Reading: ...

    EXAMPLES = [(sample, {"kind": "calls", "rows": 2, "set_aside": 1, ...}), ...]

``recognise`` judges by content, never by name: 0 is "not mine", 0.5 a plain table that has the
required column, 0.9 the export's own header, 1.0 header and preamble. The highest wins.

``EXAMPLES`` is a list of ``(sample, expected)``. A sample is text or bytes. ``expected`` may name
``kind``, ``rows`` (of the table of that kind), ``set_aside`` (rows), ``rows_in``, ``currency``,
``cost`` (sum of used rows) and ``first`` (a dict of column to value of the table's first row). One
test runs them for every plug-in, and checks too that each sample is recognised as its own format,
that rows in = used + set aside, and that every table conforms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.ingest.containers.source import Source
    from keyworth.settings import Ingest

TOTAL_ROW = "total row, kept as the agency's claim"
CERTAIN, OWN_HEADER, PLAIN, NO = 1.0, 0.9, 0.5, 0.0  # steps of an order, not measured


class SetAside(NamedTuple):
    """An input row that was not used: its number in the file, why, and what it said."""

    row: int
    reason: str
    content: str


@dataclass(frozen=True)
class Reading:
    """What a format made of one source.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        By kind (``schema.INPUTS``); canonical columns, any of them missing; ``source_row`` is the
        row of the file as a spreadsheet shows it (1 is the first). ``source_file`` is filled in later.
    rows_in : int
        Rows of data in the source (header, preamble and empty lines are not rows; a total row is).
        Whatever is not in ``set_aside`` counts as used.
    set_aside : sequence of SetAside
    currency : str
        ISO 4217, or ``""`` where the file does not say.
    period_start, period_end : datetime or None
        First and last day, where the file says.
    cost_total_row : float
        The export's own total of cost; NaN where it has none.
    note : str
        What a reader should know of how it was read ("daily rows summed", …).
    columns : sequence of (str, str)
        Each header as the file writes it, and the canonical column it was taken for; ``""`` where it was not used.
    stages : mapping of str to str
        A sale's stage in the company's own words, and what it means here (``schema.STAGES``).
    stage_rows : mapping of str to int
        How many rows say each of those words.
    """

    tables: Mapping[str, pd.DataFrame]
    rows_in: int
    set_aside: Sequence[SetAside] = ()
    currency: str = ""
    period_start: pd.Timestamp | None = None
    period_end: pd.Timestamp | None = None
    cost_total_row: float = field(default=float("nan"))
    note: str = ""
    columns: Sequence[tuple[str, str]] = ()
    stages: Mapping[str, str] = field(default_factory=dict)
    stage_rows: Mapping[str, int] = field(default_factory=dict)


class Format(Protocol):
    """The shape of a plug-in module."""

    __name__: str
    __doc__: str | None
    TITLE: str
    KINDS: tuple[str, ...]
    EXAMPLES: list[tuple[str | bytes, dict[str, object]]]

    def recognise(self, source: Source) -> float:
        """Return how surely the source is of this format, 0 to 1."""

    def read(self, source: Source, kind: str, settings: Ingest) -> Reading:
        """Read the source as a kind of table; raise ``UnusableFile`` with every fault."""
