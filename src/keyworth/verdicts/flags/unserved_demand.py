"""Customers ask for it and nothing on sale answers.

Why: it is not the keyword that is wrong, it is the range, or a product that is missing from the catalogue supplied.
Do:  decide whether to stock it; until then the clicks have nowhere to go.
"""

from keyworth.verdicts.wording import number, quoted

TITLE = "Unserved demand"
SEVERITY = "notice"
NEEDS = ("product_status", "asked_count")
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where the company's own customers ask for it often enough and no product was ever sold for it."""
    asked = facts["asked_count"] >= settings.flags.min_phrase_count
    return asked & (facts["product_status"] == "none") & (facts["intent"] == "") & ~facts["is_brand"]


def reason(facts, settings):
    """Return how often customers ask."""
    return "customers ask for " + quoted(facts["keyword"]) + " in calls or on the site: " + number(facts["asked_count"])


_ASKED = {"asked_count": 14.0, "intent": "", "is_brand": False}
EXAMPLES = [
    ({**_ASKED, "product_status": "none"}, True),
    ({**_ASKED, "product_status": "active"}, False),
    ({**_ASKED, "product_status": "none", "asked_count": 1.0}, False),
]
