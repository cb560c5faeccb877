"""The comment lines above GA4's tables: whose they are, and the period they tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source


def _lines(source: Source) -> list[str]:
    return [",".join(c for c in r if c).strip() for r in source.preamble if r and r[0].startswith("#")]


def is_ga4(source: Source) -> bool:
    """Tell whether a table stands under GA4's comment lines."""
    return sum(line.startswith("# ---") for line in _lines(source)) >= 1


def period_of(source: Source) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """Return the first and last day that the comments tell, or None twice."""
    text = "\n".join(_lines(source))
    days = re.findall(r"(?:Start date|End date|Date de début|Date de fin|Startdatum|Enddatum)\s*:\s*(\d{8})", text)
    if len(days) < 2 and (span := re.search(r"# (\d{8})-(\d{8})", text)):
        days = list(span.groups())
    if len(days) < 2:
        return None, None
    start, end = (pd.to_datetime(d, format="%Y%m%d", utc=True, errors="coerce") for d in days[:2])
    return (start, end) if not (pd.isna(start) or pd.isna(end)) else (None, None)
