"""Customers want the product and call it something else.

Why: the words of the trade, or of the agency, are not those that customers search and say.
Do:  bid on the customers' wording; it is named with its count.
"""

from keyworth.verdicts.wording import count, percent, quoted

TITLE = "Misaligned wording"
SEVERITY = "warning"
NEEDS = ("product_status", "customer_alignment")
AT_STAKE = "full_cost"
TYPED = 10  # searches of just this wording: below, chance


def check(facts, settings):
    """Return True where a product is on sale, customers don't say the keyword and do say something else."""
    on_sale = facts["product_status"].isin(["active", "out_of_stock", "unclear"])  # unclear is flagged, and asked
    unsaid = facts["customer_alignment"] < settings.relevance.alignment_floor
    # People whom an ad called up prove no wording; but where most of them typed this one, nothing is said against it.
    typed = (facts["bought_searches"] >= TYPED) & (facts["bought_searches"] >= facts["clicks"] / 2)
    unsaid &= ~typed
    return on_sale & unsaid & (facts["suggested_wording"] != "") & ~facts["is_brand"] & (facts["intent"] == "")


def reason(facts, settings):
    """Return what customers say instead, with its count, and how often they say the keyword."""
    first = facts["suggested_wording"].astype(object).str.split("; ").str[0]
    of = count(facts["customers"].fillna(0), "customer")
    share = percent(facts["customer_alignment"])
    return "customers say " + quoted(first) + ". Of " + of + ", " + share + " would say this"


_SAYS = {"product_status": "active", "suggested_wording": "garden office", "is_brand": False, "intent": "",
         "bought_searches": 3.0, "clicks": 40.0}  # fmt: skip
EXAMPLES = [
    ({**_SAYS, "customer_alignment": 0.01}, True),
    ({**_SAYS, "customer_alignment": 0.9}, False),
    ({**_SAYS, "customer_alignment": 0.01, "bought_searches": 30.0}, False),
    ({**_SAYS, "customer_alignment": 0.01, "suggested_wording": ""}, False),
    ({**_SAYS, "customer_alignment": 0.01, "product_status": "retired"}, False),
    ({**_SAYS, "customer_alignment": 0.01, "is_brand": True}, False),
]
