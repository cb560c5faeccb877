"""The agency spends on a keyword that no product, on sale or retired, answers.

Why: a visitor who searches it finds nothing to buy.
Do:  stop it, unless customers ask for it and the product is worth stocking.
"""

from keyworth.language.intent_words import NOT_BUYING
from keyworth.verdicts.wording import chance, quoted, where

TITLE = "No current product"
SEVERITY = "critical"
NEEDS = ("product_status", "product_relevance")
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where the catalogue never held a product for the keyword."""
    buying = ~facts["intent"].isin(NOT_BUYING)  # else `other_intent` says all there is to say
    return (facts["product_status"] == "none") & buying & ~facts["is_brand"]


def reason(facts, settings):
    """Return the nearest product and how likely it is an answer."""
    near = ". The nearest, " + quoted(facts["product_title"]) + ", answers it: " + chance(facts["product_relevance"])
    return "nothing on sale answers it" + where(facts["product_title"] != "", near)


EXAMPLES = [
    ({"product_status": "none", "product_relevance": 0.03, "intent": "", "is_brand": False}, True),
    ({"product_status": "active", "product_relevance": 0.81, "intent": "", "is_brand": False}, False),
    ({"product_status": "retired", "product_relevance": 0.03, "intent": "", "is_brand": False}, False),
    ({"product_status": "none", "product_relevance": 0.03, "intent": "jobs", "is_brand": False}, False),
    ({"product_status": "none", "product_relevance": 0.03, "intent": "", "is_brand": True}, False),
]
