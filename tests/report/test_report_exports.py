"""The workbook holds no formula and loses no row; the pictures are whole and the same each time."""

from __future__ import annotations

import filecmp
import re
from pathlib import Path

import openpyxl
import pytest

from keyworth import schema
from keyworth.report import write_exports
from keyworth.store import Audit

CHARTS = ["channels", "funnel", "map", "money", "months", "revenue"]


@pytest.fixture(scope="module")
def exported(audit: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    write_exports(audit, folder)
    return folder


def test_every_picture_is_there_for_a_slide(exported: Path) -> None:
    for name in CHARTS:
        assert (exported / "charts" / f"{name}.svg").read_text().startswith("<svg")
        data = (exported / "charts" / f"{name}.png").read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (1600, 900)


def test_same_audit_same_files(audit: Audit, exported: Path, tmp_path: Path) -> None:
    write_exports(audit, tmp_path)
    names = ["report.xlsx", *(f"charts/{c}.{end}" for c in CHARTS for end in ("svg", "png"))]
    same, different, odd = filecmp.cmpfiles(exported, tmp_path, names, shallow=False)
    assert (sorted(same), different, odd) == (sorted(names), [], [])


def test_keywords_sheet_equals_the_table(audit: Audit, exported: Path) -> None:
    sheet = openpyxl.load_workbook(exported / "report.xlsx")["Keywords"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [c.replace(" ", "_") for c in rows[0]] == list(schema.KEYWORDS_CSV)
    assert len(rows) == len(audit.keywords) + 1
    costs = [row[schema.KEYWORDS_CSV.index("cost")] for row in rows[1:]]
    assert costs == pytest.approx(audit.keywords["cost"].tolist())


def test_no_cell_is_a_formula(naughty_strings: list[str], tmp_path: Path) -> None:
    from fake_audit import fake_audit

    attacks = [*naughty_strings, "=1+1", "+loan", "@SUM(1)", "-1", "\t=1", "http://example.test"]
    audit = fake_audit(len(attacks), hostile=attacks)
    write_exports(audit, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)


def test_hostile_words_stay_words_in_pictures(tmp_path: Path) -> None:
    from fake_audit import fake_audit

    write_exports(fake_audit(60, hostile=["</text><script>alert(1)</script>", "a & b <b>"]), tmp_path)
    for path in (tmp_path / "charts").glob("*.svg"):
        assert not re.search("<script|<b>", path.read_text())
