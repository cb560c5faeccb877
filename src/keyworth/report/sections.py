"""The report's other parts: money, claims, data quality, method, provenance."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth.report import reading
from keyworth.store import Audit


def sections(audit: Audit, frame: pd.DataFrame) -> dict[str, Any]:
    """Return the parts that are tables, each a list of plain rows (empty where not computed)."""
    names = ("funnel", "channels", "months", "models", "kpis", "claim_ledger", "files")
    tables = {name: reading.records(reading.table(audit, name)) for name in names}
    aside = reading.table(audit, "set_aside")
    reasons = aside.groupby(["source_file", "reason"], as_index=False).size() if len(aside) else pd.DataFrame()
    return {
        **tables,
        "set_aside": reading.records(reasons),
        "changes": audit.summary.get("changes") or {},
        "versions": audit.summary.get("versions") or {},
        "models_used": audit.summary.get("models") or {},
        "settings": audit.summary.get("settings") or {},
    }
