"""This machine's cores, by threads (the heavy parts release Python's lock)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")


def map(function: Callable[..., Result], parts: Iterable[Part], *shared: Any) -> Iterator[Result]:
    """Yield ``function(part, *shared)`` for each part, in the parts' order.

    Parameters
    ----------
    function : callable
        A module-level function, so that every engine can ship it.
    parts : iterable
    *shared
        What every part needs alike.

    Examples
    --------
    >>> list(map(pow, [1, 2, 3], 2))
    [1, 4, 9]
    """
    parts = list(parts)
    if len(parts) < 2:
        yield from (function(part, *shared) for part in parts)
        return
    with ThreadPoolExecutor(workers()) as pool:
        futures = [pool.submit(function, part, *shared) for part in parts]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()


def workers() -> int:
    """Return how many parts run at once: the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
