"""Evidence → flags → verdicts: what the evidence says of each keyword, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.verdicts.describing import describe_flags
    from keyworth.verdicts.evidence import Evidence, gather_evidence, traced_anew
    from keyworth.verdicts.judgement import Findings, judge
    from keyworth.verdicts.sensitivity import try_other_settings
    from keyworth.verdicts.summary import summarise
    from keyworth.verdicts.unserved import unserved_demand

_HOMES = {
    "Evidence": "evidence",
    "Findings": "judgement",
    "describe_flags": "describing",
    "gather_evidence": "evidence",
    "judge": "judgement",
    "try_other_settings": "sensitivity",
    "summarise": "summary",
    "traced_anew": "evidence",
    "unserved_demand": "unserved",
}
__all__ = sorted(_HOMES)

__getattr__ = lazy_door(__name__, _HOMES)
