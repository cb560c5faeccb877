"""JSON Schemas of what other programs read and write: audits, ``check --json``, ``keyworth.toml``, sheets of answers.

``python -m keyworth.json_schemas FOLDER`` writes them. A version goes up when a name goes
or changes its meaning; a name that comes along does not raise it.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from keyworth.review.asking import sheet_schema
from keyworth.settings import Settings
from keyworth.version import AUDIT_SCHEMA, CHECK_SCHEMA

SETTINGS_SCHEMA = 1
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_COMMENT = re.compile(r"^    (\w+): .*?  # (.+)$|^    # (.+)$|^    (\w+): ", re.M)


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")


class Readiness(_Part):
    """Whether the audit can be signed off."""

    answer: Literal["Ready", "Not yet", "Not computed"]
    failed: list[str] = Field(description="Checks that failed, by name.")
    not_computed: list[str] = Field(description="Checks whose figures are not in the files.")
    checks: int


class Check(_Part):
    """A question about the audit itself, and its answer."""

    name: str
    question: str
    status: Literal["passed", "failed", "not computed"]
    why: str | None = None
    mend: str | None = None


class Headline(_Part):
    """The figures of the first screen; null is not known."""

    currency: str = Field(description="ISO 4217.")
    keywords: int
    cost: float | None = Field(description="What the clicks cost in the period.")
    full_cost: float | None = Field(description="With the fees' part.")
    claimed_revenue: float | None
    attributed_revenue: float | None = Field(description="Traced to the keywords, under the chosen attribution model.")
    expected_revenue: float | None
    expected_revenue_low: float | None
    expected_revenue_high: float | None
    moves: float | None = Field(description="Cost of the keywords whose verdict is fix or cut.")


class VerdictSum(_Part):
    """The keywords of a verdict."""

    keywords: int
    cost: float | None
    at_stake: float | None


class FlagCounts(_Part):
    """How often a rule's outcome was each of four."""

    raised: int
    clear: int
    not_applicable: int
    error: int
    at_stake: float | None


class AuditJson(_Part):
    """What ``audit.json`` of an audit's folder holds."""

    schema_version: Literal[1] = Field(description="Of this schema.")
    run_id: str = Field(description="The same inputs, settings and versions give it again.", pattern="^[0-9a-f]{12}$")
    inputs: dict[str, str] = Field(description="SHA-256 of each input file, by its name and kind.")
    settings: dict[str, Any] = Field(description="Every setting that the audit was made with.")
    versions: dict[str, str] = Field(description="Of keyworth, the libraries and the plug-ins of other packages.")
    models: dict[str, str] = Field(description="The hash of each model's manifest.")
    models_verified: bool
    readiness: Readiness
    headline: Headline
    by_verdict: dict[Literal["keep", "fix", "cut", "watch"], VerdictSum]
    flags: dict[str, FlagCounts]
    checks: list[Check]
    not_covered: list[str] = Field(description="What the figures leave out, in sentences.")
    files: dict[str, str] = Field(description="SHA-256 of every other file of the folder.")


class Settled(BaseModel):
    """A fact about a file and how it was settled."""

    value: str
    how: Literal["stated", "seen", "set in keyworth.toml", "assumed", ""]
    where: str


class StageRead(BaseModel):
    """A stage in the CRM's own words."""

    stage: str
    meaning: Literal["lead", "appointment", "opportunity", "won", "lost", ""] = Field(description="Empty is not known.")
    rows: int


class FileRead(_Part):
    """What one file is, and what was read of it."""

    file: str
    format: str = Field(description="Empty: not known.")
    kind: str = Field(description="keywords, catalogue, searches, calls, sales, touchpoints …; empty: not used.")
    title: str
    rows_in: int
    rows_used: int
    rows_set_aside: int
    reasons: dict[str, int] = Field(description="Why rows were set aside: rows of each reason.")
    columns_used: dict[str, str] = Field(description="What each column was taken for.")
    columns_unused: list[str]
    stages: list[StageRead]
    settled: dict[Literal["currency", "dates", "time_zone"], Settled]
    period_start: str | None
    period_end: str | None
    cost: float | None
    cost_total_row: float | None
    note: str


class Rows(BaseModel):
    """Rows in are the rows used and the rows set aside."""

    model_config = ConfigDict(populate_by_name=True)

    in_: int = Field(alias="in")
    used: int
    set_aside: int


class Fault(BaseModel):
    """A file that cannot be used."""

    subject: str
    problems: list[str]
    mend: str


class CheckJson(BaseModel):
    """What ``keyworth check --json`` prints."""

    schema_version: Literal[1] = Field(description="Of this schema.")
    files: list[FileRead]
    rows: Rows
    tables: dict[str, int] = Field(description="Rows of each table.")
    lacking: str = Field(description="What an audit needs that is not there; empty: nothing.")
    faults: list[Fault]


def audit_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``audit.json``.

    Examples
    --------
    >>> "run_id" in audit_schema()["required"]
    True
    """
    return _schema(AuditJson, "audit", AUDIT_SCHEMA, "audit.json")


def check_schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``keyworth check --json`` prints.

    Examples
    --------
    >>> check_schema()["$defs"]["Rows"]["required"]
    ['in', 'used', 'set_aside']
    """
    return _schema(CheckJson, "check", CHECK_SCHEMA, "keyworth check --json")


def settings_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``keyworth.toml``, with the meaning of each setting.

    Examples
    --------
    >>> settings_schema()["$defs"]["Money"]["properties"]["agency_fee"]["description"]
    'a month'
    """
    found = _schema(Settings, "settings", SETTINGS_SCHEMA, "keyworth.toml")
    for section, model in sections().items():
        for name, meaning in comments(model).items():
            properties = found["$defs"][type_name(section)]["properties"]
            properties[name].setdefault("description", meaning)
    return found


def sections() -> dict[str, type[BaseModel]]:
    """Return the sections of ``keyworth.toml`` by name."""
    return {name: type(field.default) for name, field in Settings.model_fields.items() if _is_section(field.default)}


def _is_section(value: Any) -> bool:
    return isinstance(value, BaseModel)


def type_name(section: str) -> str:
    """Return the name of a section's class."""
    return sections()[section].__name__


def comments(model: type[BaseModel]) -> dict[str, str]:
    """Return what the source says beside each setting of a section, or in the comment line before it."""
    found: dict[str, str] = {}
    before = ""
    for name, beside, line, plain in _COMMENT.findall(inspect.getsource(model)):
        if line:
            before = f"{before} {line}".strip()
            continue
        told = f"{before} {beside}".strip()
        if told:
            found[name or plain] = told
        before = ""
    return found


def _schema(model: type[BaseModel], name: str, version: int, title: str) -> dict[str, Any]:
    made = model.model_json_schema()
    head = {"$schema": _DIALECT, "$id": f"urn:keyworth:schema:{name}:{version}", "title": title, "version": version}
    return {**head, **{key: value for key, value in made.items() if key != "title"}}


def write_schemas(folder: str | Path) -> list[Path]:
    """Write the schemas of audits, of ``check --json``, of settings and of sheets of answers; return their paths."""
    out = []
    made = {"audit": audit_schema(), "check": check_schema(), "settings": settings_schema()}
    for name, schema in {**made, "answer-sheet": sheet_schema()}.items():
        out.append(Path(folder) / f"{name}.schema.json")
        out[-1].write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return out


if __name__ == "__main__":
    write_schemas(sys.argv[1])
