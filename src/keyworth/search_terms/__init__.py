"""Search terms: what ads bought, each judged as a keyword is; negatives, on file and missing.

Examples
--------
>>> from keyworth import search_terms
>>> search_terms.__all__
['SearchTerms', 'judge_search_terms']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.search_terms.judgement import SearchTerms, judge_search_terms

_HOMES = {"SearchTerms": "judgement", "judge_search_terms": "judgement"}
__all__ = sorted(_HOMES)

__getattr__ = lazy_door(__name__, _HOMES)
