"""A Ray cluster, or Ray on this machine: for catalogues that one machine is too slow for.

Token authentication is switched on before Ray starts (it is off by default,
CVE-2023-48022) and the dashboard stays off. Needs ``pip install 'keyworth[ray]'``.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from keyworth.errors import KeyworthError

Part = TypeVar("Part")
Result = TypeVar("Result")
IN_FLIGHT = 4  # parts a worker may have waiting, so that memory stays bounded


def map(function: Callable[..., Result], parts: Iterable[Part], *shared: Any) -> Iterator[Result]:
    """Yield ``function(part, *shared)`` for each part, in the parts' order, computed on Ray's workers."""
    ray = _started()
    kept = [ray.put(value) for value in shared]
    task = ray.remote(function)
    limit = IN_FLIGHT * max(int(ray.cluster_resources().get("CPU", 1)), 1)
    waiting: list[Any] = []
    for part in parts:
        waiting.append(task.remote(part, *kept))
        if len(waiting) >= limit:
            yield ray.get(waiting.pop(0))
    yield from (ray.get(reference) for reference in waiting)


def workers() -> int:
    """Return how many parts run at once."""
    return max(int(_started().cluster_resources().get("CPU", 1)), 1)


def _started() -> Any:
    os.environ.setdefault("RAY_AUTH_MODE", "token")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError:
        raise KeyworthError(
            "the engine 'ray' is not installed", mend="Run `pip install 'keyworth[ray]'`, or use --engine local."
        ) from None
    if not ray.is_initialized():
        if "RAY_ADDRESS" not in os.environ:  # a cluster of our own: its token lives as long as this process
            os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
        try:
            ray.init(include_dashboard=False, log_to_driver=False, configure_logging=False)
        except Exception as fault:  # Ray raises bare exceptions
            problem = (str(fault).splitlines() or [type(fault).__name__])[0]
            raise KeyworthError("Ray could not be started", [problem], "Try again, or use --engine local.") from fault
    return ray
