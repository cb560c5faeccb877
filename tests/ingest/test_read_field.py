"""Files in the shape of a hundred real systems: every value is right, and nothing is told that they do not tell."""

from __future__ import annotations

import pytest

from bench.read_field import cases, faults


@pytest.mark.parametrize("case", [pytest.param(c, id=c.system) for c in cases()])
def test_every_value(case):
    assert faults(case) == []
