"""The version, in one place."""

__version__ = "0.1.0"
AUDIT_SCHEMA = 1  # of audit.json; see json_schemas.py
