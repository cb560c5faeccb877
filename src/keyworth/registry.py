"""Plug-ins: every module in a family folder is one, and nothing lists them twice; and the rooms' doors.

Other people's packages add to a family by an entry point of its group, such as
``[project.entry-points."keyworth.formats"] tilby = "keyworth_tilby.tilby"``.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache, wraps
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from keyworth.errors import KeyworthError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUPS = {
    "ingest.formats": "keyworth.formats",
    "verdicts.flags": "keyworth.flags",
    "money.attribution_models": "keyworth.attribution_models",
    "relevance.encoders": "keyworth.encoders",
}
"""The families that other packages may add to, and the entry points' group of each."""

SHAPES = {
    "ingest.formats": ("TITLE", "KINDS", "recognise", "read", "EXAMPLES"),
    "verdicts.flags": ("TITLE", "SEVERITY", "NEEDS", "AT_STAKE", "check", "reason", "EXAMPLES"),
    "money.attribution_models": ("TITLE", "credit", "EXAMPLES"),
    "relevance.encoders": ("LANGUAGES", "LIBRARIES", "load", "EXAMPLES"),
}
"""What a module of a family must have."""

_LOG = logging.getLogger("keyworth")


@cache
def plugins(family: str) -> dict[str, ModuleType]:
    """Return the modules of a plug-in family by name: keyworth's own in alphabetical order, then installed ones.

    Parameters
    ----------
    family : str
        A package below ``keyworth``, such as ``"verdicts.flags"``. Modules whose
        name starts with an underscore are helpers of the family, not plug-ins.

    Returns
    -------
    dict of str to module
        An installed plug-in that cannot be used is told by name, as a warning of the
        logger ``keyworth``, and left out.

    Examples
    --------
    >>> "linear" in plugins("money.attribution_models")
    True
    """
    package = importlib.import_module(f"keyworth.{family}")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))
    found = {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
    for entry in _entries(family):
        try:
            module = entry.load()
            if fault := _misshapen(entry, module, family, found):
                raise ImportError(fault)
        except Exception as fault:  # somebody else's code: whatever it raises, an audit goes on without it
            _LOG.warning("%s cannot be used: %s: %s", told(entry), type(fault).__name__, fault)
        else:
            found[entry.name] = _guarded(entry, module, SHAPES[family])
    return found


def installed(family: str) -> dict[str, str]:
    """Return the plug-ins of a family that other packages brought, with the package and version of each.

    Examples
    --------
    >>> "linear" in installed("money.attribution_models")
    False
    """
    return {e.name: _package(e) for e in _entries(family) if e.name in plugins(family)}


def drop(family: str, name: str, fault: Exception) -> bool:
    """Leave out, for the rest of the process, an installed plug-in that failed; False for one of keyworth's own."""
    entry = next((e for e in _entries(family) if e.name == name), None)
    if entry is None or plugins(family).pop(name, None) is None:
        return False
    _LOG.warning("%s failed and is left out: %s: %s", told(entry), type(fault).__name__, fault)
    return True


def told(entry: EntryPoint) -> str:
    """Return an entry point in words."""
    return f"the plug-in {entry.name!r} ({entry.group}) of {_package(entry)}"


def _entries(family: str) -> list[EntryPoint]:
    from importlib.metadata import entry_points  # slow to import, and `keyworth --help` asks for no plug-in

    found = entry_points(group=GROUPS[family]) if family in GROUPS else ()
    return sorted(found, key=lambda e: (e.name, e.value))


def _package(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def _misshapen(entry: EntryPoint, module: Any, family: str, found: Mapping[str, ModuleType]) -> str:
    """Return why what an entry point names is no plug-in of its family, or nothing."""
    if not isinstance(module, ModuleType):
        return f"{entry.value} is not a module"
    if entry.name in found:
        return f"there is a {entry.name!r} already"
    if module.__name__.rsplit(".", 1)[-1] != entry.name:
        return f"the entry point must be called as its module is: {module.__name__.rsplit('.', 1)[-1]}"
    missing = [name for name in SHAPES[family] if not hasattr(module, name)]
    return f"it lacks {', '.join(missing)}" if missing else "" if first_line(module) else "it has no docstring"


def _guarded(entry: EntryPoint, module: ModuleType, shape: tuple[str, ...]) -> ModuleType:
    """Return a plug-in whose functions raise nothing but ``KeyworthError``; one that cannot recognise does not."""
    shield = ModuleType(module.__name__, module.__doc__)
    vars(shield).update(vars(module))
    for name in shape:
        if isinstance(function := getattr(module, name), FunctionType):
            setattr(shield, name, _guard(entry, function))
    return shield


def _guard(entry: EntryPoint, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        try:
            return function(*given, **named)
        except KeyworthError:
            raise
        except Exception as fault:
            problem = f"{type(fault).__name__}: {fault}"
            if function.__name__ == "recognise":
                _LOG.warning("%s failed at %r: %s", told(entry), *given, problem)
                return 0.0
            raise KeyworthError(f"{told(entry)} failed", [problem], "Tell its authors, or uninstall it.") from fault

    return call


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
