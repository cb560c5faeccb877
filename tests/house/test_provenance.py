"""What a run id hangs on: what the audit was made from and with, and nothing else that is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from keyworth import provenance as room
from keyworth import schema
from keyworth.provenance import provenance
from keyworth.settings import Settings

FILES = schema.empty(schema.FILES)
UNUSED = [
    "sentence-transformers", "torch", "transformers", "ray", "starlette", "sqlalchemy", "typer", "psycopg", "polyfuzz",
    "openpyxl",
]  # fmt: skip
USED = ["numpy", "onnxruntime", "pandas", "scipy", "tokenizers"]


def run_id(monkeypatch, package: str, encoder: str = "minilm") -> set[str]:
    """Return the run ids with one package of three versions, or absent."""
    found = set()
    for number in ("1.0", "2.0", None):

        def version(name, number=number):
            if name != package:
                return "9"
            if number is None:
                raise PackageNotFoundError
            return number

        monkeypatch.setattr(room, "version", version)
        found.add(provenance(FILES, Settings(relevance={"encoder": encoder}))["run_id"])
    return found


@pytest.mark.parametrize("package", UNUSED)
def test_libraries_that_the_audit_did_not_use_change_nothing(monkeypatch, package):
    assert len(run_id(monkeypatch, package)) == 1


@pytest.mark.parametrize("package", USED)
def test_those_that_it_used_do(monkeypatch, package):
    assert len(run_id(monkeypatch, package)) == 3


@pytest.mark.parametrize(
    ("encoder", "package", "ids"),
    [("static", "onnxruntime", 1), ("static", "tokenizers", 3), ("owner/name", "onnxruntime", 1),
     ("owner/name", "sentence-transformers", 3), ("./folder", "torch", 3)],
)  # fmt: skip
def test_the_encoder_says_which_are_its_own(monkeypatch, encoder, package, ids):
    assert len(run_id(monkeypatch, package, encoder)) == ids
