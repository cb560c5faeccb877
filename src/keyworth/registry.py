"""Plug-ins: every module in a family folder is one, and nothing lists them twice; and the rooms' doors."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from types import ModuleType
from typing import Any


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


def lazy_door(room: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a module's ``__getattr__`` that imports what it offers when it is first asked for.

    Naming a room then costs nothing, and ``keyworth --help`` needs no pandas.

    Parameters
    ----------
    room : str
        The package, ``__name__``.
    homes : mapping of str to str
        Public name to the module that defines it: of the room itself, or from ``keyworth`` on.

    Examples
    --------
    >>> lazy_door("keyworth.money", {"plan": "planning"})("plan").__module__
    'keyworth.money.planning'
    """

    def door(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        home = homes[name]
        return getattr(importlib.import_module(home if home.startswith("keyworth.") else f"{room}.{home}"), name)

    return door
