"""Nobody was ever shown the keyword in the period.

Why: it costs nothing and does nothing, yet it lengthens the agency's list.
Do:  ask what it is there for.
"""

TITLE = "Never shown"
SEVERITY = "info"
NEEDS = ("impressions",)
AT_STAKE = ""


def check(facts, settings):
    """Return True where the report counts no impression and no click."""
    return (facts["impressions"] <= 0) & ~(facts["clicks"] > 0)


def reason(facts, settings):
    """Return the one reason there is."""
    return facts["keyword"].astype(object).map(lambda _: "no impression in the period")


EXAMPLES = [
    ({"impressions": 0.0, "clicks": 0.0}, True),
    ({"impressions": 12.0, "clicks": 0.0}, False),
]
