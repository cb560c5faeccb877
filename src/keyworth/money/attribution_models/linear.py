"""Every touchpoint takes the same credit.

Source: multi-touch attribution as in Google Analytics' "Linear" model.
"""

TITLE = "Linear"


def credit(journeys):
    """Return one over the length of the path."""
    return 1.0 / journeys["length"]


EXAMPLES = [
    ({"sale": [0, 0, 1], "position": [0, 1, 0], "length": [2, 2, 1]}, [0.5, 0.5, 1.0]),
]
