"""The keyword names the company itself.

Why: who types the name had found the company already, so its sales would flatter every average.
Do:  keep it, and judge it apart.
"""

TITLE = "Brand"
SEVERITY = "info"
NEEDS = ("keyword_key",)
AT_STAKE = ""


def check(facts, settings):
    """Return True where one of the company's own names is in the keyword."""
    return facts["is_brand"].astype(bool)


def reason(facts, settings):
    """Return the one reason there is."""
    return facts["keyword"].astype(object).map(lambda _: "it names the company itself, so it is judged apart")


EXAMPLES = [
    ({"keyword_key": "glade rooms", "is_brand": True}, True),
    ({"keyword_key": "garden rooms", "is_brand": False}, False),
]
