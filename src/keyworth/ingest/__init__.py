"""Files to canonical tables: formats recognised by content, every row accounted for."""

from keyworth.ingest.describe import describe, described
from keyworth.ingest.read import Intake, read_files
from keyworth.ingest.row_reconciliation import account
from keyworth.ingest.tables import read_table

__all__ = ["Intake", "account", "describe", "described", "read_files", "read_table"]
