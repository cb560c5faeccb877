"""The triangle: keywords against products and phrases."""

from __future__ import annotations

from keyworth.schema.core import COUNT, NUMBER, TEXT, TIME, TRUTH, Table

RELEVANCE = Table(
    "relevance",
    "a distinct keyword against the whole catalogue",
    "keyword_key",
    {
        "keyword_key": TEXT,
        "applicable": TRUTH,
        "reason": TEXT,  # why not applicable (language, empty), else ""
        "product_relevance": NUMBER,  # calibrated P(a current product answers it); NaN if not applicable
        "product_id": TEXT,  # the best current product, the nearest where unclear; else the best retired one
        "product_title": TEXT,
        "product_status": TEXT,  # PRODUCT_STATUSES
        "retired_relevance": NUMBER,  # P(a retired product answers it)
        "retired_id": TEXT,
        "retired_title": TEXT,
        "retired_on": TIME,
        "successor_id": TEXT,
        "successor_title": TEXT,
        "accessory_relevance": NUMBER,  # P(only an accessory or part for it is sold)
        "out_of_stock_relevance": NUMBER,
        "price": NUMBER,  # of the product
        "margin": NUMBER,
        "lexical": NUMBER,
        "semantic": NUMBER,
        "second_relevance": NUMBER,
        "competing_products": COUNT,
        "keyword_baseline": NUMBER,  # log-odds before any feature, of the text alone
        "keyword_contributions": TEXT,  # JSON object feature → log-odds; baseline + sum = logit before calibration
        # What each kind of evidence said, before `relevance.combine` joined them:
        "text_relevance": NUMBER,
        "searchers_relevance": NUMBER,  # of the search terms that met the keyword
        "searchers_terms": COUNT,
        "landing_shows": TEXT,  # current, retired or "": what its landing page shows
        "leads_for_it": NUMBER,  # how many leads, over all spellings of the keyword
        "callers_asked": NUMBER,  # in the keyword's own words; NaN where no call was heard
        "callers_refused": NUMBER,  # of those, told by staff that it is not sold,
        "callers_bought": NUMBER,  # and of those, who bought
        "staff_answer": TEXT,  # the sentence by which staff refused
        "learnt": TEXT,  # what calls taught of its words, and how many of them (`relevance.learnt_names`)
        "learnt_shift": NUMBER,  # log-odds by which that moved the chance that a product answers; NaN where it did not
        # What people said when they were asked (`relevance.answers`):
        "answer": TEXT,  # ANSWER_KINDS, where a person judged this keyword
        "answered_by": TEXT,
        "answered_on": TEXT,  # ISO 8601
        "answer_near": TEXT,  # the answered keyword that moved it most, where nobody judged it itself
        "answer_shift": NUMBER,  # log-odds by which the answers near it moved it; NaN where none did
    },
)
LEARNT_KINDS = ("customers", "staff", "not_sold")
LEARNT = Table(
    "learnt",
    "a wording that calls tie to a product, or to what is not sold",
    "phrase",
    {
        "phrase": TEXT,  # of redacted calls, by two callers or more
        "kind": TEXT,  # LEARNT_KINDS: customers call the product so; staff do and customers don't; staff say no to it
        "product_id": TEXT,
        "product_title": TEXT,
        "calls": COUNT,  # in which it was said
        "agree": COUNT,  # of them about that product, or refused
        "first_heard": TEXT,  # ISO 8601
        "last_heard": TEXT,
        "right": COUNT,  # of the tested calls, of callers not learnt from, in which phrases of this kind stood:
        "tested": COUNT,  # how many there were, and how many agreed
    },
)
ANSWER_KINDS = ("product", "other", "accessory_only", "none")
ANSWERS = Table(
    "answers",
    "what a person said answers a keyword",
    "keyword",
    {
        "keyword": TEXT,
        "answer": TEXT,  # ANSWER_KINDS; "other" is sold and stands in no row of the catalogue
        "product_id": TEXT,
        "product_title": TEXT,
        "note": TEXT,
        "answered_by": TEXT,
        "answered_on": TEXT,  # ISO 8601
        "used": TEXT,  # what an audit made of it; "" in the file
    },
)
MATCHES = Table(
    "matches",
    "a keyword and a product considered for it, best first",
    "keyword_key",
    {
        "keyword_key": TEXT,
        "rank": COUNT,
        "product_id": TEXT,
        "product_title": TEXT,
        "product_status": TEXT,
        "relevance": NUMBER,
        "grade": TEXT,  # exact, substitute, complement, irrelevant
        "lexical": NUMBER,
        "semantic": NUMBER,
        "baseline": NUMBER,  # log-odds before any feature
        "contributions": TEXT,  # JSON object feature → log-odds; baseline + sum = logit before calibration
    },
)
ALIGNMENT = Table(
    "alignment",
    "a distinct keyword against the customers' phrases",
    "keyword_key",
    {
        "keyword_key": TEXT,
        "customer_alignment": NUMBER,  # share of the product's customers who would word it so; NaN where too few spoke
        "alignment_low": NUMBER,  # its 90 % range
        "alignment_high": NUMBER,
        "customers": NUMBER,  # how many of the company's own customers spoke of the same thing, however they word it
        "customer_phrase": TEXT,  # the phrase that most of them use
        "customer_phrase_count": NUMBER,
        "callers": NUMBER,  # who use the keyword's own wording: said in calls,
        "own_searches": NUMBER,  # searched on the company's site,
        "organic_searches": NUMBER,  # in Search Console,
        "bought_searches": NUMBER,  # and by people who saw an ad
        "suggested_wording": TEXT,  # verbatim phrases with the same meaning and a product on sale, "; "-joined
        "suggested_phrase_ids": TEXT,  # JSON list, for quotes
        "phrases_considered": TEXT,  # JSON list of [phrase_id, similarity], for evidence for and against
    },
)
UNCOVERED = Table(
    "uncovered",
    "a phrase that a current product answers and no keyword covers",
    "phrase",
    {
        "phrase": TEXT,
        "count": NUMBER,
        "callers": COUNT,
        "searches": NUMBER,
        "product_id": TEXT,
        "product_title": TEXT,
        "product_relevance": NUMBER,
        "nearest_keyword": TEXT,
        "phrase_id": COUNT,
    },
)
