"""Language: from calls and searches to the customers' own phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.language.calls import customer_turns, redact_calls
    from keyworth.language.phrases import mine_phrases
    from keyworth.language.refusals import staff_answers
    from keyworth.language.searches import customer_searches
    from keyworth.language.speakers import named_speakers

_HOMES = {
    "customer_searches": "searches",
    "customer_turns": "calls",
    "mine_phrases": "phrases",
    "named_speakers": "speakers",
    "redact_calls": "calls",
    "staff_answers": "refusals",
}
__all__ = sorted(_HOMES)

__getattr__ = lazy_door(__name__, _HOMES)
