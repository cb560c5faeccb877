"""Only an accessory or a part for what the keyword names is on sale.

Why: who searches "ipad pro" wants the tablet, and the shop sells the case.
Do:  bid on the accessory's own wording, and exclude the thing it belongs to.
"""

from keyworth.language.intent_words import NOT_BUYING
from keyworth.verdicts.wording import quoted, where

TITLE = "Wrong product"
SEVERITY = "critical"
NEEDS = ("product_status",)
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where an accessory is all that is sold."""
    buying = ~facts["intent"].isin(NOT_BUYING)  # else `other_intent` says all there is to say
    return (facts["product_status"] == "accessory_only") & buying & ~facts["is_brand"]


def reason(facts, settings):
    """Return the accessory that is sold."""
    return "only an accessory or part is on sale" + where(
        facts["product_title"] != "", ": " + quoted(facts["product_title"])
    )


_PLAIN = {"product_status": "accessory_only", "intent": "", "is_brand": False}
EXAMPLES = [
    (_PLAIN, True),
    ({**_PLAIN, "product_status": "active"}, False),
    ({**_PLAIN, "intent": "support"}, False),
    ({**_PLAIN, "is_brand": True}, False),
]
