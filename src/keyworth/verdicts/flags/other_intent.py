"""The keyword is searched by people who are not buying: for work, for help, for a used one, or to make it.

Why: their clicks cost as much as a buyer's.
Do:  make it a negative keyword, or send it to the page that helps them.
"""

from keyworth.language.intent_words import NOT_BUYING
from keyworth.verdicts.wording import quoted

TITLE = "Other intent"
SEVERITY = "warning"
NEEDS = ("keyword_key",)
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where the wording tells another intent that nothing on sale serves."""
    return facts["intent"].isin(NOT_BUYING)


def reason(facts, settings):
    """Return the intent and the words that tell it."""
    return quoted(facts["intent_word"]) + " in it: its searchers look for " + facts["intent_told"].astype(object)


EXAMPLES = [
    ({"keyword_key": "garden room jobs", "intent": "jobs"}, True),
    ({"keyword_key": "garden room", "intent": ""}, False),
    ({"keyword_key": "what is a garden room", "intent": "informational"}, False),
]
