"""Where work runs: a module an engine, one verb, ``map(function, parts, *shared)``."""

from __future__ import annotations

from types import ModuleType


def get_engine(name: str = "local") -> ModuleType:
    """Return the engine of that name.

    Raises
    ------
    UnusableSettings
        When there is none.

    Examples
    --------
    >>> list(get_engine("local").map(abs, [-1, -2]))
    [1, 2]
    """
    from keyworth.errors import UnusableSettings
    from keyworth.registry import plugins

    family = plugins("engines")
    if name not in family:
        raise UnusableSettings(f"there is no engine {name!r}", mend=f"Name one of {', '.join(family)}.")
    return family[name]
