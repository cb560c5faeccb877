"""A plug-in's EXAMPLES as tests: keyworth's own run them, and so does whoever writes one.

It is a pytest plugin. In the tests of a package that brings plug-ins::

    def test_my_plugins(keyworth_example):
        keyworth_example()

runs once for each example of each installed plug-in, and once for the shape of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType
from typing import Any

from keyworth.registry import GROUPS, SHAPES, installed, plugins

FIXTURE = "keyworth_example"


def cases(family: str, name: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the checks of a plug-in: a name for each, and the function that makes it.

    Parameters
    ----------
    family : str
        One of ``registry.GROUPS``.
    name : str

    Examples
    --------
    >>> for case, check in cases("money.attribution_models", "linear"):
    ...     check()
    ...     print(case)
    linear-shape
    linear-0
    """
    module = plugins(family)[name]
    yield f"{name}-shape", partial(check_shape, family, module)
    for number, example in enumerate(module.EXAMPLES):
        yield f"{name}-{number}", partial(_CHECKS[family], name, module, *example)


def pytest_generate_tests(metafunc: Any) -> None:
    """Give a test that asks for ``keyworth_example`` every check of every installed plug-in."""
    if FIXTURE in metafunc.fixturenames:
        found = [case for family in GROUPS for name in installed(family) for case in cases(family, name)]
        metafunc.parametrize(FIXTURE, [check for _, check in found], ids=[name for name, _ in found])


def check_shape(family: str, module: ModuleType) -> None:
    """Check that a plug-in has what its family needs."""
    assert (module.__doc__ or "").strip(), "it has no docstring, which is what its users read"
    missing = [name for name in SHAPES[family] if not hasattr(module, name)]
    assert not missing, f"it lacks {', '.join(missing)}"
    assert module.EXAMPLES, "it has no EXAMPLES"
    if family == "ingest.formats":
        from keyworth.schema import INPUTS

        assert set(module.KINDS) <= set(INPUTS), f"KINDS are of {', '.join(INPUTS)}"
    if family == "verdicts.flags":
        doc = module.__doc__ or ""
        said = [word for word in ("Why: ", "Do:  ") if word in doc]
        assert len(said) == 2, "its docstring says why it matters (Why:) and what to do (Do:)"
        assert module.SEVERITY in ("critical", "warning", "notice", "info")
        assert {expected for _, expected in module.EXAMPLES} == {True, False}, "EXAMPLES of both outcomes"
    if family == "money.attribution_models":
        assert "Source" in (module.__doc__ or ""), "its docstring names the source of the method"


def check_format(name: str, module: ModuleType, sample: str | bytes, expected: dict[str, Any]) -> None:
    """Check that a sample is recognised as its own format, and read as expected."""
    import pytest

    from keyworth import schema
    from keyworth.ingest.containers.source import Source
    from keyworth.ingest.recognise import recognise, short_name
    from keyworth.settings import Ingest

    data = sample.encode() if isinstance(sample, str) else sample
    found, kind = recognise(Source("example", data), expected.get("given", ""))
    assert short_name(found) == name
    kind = expected.get("kind", kind)
    reading = module.read(Source("example", data), kind, Ingest())
    for table_name, table in reading.tables.items():
        schema.conform(table, schema.INPUTS[table_name])
        assert "source_row" in table
    table = reading.tables.get(kind)
    told = {
        "rows": len(table) if table is not None else 0,
        "set_aside": len(reading.set_aside),
        "rows_in": reading.rows_in,
        "currency": reading.currency,
        "cost": float(table["cost"].sum()) if table is not None and "cost" in table else 0.0,
    }
    wanted = {"set_aside": 0, **{key: value for key, value in expected.items() if key in told}}
    assert {key: told[key] for key in wanted} == pytest.approx(wanted, abs=0.001), reading.set_aside
    assert 0 <= len(reading.set_aside) <= reading.rows_in
    assert len({s.row for s in reading.set_aside}) == len(reading.set_aside), "a row is set aside twice"
    for column, value in expected.get("first", {}).items():
        assert table.iloc[0][column] == (pytest.approx(value) if isinstance(value, float) else value), column


def check_flag(name: str, module: ModuleType, facts: dict[str, Any], expected: bool) -> None:
    """Check that a rule says of a row what it should, and that the row has all that the rule needs."""
    import pandas as pd

    from keyworth.settings import Settings

    assert set(module.NEEDS) <= set(facts), f"the example lacks what {name} needs"
    assert module.check(pd.DataFrame([facts]), Settings()).tolist() == [expected]


def check_attribution_model(name: str, module: ModuleType, journeys: dict[str, Any], expected: list[float]) -> None:
    """Check the credit of each touchpoint, and that a sale's adds up to one."""
    import pandas as pd
    import pytest

    frame = pd.DataFrame(journeys)
    credit = module.credit(frame)
    assert credit.tolist() == pytest.approx(expected)
    assert credit.ge(0).all()
    assert credit.groupby(frame["sale"]).sum().tolist() == pytest.approx([1.0] * frame["sale"].nunique())


def check_encoder(name: str, module: ModuleType, text: str, nearer: str, farther: str) -> None:
    """Check that vectors are of length one, and that what means the same lies nearer."""
    x, y, z = module.load().encode([text, nearer, farther])
    assert abs(float(x @ x) - 1) < 1e-2, "vectors are of length one"
    assert x @ y > x @ z, (text, nearer, farther)


_CHECKS: dict[str, Callable[..., None]] = {
    "ingest.formats": check_format,
    "verdicts.flags": check_flag,
    "money.attribution_models": check_attribution_model,
    "relevance.encoders": check_encoder,
}
