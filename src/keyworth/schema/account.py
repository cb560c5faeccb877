"""Every pound of the account: what it was spent on, and what each search term of it says."""

from __future__ import annotations

from keyworth.schema.core import COUNT, NUMBER, TEXT, TRUTH, Table

ACCOUNT_PARTS = (
    "keywords", "performance_max", "ai_max", "dynamic", "other_network", "search_terms_hidden", "unnamed",
    "unaccounted",
)  # fmt: skip
ACCOUNT_SPEND = Table(
    "account_spend",
    "what a campaign spent on one kind of traffic; all rows together are the account, each pound once",
    "part",
    {
        "part": TEXT,  # ACCOUNT_PARTS: judged keywords, a kind of spend without keywords, or in a total row alone
        "campaign": TEXT,
        "keywords": COUNT,  # rows of the part that are keywords; 0 for the others
        "clicks": NUMBER,
        "cost": NUMBER,
        "claimed_conversions": NUMBER,
        "claimed_value": NUMBER,
        "hidden_cost": NUMBER,  # of the cost, what went on searches that no report shows; NaN where none was supplied
        "source": TEXT,  # row, total_row or campaign_report: where it is told
    },
)
TERM_ANSWERS = ("add", "negative", "reword", "leave")
SEARCH_TERMS = Table(
    "search_terms",
    "a search term as one keyword of one campaign bought it, judged",
    "search_term",
    {
        "search_term": TEXT,
        "term_key": TEXT,
        "answer": TEXT,  # TERM_ANSWERS; what cannot be told is left
        "reason": TEXT,
        "level": TEXT,  # where a negative belongs: ad group, campaign or account
        "match_type": TEXT,  # of the negative, or of the keyword to add
        "negative": TEXT,  # the words to block
        "campaign": TEXT,
        "ad_group": TEXT,
        "keyword": TEXT,  # that paid
        "intent": TEXT,
        "is_brand": TRUTH,
        "product_id": TEXT,
        "product_title": TEXT,
        "product_status": TEXT,
        "product_relevance": NUMBER,
        "answered_probability": NUMBER,  # P(what it asks for is on sale), by its text, its clicks and its customers
        "asked_count": NUMBER,
        "clicks": NUMBER,
        "cost": NUMBER,
        "conversions": NUMBER,  # as the report claims them
        "leads": NUMBER,  # traced to a keyword of these very words; NaN where there is none
        "attributed_revenue": NUMBER,
        "blocks": TEXT,  # what else the negative would stop, dearest first
        "blocks_cost": NUMBER,
    },
)
NGRAMS = Table(
    "ngrams",
    "a word, or two words side by side, of the search terms",
    "ngram",
    {
        "ngram": TEXT,
        "words": COUNT,
        "terms": COUNT,
        "clicks": NUMBER,
        "cost": NUMBER,
        "conversions": NUMBER,
        "leads": NUMBER,
        "sales": NUMBER,
        "conversion_rate": NUMBER,
        "conversion_rate_low": NUMBER,  # 90 %, Jeffreys
        "conversion_rate_high": NUMBER,
        "expected_conversions": NUMBER,  # what so many clicks of the keywords that paid bring
        "answer": TEXT,  # negative or leave
        "level": TEXT,
        "reason": TEXT,
        "kept_by": TEXT,  # who bought, searched or is sold by it: never to be blocked
        "blocks": TEXT,
        "blocks_terms": COUNT,
        "blocks_cost": NUMBER,
    },
)
NEGATIVES = Table(
    "negatives",
    "a negative keyword, on file or proposed, and what it blocks",
    "negative",
    {
        "negative": TEXT,
        "match_type": TEXT,
        "level": TEXT,  # ad group, campaign, account or list
        "campaign": TEXT,
        "ad_group": TEXT,
        "list_name": TEXT,
        "state": TEXT,  # on file or proposed
        "finding": TEXT,  # blocks customers, blocks keywords, duplicate, missing or clear
        "reason": TEXT,
        "blocks": TEXT,  # the keywords, terms or customers' words it stops
        "blocks_keywords": COUNT,
        "blocks_customers": NUMBER,  # how often customers searched the site for, or said, what it stops
        "blocks_cost": NUMBER,  # pounds of the period on what it would stop
        "blocks_conversions": NUMBER,
        "source_file": TEXT,
        "source_row": COUNT,
    },
)
SEARCH_TERMS_CSV = (
    "search_term", "answer", "level", "campaign", "keyword", "product_title", "clicks", "cost", "conversions", "leads",
    "attributed_revenue", "blocks", "match_type", "negative", "ad_group", "blocks_cost", "reason",
)  # fmt: skip
