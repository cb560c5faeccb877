"""What answers the keyword is on sale, and can't be bought at present.

Why: the click is paid for and the visitor leaves.
Do:  pause it until the product is back, or point it at what is in stock.
"""

from keyworth.verdicts.wording import quoted, where

TITLE = "Out of stock"
SEVERITY = "warning"
NEEDS = ("product_status",)
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where every product that answers is out of stock."""
    return facts["product_status"] == "out_of_stock"


def reason(facts, settings):
    """Return the product that is out of stock."""
    return where(facts["product_title"] != "", quoted(facts["product_title"]), "what answers it") + " is out of stock"


EXAMPLES = [
    ({"product_status": "out_of_stock"}, True),
    ({"product_status": "active"}, False),
]
