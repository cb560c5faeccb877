"""No text of ours becomes a formula in a spreadsheet, and none is lost on the way."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworth.report.safe_cells import guard, guard_formulas, unguard

DANGER = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SIGNS = tuple(c for c in DANGER if not c.isspace())
ALPHABET = st.sampled_from([*DANGER, *" ,;|\"'ab1\x0b\u2028\ufeff\x00"])
HOSTILE = st.one_of(st.text(), st.text(ALPHABET))


@given(HOSTILE)
def test_guarded_text_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text


@settings(deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_no_cell_begins_a_formula_in_any_dialect(texts: list[str], delimiter: str) -> None:
    assert formulas(texts, delimiter) == []


def formulas(texts: list[str], delimiter: str = ",") -> list[str]:
    """Write texts as CSV, read them in another dialect, and return the cells that begin a formula."""
    written = guard_formulas(pd.DataFrame({"a": texts, "b": texts})).to_csv(index=False)
    cells = []
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        lines = written.replace("\x00", "").splitlines(keepends=True) if quoting == csv.QUOTE_NONE else None
        source = lines if lines is not None else io.StringIO(written.replace("\x00", ""), newline="")
        cells += [c for row in csv.reader(source, delimiter=delimiter, quoting=quoting) for c in row]
    return [c for c in cells if c.strip(' \t\r\n\xa0\ufeff\u200b"').startswith(SIGNS)]


def test_numbers_and_other_types_stay() -> None:
    frame = pd.DataFrame(
        {
            "text": ["=1", "b"],
            "number": [-1.0, 2.0],
            "kind": pd.Categorical(["-a", "b"]),
            "mixed": pd.Series(["@x", -3], dtype=object),
            "none": pd.Series([None, "+y"], dtype=object),
        }
    )
    safe = guard_formulas(frame)
    assert safe["text"].tolist() == ["'=1", "b"]
    assert safe["number"].tolist() == [-1.0, 2.0]
    assert safe["kind"].tolist() == ["'-a", "b"]
    assert safe["mixed"].tolist() == ["'@x", -3]
    assert safe["none"].tolist()[1] == "'+y"
    assert frame["text"].tolist() == ["=1", "b"]


@pytest.mark.parametrize("start", DANGER)
def test_every_dangerous_start_is_guarded(start: str) -> None:
    assert guard(f"{start}x") == f"'{start}x"


@pytest.mark.parametrize("text", ["+loan", "=cmd|' /C calc'!A0", "a,=1", 'a";=1', "\t=1", " @SUM(1)", "--", "-5"])
def test_known_attacks(text: str) -> None:
    assert formulas([text]) == []
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["self-build garden room", "3 - 4 m", "a+b", "me@example.test", "'tis"])
def test_plain_text_is_left_alone(text: str) -> None:
    assert guard(text) == text


def test_naughty_strings(naughty_strings: list[str]) -> None:
    for delimiter in ",;\t|":
        assert formulas(naughty_strings, delimiter) == []
    assert [unguard(guard(s)) for s in naughty_strings] == naughty_strings
