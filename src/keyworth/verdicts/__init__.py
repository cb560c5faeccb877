"""Facts → flags → verdicts: what the evidence says of each keyword, and what to do about it.

Examples
--------
>>> from keyworth import verdicts
>>> "decide" in verdicts.__all__
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "decide": "keyworth.verdicts.deciding",
    "describe_flags": "keyworth.verdicts.describing",
    "finish": "keyworth.verdicts.keyword_table",
    "gather_facts": "keyworth.verdicts.facts",
    "raise_flags": "keyworth.verdicts.flagging",
    "summarise": "keyworth.verdicts.summary",
}
__all__ = sorted(_HOMES)

if TYPE_CHECKING:
    from keyworth.verdicts.deciding import decide
    from keyworth.verdicts.describing import describe_flags
    from keyworth.verdicts.facts import gather_facts
    from keyworth.verdicts.flagging import raise_flags
    from keyworth.verdicts.keyword_table import finish
    from keyworth.verdicts.summary import summarise


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'keyworth.verdicts' has no attribute {name!r}")
