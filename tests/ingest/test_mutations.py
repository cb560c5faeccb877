"""What people do to an export before they give it: it is read all the same, and no damage ends in a traceback."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyworth import schema
from keyworth.errors import KeyworthError
from keyworth.ingest import read_files
from keyworth.ingest.recognise import formats
from keyworth.settings import Ingest
from tests.ingest.mutations import HARMLESS, HARMLESS_TABLES

EXAMPLES = [
    (name, i, sample.encode() if isinstance(sample, str) else sample)
    for name, module in formats().items()
    for i, (sample, expected) in enumerate(module.EXAMPLES)
    if "given" not in expected
]
# Samples of the reference whose every harmless change is tried: a report with preamble and totals, a plain table,
# a ranking in semicolons, a shop's products with cells over several lines.
TABLES = [
    "google_ads_search_keyword_report.csv",
    "semrush_positions_semicolon.csv",
    "wc-product-export-28-8-2026-1787900000000.csv",
    "ga4_landing_page.csv",
]
TEXTS = ["call.srt", "merchant_center_feed.xml"]


def read(tmp_path, data: bytes):
    """Read bytes as a file without a telling name, and check what holds for every file."""
    path = tmp_path / "download"
    path.write_bytes(data)
    intake = read_files({"": [path]}, Ingest())
    files = intake.files
    assert (files["rows_in"] == files["rows_used"] + files["rows_set_aside"]).all()
    assert (files[["rows_in", "rows_used", "rows_set_aside"]] >= 0).all(axis=None)
    assert len(intake.set_aside) == files["rows_set_aside"].sum()
    assert not intake.set_aside["reason"].eq("").any()
    lines = max(data.count(b"\n") + data.count(b"\r"), 1) + 1
    for name, table in intake.tables.items():
        schema.conform(table, schema.INPUTS[name])
        assert len(table) <= max(lines, len(data)), name
    return intake


def read_or_told(tmp_path, data: bytes):
    """Read bytes; a fault must name the file."""
    try:
        read(tmp_path, data)
    except KeyworthError as fault:
        named = "download" in str(fault)
    else:
        named = True
    assert named


def told(intake):
    """Return what a file was taken for, and what was read of it."""
    return intake.files[["format", "kind", "rows_in", "rows_used", "currency", "cost", "cost_total_row"]].to_csv()


@pytest.mark.parametrize("change", [*HARMLESS, *HARMLESS_TABLES])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_saved_otherwise_is_the_same_table(shared_formats, tmp_path, name, change):
    data = (shared_formats / name).read_bytes()
    mutated = {**HARMLESS, **HARMLESS_TABLES}[change](data, random.Random(1))
    assert told(read(tmp_path, mutated)) == told(read(tmp_path, data))


@pytest.mark.parametrize("change", HARMLESS)
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_saved_otherwise_is_the_same_text(shared_formats, tmp_path, name, change):
    data = (shared_formats / name).read_bytes()
    assert told(read(tmp_path, HARMLESS[change](data, random.Random(1)))) == told(read(tmp_path, data))


@st.composite
def damaged(draw):
    """Return the bytes of a format's own example after a few blows."""
    _, _, data = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        piece = draw(st.sampled_from(BLOWS))
        length = draw(st.integers(0, 40))
        data = data[:at] + piece + data[at + length :]
    return data


BLOWS = [
    b"", b"\x00", b'"', b"'", b",", b"\n", b"\r", b"\t", b";", b"\xff", b"\xe9", b"=1+1", b"-5", b"1.204,50", b"{",
    b"]", b"<", b"Total: ", b" --", b"\xef\xbb\xbf", b"2026-13-45", b"NaN", b"1e999", b"9" * 40, b"[", b"\xe2\x80\xae",
]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damaged())
def test_damage_is_read_or_told(tmp_path, data):
    read_or_told(tmp_path, data)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda s: s.encode("utf-8", "surrogatepass")))
def test_noise_is_read_or_told(tmp_path, data):
    read_or_told(tmp_path, data)
