"""The period of reports that do not state one: from their own columns, or from the settings."""

from __future__ import annotations

from keyworth.ingest import read_files
from keyworth.money.cost import months_of
from keyworth.settings import Settings

ROWS = "keyword,clicks,cost{head}\ngarden room,3,4{cells}\nsummer house,3,4{cells}\n"


def months(tmp_path, text: str, **ingest: str) -> float:
    (tmp_path / "k.csv").write_text(text)
    read = read_files({"keywords": [tmp_path / "k.csv"]}, Settings(ingest=ingest).ingest)
    return months_of(read.tables["keywords"])


def test_the_settings_period_is_used_where_a_report_states_none(tmp_path):
    half = {"period_start": "2026-01-01", "period_end": "2026-06-30"}
    assert months(tmp_path, ROWS.format(head="", cells=""), **half) == 6.0
    assert months(tmp_path, ROWS.format(head="", cells="")) == 1.0


def test_a_report_that_states_its_period_in_columns_keeps_it(tmp_path):
    text = ROWS.format(head=",period_start,period_end", cells=",2026-01-01,2026-03-31")
    assert months(tmp_path, text) == 3.0
    assert months(tmp_path, text, period_start="2026-01-01", period_end="2026-12-31") == 3.0
