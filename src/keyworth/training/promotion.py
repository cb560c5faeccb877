"""Promoting a version, told beforehand: what the change of champion changes in an audit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from keyworth.relevance.versions import SHIPPED
from keyworth.settings import Settings
from keyworth.store import read_audit
from keyworth.training.console_text import render_changes
from keyworth.training.flips import flipped_verdicts
from keyworth.training.registry import Models


def promote(
    models: str | Path,
    version: str,
    *,
    audit: str | Path | None = None,
    force: bool = False,
    reason: str = "",
    settings: Settings | None = None,
    progress: Callable[..., Any] | None = None,
) -> str:
    """Make a version the champion; return what is told of it.

    Parameters
    ----------
    models : path-like
        The workspace's folder of models.
    version : str
        Its name, or how it begins; ``shipped`` for none.
    audit : path-like, optional
        A saved audit, in which the change is worked out before anything is promoted.
    force, reason
        As in ``Models.promote``.
    settings, progress
        For judging the audit's keywords anew.
    """
    registry = Models(models)
    told = changes_in(registry, registry.find(version), audit, settings or Settings(), progress)
    champion = registry.promote(version, force=force, reason=reason)["champion"]
    return f"{told}\nThe champion is {champion}."


def changes_in(
    registry: Models, version: str, audit: str | Path | None, settings: Settings, progress: Any = None
) -> str:
    """Return what making a version the champion would change in an audit, as a person reads it."""
    champion = registry.state()["champion"]
    if version == champion:
        return "It is the champion already: it changes nothing."
    if audit is None:
        return "What it changes in an audit was not worked out: name one with --audit."
    earlier, here = read_audit(audit), "" if champion == SHIPPED else str(registry.folder)
    if version != SHIPPED:
        return render_changes(flipped_verdicts(earlier, settings, here, registry.files(version), progress), str(audit))
    back = flipped_verdicts(earlier, settings, "", registry.files(champion), progress)
    return render_changes([_turned(change) for change in back], str(audit))


def _turned(change: dict[str, Any]) -> dict[str, Any]:
    """Return a change seen from its other end: from the champion back to what is shipped."""
    swapped = {name: change[other] for name, other in _ENDS.items() if other in change}
    return {**change, **swapped}


_ENDS = {
    "before": "after", "after": "before", "product_before": "product_after", "product_after": "product_before",
}  # fmt: skip
