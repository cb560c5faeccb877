"""Facts → flags → verdicts: what the evidence says of each keyword, and what to do about it.

Examples
--------
>>> from keyworth import verdicts
>>> "decide" in verdicts.__all__
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

_HOMES = {
    "decide": "deciding",
    "describe_flags": "describing",
    "finish": "keyword_table",
    "gather_facts": "facts",
    "raise_flags": "flagging",
    "summarise": "summary",
}
__all__ = sorted(_HOMES)

if TYPE_CHECKING:
    from keyworth.verdicts.deciding import decide
    from keyworth.verdicts.describing import describe_flags
    from keyworth.verdicts.facts import gather_facts
    from keyworth.verdicts.flagging import raise_flags
    from keyworth.verdicts.keyword_table import finish
    from keyworth.verdicts.summary import summarise


__getattr__ = lazy_door(__name__, _HOMES)
