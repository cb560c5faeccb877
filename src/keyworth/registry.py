"""Plug-ins: every module in a family folder is one, and nothing lists them twice."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def plugins(family: str) -> dict[str, ModuleType]:
    """Return the modules of a plug-in family by name, in alphabetical order.

    Parameters
    ----------
    family : str
        A package below ``keyworth``, such as ``"verdicts.flags"``. Modules whose
        name starts with an underscore are helpers of the family, not plug-ins.

    Returns
    -------
    dict of str to module

    Examples
    --------
    >>> "linear" in plugins("money.attribution_models")
    True
    """
    package = importlib.import_module(f"keyworth.{family}")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))
    return {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}


def first_line(module: ModuleType) -> str:
    """Return the first line of a plug-in's docstring, its one-sentence meaning."""
    return (module.__doc__ or "").strip().split("\n", 1)[0]
