"""What customers say: phrases and quotes."""

from __future__ import annotations

from keyworth.schema.core import COUNT, NUMBER, TEXT, TIME, TRUTH, Table
from keyworth.schema.inputs import SOURCE

PHRASES = Table(
    "phrases",
    "a phrase of the customers, verbatim, with how many distinct callers and searches used it",
    "phrase",
    {
        "phrase_id": COUNT,
        "phrase": TEXT,  # the most frequent spelling
        "phrase_key": TEXT,
        "count": NUMBER,  # callers + searches
        "callers": COUNT,
        "searches": NUMBER,  # of these three classes together:
        "own_searches": NUMBER,  # on the company's own site
        "organic_searches": NUMBER,  # in Search Console
        "bought_searches": NUMBER,  # that ads called up: no evidence for the keyword that bought them
        "first_seen": TIME,
        "last_seen": TIME,
    },
)
QUOTES = Table(
    "quotes",
    "a redacted sentence of a customer, or a search, in which a phrase stands",
    "quote",
    {
        "phrase_id": COUNT,
        "quote": TEXT,
        "call_id": TEXT,
        "said_at": TIME,
        "outcome": TEXT,
        "product": TEXT,
        **SOURCE,
    },
)
STAFF_ANSWERS = Table(
    "staff_answers",
    "a thing asked for in a call (redacted), what staff answered, and which product it came to",
    "asked",
    {
        "call_id": TEXT,
        "person": TEXT,
        "asked": TEXT,  # the customer's words
        "staff": TEXT,  # the staff's, where nothing was refused
        "refused": TRUTH,  # staff said that it is not sold,
        "once": TRUTH,  # … any more
        "answer": TEXT,  # the sentence by which they did
        "product": TEXT,  # that the call, or the sale of the same person, names
        "won": TRUTH,
        **SOURCE,
    },
)
