"""A saved audit: a directory that is whole or is not there.

The directory is written under a temporary name beside its place, synced and
moved into place in one step, so a full disk, Ctrl-C or ``kill -9`` leaves the
old one, or none, and never half of one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Audit:
    """The frozen result of an audit; everything after it reads only this.

    Attributes
    ----------
    keywords : DataFrame
        One row a keyword as listed; ``schema.KEYWORDS_CSV`` first, then more columns
        (``keyword_id``, ``keyword_key``, ``channel``, … of the tables it was made from).
    tables : dict of str to DataFrame
        By the names of ``schema``: files, set_aside, catalogue, phrases, quotes, relevance, matches,
        alignment, uncovered, money, credits, claim_ledger, flag_outcomes, and the money room's
        summaries (funnel, channels, models, kpis …).
    summary : dict
        What ``audit.json`` holds: headline figures, checks, settings, input hashes, versions.
    """

    keywords: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)


def write_audit(audit: Audit, directory: str | Path) -> Path:
    """Write an audit's tables and JSON (the report room adds its page), atomically."""
    raise NotImplementedError


def read_audit(directory: str | Path) -> Audit:
    """Read a saved audit; its tables are checked against ``audit.json``'s hashes."""
    directory = Path(directory)
    return Audit(pd_read(directory), {}, json.loads((directory / "audit.json").read_text()))


def pd_read(directory: Path) -> pd.DataFrame:
    raise NotImplementedError
