"""The canonical tables: their columns, types and meanings, a file a room.

Every stage takes and returns pandas DataFrames with these columns. ``conform``
is the one way to make one: it adds what is missing as typed nulls, drops what
has no name here and fixes the order and the types. Numbers are NaN and times
NaT where a file does not say: never 0 for "unknown".
"""

from keyworth.schema.core import (
    COUNT,
    MATCH_TYPES,
    NUMBER,
    OUTCOMES,
    PRODUCT_STATUSES,
    STAGES,
    TEXT,
    TIME,
    TRUTH,
    VERDICTS,
    Table,
    conform,
    empty,
    person_key,
    rounding_allowance,
)
from keyworth.schema.inputs import (
    CALLS,
    CATALOGUE,
    CLAIMS,
    FILES,
    INPUTS,
    KEYWORDS,
    PAGES,
    SALES,
    SEARCHES,
    SET_ASIDE,
    SOURCE,
    SPEND,
    TOUCHPOINTS,
)
from keyworth.schema.language import PHRASES, QUOTES
from keyworth.schema.money import CLAIM_LEDGER, CREDITS, MONEY
from keyworth.schema.relevance import ALIGNMENT, MATCHES, RELEVANCE, UNCOVERED
from keyworth.schema.verdicts import FLAG_OUTCOMES, KEYWORDS_CSV, PHRASES_CSV

__all__ = [
    "ALIGNMENT",
    "CALLS",
    "CATALOGUE",
    "CLAIMS",
    "CLAIM_LEDGER",
    "COUNT",
    "CREDITS",
    "FILES",
    "FLAG_OUTCOMES",
    "INPUTS",
    "KEYWORDS",
    "KEYWORDS_CSV",
    "MATCHES",
    "MATCH_TYPES",
    "MONEY",
    "NUMBER",
    "OUTCOMES",
    "PAGES",
    "PHRASES",
    "PHRASES_CSV",
    "PRODUCT_STATUSES",
    "QUOTES",
    "RELEVANCE",
    "SALES",
    "SEARCHES",
    "SET_ASIDE",
    "SOURCE",
    "SPEND",
    "STAGES",
    "TEXT",
    "TIME",
    "TOUCHPOINTS",
    "TRUTH",
    "UNCOVERED",
    "VERDICTS",
    "Table",
    "conform",
    "empty",
    "person_key",
    "rounding_allowance",
]
