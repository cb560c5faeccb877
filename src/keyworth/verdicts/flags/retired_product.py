"""The keyword names a product that was sold once and is no longer.

Why: the visitor wants something that can't be bought any more, and lands on nothing or on something else.
Do:  point it at the product that replaced it, and drop it where there is none and it brings no sale.
"""

from keyworth.language.intent_words import NOT_BUYING
from keyworth.verdicts.wording import day, money, quoted, where

TITLE = "Retired product"
SEVERITY = "critical"
NEEDS = ("product_status",)
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where only a retired product answers the keyword."""
    buying = ~facts["intent"].isin(NOT_BUYING)  # else `other_intent` says all there is to say
    # Whose name it is alone ("acme prices") is near to whatever the company ever sold.
    named = ~facts["is_brand"] | (facts["retired_relevance"] >= 0.5)
    return (facts["product_status"] == "retired") & buying & named


def reason(facts, settings):
    """Return which product, since when, by what it was replaced and what has been spent since."""
    name = where(facts["retired_title"] != "", facts["retired_title"], facts["product_title"])
    since = where(facts["retired_on"].notna(), " since " + day(facts["retired_on"]))
    by = where(
        facts["successor_title"] != "",
        ", replaced by " + quoted(facts["successor_title"]),
        ", with no successor listed",
    )
    spent = money(facts["spent_since_retired"].fillna(facts["full_cost"]), settings.currency, settings.report.locale)
    return quoted(name) + " is retired" + since + by + where(facts["full_cost"] > 0, "; " + spent + " spent since")


_PLAIN = {"product_status": "retired", "intent": "", "is_brand": False, "retired_relevance": 0.9}
EXAMPLES = [
    (_PLAIN, True),
    ({**_PLAIN, "product_status": "active"}, False),
    ({**_PLAIN, "product_status": "none"}, False),
    ({**_PLAIN, "intent": "second_hand"}, False),
    ({**_PLAIN, "is_brand": True}, True),
    ({**_PLAIN, "is_brand": True, "retired_relevance": 0.1}, False),
]
