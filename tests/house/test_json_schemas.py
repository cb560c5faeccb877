"""What other programs read keeps its names: the published schemas are made from the code, and hold."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from keyworth import audit_keywords, save_audit
from keyworth.check import check_files
from keyworth.json_schemas import audit_schema, check_schema, comments, sections, settings_schema, write_schemas
from tests.conftest import ROOT
from tests.house.conftest import KEYWORDS, TABLES, write_table

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema comes with the extra `mcp`: no schema was checked")


def test_the_published_schemas_are_those_of_the_code(tmp_path: Path) -> None:
    for path in write_schemas(tmp_path):
        published = ROOT / "docs" / "schemas" / path.name
        assert published.read_text() == path.read_text(), "run: python -m keyworth.json_schemas docs/schemas"
        jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text()))


@pytest.mark.parametrize("tables", [TABLES, {"keywords": KEYWORDS}], ids=["all files", "keywords alone"])
def test_an_audit_s_json_is_what_its_schema_says(tables: dict, tmp_path: Path) -> None:
    files = [write_table(tmp_path / f"{kind}.csv", rows) for kind, rows in tables.items()]
    saved = save_audit(audit_keywords(files), tmp_path / "audit")
    found = json.loads((saved / "audit.json").read_text())
    jsonschema.validate(found, audit_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, "schema_version": 99}, audit_schema())


def test_what_check_prints_is_what_its_schema_says(tmp_path: Path) -> None:
    files = [write_table(tmp_path / f"{kind}.csv", rows) for kind, rows in TABLES.items()]
    found = json.loads(json.dumps(check_files([*files, tmp_path / "none.csv"]).to_dict()))
    jsonschema.validate(found, check_schema())
    assert found["faults"]
    assert found["files"][0]["columns_used"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, "schema_version": 99}, check_schema())


def test_keyworth_toml_is_checked_by_its_schema() -> None:
    schema = settings_schema()
    given = tomllib.loads((ROOT / "data/demo/keyworth.toml").read_text())
    jsonschema.validate(json.loads(json.dumps(given, default=str)), schema)  # TOML has days, JSON has texts of them
    for wrong in ({"money": {"margin": 2}}, {"money": {"fee": 1}}, {"nothing": {}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_what_the_source_says_beside_a_setting_is_told() -> None:
    told = {section: comments(model) for section, model in sections().items()}
    assert told["money"]["agency_fee"] == "a month"
    assert told["relevance"]["relevance_floor"].startswith("As the relevance model's card tells")
    assert set(told["ingest"]) <= set(sections()["ingest"].model_fields)
