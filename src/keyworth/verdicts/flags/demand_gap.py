"""Customers ask for it and nothing on sale answers.

Why: it is not the keyword that is wrong, it is the range, or a product that is missing from the catalogue supplied.
Do:  decide whether to stock it; until then the clicks have nowhere to go.
"""

from keyworth.verdicts.wording import number, quoted

TITLE = "Demand gap"
SEVERITY = "notice"
NEEDS = ("product_status", "customer_alignment", "customer_phrase_count")
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where customers say the keyword often enough and no product was ever sold for it."""
    said = (facts["customer_alignment"] >= settings.relevance.alignment_floor) & (
        facts["customer_phrase_count"] >= settings.flags.min_phrase_count
    )
    return said & (facts["product_status"] == "none") & (facts["intent"] == "") & ~facts["is_brand"]


def reason(facts, settings):
    """Return the customers' phrase and its count."""
    return (
        "customers ask for "
        + quoted(facts["customer_phrase"])
        + " (count "
        + number(facts["customer_phrase_count"])
        + ")"
    )


_ASKED = {"customer_alignment": 0.9, "customer_phrase_count": 14.0, "intent": "", "is_brand": False}
EXAMPLES = [
    ({**_ASKED, "product_status": "none"}, True),
    ({**_ASKED, "product_status": "active"}, False),
    ({**_ASKED, "product_status": "none", "customer_phrase_count": 1.0}, False),
]
