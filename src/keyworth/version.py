"""The version, in one place."""

__version__ = "0.2.0"
AUDIT_SCHEMA = 1  # of audit.json; see json_schemas.py
CHECK_SCHEMA = 1  # of `keyworth check --json`
