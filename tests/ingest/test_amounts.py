"""Numbers and dates: one grammar a file, and what cannot be read is told."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworth.ingest.tabular.amounts import decimal_of, to_number, to_numbers
from keyworth.ingest.tabular.dates import to_period, to_times


def written(value: float, decimal: str) -> str:
    text = f"{value:,.2f}"
    return text if decimal == "." else text.translate(str.maketrans(",.", ".,"))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.sampled_from(".,"))
def test_what_is_written_in_one_grammar_is_read(cents, decimal):
    cells = pd.Series([written(c / 100, decimal) for c in cents], dtype="str")
    assert decimal_of([cells]) == decimal
    numbers, bad = to_numbers(cells, decimal)
    assert not bad.any()
    assert numbers.tolist() == pytest.approx([c / 100 for c in cents])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("£12", 12), ("12 GBP", 12), ("(1,182.40 £)", -1182.4), ("1K – 10K", 5500), ("501-850", 675.5), ("< 10%", 0.1),
        ("1'234.50", 1234.5), ("1\u202f234.5", 1234.5), ("1,23,456.70", 123456.7), ("5.01235E+12", 5012350000000),
        ("R$ 5", 5), ("£1,200 + VAT", 1200), ("from 9.50", 9.5), ("−5", -5),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(cell, value):
    assert to_number(cell) == pytest.approx(value)


@pytest.mark.parametrize("cell", ["x1", "1x2", "1.2.3", "12 34", "3 months", "n/a?", "1.204,50"])
def test_what_is_no_number(cell):
    assert to_numbers(pd.Series([cell], dtype="str"))[1].tolist() == [True]


@pytest.mark.parametrize("cell", ["", " --", "--", "n/a", "∞", "(not set)", "POA", "no data"])
def test_unknown_is_never_zero(cell):
    numbers, bad = to_numbers(pd.Series([cell], dtype="str"))
    assert numbers.isna().all()
    assert not bad.any()


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["03/04/2026", "25/04/2026"], "2026-04-03"),
        (["03/04/2026", "04/25/2026"], "2026-03-04"),
        (["03/04/2026"], "2026-04-03"),
        (["8/1/26, 10:11 AM"], "2026-08-01"),
        (["1. Mai 2026"], "2026-05-01"),
        (["3 de outubro de 2026"], "2026-10-03"),
        (["20260801"], "2026-08-01"),
        (["45631"], "2024-12-05"),
        (["1786699805000"], "2026-08-14"),
        (["2026-08-14 10:30:59 +0100"], "2026-08-14"),
        (["Aug 14, 2026"], "2026-08-14"),
    ],
)
def test_dates(cells, first):
    times, bad = to_times(pd.Series(cells, dtype="str"), "Europe/London")
    assert not bad.any()
    assert str(times.iloc[0].date()) == first


def test_a_day_does_not_slip_and_a_clock_is_local():
    times, _ = to_times(
        pd.Series(["2026-08-14", "2026-08-14 00:30", "2026-08-14T00:30:00Z"], dtype="str"), "Europe/London"
    )
    assert [str(t)[:16] for t in times] == ["2026-08-14 00:00", "2026-08-13 23:30", "2026-08-14 00:30"]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("1 August 2026 - 31 August 2026", ("2026-08-01", "2026-08-31")),
        ("August 1, 2026 - August 31, 2026", ("2026-08-01", "2026-08-31")),
        ("1. August 2026 – 31. August 2026", ("2026-08-01", "2026-08-31")),
        ("1 août 2026 - 31 août 2026", ("2026-08-01", "2026-08-31")),
        ("Jun 21, 2026-Oct 21, 2026", ("2026-06-21", "2026-10-21")),
        ("20260801-20260831", ("2026-08-01", "2026-08-31")),
        ("All Time", None),
    ],
)
def test_periods(line, days):
    start, end = to_period(line)
    assert (None if start is None else (str(start.date()), str(end.date()))) == days
