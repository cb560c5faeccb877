"""A caller is to be forgotten: which versions learnt from them?"""

from __future__ import annotations

from pathlib import Path

from keyworth.training.registry import Models
from keyworth.training.split import caller_hash


def versions_that_learnt_from(caller: str, models: str | Path = "models") -> list[str]:
    """Return the versions that learnt from a caller, oldest first.

    Parameters
    ----------
    caller : str
        The id by which the calls name the caller: customer id, e-mail, telephone, or the call's own id.
    models : path-like

    Notes
    -----
    Of callers only hashes are kept, so that a version answers this and tells nobody who they are. Weights
    cannot be unlearnt: roll back, delete the versions named and retrain without the caller.

    Examples
    --------
    >>> versions_that_learnt_from("C-17", "nowhere")
    []
    """
    from keyworth.schema import person_key

    registry = Models(models)
    asked = {caller_hash(caller), caller_hash(person_key(caller))}
    return [name for name in registry.versions() if asked & registry.callers(name)]
